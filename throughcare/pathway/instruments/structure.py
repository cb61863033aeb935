"""What a screening or outcome tool is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, model_validator

from throughcare.pathway.instruments.conditions import Condition
from throughcare.pathway.instruments.fitting import definition_faults
from throughcare.pathway.instruments.terms import MissingPolicy, Reproduce, Urgency

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]
Method = Literal["sum", "count_yes", "sum_then_convert", "entered_total", "item_level", "domain_scores"]
Direction = Literal["worse", "better", "item_specific"]
AT_ONCE = frozenset({Urgency.URGENT, Urgency.EMERGENCY})


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
    """The metric score of each raw total."""
    exclude: tuple[Exclusion, ...] = ()
    mean_decimals: StrictInt | None = None
    """How exact the mean of the domains is; without it none is reported."""
    summary: str = ""
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


class Finding(Part):
    """Something a tool's own rule concludes from answers and inputs: `rule` in words, `when` as data."""

    id: Id
    label: Words
    rule: Words
    when: Condition


class CutOff(Part):
    """From which total on a tool is positive for one substance, up to an age where it says one."""

    substance: Words
    also: tuple[Words, ...] = ()
    """Other words for it, as lists of substances have them."""
    min_positive: StrictInt
    max_age: StrictInt | None = None
    source: Words


class Specifier(Part):
    """What may be said beside a result; for information only."""

    id: Id
    rule: Words


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


class Suggestion(Part):
    """What speaks for using a tool: everything that it says must hold together. `sole`: no other substance is named."""

    substances: tuple[Words, ...] = ()
    groups: tuple[Words, ...] = ()
    sole: StrictBool = False
    outcomes: tuple[Words, ...] = ()
    risks: tuple[Words, ...] = ()
    tool: Id | None = None
    bands: tuple[Id, ...] = ()
    flags: tuple[Id, ...] = ()
    about: tuple[Words, ...] = ()
    """The substance that the other tool was answered about, where it asks for one."""
    age_from: StrictInt | None = None
    age_to: StrictInt | None = None
    source: Words

    @model_validator(mode="after")
    def says_something(self):
        if bool(self.tool) != bool(self.bands or self.flags):
            raise ValueError("tool goes together with bands or flags")
        if self.about and not self.tool:
            raise ValueError("about goes together with tool")
        named = self.substances or self.groups
        if self.sole and not named:
            raise ValueError("sole goes together with substances or groups")
        if not (named or self.outcomes or self.risks or self.tool or self.age_from or self.age_to):
            raise ValueError("says nothing that could hold")
        return self


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
    range_note: str = ""
    reverse_note: str = ""
    band_note: str = ""
    band_scope: Literal["total", "raw", "item"] = "total"
    bands_as: Id | None = None
    """Where band rules give the band: the name under which the bands of the total are reported beside it."""
    total_entry: StrictBool | None = None
    """Whether a total may be entered without the answers; unless said, see `takes_total`."""
    not_answered_words: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    certainty: Literal["high", "medium", "low"]
    citation: Words
    provenance: tuple[Words, ...]
    status: str = ""
    """What is provisional about this definition."""
    notes: str = ""
    codes: dict[str, str] = {}
    optional_observations: tuple[Id, ...] = ()
    limits: dict[str, StrictInt] = {}
    """Numbers that a service may set otherwise; a condition names them instead of a value."""
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
    suggested: tuple[Suggestion, ...] = Field((), alias="suggested_when")
    offered_only: tuple[Suggestion, ...] = Field((), alias="offered_only_when")
    algorithms: tuple[Finding, ...] = Field((), alias="algorithm")
    marac_criteria: tuple[Finding, ...] = Field((), alias="marac_criterion")
    cutoffs: tuple[CutOff, ...] = Field((), alias="cutoff")
    specifiers: tuple[Specifier, ...] = Field((), alias="specifier")

    @model_validator(mode="before")
    @classmethod
    def knows_its_limits(cls, raw: Any):
        """Puts the number in the place of its name."""
        limits = raw.get("limits") if isinstance(raw, dict) else None
        return _with_limits(raw, limits) if isinstance(limits, dict) else raw

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
        """Whether a total may be entered instead of answers.

        Not where it would hide an answer that asks someone to act today: a count of 9 on a domestic abuse checklist
        or 6 on a withdrawal scale says nothing about strangulation or hallucinations. A blank that raises a flag of its
        own (the ninth question of PHQ-9) hides nothing, so such a total may stand.
        """
        return self.has_total and not self.hidden_by_a_total if self.total_entry is None else self.total_entry

    @property
    def hidden_by_a_total(self) -> tuple[str, ...]:
        """The items whose answers raise an urgent flag that a total alone would keep silent."""
        if self.scoring.method == "entered_total":
            return ()
        raising = {item for flag in self.critical if flag.urgency in AT_ONCE for item in flag.when.items}
        blank_is_told = {one.item for one in self.critical_missing}
        return tuple(item.id for item in self.items if item.id in raising - blank_is_told)

    def metric_of(self, raw: int | None) -> float | None:
        """The score on the metric scale for a raw total, where the tool has such a scale."""
        return None if raw is None else self.scoring.conversion.get(str(raw))

    def cutoff_for(self, substance: object, age: int | None) -> CutOff | None:
        """The cut-off of a substance; one for an age comes before the general one, which stands where no age is known."""
        wanted = str(substance).strip().lower()
        named = [one for one in self.cutoffs if wanted in (one.substance, *one.also)]
        for_age = [one for one in named if one.max_age is not None and age is not None and age <= one.max_age]
        return next(iter([*for_age, *(one for one in named if one.max_age is None)]), None)

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


def _with_limits(raw: Any, limits: dict) -> Any:
    if isinstance(raw, list | tuple):
        return [_with_limits(one, limits) for one in raw]
    if not isinstance(raw, dict):
        return raw
    given = {key: _with_limits(one, limits) for key, one in raw.items()}
    if isinstance(given.get("limit"), str) and given["limit"] in limits:
        given["value"] = limits[given.pop("limit")]
    return given
