"""What a screening or outcome tool is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, model_validator

from throughcare.pathway.instruments.conditions import Condition
from throughcare.pathway.instruments.fhir.source import Source
from throughcare.pathway.instruments.fitting import definition_faults
from throughcare.pathway.instruments.terms import MissingPolicy, Reproduce, Urgency

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]
Method = Literal["sum", "count_yes", "sum_then_convert", "entered_total", "item_level", "domain_scores"]
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


class Exclusion(Part):
    when: Condition
    items: tuple[Id, ...]


class Scoring(Part):
    method: Method
    items: tuple[Id, ...] = ()
    required_unscored: tuple[Id, ...] = ()
    conversion: dict[str, float] = {}
    exclude: tuple[Exclusion, ...] = ()
    text: str = ""


class Range(Part):
    min: StrictInt
    max: StrictInt


class Subscale(Part):
    id: Id
    label: Words
    items: tuple[Id, ...]
    range: Range
    method: Literal["sum"] = "sum"


class Band(Part):
    min: StrictInt
    max: StrictInt
    id: Id
    label: Words
    meaning: Words


class BandRule(Part):
    """Bands that depend on more than the total; the first that holds is the band."""

    id: Id
    label: Words
    when: Condition
    meaning: Words


class Flag(Part):
    """Something that asks a worker to act, whatever the total."""

    id: Id
    label: Words
    when: Condition
    action: Words
    urgency: Urgency


class MissingFlag(Part):
    """The flag that an unanswered question raises by itself."""

    item: Id
    flag: Id
    label: Words
    action: Words
    urgency: Urgency


class SkipRule(Part):
    id: Id
    when: Condition
    skip: tuple[Id, ...]
    treat_skipped_as: StrictInt = 0


class Check(Part):
    """When `when` holds, `needs` must; else the answers to `items` are not possible together."""

    id: Id
    when: Condition
    needs: Condition
    items: tuple[Id, ...]
    message: Words


class Caution(Part):
    id: Id
    when: Condition
    text: Words


class Derived(Part):
    """Worked out from answers: yes or no by `when`, a `product`, or a `mean` of the answers given (half up)."""

    id: Id
    label: str = ""
    when: Condition | None = None
    product: tuple[Id, ...] = ()
    mean: tuple[Id, ...] = ()
    decimals: StrictInt = 0
    ndtms: str = ""

    @model_validator(mode="after")
    def is_worked_out_in_one_way(self):
        if sum(map(bool, (self.when, self.product, self.mean))) != 1:
            raise ValueError("a derived value has exactly one of when, product or mean")
        return self


class Input(Part):
    """Something that scoring must know and that is not a question of the tool."""

    id: Id
    label: Words
    type: Literal["boolean", "integer", "text"]
    required: StrictBool = False
    note: str = ""


class MissingRule(Part):
    policy: MissingPolicy
    max_missing: StrictInt = 0
    rounding: Literal["half_up"] = "half_up"
    text: Words


class Weekly(Part):
    weeks: StrictInt
    min: StrictInt
    max: StrictInt
    rule: str = ""


class Licence(Part):
    text: Words
    reproduce: Reproduce
    condition: str = ""


class Instrument(Part):
    """A screening or outcome tool: facts for scoring it, and where each of them was found."""

    id: Id
    name: Words
    short_name: Words
    version: Words
    kind: Words
    purpose: Words
    audience: tuple[Words, ...]
    min_age: StrictInt | None = None
    max_age: StrictInt | None = None
    age_note: str = ""
    mode: tuple[Words, ...]
    recall: str
    recall_iso: str = ""
    item_count: StrictInt | None = None
    higher_means: Direction
    band_note: str = ""
    band_scope: Literal["total", "raw", "item"] = "total"
    bands_as: Id | None = None
    """Where band rules give the band: the name under which the bands of the total are reported beside it."""
    total_entry: StrictBool | None = None
    """Whether a total may be entered without the answers; unless said, where the tool has a total."""
    not_answered_words: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    certainty: Literal["high", "medium", "low"]
    citation: Words
    provenance: tuple[Words, ...]
    notes: str = ""
    codes: dict[str, str] = {}
    optional_observations: tuple[str, ...] = ()
    score_meaning: dict[str, str] = {}
    range: Range | None = None
    scoring: Scoring
    missing: MissingRule
    licence: Licence
    readminister: dict[str, Any]
    change: dict[str, Any]
    weekly: Weekly | None = None
    sections: tuple[Section, ...] = Field((), alias="section")
    items: tuple[Item, ...] = Field(alias="item")
    inputs: tuple[Input, ...] = Field((), alias="input")
    subscales: tuple[Subscale, ...] = Field((), alias="subscale")
    bands: tuple[Band, ...] = Field((), alias="band")
    alternative_bands: tuple[dict[str, Any], ...] = Field((), alias="alternative_band")
    band_rules: tuple[BandRule, ...] = Field((), alias="band_rule")
    critical: tuple[Flag, ...] = ()
    critical_missing: tuple[MissingFlag, ...] = ()
    skip_rules: tuple[SkipRule, ...] = Field((), alias="skip")
    checks: tuple[Check, ...] = Field((), alias="check")
    cautions: tuple[Caution, ...] = Field((), alias="caution")
    derived: tuple[Derived, ...] = ()
    fhir: Source | None = None
    """The Questionnaire that it was imported from."""

    @model_validator(mode="after")
    def fits_together(self):
        faults = list(definition_faults(self))
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def has_total(self) -> bool:
        return self.scoring.method not in ("item_level", "domain_scores")

    @property
    def takes_total(self) -> bool:
        """Whether a total may be entered instead of answers."""
        return self.has_total if self.total_entry is None else self.total_entry

    def item(self, item_id: str) -> Item:
        return next(item for item in self.items if item.id == item_id)

    def band(self, band_id: str) -> Band | BandRule:
        """The band or band rule of that name, with its label and meaning."""
        return next(band for band in (*self.band_rules, *self.bands) if band.id == band_id)

    def flag(self, flag_id: str) -> Flag | MissingFlag:
        """The flag of that name, with its label, action and urgency."""
        named = {flag.id: flag for flag in self.critical} | {flag.flag: flag for flag in self.critical_missing}
        return named[flag_id]

    def band_of(self, value: int) -> str | None:
        return next((band.id for band in self.bands if band.min <= value <= band.max), None)
