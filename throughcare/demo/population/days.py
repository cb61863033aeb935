"""When things happen: on working days mostly, few in August and at the end of December."""

from __future__ import annotations

from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from throughcare.demo.calibration import Figures
from throughcare.foundations.dates import WorkingCalendar

A_DAY = timedelta(days=1)
SUNDAY = 7


class Days:
    """The days of a stretch of time and how busy each is."""

    def __init__(self, figures: Figures, calendar: WorkingCalendar, first: date, last: date):
        self.calendar, self.first, self.last = calendar, first, last
        months, weekdays = figures.figures["month"].value, figures.figures["weekday"].value
        christmas = figures.share("christmas")
        self._days = [first + A_DAY * n for n in range((last - first).days + 1)]
        weights = []
        for day in self._days:
            weekday = day.isoweekday() if day.isoweekday() > 5 or calendar.is_working(day) else SUNDAY
            quiet = christmas if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2) else 1
            weights.append(months[str(day.month)] * weekdays[str(weekday)] * quiet)
        self._bounds = list(accumulate(weights))

    def busy_day(self, chance: Random) -> date:
        """A day on which somebody is referred."""
        return self._days[bisect(self._bounds, chance.random() * self._bounds[-1])]

    def later(self, day: date, working_days: int) -> date:
        """That many working days on; the day itself, or the next that the service works, for none."""
        if working_days == 0:
            return self.on_or_after(day)
        return self.calendar.add_working_days(day, working_days)

    def on_or_after(self, day: date) -> date:
        while not self.calendar.is_working(day):
            day += A_DAY
        return day
