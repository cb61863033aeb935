"""What a screening or outcome tool is made of."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictBool, StrictInt, model_validator

from throughcare.pathway.instruments.conditions import Condition
from throughcare.pathway.instruments.fhir.source import Source
from throughcare.pathway.instruments.fitting import definition_faults
from throughcare.pathway.instruments.items import Direction, Id, Input, Item, Part, Section, Words
from throughcare.pathway.instruments.items import Option as Option
from throughcare.pathway.instruments.terms import MissingPolicy, Reproduce, Urgency

Method = Literal["sum", "count_yes", "sum_then_convert", "entered_total", "item_level", "domain_scores"]
AT_ONCE = frozenset({Urgency.URGENT, Urgency.EMERGENCY})


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
    fhir: Source | None = None
    """The Questionnaire that it was imported from."""

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
        """The cut-off of a substance: that for the age, or the general one, which stands where no age is known."""
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
        given["value"] = limits[given["limit"]]
    return given
