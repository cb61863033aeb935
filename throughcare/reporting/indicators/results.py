"""What an indicator comes to: its counts, whether its target is met, and the shapes in which both are given out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from throughcare.foundations.dates import financial_year_bounds, financial_year_of, quarter_bounds, quarter_of
from throughcare.reporting.indicators.definitions import Indicator, Target

NOT_RECORDED = "not_recorded"
#: So many full quarters are kept beside the one that runs.
FULL_QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Period:
    """The days that an indicator is asked about, both ends in."""

    first: date
    last: date

    def __post_init__(self):
        if self.first > self.last:
            raise ValueError(f"the period ends on {self.last}, before it begins on {self.first}")

    @property
    def year_to_date(self) -> Period:
        """From the start of the financial year that the period ends in."""
        return Period(financial_year_bounds(financial_year_of(self.last))[0], self.last)


def quarters_to(day: date, count: int) -> list[Period]:
    """So many quarters, the one of the day first."""
    found = []
    for _nth in range(count):
        found.append(Period(*quarter_bounds(quarter_of(day))))
        day = date.fromordinal(found[-1].first.toordinal() - 1)
    return found


def periods_kept(day: date) -> list[Period]:
    """The quarter of the day, the full ones before it, and the year to date; the latest first."""
    quarters = quarters_to(day, FULL_QUARTERS + 1)
    return list(dict.fromkeys([*quarters, quarters[0].year_to_date]))


@dataclass(slots=True)
class Counts:
    """Whole numbers only; shares are worked out when they are shown."""

    numerator: int = 0
    denominator: int | None = 0
    pending: int = 0
    void: int = 0
    not_asked: int = 0

    def add(self, row: dict) -> None:
        self.numerator += row["numerator"] or 0
        if self.denominator is not None:
            self.denominator += row["denominator"] or 0
        self.pending += row["pending"] or 0
        self.void += row["void"] or 0
        self.not_asked += row["not_asked"] or 0

    @property
    def any(self) -> bool:
        return bool(self.numerator or self.denominator or self.pending or self.void)

    @property
    def value(self) -> float | int | None:
        """The share, or the count of a count indicator; None where there is nothing to take a share of."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


@dataclass(slots=True)
class Tally:
    """The counts of everybody and of each group of each breakdown, over one period."""

    total: Counts
    groups: dict[str, dict[str, Counts]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A target, and how what was counted stands to it. An annual target is judged on the year to date."""

    target: Target | None
    status: str
    year_to_date: Period | None = None
    so_far: int | float | None = None

    @property
    def quarter_guide(self) -> float | int | None:
        """A straight quarter of an annual target; a guide only, the text gives no quarterly target."""
        if self.target is None or self.target.per is None:
            return None
        return whole(self.target.value / 4)

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"target": as_target(self.target), "status": self.status}
        if self.year_to_date:
            period = self.year_to_date
            said["year_to_date"] = {"from": str(period.first), "to": str(period.last), "value": self.so_far}
            said["quarter_guide"] = self.quarter_guide
        return said


@dataclass(frozen=True, slots=True)
class Result:
    indicator: Indicator
    period: Period
    day: date
    """The day on which it was judged."""
    tally: Tally
    whole: Judgement
    groups: dict[tuple[str, str], Judgement] = field(default_factory=dict)
    """Targets that are set for a group (a breakdown and a group of it) and not for everybody."""

    def as_json(self) -> dict[str, Any]:
        counts = self.tally.total
        said = {
            "id": self.indicator.id,
            "title": self.indicator.title,
            "numerator": counts.numerator,
            "denominator": counts.denominator,
            "value": counts.value,
            **self.whole.as_json(),
            "pending": counts.pending,
            "void": counts.void,
        }
        if self.indicator.not_asked:
            said["not_asked"] = counts.not_asked
        said["breakdowns"] = {
            name: [self.group_as_json(name, group, of_group) for group, of_group in groups.items()]
            for name, groups in self.tally.groups.items()
        }
        return said

    def group_as_json(self, name: str, group: str, counts: Counts) -> dict[str, Any]:
        said = {
            "group": group,
            "numerator": counts.numerator,
            "denominator": counts.denominator,
            "pending": counts.pending,
            "void": counts.void,
        }
        if self.indicator.not_asked:
            said["not_asked"] = counts.not_asked
        judged = self.groups.get((name, group))
        return {**said, "value": counts.value, **judged.as_json()} if judged else said


def whole(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


def as_target(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    value = target.value if target.per is None and target.value <= 1 else whole(target.value)
    said: dict[str, Any] = {"comparator": target.comparator, "value": value}
    if target.per:
        said["per"] = target.per
    return {**said, "year": target.year}


def target_for(indicator: Indicator, period: Period, break_down: str | None, group: str | None) -> Target | None:
    """The latest target whose year began on or before the period; none before the first.

    A target of an earlier year is used on only where it says that it is carried forward.
    """
    begun = [
        target
        for target in indicator.targets
        if (target.break_down, target.group) == (break_down, group) and target.first_day <= period.first
    ]
    if not begun:
        return None
    latest = max(begun, key=lambda target: target.first_day)
    return latest if latest.carried_forward or period.first <= latest.last_day else None


def judged(target: Target | None, counts: Counts, so_far: Counts | None, period: Period) -> Judgement:
    """Met or missed. Where the target is annual, `so_far` holds the counts of the year to date."""
    if target is None:
        return Judgement(None, "no_target")
    annual = target.per == "year"
    value = (so_far if annual and so_far else counts).value
    if value is None:
        return Judgement(target, "no_cases")
    status = "met" if target.is_met_by(value) else "missed"
    if not annual:
        return Judgement(target, status)
    return Judgement(target, status, period.year_to_date, value)
