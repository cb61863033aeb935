"""Which cases a viewer's agency may see; lists of records about cases start here."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.access.models import CaseAccess, User
from throughcare.access.viewer import Viewer
from throughcare.foundations.pages.components import Cell, Column, Table
from throughcare.specification import queries as specifications


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


def colleague(viewer: Viewer, user_id: int) -> User:
    """Somebody of the viewer's agency; 404 for anybody else."""
    found = User.objects.filter(pk=user_id, agency_id=viewer.agency_id).first()
    if found is None:
        raise Http404
    return found


def said_of(user: User) -> dict:
    return {
        "display_name": user.display_name,
        "email": user.email,
        "roles": user.roles,
        "may_sign_in": "yes" if user.is_active else "no",
    }


def staff_table(viewer: Viewer) -> Table:
    """Everybody of the agency with their roles, those who may sign in first. One query."""
    roles = specifications.current().roles
    users = User.objects.filter(agency_id=viewer.agency_id).order_by("-is_active", "display_name", "id")
    return Table(
        columns=[Column(_("Name")), Column(_("User name")), Column(_("Roles")), Column(_("May sign in"))],
        rows=[
            [
                Cell(user.display_name, url=reverse("access:change_colleague", args=[user.pk])),
                user.username,
                ", ".join(roles[role].title for role in user.roles if role in roles),
                _("Yes") if user.is_active else _("No, closed"),
            ]
            for user in users
        ],
        caption=_("People who sign in"),
        cards=True,
    )
