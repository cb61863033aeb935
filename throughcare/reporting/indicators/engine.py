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
    def on_files(cls, folder: Path, day: date, engine: str = "duckdb", only: str | None = None) -> Engine:
        """On all fact tables that are there, or on one alone."""
        connection = connect(engine)
        wanted = [table.name for table in TABLES if only in (None, table.name)]
        names = [name for name in wanted if (folder / f"{name}.parquet").exists()]
        tables = {n: connection.read_parquet(str(folder / f"{n}.parquet"), table_name=n) for n in names}
        return cls(connection, tables, day)

    @classmethod
    def on_tables(cls, facts: Mapping[str, pa.Table], day: date, engine: str = "duckdb") -> Engine:
        connection = connect(engine)
        tables = {name: connection.create_table(name, ibis.memtable(table)) for name, table in facts.items()}
        return cls(connection, tables, day)

    # What an indicator is made of --------------------------------------------------------------------------------

    def population(self, indicator: Indicator, *periods: Period) -> Any:
        """The units of the periods, each with its measures as whole numbers; a share or a count is a sum of them."""
        table = self.tables[indicator.table]
        rows = in_periods(table, table[indicator.period_date], periods)
        rows = rows.filter(rows.episode_kind.isin(indicator.pathways) | rows.episode_kind.isnull())
        if indicator.clocks:
            rows = rows.filter(rows.definition.isin(indicator.clocks))
        if indicator.which:
            rows = rows.filter(self._said(indicator.which, rows))
        if indicator.kind == "count":
            rows = rows.filter(self._said(indicator.numerator, rows))
            if indicator.once_per:
                rows = once(rows, indicator)
        measures = self._measures(indicator, rows)
        return rows.mutate(**{name: said.cast("int64") for name, said in measures.items()})

    def _measures(self, indicator: Indicator, rows: Any) -> dict[str, Any]:
        no, yes = ibis.literal(0), ibis.literal(1)
        if indicator.clocks:
            counted = clock_measures(rows, self.day)
        elif indicator.kind == "count":
            counted = {"numerator": rows[indicator.sum].fill_null(0) if indicator.sum else yes, "denominator": yes}
        else:
            denominator = self._said(indicator.denominator, rows)
            numerator = denominator & self._said(indicator.numerator, rows)
            counted = {"numerator": numerator, "denominator": denominator}
        not_asked = self._said(indicator.not_asked, rows) if indicator.not_asked else no
        return {"pending": no, "void": no, **counted, "not_asked": not_asked}

    def _said(self, predicate: predicates.Predicate, rows: Any) -> Any:
        return predicates.to_ibis(predicate, rows, (rows.period_start, rows.period_end))

    def counts(self, indicator: Indicator, *periods: Period) -> Any:
        """One grouped query: the sums for every combination of groups, from which all breakdowns are added up."""
        rows = self.population(indicator, *periods)
        columns = dict.fromkeys(["period_start", "period_end", *indicator.break_down.values()])
        return rows.group_by(list(columns)).aggregate(**{name: rows[name].sum() for name in MEASURES})

    # What it comes to --------------------------------------------------------------------------------------------

    def tally(self, indicator: Indicator, period: Period) -> Tally:
        return self.tallies(indicator, [period])[period]

    def tallies(self, indicator: Indicator, periods: Iterable[Period]) -> dict[Period, Tally]:
        """The counts of each period, in one query however many there are."""
        tallies = {period: nobody(indicator) for period in periods}
        for row in self.connection.to_pyarrow(self.counts(indicator, *tallies)).to_pylist():
            tally = tallies[Period(row["period_start"], row["period_end"])]
            tally.total.add(row)
            for name, column in indicator.break_down.items():
                group = row[column]
                if group is None and name in indicator.bands:
                    continue  # outside every band: in the total only
                tally.groups[name].setdefault(in_words(group), no_counts(indicator)).add(row)
        for tally in tallies.values():
            for name in tally.groups.keys() - indicator.bands.keys():
                tally.groups[name] = {group: of for group, of in sorted(tally.groups[name].items()) if of.any}
        return tallies

    def measure(self, indicator: Indicator, period: Period) -> Result:
        return self.measure_in(indicator, [period])[0]

    def measure_in(self, indicator: Indicator, periods: Sequence[Period]) -> list[Result]:
        """The results of several periods. An annual target is judged on the year to date of each."""
        annual = any(target.per for target in indicator.targets)
        asked = dict.fromkeys([*periods, *(period.year_to_date for period in periods if annual)])
        tallies = self.tallies(indicator, asked)
        return [self._judged(indicator, period, tallies) for period in periods]

    def _judged(self, indicator: Indicator, period: Period, tallies: Mapping[Period, Tally]) -> Result:
        tally, so_far = tallies[period], tallies.get(period.year_to_date)
        targets = {
            place: target_for(indicator, period, *place)
            for place in dict.fromkeys((target.break_down, target.group) for target in indicator.targets)
        }

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


def in_periods(table: Any, on: Any, periods: Sequence[Period]) -> Any:
    """The rows of each period, with its first and last day beside them; a row may be in more than one."""
    if len(periods) == 1:  # as plain SQL, so that it can be read and repeated
        first, last = ibis.literal(periods[0].first), ibis.literal(periods[0].last)
        return table.filter(on.between(first, last)).mutate(period_start=first, period_end=last)
    days = {"period_start": [one.first for one in periods], "period_end": [one.last for one in periods]}
    asked = ibis.memtable(pa.table({name: pa.array(said, pa.date32()) for name, said in days.items()}))
    return table.join(asked, [on >= asked.period_start, on <= asked.period_end])


def no_counts(indicator: Indicator) -> Counts:
    return Counts(denominator=None if indicator.kind == "count" else 0)


def nobody(indicator: Indicator) -> Tally:
    """The counts of a period in which nothing is; age bands are there all the same."""
    groups = {
        name: {group: no_counts(indicator) for group in indicator.bands.get(name, ())} for name in indicator.break_down
    }
    return Tally(no_counts(indicator), groups)


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
    within = [rows.period_start, rows.period_end, rows[indicator.once_per]]
    first = ibis.row_number().over(group_by=within, order_by=in_order)
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
