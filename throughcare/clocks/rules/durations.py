"""Adding a specification's durations to a day or a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from throughcare.foundations.dates import TIME_ZONE, WorkingCalendar, add_months
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
    moment = at + timedelta(hours=count)
    return local_day(moment), moment


def local_day(at: datetime) -> date:
    return at.astimezone(TIME_ZONE).date()


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, TIME_ZONE).astimezone(UTC)
