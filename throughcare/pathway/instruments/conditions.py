"""Conditions on answers, scores and age, held as data and answered yes, no or not known."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

Operator = Literal["==", "!=", ">=", ">", "<=", "<"]
COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
NAMED = {"item": "items", "subscale": "subscales", "derived": "derived", "input": "inputs", "criterion": "criteria"}
SUBJECTS = (*NAMED, "total", "age")
FORMS = (*SUBJECTS, "any", "all", "count", "cutoff", "otherwise")


class Condition(BaseModel):
    """One comparison, or `any`, `all` or a `count` of conditions, the tool's `cutoff`, or `otherwise`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str | None = None
    subscale: str | None = None
    derived: str | None = None
    input: str | None = None
    criterion: str | None = None
    total: Literal[True] | None = None
    age: Literal[True] | None = None
    any: tuple[Condition, ...] | None = None
    all: tuple[Condition, ...] | None = None
    count: tuple[Condition, ...] | None = None
    cutoff: Literal[True] | None = None
    otherwise: Literal[True] | None = None
    op: Operator | None = None
    value: bool | int | float | str | None = None
    limit: str | None = None
    """The name of the tool's limit from which the value comes."""

    @model_validator(mode="after")
    def says_one_thing(self):
        said = [form for form in FORMS if getattr(self, form) is not None]
        if len(said) != 1:
            raise ValueError(f"a condition says exactly one of {', '.join(FORMS)}")
        compares = said[0] in (*SUBJECTS, "count")
        if compares != (self.op is not None and self.value is not None):
            needed = "needs both op and value" if compares else "takes neither op nor value"
            raise ValueError(f"a condition on {said[0]} {needed}")
        if isinstance(self.value, str | bool) and self.op not in ("==", "!="):
            raise ValueError(f"a word cannot be compared with {self.op}; use == or !=")
        return self

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.any or self.all or self.count or ()

    @property
    def items(self) -> frozenset[str]:
        """Every item that it asks about, however deep."""
        here = frozenset() if self.item is None else frozenset({self.item})
        return here.union(*(part.items for part in self.parts))


@dataclass(slots=True)
class Known:
    """What is known of one completed tool; whatever is absent or None is not known."""

    items: Mapping[str, object] = field(default_factory=dict)
    inputs: Mapping[str, object] = field(default_factory=dict)
    subscales: Mapping[str, int | None] = field(default_factory=dict)
    derived: Mapping[str, object] = field(default_factory=dict)
    criteria: Mapping[str, bool | None] = field(default_factory=dict)
    total: int | float | None = None
    total_may_be_higher: bool = False
    cutoff: int | None = None
    age: int | None = None


Holds = Callable[[Known], bool | None]


def holds(condition: Condition, known: Known) -> bool | None:
    """Whether the condition holds; None when what is known does not settle it."""
    return asked(condition)(known)


def asked(condition: Condition) -> Holds:
    """The condition as a function, for what is asked of every completed tool anew."""
    if condition.otherwise:
        return lambda known: True
    if condition.cutoff:
        return _reaches_cutoff
    for form, together in (("any", _any), ("all", _all)):
        if getattr(condition, form) is not None:
            return together([asked(part) for part in getattr(condition, form)])
    if condition.count is not None:
        return _counted([asked(part) for part in condition.count], COMPARE[condition.op], condition.value)
    return _compared(condition)


def _compared(condition: Condition) -> Holds:
    compare, value = COMPARE[condition.op], condition.value
    if condition.total:
        return _on_the_total(compare, value, rises=condition.op in (">=", ">"))
    if condition.age:
        return lambda known: None if known.age is None else compare(known.age, value)
    subject = next(subject for subject in NAMED if getattr(condition, subject) is not None)
    name, among = getattr(condition, subject), operator.attrgetter(NAMED[subject])

    def on_what_is_named(known: Known) -> bool | None:
        found = among(known).get(name)
        return None if found is None else compare(found, value)

    return on_what_is_named


def _on_the_total(compare: Callable, value: object, *, rises: bool) -> Holds:
    """A count that may still rise settles only that a lower limit is reached or passed."""

    def on_the_total(known: Known) -> bool | None:
        if known.total is None:
            return None
        met = compare(known.total, value)
        return met if not known.total_may_be_higher or (rises and met) else None

    return on_the_total


def _reaches_cutoff(known: Known) -> bool | None:
    if known.total is None or known.cutoff is None:
        return None
    return known.total >= known.cutoff


def _any(parts: list[Holds]) -> Holds:
    def any_holds(known: Known) -> bool | None:
        settled: bool | None = False
        for part in parts:
            answer = part(known)
            if answer:
                return True
            if answer is None:
                settled = None
        return settled

    return any_holds


def _all(parts: list[Holds]) -> Holds:
    def all_hold(known: Known) -> bool | None:
        settled: bool | None = True
        for part in parts:
            answer = part(known)
            if answer is False:
                return False
            if answer is None:
                settled = None
        return settled

    return all_hold


def _counted(parts: list[Holds], compare: Callable, value: object) -> Holds:
    """Settled when every number that the count may still turn out to be gives the same."""

    def counted(known: Known) -> bool | None:
        answers = [part(known) for part in parts]
        least = answers.count(True)
        outcomes = {compare(number, value) for number in range(least, least + answers.count(None) + 1)}
        return outcomes.pop() if len(outcomes) == 1 else None

    return counted
