"""Days, working days, ages and reporting periods, as the law and the calendar of each nation have them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays

#: Bank holidays follow rules, so the calendar reaches well past any day that a record or a promise can name.
FIRST_YEAR, LAST_YEAR = 1970, 2100

NATIONS = {"england": "ENG", "wales": "WLS"}

#: Where both nations' days begin and end.
TIME_ZONE = ZoneInfo("Europe/London")


class OutsideCalendar(ValueError):
    """A day before or after the years that the working calendar covers."""


class WorkingCalendar:
    """Monday to Friday less some holidays, counted once so that every question afterwards is a look-up."""

    __slots__ = ("_counts", "_first", "_last", "_working", "holidays")

    def __init__(self, holidays: Iterable[date] = (), first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR):
        self.holidays = frozenset(holidays)
        self._first = date(first_year, 1, 1).toordinal()
        self._last = date(last_year, 12, 31).toordinal()
        off = {day.toordinal() for day in self.holidays}
        # Ordinal 1 was a Monday, so the weekday of an ordinal is (ordinal - 1) % 7.
        working = [(n - 1) % 7 < 5 and n not in off for n in range(self._first, self._last + 1)]
        self._counts = list(accumulate(working, initial=0))
        """How many working days there are before the day at this place."""
        self._working = [date.fromordinal(self._first + n) for n, works in enumerate(working) if works]

    def is_working(self, day: date) -> bool:
        place = self._place(day)
        return self._counts[place + 1] > self._counts[place]

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that many after `day`, which itself need not be one: Saturday and 2 more is Tuesday."""
        place = self._place(day)
        if count == 0:
            return day
        wanted = self._counts[place + 1] + count - 1 if count > 0 else self._counts[place] + count
        if not 0 <= wanted < len(self._working):
            raise OutsideCalendar(f"{count} working days from {day} lie outside {self._span()}")
        return self._working[wanted]

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` comes first."""
        return self._counts[self._place(end) + 1] - self._counts[self._place(start) + 1]

    def _place(self, day: date) -> int:
        ordinal = day.toordinal()
        if not self._first <= ordinal <= self._last:
            raise OutsideCalendar(f"{day} lies outside {self._span()}, the years with known bank holidays")
        return ordinal - self._first

    def _span(self) -> str:
        return f"{date.fromordinal(self._first).year} to {date.fromordinal(self._last).year}"


def calendar_for(nation: str, closures: Iterable[date] = ()) -> WorkingCalendar:
    """The working calendar of a nation, less the deployment's own closures."""
    if nation not in NATIONS:
        raise ValueError(f"There is no calendar for {nation!r}; choose one of {', '.join(NATIONS)}")
    return _calendar(nation, frozenset(closures))


@lru_cache(maxsize=32)
def _calendar(nation: str, closures: frozenset[date]) -> WorkingCalendar:
    bank = holidays.country_holidays("GB", subdiv=NATIONS[nation], years=range(FIRST_YEAR, LAST_YEAR + 1))
    return WorkingCalendar(frozenset(bank) | closures)


def age_on(born: date, day: date) -> int:
    """Completed years. Someone born on 29 February has a birthday on 1 March in other years (UK law)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def add_months(day: date, count: int) -> date:
    """The same day of the month, else that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, count: int) -> date:
    return add_months(day, 12 * count)


def last_day_of_week(day: date) -> date:
    """Its Sunday."""
    return day + timedelta(days=6 - day.weekday())


def moment_on(day: date, at: time | None) -> datetime | None:
    """The moment of a day at a time of day by our clocks; None where the time is not known."""
    return datetime.combine(day, at, TIME_ZONE) if at else None


def quarter_of(day: date) -> str:
    """Calendar quarters: 2026-Q3 is July to September."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_bounds(quarter: str) -> tuple[date, date]:
    """First and last day."""
    found = re.fullmatch(r"(\d{4})-Q([1-4])", quarter, re.ASCII)
    if not found or found[1] == "0000":
        raise ValueError(f"{quarter!r} is not a quarter; write it as 2026-Q3")
    year, number = int(found[1]), int(found[2])
    return date(year, 3 * number - 2, 1), date(year, 3 * number, monthrange(year, 3 * number)[1])


def financial_year_of(day: date) -> str:
    """April to March: 2026-27."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first:04}-{(first + 1) % 100:02}"


def financial_year_bounds(year: str) -> tuple[date, date]:
    """First and last day."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", year, re.ASCII)
    if not found or found[1] in ("0000", "9999") or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError(f"{year!r} is not a financial year; write it as 2026-27")
    return date(int(found[1]), 4, 1), date(int(found[1]) + 1, 3, 31)


def parse_period(text: str) -> tuple[date, date]:
    """First and last day of a quarter (2026-Q3) or a financial year (2026-27)."""
    for bounds in (quarter_bounds, financial_year_bounds):
        try:
            return bounds(text)
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a period; write a quarter as 2026-Q3 or a financial year as 2026-27")
