"""Where the days of a wait went: for us, for the person, non-working and paused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, NamedTuple

from throughcare.clocks.rules.measuring import Tally, tally
from throughcare.clocks.rules.pauses import pauses_in
from throughcare.clocks.rules.records import Happening, ReplayedClock, State
from throughcare.clocks.rules.threads import Thread, in_order
from throughcare.foundations.dates import WorkingCalendar
from throughcare.specification.definitions import ClockDefinition, Match, WaitingRule

Side = Literal["us", "person", "off", "paused"]


class Stretch(NamedTuple):
    """Days in a row on one side, first and last both in: one rectangle of the bar."""

    side: Side
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """From one milestone to the next. `kind` is the milestone that ended the step; empty if none has yet.

    The day of the earlier milestone is out and that of the later is in, as clocks count.
    """

    kind: str
    kinds: tuple[str, ...]
    from_on: date
    to_on: date
    stretches: tuple[Stretch, ...]

    def _days(self, side: Side) -> int:
        return sum(stretch.days for stretch in self.stretches if stretch.side == side)

    @property
    def us(self) -> int:
        return self._days("us")

    @property
    def person(self) -> int:
        return self._days("person")

    @property
    def off(self) -> int:
        return self._days("off")

    @property
    def paused(self) -> int:
        return self._days("paused")

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict on a clock and the steps of its wait; the parts of all steps add up to `elapsed` calendar days."""

    state: State
    tally: Tally | None
    start_on: date
    due_on: date | None
    end_on: date
    elapsed: int
    after_due: int
    steps: tuple[ExplainedStep, ...]

    @property
    def us(self) -> int:
        return sum(step.us for step in self.steps)

    @property
    def person(self) -> int:
        return sum(step.person for step in self.steps)

    @property
    def off(self) -> int:
        return sum(step.off for step in self.steps)

    @property
    def paused(self) -> int:
        return sum(step.paused for step in self.steps)

    @property
    def longest(self) -> ExplainedStep | None:
        """The step that lost the days; the earlier of two that are equally long."""
        return max(self.steps, key=lambda step: step.days, default=None)


def explain(
    clock: ReplayedClock,
    definition: ClockDefinition,
    happenings: Iterable[Happening],
    calendar: WorkingCalendar,
    day: date,
    waiting: Sequence[WaitingRule] = (),
    step_kinds: frozenset[str] | None = None,
    at: datetime | None = None,
) -> Explanation:
    """The clock as it stands on `day`, from its start to its stop or other end, or to `day` while it is open.

    `step_kinds` names the milestones that end a step; without it every milestone does. `at` is the moment, for clocks
    in hours. A paused day is paused, else a day on which nobody works is off, else it is the person's where a waiting
    rule says so, else ours.
    """
    ends = [one for one in (day, clock.stopped_on, clock.voided_on, clock.ended_on) if one is not None]
    end_on = max(clock.start_on, min(ends))
    known = in_order(one for one in happenings if one.on <= end_on)
    sides = _sides(clock, end_on, known, definition, calendar, waiting)
    after_due = max(0, (end_on - clock.due_on).days) if clock.due_on else 0
    return Explanation(
        state=clock.state_on(day, at),
        tally=tally(clock, definition.within, calendar, day, at),
        start_on=clock.start_on,
        due_on=clock.due_on,
        end_on=end_on,
        elapsed=(end_on - clock.start_on).days,
        after_due=after_due,
        steps=tuple(_steps(clock, end_on, known, definition, sides, step_kinds)),
    )


def _steps(
    clock: ReplayedClock,
    end_on: date,
    known: list[Happening],
    definition: ClockDefinition,
    sides: list[tuple[date, Side]],
    step_kinds: frozenset[str] | None,
) -> Iterable[ExplainedStep]:
    by_day = {on: list(ones) for on, ones in groupby(known, key=lambda one: one.on)}
    from_on = clock.start_on
    counted: list[tuple[date, Side]] = []
    for on, side in sides:
        counted.append((on, side))
        ending = [one for one in by_day.get(on, ()) if step_kinds is None or one.kind in step_kinds or on == end_on]
        if ending or on == end_on:
            yield ExplainedStep(
                _chief(ending, definition.stops_on if on == clock.stopped_on else ()),
                tuple(one.kind for one in ending),
                from_on,
                on,
                tuple(_stretches(counted)),
            )
            from_on, counted = on, []


def _chief(ending: list[Happening], stops_on: tuple[Match, ...]) -> str:
    """The milestone that a step is named after: the one that stopped the clock, else the last of the day."""
    stopping = [one.kind for one in ending if any(match.fits(one.kind, one.detail) for match in stops_on)]
    return (stopping or [one.kind for one in ending] or [""])[-1]


def _stretches(sides: list[tuple[date, Side]]) -> Iterable[Stretch]:
    for side, days in groupby(sides, key=lambda pair: pair[1]):
        days = [on for on, _ in days]
        yield Stretch(side, days[0], days[-1])


def _sides(
    clock: ReplayedClock,
    end_on: date,
    known: list[Happening],
    definition: ClockDefinition,
    calendar: WorkingCalendar,
    waiting: Sequence[WaitingRule],
) -> list[tuple[date, Side]]:
    """On whose side each day after the start is, up to and including the end."""
    a_day = timedelta(days=1)
    days = _days(clock.start_on + a_day, end_on + a_day)
    paused = _paused_days(clock, end_on, known, definition)
    theirs = _days_for_the_person(end_on, known, waiting)
    sides: list[tuple[date, Side]] = []
    for on in days:
        if on in paused:
            sides.append((on, "paused"))
        elif not calendar.is_working(on):
            sides.append((on, "off"))
        else:
            sides.append((on, "person" if on in theirs else "us"))
    return sides


def _paused_days(clock: ReplayedClock, end_on: date, known: list[Happening], definition: ClockDefinition) -> set[date]:
    """Only pauses that put off the due date: one that begins when no time is left changes nothing."""
    paused: set[date] = set()
    if not definition.pauses_on:
        return paused
    still_paused_until = end_on + timedelta(days=1) if clock.is_open_on(end_on) else end_on
    for pause in pauses_in(Thread(known), definition):
        first = max(pause.first.on, clock.start_on)
        if clock.due_on is None or first <= clock.due_on:
            paused.update(_days(first, pause.until.on if pause.until else still_paused_until))
    return paused


def _days_for_the_person(end_on: date, known: list[Happening], waiting: Sequence[WaitingRule]) -> set[date]:
    """From the day after such a milestone up to the next milestone of the thread."""
    theirs: set[date] = set()
    a_day = timedelta(days=1)
    for one, following in zip(known, [*known[1:], None], strict=True):
        if any(match.fits(one.kind, one.detail) for rule in waiting for match in rule.after):
            theirs.update(_days(one.on + a_day, (following.on if following else end_on) + a_day))
    return theirs


def _days(first: date, until: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((until - first).days)]
