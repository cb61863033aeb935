"""What a tool asks: its items with their possible answers, and what must be known beside them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]
Direction = Literal["worse", "better", "item_specific"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Option(Part):
    """One possible answer: `value` is the word given as answer, else the score is; `score` is what it adds."""

    score: StrictInt
    label: Words
    value: str | None = None

    @property
    def answer(self) -> str | int:
        return self.score if self.value is None else self.value


class Numeric(Part):
    """Whole numbers from `min` to `max`."""

    min: StrictInt
    max: StrictInt
    step: StrictInt = 1

    @model_validator(mode="after")
    def runs_upward(self):
        if self.min > self.max or self.step < 1:
            raise ValueError("min must not be above max, and step is 1 or more")
        return self

    @property
    def all(self) -> range:
        return range(self.min, self.max + 1, self.step)


class Item(Part):
    """One question: answered by an option, a whole number, an amount (which may have one decimal) or a name."""

    id: Id
    label: Words
    options: tuple[Option, ...] = ()
    numeric: Numeric | None = None
    amount: Words | None = None
    text: Words | None = None
    scale: str = ""
    unit: str = ""
    section: str = ""
    weekly: StrictBool = False
    scored: StrictBool = True
    required: StrictBool = True
    anchors: dict[str, str] = {}
    higher_means: Direction | None = None
    rater: str = ""
    since: str = ""
    ndtms: str = ""
    form_letter: str = ""
    note: str = ""
    reversed: StrictBool = False
    """For information only: the options' scores stand after any reversal."""

    @model_validator(mode="after")
    def is_answered_in_one_way(self):
        if sum(map(bool, (self.options, self.numeric, self.amount, self.text))) != 1:
            raise ValueError("an item has exactly one of scale, options, numeric, amount or text")
        if self.weekly and not self.numeric:
            raise ValueError("only a numeric item can be entered week by week")
        if self.anchors and (not self.numeric or not set(self.anchors) <= set(map(str, self.numeric.all))):
            raise ValueError("anchors stand at numbers of a numeric item")
        if len({option.answer for option in self.options}) < len(self.options):
            raise ValueError("two options have the same answer")
        if (self.amount or self.text) and self.required:
            raise ValueError("an amount or a name is never required: set required = false")
        return self

    @property
    def answers(self) -> tuple[str | int, ...]:
        return tuple(option.answer for option in self.options)

    def takes(self, answer: object) -> bool:
        """Whether this may be the answer; True is not 1, and 3.0 is not 3."""
        if self.options:
            return any(type(answer) is type(one) and answer == one for one in self.answers)
        if self.numeric:
            return type(answer) is int and answer in self.numeric.all
        if self.amount:
            return type(answer) in (int, float) and 0 <= answer < 1e6 and round(answer, 1) == answer
        return isinstance(answer, str) and 0 < len(answer.strip()) <= 100

    def points(self, answer: str | int) -> int:
        """What a possible answer adds to a score."""
        return next((option.score for option in self.options if option.answer == answer), answer)

    @property
    def points_range(self) -> tuple[int, int]:
        if self.numeric:
            return self.numeric.min, self.numeric.max
        scores = [option.score for option in self.options]
        return (min(scores), max(scores)) if scores else (0, 0)


class Section(Part):
    id: Id
    label: Words


class Step(Part):
    """The answer that a measured value gives, up to a limit; the last has none."""

    up_to: StrictInt | None = None
    answer: StrictInt


class Input(Part):
    """Something to know beside the questions of a tool, for scoring or (a pulse) as an observation.

    An input that is yes may need another (a judgement needs its reason). One that `gives` an item is measured, and its
    steps say which answer that is.
    """

    id: Id
    label: Words
    type: Literal["boolean", "integer", "number", "text"]
    required: StrictBool = False
    needs: Id | None = None
    gives: Id | None = None
    steps: tuple[Step, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def measures_in_steps(self):
        if bool(self.gives) != bool(self.steps) or (self.gives and self.type != "integer"):
            raise ValueError("gives and steps go together, on an integer")
        limits = [step.up_to for step in self.steps]
        if limits and (limits[-1] is not None or None in limits[:-1] or limits[:-1] != sorted(set(limits[:-1]))):
            raise ValueError("steps rise, and only the last has no limit")
        return self

    def answer_given_by(self, value: int) -> int:
        return next(step.answer for step in self.steps if step.up_to is None or value <= step.up_to)
