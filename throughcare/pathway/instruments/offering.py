"""Which tools to suggest and which to hold back, from what the record says: pure, and always with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from throughcare.pathway.instruments.structure import Instrument, Suggestion
from throughcare.pathway.instruments.terms import MODES_OF_DEFINITIONS, Mode

Cause = Literal["substance", "outcome", "risk", "band", "flag", "age"]


@dataclass(frozen=True, slots=True)
class Named:
    """An id of the specification, with the group it is in and the day on which it was named."""

    id: str
    on: date
    group: str = ""


@dataclass(frozen=True, slots=True)
class Latest:
    """How a tool was answered last."""

    tool: str
    on: date
    total: int | None = None
    band: str = ""
    flags: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record says of a person, as far as it bears on which tools to use."""

    age: int
    today: date
    substances: tuple[Named, ...] = ()
    outcomes: tuple[Named, ...] = ()
    risks: tuple[Named, ...] = ()
    latest: Mapping[str, Latest] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a tool: what kind of thing, which ids, and since when."""

    cause: Cause
    ids: tuple[str, ...] = ()
    on: date | None = None
    result: Latest | None = None
    sole: bool = False
    source: str = ""


def reasons_for(tool: Instrument, facts: Facts) -> list[Reason]:
    """Everything that speaks for using the tool now, in the order of its definition."""
    return [reason for rule in tool.suggested if (reason := holds_because(rule, facts))]


def may_be_offered(tool: Instrument, facts: Facts) -> bool:
    """Whether it is offered: always, unless it is only offered where something was found first."""
    return not tool.offered_only or any(holds_because(rule, facts) for rule in tool.offered_only)


def holds_because(rule: Suggestion, facts: Facts) -> Reason | None:
    """The chief reason for which a rule holds; None where a part of it does not."""
    found = list(_parts(rule, facts))
    return found[0] if found and None not in found else None


def fits_age(tool: Instrument, age: int) -> bool:
    return (tool.min_age or 0) <= age <= (tool.max_age if tool.max_age is not None else age)


def ways_of(tool: Instrument, allowed: Iterable[str] = ()) -> tuple[Mode, ...]:
    """How the tool may be answered here: as its definition says, unless the specification allows fewer ways."""
    ways = tuple(MODES_OF_DEFINITIONS[mode] for mode in tool.mode)
    return tuple(way for way in ways if not allowed or way in tuple(allowed))


def due_again(tool: Instrument, last: date) -> date | None:
    """The day from which the tool is due again; None where it is repeated by the hour, or on an occasion."""
    days = tool.readminister.get("interval_days")
    return last + timedelta(days=days) if days else None


def _parts(rule: Suggestion, facts: Facts) -> Iterator[Reason | None]:
    if rule.tool:
        yield _result(rule, facts.latest.get(rule.tool))
    if rule.substances or rule.groups:
        yield _substances(rule, facts.substances)
    if rule.outcomes:
        yield _named("outcome", rule.outcomes, facts.outcomes, rule.source)
    if rule.risks:
        yield _named("risk", rule.risks, facts.risks, rule.source)
    if rule.age_from is not None or rule.age_to is not None:
        inside = (rule.age_from or 0) <= facts.age <= (facts.age if rule.age_to is None else rule.age_to)
        yield Reason("age", source=rule.source) if inside else None


def _result(rule: Suggestion, latest: Latest | None) -> Reason | None:
    if latest is None or (rule.about and latest.about.strip().lower() not in rule.about):
        return None
    if latest.band and latest.band in rule.bands:
        return Reason("band", (latest.band,), latest.on, latest, source=rule.source)
    flags = tuple(flag for flag in latest.flags if flag in rule.flags)
    return Reason("flag", flags, latest.on, latest, source=rule.source) if flags else None


def _substances(rule: Suggestion, substances: tuple[Named, ...]) -> Reason | None:
    fitting = [one for one in substances if one.id in rule.substances or one.group in rule.groups]
    if not fitting or (rule.sole and len(fitting) < len(substances)):
        return None
    ids = tuple(one.id for one in fitting)
    return Reason("substance", ids, max(one.on for one in fitting), sole=rule.sole, source=rule.source)


def _named(cause: Cause, wanted: tuple[str, ...], named: tuple[Named, ...], source: str) -> Reason | None:
    fitting = [one for one in named if one.id in wanted]
    ids = tuple(one.id for one in fitting)
    return Reason(cause, ids, max(one.on for one in fitting), source=source) if fitting else None
