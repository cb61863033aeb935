"""What happened to one person, a month at a time, with how each promise came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.links import is_the_person
from throughcare.clocks.models import Clock, Milestone
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import (
    Happened,
    Link,
    Month,
    Status,
)
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.record import Record, promise_url
from throughcare.pathway.casework.queries.stored import worker_names
from throughcare.pathway.casework.rules import folded
from throughcare.pathway.episode.models import Note
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification

#: Beside the specification's steps, what opens and what closes an episode are steps of the way.
ENDS_OF_THE_WAY = ("referral_received", "exited", "withdrawn")


def notes_of(record: Record) -> dict[int, list[Note]]:
    notes: dict[int, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(thread_id__in={one.thread_id for one in record.milestones}).order_by("pk"):
        notes[note.milestone_id].append(note)
    return notes


def note_asked_for(notes: Mapping[int, Sequence[Note]], asked: object) -> tuple[str, str] | None:
    found = notes.get(int(asked)) if str(asked or "").isdecimal() else None
    return (found[0].about.capitalize(), "\n\n".join(note.words for note in found)) if found else None


def timeline(
    record: Record,
    notes: Mapping[int, Sequence[Note]],
    here: str,
    day: date,
    *,
    oldest_first: bool,
    unfolded: bool,
) -> list[Month]:
    names = worker_names(record.milestones)
    stops = stopped_by(record)
    milestones = record.milestones if oldest_first else list(reversed(record.milestones))
    months = []
    for first, of_month in groupby(milestones, key=lambda one: one.happened_on.replace(day=1)):
        group = list(of_month)
        runs = [(at, 1) for at in range(len(group))] if unfolded else folded([likeness(one) for one in group])
        entries = [
            fold(group[at : at + length], f"{here}?order=oldest&show=all" if oldest_first else f"{here}?show=all")
            if length > 1
            else entry(group[at], record, stops.get(group[at].origin_id, []), names, notes, here, day)
            for at, length in runs
        ]
        months.append(Month(words.month(first), entries))
    return months


def likeness(milestone: Milestone) -> tuple | None:
    """Attended sessions are alike; each missed one is worth its own line."""
    if milestone.kind != "session_recorded" or milestone.detail.get("because"):
        return None
    outcome = specifications.current().session_outcomes.get(milestone.detail.get("outcome", ""))
    return (milestone.thread_id, outcome.id) if outcome is not None and outcome.attended else None


def fold(run: Sequence[Milestone], unfolded: str) -> Happened:
    many = ngettext("Show %(count)s session attended", "Show %(count)s sessions attended", len(run))
    return Happened(
        day=words.day_in_month(max(one.happened_on for one in run)),
        what=many % {"count": len(run)},
        link=Link(many % {"count": len(run)}, unfolded),
        folded=True,
    )


def entry(
    milestone: Milestone,
    record: Record,
    stopped: Sequence[Clock],
    names: Mapping[str, str],
    notes: Mapping[int, Sequence[Note]],
    here: str,
    day: date,
) -> Happened:
    specification = record.specification(milestone.thread_id)
    what, told = wording.happened(milestone.kind, milestone.detail, names, specification, day)
    if is_the_person(milestone.recorded_by):
        by_link = _("Answered by the person, on their own phone")
        told = f"{told}. {by_link}" if told else by_link
    if milestone.revision > 1:
        corrected = _("Corrected on %(day)s") % {"day": words.short_day(milestone.recorded_on, day)}
        told = f"{told}. {corrected}" if told else corrected
    status, link = kept_by(stopped, specification, day)
    if link is None and milestone.origin_id in notes:
        link = Link(_("Read the note"), f"{here}?note={milestone.origin_id}#note", _("of %(what)s") % {"what": what})
    return Happened(
        day=words.day_in_month(milestone.happened_on),
        what=what,
        is_step=is_step(milestone, specification),
        status=status,
        words=f"{told}." if told and link else told,
        link=link,
    )


def is_step(milestone: Milestone, specification: Specification) -> bool:
    return milestone.kind in ENDS_OF_THE_WAY or any(
        match.fits(milestone.kind, milestone.detail) for step in specification.steps for match in step.done_by
    )


def stopped_by(record: Record) -> dict[int, list[Clock]]:
    """The promises that each milestone kept: it is of the kind, and of the day, that stopped them."""
    on_day: dict[tuple[int, date], list[Milestone]] = defaultdict(list)
    for one in record.milestones:
        on_day[one.thread_id, one.happened_on].append(one)
    found: dict[int, list[Clock]] = defaultdict(list)
    for clock in record.clocks:
        definition = record.specification(clock.thread_id).clock(clock.definition)
        for one in on_day.get((clock.thread_id, clock.stopped_on), ()):
            if any(match.fits(one.kind, one.detail) for match in definition.stops_on):
                found[one.origin_id].append(clock)
                break
    return found


def kept_by(clocks: Sequence[Clock], specification: Specification, day: date) -> tuple[Status | None, Link | None]:
    """How the promise kept by a step came out, the latest of several; a late one leads to where its days went."""
    if not clocks:
        return None, None

    def lateness(clock: Clock) -> int:
        return (clock.stopped_on - clock.due_on).days if clock.due_on and clock.stopped_on else 0

    worst = max(clocks, key=lateness)
    definition = specification.clock(worst.definition)
    status = wording.status_of(worst, definition.within, specification, day)
    if wording.state_of(worst, day) != "late":
        return status, None
    waited = (worst.stopped_on - worst.start_on).days
    said = ngettext("See where the %(count)s day went", "See where the %(count)s days went", waited)
    before = _("before: %(title)s") % {"title": definition.title}
    return status, Link(said % {"count": waited}, promise_url(worst), before)
