"""The same questions answered from what happened, without the stored clocks: for any day, and as the proof of today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from throughcare.access.models import User
from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.clocks.rules import Happening, ReplayedClock, replay
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.pathway.casework.queries.matters import MatterOnDay, matters_on
from throughcare.pathway.casework.rules import gap_reasons, worker_who_owes
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.queries import calendar_of, promises_of
from throughcare.pathway.episode.rules import Projection, project
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.definitions import ClockDefinition
from throughcare.specification.schema import Specification


@dataclass(frozen=True, slots=True)
class CaseOnDay:
    """An episode as it stood at the end of a day, told from what had happened by then."""

    thread_id: int
    person: Person
    specification: Specification
    projection: Projection
    happenings: tuple[Happening, ...]
    clocks: tuple[ReplayedClock, ...]

    def definition(self, clock: ReplayedClock) -> ClockDefinition:
        return self.specification.clock(clock.definition_id)


@dataclass(frozen=True, slots=True)
class Due:
    """One open promise."""

    person: Person
    thread_id: int
    clock: ReplayedClock
    definition: ClockDefinition
    state: str
    worker: str


@dataclass(frozen=True, slots=True)
class Gap:
    person: Person
    thread_id: int
    reasons: tuple[str, ...]


def cases_on(viewer: Viewer, day: date, person: Person | None = None) -> list[CaseOnDay]:
    """Every case the viewer may see, replayed with what had happened on or before the day. Two queries."""
    episodes = Episode.objects.filter(thread_id__in=cases_seen_by(viewer), opened_on__lte=day).select_related("person")
    if person is not None:
        episodes = episodes.filter(person=person)
    told = happenings_until(day, [episode.pk for episode in episodes], everyone=person is None, viewer=viewer)
    cases = []
    for episode in episodes:
        happened = told.get(episode.pk, [])
        specification = specifications.governing(episode.opened_on)
        projection = project(happened, specification)
        if projection is None:
            continue
        clocks = replay(happened, promises_of(specification), calendar_of(specification), episode.person.born)
        cases.append(CaseOnDay(episode.pk, episode.person, specification, projection, tuple(happened), tuple(clocks)))
    return cases


def happenings_until(day: date, threads: list[int], *, everyone: bool, viewer: Viewer) -> dict[int, list[Happening]]:
    told: dict[int, list[Happening]] = defaultdict(list)
    for milestone in current_milestones(cases_seen_by(viewer) if everyone else threads):
        if milestone.happened_on <= day:
            told[milestone.thread_id].append(as_happening(milestone))
    return told


def worklist(viewer: Viewer, day: date, worker: str | None = None, *, ended: bool = False) -> list[Due]:
    """Overdue and running promises in due order, those of one worker if named; a paused one has no due day.

    `ended` takes in the breaches that an episode left when it closed. They stay overdue for good, and nobody can do
    anything about them any more, so the pages leave them out.
    """
    due, current = [], usernames_current(viewer)
    for case in cases_on(viewer, day):
        for clock in case.clocks:
            state = clock.state_on(day)
            if state not in {"overdue", "running"} or (clock.ended_on is not None and not ended):
                continue
            keyworker = case.projection.keyworker
            owes = worker_who_owes(clock.owner, keyworker, is_current=keyworker in current)
            if worker is None or owes == worker:
                due.append(Due(case.person, case.thread_id, clock, case.definition(clock), state, owes))
    due += matters_owed(viewer, day, worker)
    return sorted(due, key=lambda one: (one.clock.due_on, one.person.known_as, one.definition.id))


def matters_owed(viewer: Viewer, day: date, worker: str | None) -> list[Due]:
    """The open promises on alerts, concerns and requests, those of one named person if asked."""
    return [
        Due(matter.person, matter.thread_id, clock, matter.definition(clock), clock.state_on(day), matter.worker)
        for matter in matters_on(viewer, day)
        for clock in matter.clocks
        if clock.state_on(day) in {"overdue", "running"} and worker in (None, matter.worker)
    ]


def usernames_current(viewer: Viewer) -> set[str]:
    return set(User.objects.filter(agency_id=viewer.agency_id, is_active=True).values_list("username", flat=True))


def gaps(viewer: Viewer, day: date) -> list[Gap]:
    """Open cases that have no owner, or nothing ahead of them, on that day."""
    found, current = [], usernames_current(viewer)
    for case in cases_on(viewer, day):
        if case.projection.closed_on is not None:
            continue
        reasons = gap_reasons(
            assessed=case.projection.assessed_on is not None,
            keyworker_is_current=case.projection.keyworker in current,
            clock_running=any(clock.state_on(day) == "running" for clock in case.clocks),
            appointment_on=case.projection.appointment_on,
            day=day,
        )
        if reasons:
            found.append(Gap(case.person, case.thread_id, reasons))
    return sorted(found, key=lambda gap: gap.person.known_as)


def clocks_of(viewer: Viewer, person: Person, day: date) -> list[tuple[CaseOnDay | MatterOnDay, ReplayedClock]]:
    """Every promise ever made to the person, in the order of their start; the look is logged."""
    log_access(viewer, Looked.READ, "person", person.pk, "clocks")
    told = [*cases_on(viewer, day, person), *matters_on(viewer, day, person)]
    found = [(one, clock) for one in told for clock in one.clocks]
    return sorted(found, key=lambda pair: (pair[1].start_on, pair[1].due_on or date.max, pair[1].definition_id))
