"""The shape of a specification: what each file may hold, and the one checked object that the house reads."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from throughcare.specification.codes import (
    Age,
    Code,
    ConcernRoute,
    Count,
    DomesticAbuse,
    Entry,
    ExitReason,
    Flag,
    Id,
    InstrumentStage,
    Motivation,
    PlanKind,
    RequestPriority,
    SessionOutcome,
    Strict,
    Text,
    TriageOutcome,
    Vulnerability,
)
from throughcare.specification.definitions import (
    ClockDefinition,
    Condition,
    Match,
    Pathway,
    PathwayRule,
    WaitingRule,
)
from throughcare.specification.questions import AssessmentForm
from throughcare.specification.terms import THREADS_WITH_PROMISES

# What the files hold, before the words in them are looked up -----------------------------------------------------


def _as_tables(said: Any) -> Any:
    """`"assessment_completed"`, one table and a list of either all say the same thing."""
    several = said if isinstance(said, list | tuple) else [said]
    return [{"kind": one} if isinstance(one, str) else one for one in several]


class MatchWords(BaseModel):
    """A kind of milestone and what it must say; the other keys are checked where the lists of words are known."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: Text

    @property
    def conditions(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


Matches = Annotated[tuple[MatchWords, ...], BeforeValidator(_as_tables)]
SomeMatches = Annotated[tuple[MatchWords, ...], BeforeValidator(_as_tables), Field(min_length=1)]


class Length(Strict):
    hours: Count | None = None
    days: Count | None = None
    working_days: Count | None = None
    weeks: Count | None = None
    months: Count | None = None
    years: Count | None = None

    @model_validator(mode="after")
    def one_unit(self) -> Length:
        if len(self.model_fields_set) != 1:
            raise ValueError("says one unit and a number, such as { working_days = 2 }")
        return self


class ConditionWords(Strict):
    happened: Matches = ()
    age_from: Age | None = None
    age_to: Age | None = None
    pathways: tuple[Literal["treatment", "family", "aftercare"], ...] = ()

    @model_validator(mode="after")
    def one_subject(self) -> ConditionWords:
        subjects = [bool(self.happened), self.age_from is not None or self.age_to is not None, bool(self.pathways)]
        if sum(subjects) != 1:
            raise ValueError("is about one thing: what happened, or an age, or pathways; write two conditions for two")
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("has age_from after age_to")
        return self


class ClockWords(Entry):
    starts_on: SomeMatches
    stops_on: SomeMatches
    within: Length
    owner: Id
    every: Flag = False
    repeats: Flag = False
    may_precede: Length | Flag | None = None
    not_before: Length | None = None
    only_if: tuple[ConditionWords, ...] = ()
    pauses_on: Matches = ()
    resumes_on: Matches = ()
    voided_by: Matches = ()
    short: str = ""
    same_wait_as: str = ""
    thread: Literal[THREADS_WITH_PROMISES] = "episode"
    """What the promise is made on."""


class StepWords(Entry):
    done_by: SomeMatches
    after: tuple[Id, ...] = ()
    only_if: tuple[ConditionWords, ...] = ()
    owner: Id
    repeatable: Flag = False


class WaitingWords(Strict):
    after: SomeMatches
    source: Text
    note: str = ""


class InterventionWords(Entry):
    category: Id
    meaning: str = ""
    structured: Flag | None = None
    counts_as_in_treatment: Flag | None = None
    parent: Id | None = None


class Band(Strict):
    label: Text
    from_: Age | None = Field(default=None, alias="from")
    to: Age | None = None

    @model_validator(mode="after")
    def has_an_end(self) -> Band:
        if self.from_ is None and self.to is None:
            raise ValueError("needs from, to or both")
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise ValueError("has from after to")
        return self


class AgeBandsWords(Entry):
    bands: tuple[Band, ...] = Field(min_length=1)

    @field_validator("bands")
    @classmethod
    def apart(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        ends = sorted((band.from_ or 0, 999 if band.to is None else band.to, band.label) for band in bands)
        for (_, end, one), (start, _, other) in pairwise(ends):
            if start <= end:
                raise ValueError(f"{one} and {other} overlap")
        return bands


class Entrance(Strict):
    """Who the service is for. Nothing here refuses anyone: it is shown beside a referral, never in its way."""

    age_min: Age | None = None
    age_max: Age | None = None
    connection: Text
    need: Text
    source: Text
    note: str = ""

    @model_validator(mode="after")
    def in_order(self) -> Entrance:
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            raise ValueError("has age_min after age_max")
        return self


class Gates(Strict):
    """What should stand before something else: `soft` is recorded and flagged, `hard` is refused, `off` is neither."""

    plan_before_intervention: Literal["off", "soft", "hard"]
    measure_before_exit: Literal["off", "soft", "hard"]
    source: Text
    note: str = ""


class TriageStaff(Strict):
    """What those who complete a triage must be recorded as trained in, and how strictly."""

    competence: Id
    gate: Literal["off", "soft", "hard"]
    source: Text
    note: str = ""


class Closure(Strict):
    on: datetime.date
    why: Text


class Front(Strict):
    """specification.toml: what the specification is, apart from its lists."""

    name: Id
    title: Text
    source: Text
    note: str = ""
    nation: Literal["england", "wales"]
    entrance: Entrance
    gates: Gates
    domestic_abuse: DomesticAbuse | None = None
    triage: TriageStaff | None = None
    closures: tuple[Closure, ...] = ()
    age_bands: tuple[AgeBandsWords, ...] = ()
    vocabulary: dict[str, Text] = {}


# The checked object ------------------------------------------------------------------------------------


class InterventionType(Entry):
    category: str
    meaning: str = ""
    structured: bool | None = None
    """None where the text leaves it open."""
    counts_as_in_treatment: bool = False
    left_open: bool = False
    """The text does not say whether it counts as treatment; it does not until the specification says so."""
    parent: str | None = None


class Role(Entry):
    sentence: Text
    permissions: frozenset[str]


class Step(Strict):
    """One step of the way, the milestones that do it, and the steps any of which should stand before it."""

    id: str
    title: str
    source: str
    done_by: tuple[Match, ...]
    after: tuple[str, ...] = ()
    only_if: tuple[Condition, ...] = ()
    owner: str
    repeatable: bool = False
    note: str = ""

    @property
    def kind(self) -> str:
        return self.done_by[0].kind

    @property
    def clause(self) -> str:
        return self.source


class Specification(Strict):
    """One dated version of a commissioner's specification, every word in it looked up and found."""

    name: str
    version: str
    """The day it came into force, as in the name of its folder."""
    title: str
    source: str
    note: str = ""
    nation: Literal["england", "wales"]
    closures: frozenset[datetime.date] = frozenset()
    entrance: Entrance
    gates: Gates
    triage: TriageStaff | None = None
    age_bands: dict[str, tuple[tuple[str, int | None, int | None], ...]]
    vocabulary: dict[str, str]
    clocks: tuple[ClockDefinition, ...]
    waiting: tuple[WaitingRule, ...]
    steps: tuple[Step, ...]
    interventions: dict[str, InterventionType]
    roles: dict[str, Role]
    instruments: tuple[str, ...]
    instrument_competences: dict[str, str] = {}
    """The competence that a questionnaire asks of those who record it, by questionnaire."""
    instrument_modes: dict[str, tuple[str, ...]] = {}
    sources: dict[str, Code]
    channels: dict[str, Code]
    urgencies: dict[str, Code]
    contact_hows: dict[str, Code]
    triage_outcomes: dict[str, TriageOutcome]
    substances: dict[str, Code]
    risks: dict[str, Code]
    abouts: dict[str, Code]
    plan_kinds: dict[str, PlanKind]
    intervention_settings: dict[str, Code]
    outreach_settings: dict[str, Code]
    session_outcomes: dict[str, SessionOutcome]
    end_reasons: dict[str, Code]
    instrument_stages: dict[str, InstrumentStage]
    agencies: dict[str, Code]
    joint_work: dict[str, Code]
    exit_reasons: dict[str, ExitReason]
    followup_points: dict[str, Code]
    ethnicities: dict[str, Code]
    assessment: AssessmentForm | None = None
    """What the comprehensive assessment asks; None where the specification names no questions."""
    contact_settings: dict[str, Code] = {}
    motivations: dict[str, Motivation] = {}
    assessment_hows: dict[str, Code] = {}
    alert_actions: dict[str, Code] = {}
    concern_sources: dict[str, Code] = {}
    concern_outcomes: dict[str, Code] = {}
    request_priorities: dict[str, RequestPriority] = {}
    hub_members: dict[str, Code] = {}
    """The agencies that keep the safeguarding hub together."""
    further_risks: dict[str, Code] = {}
    vulnerabilities: dict[str, Vulnerability] = {}
    care_coordinators: dict[str, Code] = {}
    abuse_types: dict[str, Code] = {}
    abuse_relationships: dict[str, Code] = {}
    concern_routes: dict[str, ConcernRoute] = {}
    domestic_abuse: DomesticAbuse | None = None
    severities: dict[str, Code] = {}
    triage_questions: dict[str, Code] = {}
    crisis_actions: dict[str, Code] = {}
    pathways: dict[str, Pathway] = {}
    """The ways on from triage, the least intensive first; empty where the specification has no rules for them."""
    pathway_rules: tuple[PathwayRule, ...] = ()
    competences: dict[str, Code] = {}
    indicators_source: tuple[dict[str, Any], ...] = ()
    """The tables of indicators.toml as written; `reporting/indicators` reads them."""

    @property
    def day(self) -> datetime.date:
        return datetime.date.fromisoformat(self.version)

    @property
    def age_min(self) -> int | None:
        return self.entrance.age_min

    @property
    def age_max(self) -> int | None:
        return self.entrance.age_max

    @property
    def all_risks(self) -> dict[str, Code]:
        """What the full risk assessment asks: the risks of triage, then those asked about only there."""
        return {**self.risks, **self.further_risks}

    @property
    def withdraw_reasons(self) -> dict[str, ExitReason]:
        return self.exit_reasons

    @property
    def treatment_types(self) -> frozenset[str]:
        return frozenset(one.id for one in self.interventions.values() if one.counts_as_in_treatment)

    @property
    def default_plan_kind(self) -> str:
        return next(kind.id for kind in self.plan_kinds.values() if kind.default)

    @property
    def interim_plan_kind(self) -> str | None:
        return next((kind.id for kind in self.plan_kinds.values() if kind.interim), None)

    def clocks_for(self, pathway: str) -> tuple[ClockDefinition, ...]:
        """The promises made on this kind of episode; a clock that names no pathway is about treatment."""
        kept = []
        for clock in self.clocks_on("episode"):
            named = frozenset().union(*(condition.pathways for condition in clock.only_if)) or {"treatment"}
            if pathway in named:
                left = tuple(condition for condition in clock.only_if if not condition.pathways)
                kept.append(replace(clock, only_if=left))
        return tuple(kept)

    def clocks_on(self, thread: str) -> tuple[ClockDefinition, ...]:
        """The promises made on this kind of thread."""
        return tuple(clock for clock in self.clocks if clock.thread == thread)

    def clock(self, clock_id: str) -> ClockDefinition:
        return next(clock for clock in self.clocks if clock.id == clock_id)

    def step(self, step_id: str) -> Step:
        return next(step for step in self.steps if step.id == step_id)
