"""Milestones in, clocks out: the only implementation of any deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from throughcare.clocks.rules.durations import later
from throughcare.clocks.rules.pauses import Due, pauses_in, put_off
from throughcare.clocks.rules.records import Happening, ReplayedClock
from throughcare.clocks.rules.threads import Thread
from throughcare.foundations.dates import WorkingCalendar, age_on
from throughcare.specification.definitions import ClockDefinition, Condition, Duration
from throughcare.specification.terms import CLOSING_KINDS, EpisodeKind

TREATMENT = EpisodeKind.TREATMENT.value


def replay(
    milestones: Iterable[Happening],
    definitions: Sequence[ClockDefinition],
    calendar: WorkingCalendar,
    born: date | None,
    *,
    pathway: str = TREATMENT,
) -> list[ReplayedClock]:
    """All clocks of one thread, in the order of the definitions and then of their starts.

    `pathway` is the kind of episode; a promise is about treatment unless it names the pathways it is for.
    Hand over the definitions as a tuple when replaying many threads: they are then made ready once.
    """
    thread = Thread(milestones)
    facts = Facts(thread, calendar, born, pathway)
    clocks: list[ReplayedClock] = []
    for promise in _ready(definitions):
        if promise.may_start(thread, pathway):
            clocks.extend(Course(promise, facts).clocks())
    return clocks


class Facts(NamedTuple):
    """What every promise of one replay is judged by."""

    thread: Thread
    calendar: WorkingCalendar
    born: date | None
    pathway: str


class Promise:
    """A clock's definition made ready for many replays."""

    __slots__ = ("definition", "in_hours", "in_working_days", "names_pathways", "start_kinds")

    def __init__(self, definition: ClockDefinition):
        self.definition = definition
        self.start_kinds = frozenset(match.kind for match in definition.starts_on)
        self.names_pathways = any(condition.pathways for condition in definition.only_if)
        self.in_hours = definition.within.unit == "hours"
        self.in_working_days = definition.within.unit == "working_days"

    def may_start(self, thread: Thread, pathway: str) -> bool:
        if not self.names_pathways and pathway != TREATMENT:
            return False
        return not self.start_kinds.isdisjoint(thread.by_kind)


_made_ready: dict[int, tuple[Sequence[ClockDefinition], list[Promise]]] = {}
_KEPT = 64


def _ready(definitions: Sequence[ClockDefinition]) -> list[Promise]:
    """Known by identity: hashing whole specifications on every replay would cost more than the replay."""
    known = _made_ready.get(id(definitions))
    if known is not None and known[0] is definitions:
        return known[1]
    promises = [Promise(definition) for definition in definitions]
    if isinstance(definitions, tuple):
        if len(_made_ready) >= _KEPT:
            _made_ready.clear()
        _made_ready[id(definitions)] = (definitions, promises)
    return promises


