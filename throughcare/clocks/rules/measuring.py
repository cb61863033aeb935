"""How far a clock has run and how much is left of it, in the unit it counts in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from throughcare.clocks.rules.durations import later
from throughcare.clocks.rules.records import ReplayedClock
from throughcare.foundations.dates import WorkingCalendar
from throughcare.specification.definitions import Duration


class Tally(NamedTuple):
    """`Day 82 of 84`: used 82, allowed 84, left 2. Left is negative by what the clock is overdue or late.

    A clock that is overdue since Friday has 0 working days left all weekend: the state, not the tally, says overdue.
    """

    unit: Literal["days", "working_days", "hours"]
    used: int
    allowed: int
    left: int


def tally(
    clock: ReplayedClock, within: Duration, calendar: WorkingCalendar, day: date, at: datetime | None = None
) -> Tally | None:
    """Judged on `day`, or when the clock stopped, was voided or ended, if that came sooner.

    Weeks, months and years are counted in days. None while paused, and for hours when the moment is not known.
    """
    if clock.due_on is None:
        return None
    judged = min(one for one in (day, clock.stopped_on, clock.voided_on, clock.ended_on) if one is not None)
    if within.unit == "hours":
        moment = clock.stopped_at if clock.stopped_on == judged else at
        if moment is None or clock.due_at is None:
            return None
        left = (clock.due_at - moment) // timedelta(hours=1)
        return _tally("hours", within.count, left)
    if within.unit == "working_days":
        return _tally("working_days", within.count, calendar.working_days_between(judged, clock.due_on))
    allowed = (later(calendar, clock.start_on, None, within)[0] - clock.start_on).days
    return _tally("days", allowed, (clock.due_on - judged).days)


def days_used(clock: ReplayedClock, day: date, within: Duration, calendar: WorkingCalendar) -> int | None:
    counted = tally(clock, within, calendar, day)
    return counted and counted.used


def days_left(clock: ReplayedClock, day: date, within: Duration, calendar: WorkingCalendar) -> int | None:
    counted = tally(clock, within, calendar, day)
    return counted and counted.left


def _tally(unit: str, allowed: int, left: int) -> Tally:
    """A stop that came before the start has used nothing."""
    return Tally(unit, max(0, allowed - left), allowed, left)
