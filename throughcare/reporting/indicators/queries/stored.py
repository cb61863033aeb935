"""The results that are kept, read back as they were counted and judged anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from throughcare.foundations.dates import quarter_bounds, quarter_of
from throughcare.foundations.pages.components import Link
from throughcare.foundations.today import today
from throughcare.pathway.casework.steps import address
from throughcare.reporting.indicators import wording
from throughcare.reporting.indicators.definitions import Indicator, declared
from throughcare.reporting.indicators.models import IndicatorResult
from throughcare.reporting.indicators.results import (
    FULL_QUARTERS,
    Counts,
    Judgement,
    Period,
    Result,
    Tally,
    judged,
    quarters_to,
    target_for,
)
from throughcare.specification import queries as specifications


def facts_folder() -> Path:
    return settings.THROUGHCARE_HOME / "facts"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: the results of each period, by indicator, and what they know of. One query."""

    results: Mapping[Period, Mapping[str, Result]]
    known_on: date | None = None
    read_at: datetime | None = None

    @property
    def quarters(self) -> list[Period]:
        """The quarters that are kept, the latest first."""
        if self.known_on is None:
            return []
        return [one for one in quarters_to(self.known_on, FULL_QUARTERS + 1) if one in self.results]

    @property
    def full_quarters(self) -> list[Period]:
        """The last eight that were over, the oldest first."""
        if self.known_on is None:
            return []
        return [one for one in reversed(self.quarters) if one.last < self.known_on]

    def of_year(self, period: Period) -> list[Period]:
        """The quarters kept that its year to date is made of."""
        return [one for one in self.quarters if period.year_to_date.first <= one.first <= period.last]


def indicators_of(period: Period) -> tuple[Indicator, ...]:
    """What the version in force at the end of the period declares."""
    return declared(specifications.current_book().in_force_on(period.last))


def kept(indicator: str | None = None) -> Kept:
    """Everything that is kept, or all of one indicator, in the order of the declarations."""
    rows = list(
        IndicatorResult.objects.all() if indicator is None else IndicatorResult.objects.filter(indicator=indicator)
    )
    if not rows:
        return Kept({})
    results: dict[Period, dict[str, Result]] = {}
    declarations: dict[str, dict[str, Indicator]] = {}
    by_period: dict[Period, dict[str, IndicatorResult]] = {}
    for row in rows:
        by_period.setdefault(Period(row.first, row.last), {})[row.indicator] = row
    for period, of_period in by_period.items():
        version = specifications.governing(period.last).version
        if version not in declarations:
            declarations[version] = {one.id: one for one in indicators_of(period)}
        found = ((id_, one, of_period.get(id_)) for id_, one in declarations[version].items())
        results[period] = {id_: result_of(row, one, period) for id_, one, row in found if row is not None}
    newest = max(rows, key=lambda row: row.read_at)
    return Kept({period: found for period, found in results.items() if found}, newest.known_on, newest.read_at)


def result_of(row: IndicatorResult, indicator: Indicator, period: Period) -> Result:
    total = counts_of(vars(row))
    groups = {name: {said["group"]: counts_of(said) for said in said_of} for name, said_of in row.breakdowns.items()}
    so_far = {
        (name, said["group"]): said["so_far"]
        for name, said_of in row.breakdowns.items()
        for said in said_of
        if "so_far" in said
    }

    def judgement(place: tuple[str | None, str | None], counts: Counts, year: int | None) -> Judgement:
        target = target_for(indicator, period, *place)
        return judged(target, counts, None if year is None else Counts(year, None), period)

    places = dict.fromkeys((one.break_down, one.group) for one in indicator.targets if one.break_down is not None)
    nobody = Counts(denominator=None if total.denominator is None else 0)
    return Result(
        indicator,
        period,
        row.known_on,
        Tally(total, groups),
        judgement((None, None), total, row.so_far),
        {
            (name, group): judgement((name, group), groups.get(name, {}).get(group, nobody), so_far.get((name, group)))
            for name, group in places
        },
    )


def counts_of(said: Mapping) -> Counts:
    return Counts(said["numerator"], said["denominator"], said["pending"], said["void"], said["not_asked"])


def period_named(quarter: str | None) -> Period:
    return Period(*quarter_bounds(quarter)) if quarter else quarters_to(today(), 1)[0]


def quarter_link(period: Period) -> Link:
    return Link(wording.quarter(period), address("indicators:quarter", quarter=quarter_of(period.first)))


def indicator_url(period: Period, indicator: Indicator) -> str:
    return address("indicators:indicator", quarter=quarter_of(period.first), indicator=indicator.id)
