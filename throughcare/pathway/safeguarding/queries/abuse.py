"""Domestic abuse: the checklist, its grade, what it asks for, and what MARAC did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.http import Http404

from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.rules import Happening
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.safeguarding.models import AbuseGrading, MaracHearing
from throughcare.pathway.safeguarding.rules import GRADES, HIGH

#: The flag of a checklist by which any of its own criteria asks for MARAC.
ASKS_FOR_MARAC = "marac_referral"


@dataclass(frozen=True, slots=True)
class Checklist:
    """The latest checklist: the grade that it settles, if any, and whether all of it was asked."""

    on: date
    grade: str | None
    complete: bool
    total: int | None


def checklist_of(told: Iterable[Happening], rows: Iterable[Administration]) -> Checklist | None:
    """The latest of these administrations that stands; after a correction the latest answers count."""
    on = {one.order: one.on for one in told if one.kind == "instrument_completed"}
    standing = sorted((one for one in rows if one.milestone_id in on), key=lambda one: (on[one.milestone_id], one.pk))
    if not standing:
        return None
    latest = standing[-1]
    settled = latest.band if latest.band in GRADES else None
    if ASKS_FOR_MARAC in latest.flags:
        settled = HIGH
    return Checklist(on[latest.milestone_id], settled, latest.status == "complete", latest.total)


def latest_checklist(episode: EpisodeForStep) -> Checklist | None:
    """One query; none where the specification says nothing of domestic abuse."""
    abuse = episode.specification.domestic_abuse
    if abuse is None:
        return None
    rows = Administration.objects.filter(thread_id=episode.thread_id, instrument=abuse.checklist)
    return checklist_of(episode.happenings, rows)


def may_see_abuse(viewer: Viewer, threads: Sequence[int]) -> bool:
    """Whether the viewer sees what is recorded about domestic abuse on these cases.

    It takes a role in safeguarding, and that no note of these cases is kept from the viewer: the key worker of the one
    who is feared sees neither tag nor grade.
    """
    if not (viewer.may(Permission.RECORD_SAFEGUARDING) or viewer.may(Permission.READ_RESTRICTED)):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(bool_or(case_kept_from_viewer(one)), false) from unnest(%s) one", [list(threads)]
        )
        return not cursor.fetchone()[0]


def episode_with_abuse(viewer: Viewer, thread_id: int) -> EpisodeForStep:
    """The episode for a step about domestic abuse; 404 for somebody from whom it is kept."""
    episode = episode_for_step(viewer, thread_id)
    if not may_see_abuse(viewer, [thread_id]):
        raise Http404
    return episode


def gradings(episode: EpisodeForStep) -> list[tuple[date, AbuseGrading]]:
    """Every grading that stands, the latest first. One query."""
    return _dated(episode, "abuse_graded", AbuseGrading.objects.filter(thread_id=episode.thread_id))


def hearings(episode: EpisodeForStep) -> list[tuple[date, MaracHearing]]:
    """Every discussion at MARAC that stands, the latest first. One query."""
    return _dated(episode, "marac_heard", MaracHearing.objects.filter(thread_id=episode.thread_id))


def _dated(episode: EpisodeForStep, kind: str, rows: Iterable) -> list[tuple]:
    told = {one.order: one.on for one in episode.happenings if one.kind == kind}
    found = [(told[row.milestone_id], row) for row in rows if row.milestone_id in told]
    return sorted(found, key=lambda one: (one[0], one[1].pk), reverse=True)
