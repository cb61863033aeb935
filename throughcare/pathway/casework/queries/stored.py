"""Promises as they are stored: which are open, whose list each stands on, and the milestones behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import BooleanField, Func, Q, QuerySet

from throughcare.access.models import User
from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock, Milestone
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.clocks.rules import Happening
from throughcare.pathway.alerts.models import Alert
from throughcare.pathway.casework.rules import KEYWORKER
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.safeguarding.queries.abuse import may_see_abuse
from throughcare.pathway.safeguarding.queries.tags import ABOUT_ABUSE, may_see_protection
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification

OPEN = Q(stopped_on__isnull=True, voided_on__isnull=True, ended_on__isnull=True)


class CaseKeptFromViewer(Func):
    """The database's own answer whether a note of a case is kept from the viewer."""

    function, arity, output_field = "case_kept_from_viewer", 1, BooleanField()


def kept_out(viewer: Viewer) -> Q:
    """The promises about domestic abuse that this viewer must not see: they would tell as much as the grade."""
    named = [
        clock.id
        for version in specifications.current_book().versions
        for clock in version.clocks
        if any(match.kind in ABOUT_ABUSE for match in clock.starts_on)
    ]
    about_abuse = Q(definition__in=named)
    return about_abuse & Q(CaseKeptFromViewer("thread_id")) if may_see_protection(viewer) else about_abuse


def shown_to(viewer: Viewer, milestones: list[Milestone]) -> list[Milestone]:
    """Without what is recorded of domestic abuse, for those who may not see it. One query where there is any."""
    checklists = {
        version.domestic_abuse.checklist
        for version in specifications.current_book().versions
        if version.domestic_abuse is not None
    }
    kept = [one for one in milestones if one.kind in ABOUT_ABUSE or one.detail.get("instrument") in checklists]
    if not kept or may_see_abuse(viewer, sorted({one.thread_id for one in kept})):
        return milestones
    return [one for one in milestones if one not in kept]


def alerts_shown_to(viewer: Viewer, alerts: list[Alert]) -> list[Alert]:
    """Without those that a checklist of domestic abuse raised, for those who may not see it."""
    if not alerts:
        return []
    sources = list(Milestone.objects.filter(pk__in={one.source_id for one in alerts}))
    shown = {one.pk for one in shown_to(viewer, sources)}
    return [one for one in alerts if one.source_id in shown]


def open_promises(viewer: Viewer) -> QuerySet[Clock]:
    """Every promise that somebody still has something to do about, the paused ones too."""
    seen = Clock.objects.filter(OPEN, thread_id__in=cases_seen_by(viewer), thread__episode__isnull=False)
    return seen.filter(~kept_out(viewer))


def due_promises(viewer: Viewer) -> QuerySet[Clock]:
    """The open promises that are not paused, soonest first."""
    return open_promises(viewer).filter(due_on__isnull=False).order_by("due_on", "thread_id", "definition", "sequence")


def on_the_list_of(viewer: Viewer) -> Q:
    """What a stored promise must be to stand on the viewer's list, as `worker_who_owes` has it.

    A key worker's promise is on the list of the named key worker, and while nobody current is named on that of all who
    are one; every other promise is on the list of everybody in the role that owns it.
    """
    own = Q(owner=KEYWORKER, thread__episode__keyworker_id=viewer.user_id)
    team = Q(owner__in=viewer.roles - {KEYWORKER})
    if KEYWORKER in viewer.roles:
        team |= Q(owner=KEYWORKER) & without_current_keyworker(viewer, "thread__episode__")
    return own | team


def own_cases(viewer: Viewer) -> Q:
    """Episodes whose key worker is the viewer, and for a key worker those that have none."""
    mine = Q(keyworker_id=viewer.user_id)
    return mine | without_current_keyworker(viewer) if KEYWORKER in viewer.roles else mine


def without_current_keyworker(viewer: Viewer, episode: str = "") -> Q:
    """Nobody is named, or somebody who may no longer sign in here."""
    named = f"{episode}keyworker"
    gone = Q(**{f"{named}__is_active": False}) | ~Q(**{f"{named}__agency_id": viewer.agency_id})
    return Q(**{f"{named}__isnull": True}) | gone


def current_of(threads: Iterable[int]) -> list[Milestone]:
    """The milestones of some threads as they stand, in the order of what happened. One query."""
    return sorted(current_milestones(threads), key=as_happening)


def told_of(threads: Iterable[int]) -> dict[int, list[Happening]]:
    """What happened on each of some threads. One query."""
    told: dict[int, list[Happening]] = defaultdict(list)
    for milestone in current_of(threads):
        told[milestone.thread_id].append(as_happening(milestone))
    return told


def worker_names(milestones: Iterable[Milestone]) -> dict[str, str]:
    """The names of the workers that some milestones name, by user name. One query."""
    named = {one.detail.get("worker") for one in milestones} - {None}
    return dict(User.objects.filter(username__in=named).values_list("username", "display_name"))


def missed_outcomes(specification: Specification) -> frozenset[str]:
    return frozenset(one.id for one in specification.session_outcomes.values() if one.missed)


def specification_of(episode: Episode) -> Specification:
    return specifications.governing(episode.opened_on)
