"""The viewer: who is looking, for which agency, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from throughcare.access.models import User
from throughcare.access.terms import Permission
from throughcare.specification import queries as specification


class NoSuchUser(LookupError):
    """The name is of nobody who may act here."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody looking at records. Everything that reads or changes a record is handed one."""

    user_id: int
    username: str
    name: str
    agency_id: int
    roles: frozenset[str]
    permissions: frozenset[str]

    def may(self, *permissions: Permission) -> bool:
        return all(str(permission) in self.permissions for permission in permissions)


def viewer_of(user: User) -> Viewer:
    roles = specification.current().roles
    granted = {p for role in user.roles if role in roles for p in roles[role].permissions}
    return Viewer(
        user_id=user.pk,
        username=user.username,
        name=user.display_name,
        agency_id=user.agency_id,
        roles=frozenset(user.roles),
        permissions=frozenset(granted),
    )


def viewer_for(username: str) -> Viewer:
    """The viewer with that user name; raises NoSuchUser for unknown or closed accounts."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NoSuchUser(f"There is no user named {username!r} who may act here.")
    return viewer_of(user)
