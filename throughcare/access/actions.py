"""Gives people sign-ins."""

from __future__ import annotations

from collections.abc import Iterable

from throughcare.access.models import User
from throughcare.organisations.models import Agency


def add_user(
    username: str, display_name: str, agency: Agency, roles: Iterable[str], password: str | None = None
) -> User:
    """A member of staff; without a password they cannot sign in, only be named."""
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, display_name, agency, roles, password)
