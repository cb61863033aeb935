"""Reads the indicators of a specification: what each counts, of whom, on which date, against which target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from throughcare.foundations.dates import financial_year_bounds
from throughcare.reporting.extract.schema import FactTable, by_name
from throughcare.reporting.indicators.predicates import NotAPredicate, Predicate, parse
from throughcare.specification.codes import Entry, Flag, Id, Strict, Text
from throughcare.specification.reading import Fault, Page, SpecificationFaults, did_you_mean, entries_as, read

NATIONAL = Path(__file__).parent / "national.toml"

#: What may be counted, and the fact table that holds it.
UNITS = {
    "clock": "clocks",
    "completion": "completions",
    "contact": "contacts",
    "episode": "episodes",
    "exit": "exits",
    "intervention": "interventions",
    "review": "reviews",
}
COMPARATORS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def _as_list(said: Any) -> Any:
    return said if isinstance(said, list | tuple) else [said]


class Target(Strict):
    """What a year's agreement asks for: a share (0.95) or a number, of everybody or of one group of a breakdown."""

    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    year: str
    per: Literal["year"] | None = None
    break_down: Id | None = None
    group: Text | None = None
    carried_forward: Flag = False
    """Used for later years too, as long as no later target is written."""
    stated: Flag = True
    """False where the text gives a rule and no figure, so that all are asked for."""

    @model_validator(mode="after")
    def is_whole(self) -> Target:
        if len([name for name in COMPARATORS if getattr(self, name) is not None]) != 1:
            raise ValueError("says one of at_least, above, at_most, below")
        if (self.break_down is None) != (self.group is None):
            raise ValueError("names break_down and group together, or neither")
        try:
            financial_year_bounds(self.year)
        except ValueError as error:
            raise ValueError(f"year: {error}") from None
        return self

    @property
    def comparator(self) -> str:
        return next(sign for name, sign in COMPARATORS.items() if getattr(self, name) is not None)

    @property
    def value(self) -> float:
        return next(getattr(self, name) for name in COMPARATORS if getattr(self, name) is not None)

    @property
    def first_day(self) -> date:
        return financial_year_bounds(self.year)[0]

    @property
    def last_day(self) -> date:
        return financial_year_bounds(self.year)[1]

    def is_met_by(self, value: float) -> bool:
        return {
            ">=": value >= self.value,
            ">": value > self.value,
            "<=": value <= self.value,
            "<": value < self.value,
        }[self.comparator]


Targets = Annotated[tuple[Target, ...], BeforeValidator(_as_list)]


class Change(Strict):
    on: date
    what: Text


