"""A small world for tests: a provider with staff, another agency, and people on their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

import pytest

from throughcare.access.actions import add_user, train_in_everything
from throughcare.access.context import database_context, look_as
from throughcare.access.models import User
from throughcare.access.viewer import Viewer, viewer_of
from throughcare.foundations.today import pretending_today_is
from throughcare.organisations.actions import add_agency, set_up
from throughcare.organisations.models import Agency
from throughcare.organisations.terms import AgencyKind, DeploymentKind
from throughcare.pathway.referral.actions import receive_referral
from throughcare.people.actions import register_person
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.loader import load

TODAY = date(2014, 12, 31)
_numbers = count(1)


@dataclass(frozen=True)
class World:
    """What a test finds: the agencies and their staff, by role. Everything happens as `worker` unless said."""

    provider: Agency
    neighbour: Agency
    staff: dict[str, User]

    def viewer(self, role: str) -> Viewer:
        return viewer_of(self.staff[role])

    @property
    def worker(self) -> Viewer:
        return self.viewer("keyworker")

    @property
    def stranger(self) -> Viewer:
        """A key worker of another agency, who has no access to anybody here."""
        return self.viewer("stranger")

    def person(self, **said) -> Person:
        number = next(_numbers)
        told = {"given_name": f"Fern{number}", "family_name": "Copplestone", "born": date(1999, 5, 2), "sex": "unknown"}
        return register_person(by=self.worker, registered_on=TODAY, **{**told, **said})

    def referred(self, person: Person | None = None, on: date = date(2014, 10, 1), **said) -> int:
        """The thread of a person's episode that a referral on that day opened."""
        specification = specifications.governing(on)
        told = {"source": next(iter(specification.sources)), "channel": next(iter(specification.channels)), **said}
        return receive_referral(person or self.person(), by=self.worker, on=on, **told).thread_id


def make_world(specification: str) -> World:
    load(specification)
    set_up(specification, DeploymentKind.TEST)
    specifications.use(None)
    provider = add_agency("provider", "Quayside", AgencyKind.PROVIDER)
    neighbour = add_agency("neighbour", "Millpond", AgencyKind.PROVIDER)
    commissioner = add_agency("commissioner", "The City", AgencyKind.COMMISSIONER)
    staff = {
        role: add_user(role, f"{role.replace('_', ' ').title()} Brackwater", agency, [role], "words-for-a-test")
        for role, agency in [
            *(
                (role, provider)
                for role in ("triage", "keyworker", "manager", "data_lead", "administrator", "operator")
            ),
            ("commissioner", commissioner),
        ]
    }
    staff["stranger"] = add_user("stranger", "Stranger Tidewell", neighbour, ["keyworker", "triage", "manager"])
    return World(provider, neighbour, staff)


@pytest.fixture
def world(db) -> Iterator[World]:
    """Southampton's service on the last day of 2014, with the database looking as the key worker."""
    yield from _lived_in("southampton-esap", TODAY)


@pytest.fixture
def tiny_world(db) -> Iterator[World]:
    """The invented service of the tests, whose every word differs."""
    yield from _lived_in("tests/specifications/tiny", date(2021, 12, 31))


def _lived_in(specification: str, today: date) -> Iterator[World]:
    made = make_world(specification)
    with pretending_today_is(today):
        with database_context(made.worker):
            trained = [made.staff[role] for role in ("triage", "keyworker", "manager")]
            train_in_everything(trained, specifications.current().competences, by=made.worker, since=date(2000, 1, 1))
        look_as(made.worker)
        yield made
    specifications.use(None)
