"""What a date on which something may be counted says beside itself: quarter, year, age and age bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Protocol

from throughcare.foundations.dates import WorkingCalendar, age_on, financial_year_of, quarter_of
from throughcare.specification.rules import band_of


class Governed(Protocol):
    """What the builder asks of the deployment: the specification and calendar that govern a day, and all band sets."""

    band_sets: Mapping[str, Sequence[tuple[str, int | None, int | None]]]

    def specification_on(self, day: date): ...

    def calendar_on(self, day: date) -> WorkingCalendar: ...


def counted(prefix: str, day: date | None, born: date | None, governed: Governed) -> dict:
    """The columns of a date on which a row may be counted."""
    names = column_names(prefix, tuple(governed.band_sets))
    if day is None:
        return dict.fromkeys(names)
    age = age_on(born, day) if born else None
    bands = [band_of(age, bands) for bands in governed.band_sets.values()]
    return dict(zip(names, (day, *quarter_and_year(day), age, *bands), strict=True))


@cache
def column_names(prefix: str, band_sets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{prefix}_{name}" for name in ("on", "quarter", "year", "age", *band_sets))


@lru_cache(maxsize=40_000)
def quarter_and_year(day: date) -> tuple[str, str]:
    return quarter_of(day), financial_year_of(day)
