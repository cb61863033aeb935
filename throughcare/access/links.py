"""One-time links: what a token opens, and the account by which their holders' own doing is recorded."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from django.db import connection

from throughcare.access.models import User
from throughcare.access.terms import LinkState
from throughcare.organisations.models import Agency

#: Nobody who signs in can have such a name: a user name is a slug.
OF_THE_PERSON = "person:"
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class FoundLink:
    """What the token of a link opens, and whether it still does."""

    link_id: int
    agency_id: int
    case_id: int
    person_id: int
    task: str
    state: LinkState


class LinkSpent(Exception):
    """The link does not open any more: it was used, withdrawn or not used in time."""

    def __init__(self, state: LinkState):
        self.state = state
        super().__init__(f"This link is {state}")


def new_token() -> str:
    """256 random bits for the address; nobody guesses one, and only its hash is kept."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_link(token: str) -> FoundLink | None:
    """What a token opens, asked before anybody is looking; None when there never was such a link."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select link_id, agency_id, case_id, person_id, task, state from find_link(%s)", [hash_of(token)]
        )
        row = cursor.fetchone()
    return FoundLink(*row[:5], LinkState(row[5])) if row else None


def person_account(agency_id: int) -> User:
    """The account of an agency by which what people do through links is recorded: nobody can sign in with it."""
    agency = Agency.objects.get(pk=agency_id)
    found = User.objects.filter(username=f"{OF_THE_PERSON}{agency.key}").first()
    return found or User.objects.create_user(
        f"{OF_THE_PERSON}{agency.key}", "The person themselves", agency, [], None, is_active=False
    )


def is_the_person(user: User) -> bool:
    """Whether something was done through a link, by the person or whoever had it, and not by a member of staff."""
    return user.username.startswith(OF_THE_PERSON)