class IndicatorWords(Entry):
    """One `[[indicator]]` as written: it names its clock or clocks, or says with conditions what it counts."""

    why: Text
    better: Literal["up", "down"]
    kind: Literal["proportion", "count"] = "proportion"
    clock: Id | None = None
    clocks: tuple[Id, ...] = ()
    unit: Id | None = None
    which: Text | None = None
    period_date: Id | None = None
    denominator: Text | None = None
    numerator: Text | None = None
    not_asked: Text | None = None
    sum: Id | None = None
    once_per: Literal["person"] | None = None
    age_at: Id | None = None
    pathways: tuple[Literal["treatment", "family", "aftercare"], ...] = ("treatment",)
    break_down: tuple[Id, ...] = ()
    explained_by: Id | None = None
    """The clock that shows day by day what came of a case, where the indicator counts no clock itself."""
    target: Targets = ()
    notes: tuple[Text, ...] = ()
    changes: tuple[Change, ...] = Field(default=())

    @model_validator(mode="after")
    def says_one_thing(self) -> IndicatorWords:
        if [self.clock is not None, bool(self.clocks), self.unit is not None].count(True) != 1:
            raise ValueError("names one of clock, clocks and unit")
        given = {name for name in ("denominator", "numerator", "sum", "once_per") if getattr(self, name) is not None}
        if self.promises:
            if given or self.kind == "count":
                too_much = ", ".join(sorted(given)) or "kind"
                raise ValueError(f"names a clock, which settles what is counted; {too_much} is too much")
        elif self.period_date is None:
            raise ValueError("needs period_date, the date that puts each unit into a period")
        elif self.numerator is None:
            raise ValueError("needs numerator, the condition for being counted")
        elif self.kind == "proportion" and self.denominator is None:
            raise ValueError("is a proportion and needs denominator")
        elif self.kind == "count" and self.denominator is not None:
            raise ValueError("is a count and has no denominator")
        elif self.kind == "proportion" and {"sum", "once_per"} & given:
            raise ValueError("is a proportion; sum and once_per are for counts")
        return self

    @property
    def promises(self) -> tuple[str, ...]:
        return (self.clock,) if self.clock is not None else self.clocks


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declaration, checked: every name in it is a fact, a clock or a band set."""

    id: str
    title: str
    source: str
    why: str
    better: str
    kind: str
    table: str
    period_date: str
    clocks: tuple[str, ...]
    """The promises it counts, by their state on the day; empty where conditions say what counts."""
    which: Predicate | None
    denominator: Predicate | None
    numerator: Predicate | None
    not_asked: Predicate | None
    sum: str | None
    once_per: str | None
    age_at: str
    pathways: tuple[str, ...]
    break_down: Mapping[str, str]
    """Name of each breakdown, and the fact column that holds its groups."""
    bands: Mapping[str, tuple[str, ...]]
    """The groups of those breakdowns that are age bands: shown even where nobody is in them."""
    targets: tuple[Target, ...]
    explained_by: str | None = None
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = field(default=())


def load(path: Path, specification: Any) -> tuple[Indicator, ...]:
    """The indicators of a file, for a specification; raises SpecificationFaults with every mistake."""
    return _or_faults(read(path, {"indicator"}), specification)


def check(path: Path, specification: Any) -> list[Fault]:
    page = read(path, {"indicator"})
    _resolved(page, specification)
    return page.faults


def declared(specification: Any) -> tuple[Indicator, ...]:
    """The indicators that a specification brings, with the national ones after them."""
    where = Path(specification.name) / specification.version / "indicators.toml"
    own = _or_faults(Page(where, tables={"indicator": list(specification.indicators_source)}), specification)
    return own + (load(NATIONAL, specification) if NATIONAL.exists() else ())


def _or_faults(page: Page, specification: Any) -> tuple[Indicator, ...]:
    found = _resolved(page, specification)
    if page.faults:
        raise SpecificationFaults(page.faults)
    return tuple(found)


def _resolved(page: Page, specification: Any) -> list[Indicator]:
    found = []
    for index, words in enumerate(entries_as(page, "indicator", IndicatorWords)):
        if words is not None:
            found.append(_Resolving(page, index, words, specification).indicator())
    return found


class _Resolving:
    """One indicator on its way from words to facts; faults gather on the page and the rest is still looked at."""

    def __init__(self, page: Page, index: int, words: IndicatorWords, specification: Any):
        self.page, self.index, self.words, self.specification = page, index, words, specification
        self.bands: Mapping[str, Sequence] = specification.age_bands
        unit = "clock" if words.promises else words.unit
        if unit not in UNITS:
            self.blame("unit", f"{unit} cannot be counted; choose one of {', '.join(UNITS)}")
            unit = "episode"
        self.table: FactTable = by_name()[UNITS[unit]]
        self.types = {column.name: column.type for column in self.table.columns(self.bands)}

    def blame(self, where: str, message: str) -> None:
        self.page.blame("indicator", self.index, where, message)

    def indicator(self) -> Indicator:
        words = self.words
        clocks = {clock.id for clock in self.specification.clocks}
        for promise in words.promises:
            self.known("clock" if words.clock is not None else "clocks", promise, clocks, "a clock")
        if words.explained_by is not None:
            self.known("explained_by", words.explained_by, clocks, "a clock")
        period_date = self.counted_date("period_date", words.period_date or "start_on")
        age_at = self.counted_date("age_at", words.age_at or period_date)
        known_sum = words.sum is None or self.known("sum", words.sum, self.types, "a fact column here")
        if words.sum is not None and known_sum and self.types[words.sum] != "integer":
            self.blame("sum", f"{words.sum} is not a number")
        for target in words.target:
            self.target(target)
        return Indicator(
            id=words.id, title=words.title, source=words.source, why=words.why, better=words.better, kind=words.kind,
            table=self.table.name, period_date=period_date, clocks=words.promises,
            which=self.predicate("which"), denominator=self.predicate("denominator"),
            numerator=self.predicate("numerator"), not_asked=self.predicate("not_asked"),
            sum=words.sum, once_per=words.once_per, age_at=age_at, pathways=words.pathways,
            break_down={name: self.group_column(name, age_at) for name in words.break_down},
            bands={n: tuple(band[0] for band in self.bands[n]) for n in words.break_down if n in self.bands},
            targets=words.target, explained_by=words.explained_by,
            notes=tuple(words.notes) + ((words.note,) if words.note else ()), changes=words.changes,
        )  # fmt: skip

    def known(self, where: str, word: str, known: Iterable[str], what: str) -> bool:
        known = set(known)
        if word not in known:
            self.blame(where, f"{word} is not {what}{did_you_mean(word, known)}")
        return word in known

    def counted_date(self, where: str, name: str) -> str:
        self.known(where, name, self.table.counted, f"a date on which {self.table.name} may be counted")
        return name

    def predicate(self, where: str) -> Predicate | None:
        text = getattr(self.words, where)
        if text is None:
            return None
        try:
            return parse(text, self.types)
        except NotAPredicate as error:
            self.blame(where, str(error))
            return None

    def group_column(self, name: str, age_at: str) -> str:
        if name in self.bands:
            return f"{age_at.removesuffix('_on')}_{name}"
        texts = {column for column, type_ in self.types.items() if type_ in ("string", "boolean")}
        self.known("break_down", name, texts | set(self.bands), f"a band set, nor a group of {self.table.name}")
        return name

    def target(self, target: Target) -> None:
        if target.break_down is not None:
            self.known("target", target.break_down, self.words.break_down, "a breakdown of this indicator")
            groups = {band[0] for band in self.bands.get(target.break_down, ())}
            if groups and target.group not in groups:
                self.blame("target", f"{target.group} is not a group of {target.break_down}")
        if self.words.kind == "proportion" and (target.per or not 0 <= target.value <= 1):
            self.blame("target", "of a proportion is a share between 0 and 1, such as 0.95, and never per year")
