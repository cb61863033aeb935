"""Which cases a viewer's agency may see; lists of records about cases start here."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from throughcare.access.models import CaseAccess, User
from throughcare.access.viewer import Viewer


def cases_seen_by(viewer: Viewer) -> QuerySet:
    """The ids of the cases the agency has access to now, as a subquery.

    Row security would hide the others anyway; starting from here lets PostgreSQL use the index instead of testing
    every row of a list.
    """
    return CaseAccess.objects.filter(agency_id=viewer.agency_id, valid__contains=timezone.now()).values("case_id")


def colleagues(viewer: Viewer, role: str | None = None) -> list[User]:
    """The agency's members of staff who may sign in, by name."""
    users = User.objects.filter(agency_id=viewer.agency_id, is_active=True)
    if role is not None:
        users = users.filter(roles__contains=[role])
    return list(users.order_by("display_name", "id"))
