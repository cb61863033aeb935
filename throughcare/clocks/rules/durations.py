"""Adding a specification's durations to a day or a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from throughcare.foundations.dates import WorkingCalendar, add_months
from throughcare.specification.definitions import Duration


def later(calendar: WorkingCalendar, on: date, at: datetime | None, length: Duration, times: int = 1):
    """The day and, for hours, the moment that lies so long after; `times=-1` goes back.

    Hours from a day without a time give that day and no moment.
    """
    unit, count = length.unit, length.count * times
    if unit == "working_days":
        return calendar.add_working_days(on, count), None
    if unit == "days":
        return on + timedelta(days=count), None
    if unit == "weeks":
        return on + timedelta(weeks=count), None
    if unit == "months":
        return add_months(on, count), None
    if unit == "years":
        return add_months(on, 12 * count), None
    if at is None:
        return on, None
    moment = move(at, timedelta(hours=count))
    return moment.date(), moment


def move(at: datetime, by: timedelta) -> datetime:
    """So much real time later, also across a change of the clocks in spring and autumn."""
    if at.tzinfo is None:
        return at + by
    return (at.astimezone(UTC) + by).astimezone(at.tzinfo)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """The real time between two moments."""
    if start.tzinfo is None or end.tzinfo is None:
        return end - start
    return end.astimezone(UTC) - start.astimezone(UTC)


def midnight(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time.min, tzinfo=like.tzinfo)
