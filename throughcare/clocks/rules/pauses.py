"""When a clock stands still, and how far that puts off its due date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from throughcare.clocks.rules.durations import local_day, midnight
from throughcare.clocks.rules.records import Happening
from throughcare.clocks.rules.threads import Thread
from throughcare.foundations.dates import WorkingCalendar
from throughcare.specification.definitions import ClockDefinition


class Pause(NamedTuple):
    """From its first day, which is in, until the day of resuming, which is out; open while nothing has resumed."""

    first: Happening
    until: Happening | None


class Due(NamedTuple):
    on: date | None
    at: datetime | None = None
    paused_on: date | None = None


def pauses_in(thread: Thread, definition: ClockDefinition) -> list[Pause]:
    """In order, never touching one another. A second pause within the first changes nothing.

    A day that both pauses and resumes, with no times to tell which came first, leaves the clock running.
    """
    events = [(one, False) for one in thread.found(definition.pauses_on)]
    events += [(one, True) for one in thread.found(definition.resumes_on)]
    events.sort(key=lambda event: (event[0].on, _part_of_day(*event), event[0].at, event[1]))
    pauses, first = [], None
    for one, resumes in events:
        if first is None and not resumes:
            first = one
        elif first is not None and resumes:
            pauses.append(Pause(first, one))
            first = None
    if first is not None:
        pauses.append(Pause(first, None))
    return pauses


def _part_of_day(one: Happening, resumes: bool) -> int:
    if one.at is not None:
        return 1
    return 2 if resumes else 0


def put_off(
    due: Due,
    start: Happening,
    end: Happening | None,
    pauses: list[Pause],
    in_working_days: bool,
    calendar: WorkingCalendar,
) -> Due:
    """The due date put off by every pause that began while there was still time left.

    `end` is what stopped or voided the clock, if anything did: it ends a pause as well. A pause that nothing has ended
    leaves no due date.
    """
    if due.at is not None:
        return _put_off_hours(due, start, end, pauses)
    on = due.on
    for pause in pauses:
        first = max(pause.first.on, start.on)
        if first > on:
            break
        until = _sooner(pause.until.on if pause.until else None, end.on if end else None)
        if until is None:
            return Due(None, None, first)
        if until <= first:
            continue
        if in_working_days:
            a_day = timedelta(days=1)
            on = calendar.add_working_days(on, calendar.working_days_between(first - a_day, until - a_day))
        else:
            on += until - first
    return Due(on)


def _put_off_hours(due: Due, start: Happening, end: Happening | None, pauses: list[Pause]) -> Due:
    at = due.at
    over = _moment(end) if end else None
    for pause in pauses:
        first = max(_moment(pause.first), start.at)
        if first > at:
            break
        until = _sooner(_moment(pause.until) if pause.until else None, over)
        if until is None:
            return Due(None, None, max(pause.first.on, start.on))
        if until > first:
            at += until - first
    return Due(local_day(at), at)


def _sooner(one, other):
    return min((each for each in (one, other) if each is not None), default=None)


def _moment(one: Happening) -> datetime:
    """Where the time is not known, a pause takes the whole of its first day and nothing of the day of resuming."""
    return one.at if one.at is not None else midnight(one.on)
