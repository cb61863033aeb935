"""Which cases a viewer's agency may see, where lists of records about cases start; its staff and its one-time links."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.access.links import OF_THE_PERSON, is_the_person
from throughcare.access.models import CaseAccess, OneTimeLink, TrainingRecord, User
from throughcare.access.terms import LinkState, LinkTask
from throughcare.access.viewer import Viewer
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Status, Table
from throughcare.foundations.today import today
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of


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
    found = staff_of(viewer).filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found


def staff_of(viewer: Viewer) -> QuerySet[User]:
    """The agency's members of staff, those without a sign-in too."""
    return User.objects.filter(agency_id=viewer.agency_id).exclude(username__startswith=OF_THE_PERSON)


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
    users = staff_of(viewer).order_by("-is_active", "display_name", "id")
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


# Who is trained in what ---------------------------------------------------------------------------------------------


def trained_on(day: date) -> Q:
    """Records that hold on the day, both ends in."""
    return Q(gained_on__lte=day) & (Q(expires_on__isnull=True) | Q(expires_on__gte=day))


def competences_of(viewer: Viewer, day: date) -> frozenset[str]:
    """What the viewer is recorded as trained in on that day. One query."""
    records = TrainingRecord.objects.filter(trained_on(day), user_id=viewer.user_id)
    return frozenset(records.values_list("competence", flat=True))


def trained_colleagues(viewer: Viewer, day: date) -> dict[str, list[str]]:
    """Who in the viewer's agency is trained in what on that day, by name. One query."""
    records = TrainingRecord.objects.filter(trained_on(day), agency_id=viewer.agency_id, user__is_active=True)
    named: dict[str, list[str]] = {}
    for competence, name in records.order_by("user__display_name").values_list("competence", "user__display_name"):
        if name not in named.setdefault(competence, []):
            named[competence].append(name)
    return named


def training_record(viewer: Viewer, record_id: int) -> TrainingRecord:
    """A record of the viewer's agency; 404 for any other."""
    found = TrainingRecord.objects.select_related("user").filter(pk=record_id, agency_id=viewer.agency_id).first()
    if found is None:
        raise Http404
    return found


def training_table(viewer: Viewer) -> Table:
    """Every record of the agency, those that hold first. One query."""
    titles = specifications.current().competences
    records = TrainingRecord.objects.filter(agency_id=viewer.agency_id).select_related("user")
    records = records.order_by("user__display_name", "competence", F("expires_on").desc(nulls_first=True), "id")
    return Table(
        columns=[
            Column(_("Name")),
            Column(_("Trained in")),
            Column(_("Holds")),
            Column(_("Shown by")),
            Column(_("Change"), label="-"),
        ],
        rows=[
            [
                record.user.display_name,
                title_of(titles, record.competence),
                Cell(status=how_it_holds(record), under=between(record)),
                record.evidence,
                _end_link(record, title_of(titles, record.competence)),
            ]
            for record in records
        ],
        caption=_("Who is trained in what"),
        cards=True,
    )


def how_it_holds(record: TrainingRecord) -> Status:
    now = today()
    if record.gained_on > now:
        return Status("none", _("Not yet"))
    if record.expires_on is not None and record.expires_on < now:
        return Status("void", _("Ended"))
    return Status("met", _("Holds"))


def between(record: TrainingRecord) -> str:
    since = wording.short_day(record.gained_on, today())
    if record.expires_on is None:
        return _("Since %(day)s") % {"day": since}
    return _("%(first)s to %(last)s") % {"first": since, "last": wording.short_day(record.expires_on, today())}


def _end_link(record: TrainingRecord, training: str) -> Cell | str:
    if record.expires_on is not None and record.expires_on < today():
        return ""
    words = {"training": training, "name": record.user.display_name}
    url = reverse("access:end_training", args=[record.pk])
    return Cell(_("End %(training)s for %(name)s") % words, url)


# One-time links ------------------------------------------------------------------------------------------------------


def links_of(viewer: Viewer, case_id: int, task: LinkTask) -> list[OneTimeLink]:
    """The links that the viewer's agency sent about a case, the latest first, without what was answered. One query."""
    links = OneTimeLink.objects.filter(agency_id=viewer.agency_id, case_id=case_id, task=task)
    people = links.select_related("issued_by", "revoked_by")
    return list(people.defer("answers", "token_hash").order_by("-issued_at", "-pk"))


def link_sent_by(viewer: Viewer, link_id: int, *, case_id: int) -> OneTimeLink:
    """One of the links that the viewer's agency sent about a case; 404 for any other."""
    found = OneTimeLink.objects.filter(pk=link_id, agency_id=viewer.agency_id, case_id=case_id)
    people = found.select_related("issued_by", "revoked_by")
    link = people.defer("answers", "token_hash").first()
    if link is None:
        raise Http404
    return link


def link_held(link_id: int) -> OneTimeLink | None:
    """The link that somebody holds, with what they have answered so far, in its own context."""
    return OneTimeLink.objects.filter(pk=link_id).first()


def state_of(link: OneTimeLink) -> LinkState:
    if link.used_at is not None:
        return LinkState.USED
    if link.revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.EXPIRED if link.expires_at <= timezone.now() else LinkState.OPEN


def was_handed_back(link: OneTimeLink) -> bool:
    """Whoever had the link said that it was not meant for them."""
    return link.revoked_by is not None and is_the_person(link.revoked_by)
