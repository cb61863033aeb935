"""Gives people sign-ins."""

from __future__ import annotations

from collections.abc import Iterable

from throughcare.access.models import User
from throughcare.access.viewer import Viewer
from throughcare.organisations.models import Agency


def add_user(
    username: str, display_name: str, agency: Agency, roles: Iterable[str], password: str | None = None
) -> User:
    """A member of staff; without a password they cannot sign in, only be named."""
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, display_name, agency, roles, password)


def add_colleague(
    *, by: Viewer, username: str, display_name: str, roles: Iterable[str], password: str, email: str = ""
) -> User:
    """A sign-in for somebody of the administrator's own agency."""
    agency = Agency.objects.get(pk=by.agency_id)
    return User.objects.create_user(username, display_name, agency, roles, password, email=email)


def change_colleague(
    colleague: User, *, by: Viewer, display_name: str, roles: Iterable[str], may_sign_in: bool, email: str = ""
) -> None:
    """Changes name, address, roles or whether they may sign in; what was said before is kept by the change history.

    A closed sign-in ends at its next request, and a key worker without one leaves their cases without an owner: they
    then stand on the gaps list.
    """
    colleague.display_name, colleague.roles, colleague.is_active = display_name, list(roles), may_sign_in
    colleague.email = email
    colleague.save(update_fields=["display_name", "roles", "is_active", "email"])
