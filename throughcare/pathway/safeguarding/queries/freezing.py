"""All that an agency sees of somebody at one moment, as plain values that later edits cannot reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock, Milestone, Thread
from throughcare.foundations.today import today
from throughcare.pathway.episode.models import Episode, Matter, Note
from throughcare.pathway.safeguarding.rules import longest_silences
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.terms import MilestoneKind

#: How far the time-line reaches, written into it: an agency freezes what it sees itself.
REACH = "agency"


def time_line(viewer: Viewer, person: Person, until: date) -> dict:
    """Stays, matters, everything recorded with its corrections, words, promises and gaps. A fixed number of queries.

    It holds what the viewer's agency sees, its own cases and those shared with it; what others keep to themselves is
    theirs to add to the panel's facts. Restricted words are not copied: their own page logs who reads them.
    """
    seen = cases_seen_by(viewer)
    stays = list(Episode.objects.filter(person=person, thread_id__in=seen).select_related("provider", "keyworker"))
    matters = list(Matter.objects.filter(person=person, thread_id__in=seen))
    threads = sorted({one.pk for one in [*stays, *matters]})
    kinds = dict(Thread.objects.filter(pk__in=threads).values_list("pk", "kind"))
    told = list(Milestone.objects.filter(thread_id__in=threads).select_related("recorded_by").order_by("pk"))
    clocks = list(Clock.objects.filter(thread_id__in=threads).order_by("due_on", "pk"))
    return {
        "frozen_at": timezone.now().isoformat(),
        "as_of": today().isoformat(),
        "reach": REACH,
        "agency": viewer.agency_id,
        "happened_on": until.isoformat(),
        "person": {"id": person.pk, "name": person.name, "born": _day(person.born)},
        "stays": [_stay(one) for one in stays],
        "matters": [_matter(one, kinds, clocks) for one in matters],
        "recorded": [_milestone(one, kinds) for one in told],
        "words": [_note(one) for one in Note.objects.filter(thread_id__in=threads).select_related("written_by")],
        "promises": [_clock(one, until) for one in clocks],
        "silences": [[start.isoformat(), end.isoformat()] for start, end in silences(stays, told, until)],
    }


def silences(stays: Iterable[Episode], told: Iterable[Milestone], until: date) -> list[tuple[date, date]]:
    """The longest stretches in which nobody saw or spoke with the person, from their first referral on."""
    latest: dict[int, Milestone] = {}
    for one in sorted(told, key=lambda one: one.revision):
        latest[one.origin_id] = one
    days = [one.happened_on for one in latest.values() if not one.retracted and _is_contact(one)]
    return longest_silences([*days, *(one.opened_on for one in stays)], until)


#: What can only be recorded when somebody was there or answered.
CONTACTS = frozenset(
    {
        "first_contact_made",
        "triage_completed",
        "assessment_completed",
        "assessment_updated",
        "instrument_completed",
        "crisis_support_given",
        "home_review_held",
        "brief_intervention_given",
        "outreach_contact_made",
        "review_completed",
    }
)


def _is_contact(one: Milestone) -> bool:
    if one.kind == "session_recorded":
        outcome = specifications.governing(one.happened_on).session_outcomes.get(one.detail.get("outcome"))
        return bool(outcome and outcome.attended)
    return one.kind in CONTACTS


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stay(one: Episode) -> dict:
    return {
        "thread": one.pk,
        "provider": one.provider.name,
        "opened_on": _day(one.opened_on),
        "closed_on": _day(one.closed_on),
        "key_worker": one.keyworker.display_name if one.keyworker else None,
        "last_seen_on": _day(one.last_seen_on),
        "missed_in_a_row": one.missed_in_a_row,
        "stage": one.stage,
    }


def _matter(one: Matter, kinds: dict[int, str], clocks: Iterable[Clock]) -> dict:
    """`answered` is false for an alert, a concern or a request that still waits for somebody."""
    mine = [clock for clock in clocks if clock.thread_id == one.pk]
    return {
        "thread": one.pk,
        "kind": kinds[one.pk],
        "opened_on": _day(one.opened_on),
        "closed_on": _day(one.closed_on),
        "answered": one.closed_on is not None or (bool(mine) and all(clock.stopped_on for clock in mine)),
    }


def _milestone(one: Milestone, kinds: dict[int, str]) -> dict:
    return {
        "id": one.pk,
        "thread": one.thread_id,
        "on": kinds[one.thread_id],
        "origin": one.origin_id,
        "revision": one.revision,
        "retracted": one.retracted,
        "kind": one.kind,
        "title": str(MilestoneKind(one.kind).label),
        "happened_on": _day(one.happened_on),
        "happened_at": one.happened_at.isoformat() if one.happened_at else None,
        "detail": one.detail,
        "because": one.because,
        "recorded_on": _day(one.recorded_on),
        "recorded_at": one.recorded_at.isoformat(),
        "recorded_by": one.recorded_by.display_name,
    }


def _note(one: Note) -> dict:
    return {
        "thread": one.thread_id,
        "milestone": one.milestone_id,
        "about": one.about,
        "words": one.words,
        "written_at": one.written_at.isoformat(),
        "written_by": one.written_by.display_name,
    }


def _clock(one: Clock, until: date) -> dict:
    """`gap` says that this promise was not kept by its day, or not yet when the death or near miss came."""
    late = one.due_on is not None and (one.stopped_on or until) > one.due_on and one.voided_on is None
    return {
        "thread": one.thread_id,
        "promise": one.definition,
        "start_on": _day(one.start_on),
        "due_on": _day(one.due_on),
        "stopped_on": _day(one.stopped_on),
        "voided_on": _day(one.voided_on),
        "gap": bool(late and one.due_on and one.due_on < until),
    }
