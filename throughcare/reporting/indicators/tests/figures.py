"""Counts one indicator of Southampton's specification over made-up threads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from throughcare.reporting.extract import facts
from throughcare.reporting.extract.tests.factories import Thread, day, source, southampton
from throughcare.reporting.indicators.definitions import Indicator, declared
from throughcare.reporting.indicators.engine import Engine
from throughcare.reporting.indicators.results import Period


@cache
def indicators() -> dict[str, Indicator]:
    return {one.id: one for one in declared(southampton().versions[-1])}


def autumn() -> Period:
    return Period(day("2014-10-01"), day("2014-12-31"))


def engine(threads: Iterable[Thread], known_on: str = "2015-03-31") -> Engine:
    return Engine.on_tables(facts.build(source(threads), southampton(), day(known_on)), day(known_on))


def figure(
    indicator: str, threads: Iterable[Thread], known_on: str = "2015-03-31", period: Period | None = None
) -> dict:
    return engine(threads, known_on).measure(indicators()[indicator], period or autumn()).as_json()


def counts(said: dict) -> tuple:
    """Numerator, denominator, pending and void: what the tests work out by hand."""
    return said["numerator"], said["denominator"], said["pending"], said["void"]


def groups(said: dict, name: str) -> dict[str, tuple]:
    return {group["group"]: counts(group) for group in said["breakdowns"][name]}
