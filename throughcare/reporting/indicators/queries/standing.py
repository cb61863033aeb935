"""How a figure stands to its target on the day: met, not met, or on the way through a year that still goes on."""

from __future__ import annotations

from datetime import date

from throughcare.foundations.dates import financial_year_bounds, financial_year_of
from throughcare.foundations.pages.components import Status
from throughcare.reporting.indicators import rules, wording
from throughcare.reporting.indicators.results import Judgement, Period


def standing(judged: Judgement, period: Period, day: date, *, reachable: bool = False) -> Status:
    if judged.status == "missed" and goes_on(judged, day):
        return wording.status_on_the_way(is_on_course(judged, period, day))
    return wording.status_of(judged, reachable=reachable)


def goes_on(judged: Judgement, day: date) -> bool:
    """Whether the target is for a year that is not over."""
    return judged.year_to_date is not None and day < year_of(judged)[1]


def is_on_course(judged: Judgement, period: Period, day: date) -> bool:
    return judged.status == "met" or (goes_on(judged, day) and judged.so_far >= guide_of(judged, period, day))


def guide_of(judged: Judgement, period: Period, day: date) -> int:
    """Where a year's target would stand on a straight line: on the day, or at the end of a quarter that is over."""
    first, last = year_of(judged)
    return rules.guide(judged.target.value, first.toordinal(), last.toordinal(), min(day, period.last).toordinal())


def year_of(judged: Judgement) -> tuple[date, date]:
    return financial_year_bounds(financial_year_of(judged.year_to_date.first))
