"""Counts indicators over the fact tables: one ibis expression each, on DuckDB or on Spark, knowing none by name."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from throughcare.reporting.extract.schema import TABLES, by_name
from throughcare.reporting.indicators import predicates
from throughcare.reporting.indicators.definitions import Indicator
from throughcare.reporting.indicators.results import (
    NOT_RECORDED,
    Counts,
    Judgement,
    Period,
    Result,
    Tally,
    judged,
    target_for,
)

ENGINES = ("duckdb", "spark")
MEASURES = ("numerator", "denominator", "pending", "void", "not_asked")
PARTS = ("numerator", "denominator", "not_met", "pending", "void")


class EngineMissing(Exception):
    """The engine that was asked for is not installed here; says how to get it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case behind a figure. An activity without a person has neither episode nor person."""

    thread: int
    episode: int | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One row behind a figure: the day that put it into the period, and the promise if it is one."""

    thread: int
    episode: int | None
    person: str | None
    on: date
    definition: str | None
    sequence: int | None
    due: date | None
    number: int
    """How many it counts for; more than one where people were counted without their names."""


def connect(engine: str) -> Any:
    if engine == "duckdb":
        return ibis.duckdb.connect()
    if importlib.util.find_spec("pyspark") is None:
        raise EngineMissing(
            "Spark is not installed here. Install throughcare[spark] and Java 17, or leave out --engine spark."
        )
    from pyspark.sql import SparkSession

    session = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    return ibis.pyspark.connect(session)


class Engine:
    """The fact tables, loaded once, and the day on which clocks are judged."""

    def __init__(self, connection: Any, tables: Mapping[str, Any], day: date):
        self.connection, self.tables, self.day = connection, tables, day

    @classmethod
    def on_files(cls, folder: Path, day: date, engine: str = "duckdb") -> Engine:
        connection = connect(engine)
        names = [table.name for table in TABLES if (folder / f"{table.name}.parquet").exists()]
        tables = {n: connection.read_parquet(str(folder / f"{n}.parquet"), table_name=n) for n in names}
        return cls(connection, tables, day)

    @classmethod
    def on_tables(cls, facts: Mapping[str, pa.Table], day: date, engine: str = "duckdb") -> Engine:
        connection = connect(engine)
        tables = {name: connection.create_table(name, ibis.memtable(table)) for name, table in facts.items()}
        return cls(connection, tables, day)

    # What an indicator is made of --------------------------------------------------------------------------------

    def population(self, indicator: Indicator, period: Period) -> Any:
        """The units of the period, each with its measures as whole numbers; a share or a count is a sum of them."""
        table = self.tables[indicator.table]
        rows = table.filter(
            table[indicator.period_date].between(ibis.literal(period.first), ibis.literal(period.last)),
            table.episode_kind.isin(indicator.pathways) | table.episode_kind.isnull(),
        )
        if indicator.clocks:
            rows = rows.filter(rows.definition.isin(indicator.clocks))
        if indicator.which:
            rows = rows.filter(self._said(indicator.which, rows, period))
        if indicator.kind == "count":
            rows = rows.filter(self._said(indicator.numerator, rows, period))
            if indicator.once_per:
                rows = once(rows, indicator)
        measures = self._measures(indicator, rows, period)
        return rows.mutate(**{name: said.cast("int64") for name, said in measures.items()})

    def _measures(self, indicator: Indicator, rows: Any, period: Period) -> dict[str, Any]:
        no, yes = ibis.literal(0), ibis.literal(1)
        if indicator.clocks:
            counted = clock_measures(rows, self.day)
        elif indicator.kind == "count":
            counted = {"numerator": rows[indicator.sum].fill_null(0) if indicator.sum else yes, "denominator": yes}
        else:
            denominator = self._said(indicator.denominator, rows, period)
            numerator = denominator & self._said(indicator.numerator, rows, period)
            counted = {"numerator": numerator, "denominator": denominator}
        not_asked = self._said(indicator.not_asked, rows, period) if indicator.not_asked else no
        return {"pending": no, "void": no, **counted, "not_asked": not_asked}

    def _said(self, predicate: predicates.Predicate, rows: Any, period: Period) -> Any:
        return predicates.to_ibis(predicate, rows, (period.first, period.last))

    def counts(self, indicator: Indicator, period: Period) -> Any:
        """One grouped query: the sums for every combination of groups, from which all breakdowns are added up."""
        rows = self.population(indicator, period)
        columns = list(dict.fromkeys(indicator.break_down.values()))
        sums = {name: rows[name].sum() for name in MEASURES}
        return rows.group_by(columns).aggregate(**sums) if columns else rows.aggregate(**sums)

    # What it comes to --------------------------------------------------------------------------------------------

    def tally(self, indicator: Indicator, period: Period) -> Tally:
        def empty() -> Counts:
            return Counts(denominator=None if indicator.kind == "count" else 0)

        tally = Tally(empty(), {name: {} for name in indicator.break_down})
        for name, groups in indicator.bands.items():
            tally.groups[name] = {group: empty() for group in groups}
        for row in self.connection.to_pyarrow(self.counts(indicator, period)).to_pylist():
            tally.total.add(row)
            for name, column in indicator.break_down.items():
                group = row[column]
                if group is None and name in indicator.bands:
                    continue  # outside every band: in the total only
                tally.groups[name].setdefault(in_words(group), empty()).add(row)
        for name in tally.groups.keys() - indicator.bands.keys():
            tally.groups[name] = {group: of for group, of in sorted(tally.groups[name].items()) if of.any}
        return tally

    def measure(self, indicator: Indicator, period: Period) -> Result:
        tally = self.tally(indicator, period)
        targets = {
            place: target_for(indicator, period, *place)
            for place in dict.fromkeys((target.break_down, target.group) for target in indicator.targets)
        }
        annual = any(target and target.per for target in targets.values())
        so_far = None
        if annual:
            so_far = tally if period.year_to_date == period else self.tally(indicator, period.year_to_date)

        def judgement(place: tuple[str | None, str | None]) -> Judgement:
            return judged(targets.get(place), part(tally, *place), part(so_far, *place) if so_far else None, period)

        groups = {place: judgement(place) for place in targets if place[0] is not None}
        return Result(indicator, period, self.day, tally, judgement((None, None)), groups)

    def measure_all(self, indicators: Iterable[Indicator], period: Period) -> list[Result]:
        return [self.measure(indicator, period) for indicator in indicators]

    # What stands behind it ---------------------------------------------------------------------------------------

    def drill_down(
        self, indicator: Indicator, period: Period, part: str = "denominator",
        break_down: str | None = None, group: str | None = None,
    ) -> list[Case]:  # fmt: skip
        """The cases behind one number, from the same expression that counted them."""
        rows = self._behind(indicator, period, part, break_down, group)
        cases = rows.select("thread", "episode", "person").distinct().order_by(["thread", "person"])
        return [Case(**row) for row in self.connection.to_pyarrow(cases).to_pylist()]

    def units(
        self, indicator: Indicator, period: Period, part: str = "denominator",
        break_down: str | None = None, group: str | None = None,
    ) -> list[Unit]:  # fmt: skip
        """The rows behind one number, the latest first; of promises still running the one due soonest."""
        rows = self._behind(indicator, period, part, break_down, group)
        promise = {"definition": "string", "sequence": "int64", "due_on": "date"}
        first = ibis.asc("due") if part == "pending" else ibis.desc("on")
        units = rows.select(
            "thread",
            "episode",
            "person",
            on=rows[indicator.period_date],
            number=rows.numerator if indicator.kind == "count" else ibis.literal(1),
            **{n: rows[n] if indicator.clocks else ibis.null().cast(kind) for n, kind in promise.items()},
        ).rename(due="due_on")
        units = units.order_by([first, "thread", "sequence"])
        return [Unit(**row) for row in self.connection.to_pyarrow(units).to_pylist()]

    def _behind(
        self, indicator: Indicator, period: Period, part: str, break_down: str | None, group: str | None
    ) -> Any:
        rows = self.population(indicator, period)
        if part == "not_met":
            rows = rows.filter((rows.denominator > 0) & (rows.numerator == 0))
        else:
            rows = rows.filter(rows[part] > 0)
        if break_down is not None:
            column = rows[indicator.break_down[break_down]]
            said = (group == "yes") if column.type().is_boolean() else group
            rows = rows.filter(column.isnull() if group == NOT_RECORDED else column == said)
        return rows

    def explain_sql(self, indicator: Indicator, period: Period) -> str:
        """The query as SQL, for whoever wants to see or repeat it."""
        return str(ibis.to_sql(self.counts(indicator, period)))