class Course:
    """The course of one promise through one thread."""

    __slots__ = ("calendar", "closing", "definition", "facts", "in_hours", "pauses", "promise", "stops", "voids")

    def __init__(self, promise: Promise, facts: Facts):
        self.promise, self.facts = promise, facts
        self.definition = definition = promise.definition
        self.in_hours = promise.in_hours
        self.calendar = facts.calendar
        self.closing = facts.thread.closing
        self.stops = facts.thread.found(definition.stops_on)
        self.voids = facts.thread.found(definition.voided_by) if definition.voided_by else ()
        self.pauses = pauses_in(facts.thread, definition) if definition.pauses_on else ()

    def clocks(self) -> Iterator[ReplayedClock]:
        made: dict[date | datetime, tuple] = {}
        for begun, starts in self._starts().items():
            self._follow(begun, starts, made)
        for number, begun in enumerate(sorted(made), 1):
            yield ReplayedClock(self.definition.id, *made[begun], self.definition.owner, number)

    def _starts(self) -> dict[date | datetime | None, list[Happening]]:
        """The milestones that start a clock, by when it begins: those of one beginning start one clock together."""
        starts: dict[date | datetime | None, list[Happening]] = {}
        for one in self.facts.thread.found(self.definition.starts_on):
            if self.closing is not None and one.on > self.closing.on:
                break
            starts.setdefault(self._begun(one), []).append(one)
            if not self.definition.every:
                break
        return starts

    def _begun(self, start: Happening) -> date | datetime | None:
        """A clock in hours cannot begin at an unknown time."""
        return start.at if self.in_hours else start.on

    def _follow(self, begun: date | datetime | None, starts: list[Happening], made: dict) -> None:
        """The clock that begins here and, if the promise repeats, those that begin where it and they are stopped."""
        may_precede = self.definition.may_precede
        while begun is not None and begun not in made and self._applies(starts[0]):
            start = starts[0]
            stop, end = self._stop(starts, may_precede), self._end(start)
            if stop is not None and end is not None and stop.on > end.on:
                stop = None
            made[begun] = self._clock(start, stop, end)
            if stop is None or not self.definition.repeats or start.kind in CLOSING_KINDS:
                return
            begun, starts, may_precede = self._begun(stop), [stop], None

    def _applies(self, start: Happening) -> bool:
        return all(self._holds(condition, start) for condition in self.definition.only_if)

    def _holds(self, condition: Condition, start: Happening) -> bool:
        if self.facts.pathway in condition.pathways:
            return True
        if (condition.age_from is not None or condition.age_to is not None) and self.facts.born is not None:
            age = age_on(self.facts.born, start.on)
            if (condition.age_from or 0) <= age and (condition.age_to is None or age <= condition.age_to):
                return True
        if not condition.happened:
            return False
        happened = self.facts.thread.found(condition.happened)
        return bool(happened) and (self._outlives_closing(start) or happened[0].on <= self.closing.on)

    def _outlives_closing(self, start: Happening) -> bool:
        """What comes after the episode closed matters only to the clocks that start with its closing."""
        return self.closing is None or start.kind in CLOSING_KINDS

    def _stop(self, starts: list[Happening], may_precede: Duration | bool | None) -> Happening | None:
        """The earliest milestone that stops the clock; the one that started it never does.

        Where the promise repeats, a stop on the very day of the start would only put the same clock in its own place.
        """
        start = starts[0]
        opens = self._opens(start, may_precede)
        for one in self.stops:
            if opens is not None and _before(one, *opens):
                continue
            if any(one is own for own in starts):
                continue
            if self.definition.repeats and self._begun(one) == self._begun(start):
                continue
            return one
        return None

    def _opens(self, start: Happening, may_precede: Duration | bool | None) -> tuple[date, datetime | None] | None:
        """From when on a stop counts; None where it may come at any time before."""
        at = start.at
        if self.definition.not_before is not None:
            return later(self.calendar, start.on, at, self.definition.not_before)
        if may_precede is True:
            return None
        if may_precede:
            return later(self.calendar, start.on, at, may_precede, -1)
        return start.on, at if self.in_hours else None

    def _end(self, start: Happening) -> Happening | None:
        """What voids the clock if it is still open then, or leaves its breach behind: closing, death, a new episode."""
        at = start.at if self.in_hours else None
        end = next((one for one in self.voids if not _before(one, start.on, at)), None)
        if not self._outlives_closing(start) and (end is None or self.closing.on < end.on):
            return self.closing
        return end

    def _clock(self, start: Happening, stop: Happening | None, end: Happening | None) -> tuple:
        due = Due(*later(self.calendar, start.on, start.at, self.definition.within))
        if self.pauses:
            due = put_off(due, start, stop or end, self.pauses, self.promise.in_working_days, self.calendar)
        begun = start.on, start.at, due.on, due.at
        if stop is not None:
            return *begun, stop.on, stop.at, None, "", None, None
        if end is None:
            return *begun, None, None, None, "", None, due.paused_on
        if _after(end, due):
            return *begun, None, None, None, "", end.on, None
        return *begun, None, None, end.on, end.kind, None, None


def _before(one: Happening, on: date, at: datetime | None) -> bool:
    """On the day itself only known times can tell."""
    return one.on < on or (one.on == on and at is not None and one.at is not None and one.at < at)


def _after(one: Happening, due: Due) -> bool:
    return one.on > due.on or (one.on == due.on and due.at is not None and one.at is not None and one.at > due.at)
