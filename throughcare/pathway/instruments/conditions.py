"""Conditions on answers, scores and age, held as data and answered yes, no or not known."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
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
SUBJECTS = ("item", "subscale", "derived", "input", "total", "age")
FORMS = (*SUBJECTS, "any", "all", "count", "otherwise")


class Condition(BaseModel):
    """One comparison, or `any`, `all` or a `count` of conditions, or `otherwise`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str | None = None
    subscale: str | None = None
    derived: str | None = None
    input: str | None = None
    total: Literal[True] | None = None
    age: Literal[True] | None = None
    any: tuple[Condition, ...] | None = None
    all: tuple[Condition, ...] | None = None
    count: tuple[Condition, ...] | None = None
    otherwise: Literal[True] | None = None
    op: Operator | None = None
    value: bool | int | float | str | None = None

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


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one completed tool; whatever is absent or None is not known."""

    items: Mapping[str, object] = field(default_factory=dict)
    inputs: Mapping[str, object] = field(default_factory=dict)
    subscales: Mapping[str, int | None] = field(default_factory=dict)
    derived: Mapping[str, object] = field(default_factory=dict)
    total: int | float | None = None
    total_may_be_higher: bool = False
    age: int | None = None


def holds(condition: Condition, known: Known) -> bool | None:
    """Whether the condition holds; None when what is known does not settle it."""
    if condition.otherwise:
        return True
    if condition.any is not None:
        return _any(holds(part, known) for part in condition.any)
    if condition.all is not None:
        return _all(holds(part, known) for part in condition.all)
    if condition.count is not None:
        return _counted(condition, [holds(part, known) for part in condition.count])
    if condition.total and known.total_may_be_higher:
        return _with_a_floor(condition, known.total)
    return _compared(condition, _subject(condition, known))


def _subject(condition: Condition, known: Known) -> object:
    if condition.item is not None:
        return known.items.get(condition.item)
    if condition.subscale is not None:
        return known.subscales.get(condition.subscale)
    if condition.derived is not None:
        return known.derived.get(condition.derived)
    if condition.input is not None:
        return known.inputs.get(condition.input)
    return known.total if condition.total else known.age


def _compared(condition: Condition, found: object) -> bool | None:
    return None if found is None else COMPARE[condition.op](found, condition.value)


def _with_a_floor(condition: Condition, floor: int | float | None) -> bool | None:
    """A count that may still rise settles only that a lower limit is reached or passed."""
    reached = condition.op in (">=", ">") and _compared(condition, floor)
    return True if reached else None


def _any(answers: Iterable[bool | None]) -> bool | None:
    answers = list(answers)
    if True in answers:
        return True
    return None if None in answers else False


def _all(answers: Iterable[bool | None]) -> bool | None:
    answers = list(answers)
    if False in answers:
        return False
    return None if None in answers else True


def _counted(condition: Condition, answers: list[bool | None]) -> bool | None:
    least = answers.count(True)
    most = least + answers.count(None)
    outcomes = {COMPARE[condition.op](number, condition.value) for number in range(least, most + 1)}
    return outcomes.pop() if len(outcomes) == 1 else None