def clock_measures(rows: Any, day: date) -> dict[str, Any]:
    """Met is counted; met and breached are counted upon; running and paused are pending; void is void.

    Whether a stop was in time is a fact; whether an open clock is overdue depends on the day it is judged.
    """
    stopped = rows.in_time.notnull()
    void = rows.voided_on.notnull() & ~stopped
    still_open = ~stopped & ~void
    overdue = still_open & rows.paused_on.isnull() & (rows.due_on < ibis.literal(day)).fill_null(False)
    return {
        "numerator": rows.in_time.fill_null(False),
        "denominator": stopped | overdue,
        "pending": still_open & ~overdue,
        "void": void,
    }


def once(rows: Any, indicator: Indicator) -> Any:
    """Each known person once, at their first row of the period; people counted without a name as they were counted."""
    in_order = [rows[name] for name in (indicator.period_date, *by_name()[indicator.table].key)]
    first = ibis.row_number().over(group_by=rows[indicator.once_per], order_by=in_order)
    numbered = rows.mutate(nth=first)
    return numbered.filter((numbered.nth == 0) | numbered[indicator.once_per].isnull()).drop("nth")


def part(tally: Tally, break_down: str | None, group: str | None) -> Counts:
    if break_down is None:
        return tally.total
    return tally.groups[break_down].get(group) or Counts(denominator=None if tally.total.denominator is None else 0)


def in_words(group: Any) -> str:
    if group is None:
        return NOT_RECORDED
    return {True: "yes", False: "no"}.get(group, group) if isinstance(group, bool) else str(group)


def as_json(results: Sequence[Result]) -> str:
    return json.dumps([result.as_json() for result in results], ensure_ascii=False, indent=2)
