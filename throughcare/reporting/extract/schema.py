"""The fact tables as data: every column with its type and meaning, printed for analysts and held to by the extract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

#: Raised whenever a column is added, removed or given another meaning; an older extract is then built anew.
VERSION = 2

ARROW = {
    "string": pa.string(),
    "date": pa.date32(),
    "moment": pa.timestamp("us", "UTC"),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A date on which a row may be counted: its quarter, year, age and age bands are worked out here, once."""

    prefix: str
    meaning: str

    @property
    def name(self) -> str:
        return f"{self.prefix}_on"

    def columns(self, band_sets: Iterable[str]) -> list[Column]:
        return [
            Column(self.name, "date", self.meaning),
            Column(f"{self.prefix}_quarter", "string", f"calendar quarter of {self.name}, such as 2026-Q3"),
            Column(f"{self.prefix}_year", "string", f"financial year of {self.name}, such as 2026-27"),
            Column(f"{self.prefix}_age", "integer", f"completed years of the person on {self.name}"),
            *(
                Column(
                    f"{self.prefix}_{name}", "string", f"group of the band set {name} on {self.name}; none outside it"
                )
                for name in band_sets
            ),
        ]


@dataclass(frozen=True, slots=True)
class FactTable:
    name: str
    one_row_for: str
    parts: tuple[Column | Counted, ...]
    key: tuple[str, ...]
    restricted: bool = False
    """Needed to count again as it was known then; holds dates of birth, so it stays behind at a hand-over."""

    @property
    def counted(self) -> dict[str, Counted]:
        """The dates on which rows may be counted, by column name."""
        return {part.name: part for part in self.parts if isinstance(part, Counted)}

    def columns(self, band_sets: Iterable[str]) -> list[Column]:
        bands = sorted(band_sets)
        found: list[Column] = []
        for part in self.parts:
            found.extend(part.columns(bands) if isinstance(part, Counted) else [part])
        return found

    def arrow(self, band_sets: Iterable[str]) -> pa.Schema:
        return pa.schema([pa.field(c.name, ARROW[c.type]) for c in self.columns(band_sets)])


THREAD = (
    Column("thread", "integer", "what the row belongs to: an episode, or an activity without a person"),
    Column("episode", "integer", "the episode, for looking it up by those allowed; none for an activity"),
    Column(
        "person", "string", "opaque key of the person, the same in every table; none for people counted without a name"
    ),
    Column("episode_kind", "string", "treatment, family or aftercare"),
    Column("provider", "string", "the agency that holds the episode or gave the activity"),
    Column("sex", "string", "as recorded for the person"),
    Column("ethnicity", "string", "ONS code, or not_asked or declined"),
)

TABLES: tuple[FactTable, ...] = (
    FactTable(
        "threads",
        "one episode, or one activity without a person",
        (*THREAD, Column("kind", "string", "kind of thread"), Column("born_on", "date", "date of birth")),
        key=("thread",),
        restricted=True,
    ),
    FactTable(
        "milestones",
        "one revision of something that happened, superseded ones too",
        (
            Column("thread", "integer", "what it belongs to"),
            Column("episode", "integer", "the episode; none for an activity"),
            Column("person", "string", "opaque key of the person"),
            Column("milestone", "integer", "this revision"),
            Column("origin", "integer", "the first revision of the same happening"),
            Column("revision", "integer", "1 for the first record, higher for corrections"),
            Column("kind", "string", "what happened"),
            Column("happened_on", "date", "the day it happened, as this revision says"),
            Column("happened_at", "moment", "the moment, where the time is known"),
            Column("recorded_on", "date", "the day it was recorded"),
            Column("superseded_on", "date", "the day a later revision was recorded"),
            Column("retracted", "boolean", "true when this revision says that it never happened"),
            Column("because_given", "boolean", "true when a reason was written; the words stay in the record"),
            Column("detail", "string", "the coded detail as JSON; which worker is left out"),
        ),
        key=("thread", "origin", "revision"),
    ),
    FactTable(
        "episodes",
        "one episode, from the referral on",
        (
            *THREAD,
            Column("specification", "string", "version of the service specification that governs the episode"),
            Column("referral_source", "string", "who referred"),
            Column("referral_channel", "string", "how the referral came"),
            Column("urgency", "string", "urgency of the referral"),
            Column("main_substance", "string", "the first problem substance named at the first triage"),
            Counted("received", "the day the referral was received"),
            Column("first_contact_on", "date", "first contact made"),
            Column("triage_offered_on", "date", "first triage offer made"),
            Column("triage_completed_on", "date", "first triage completed"),
            Column("assessment_completed_on", "date", "first comprehensive assessment completed"),
            Column(
                "triage_to_assessment_working_days",
                "integer",
                "the fewest working days after the first triage within which the next assessment lies",
            ),
            Counted("first_attended", "first attended contact: triage or assessment completed, or a session attended"),
            Column("keyworker_assigned_on", "date", "first key worker assigned; leaving does not undo it"),
            Column("plan_signed_off_on", "date", "first integrated care plan signed off"),
            Counted("treatment_started", "first start of an intervention that counts as treatment"),
            Column("intervention_type", "string", "type of that first intervention"),
            Column("treatment_setting", "string", "setting of that first intervention"),
            Column("referral_to_treatment_days", "integer", "days from the referral to the treatment start"),
            Column("joint_worked_on", "date", "first joint work with another agency"),
            Column("partner_agency", "string", "the agency of that first joint work"),
            Counted("closed", "the day the episode closed"),
            Column("closed_by", "string", "exited or withdrawn"),
            Column("exit_reason", "string", "reason given at closing"),
            Column("planned", "boolean", "whether the specification counts the reason of an exit as planned"),
            Column("stage", "string", "where the case stands"),
            Column("skipped_steps", "integer", "steps passed over without a reason"),
        ),
        key=("thread",),
    ),
    FactTable(
        "clocks",
        "one promise, running or settled; its state depends on the day and is never stored",
        (
            *THREAD,
            Column("definition", "string", "the clock of the specification"),
            Column("sequence", "integer", "number among the clocks of that definition on the thread"),
            Column("owner", "string", "role that owes the step"),
            Counted("start", "the day that counts as day 0"),
            Counted("due", "last day in time; none while paused"),
            Counted("stopped", "the day the promise was kept, in time or late"),
            Column("in_time", "boolean", "true when it was kept by its due date, false when late; none while not kept"),
            Column("voided_on", "date", "the day the promise fell away"),
            Column("void_reason", "string", "why it fell away"),
            Column("paused_on", "date", "first day of the pause it is in"),
            Column("ended_on", "date", "the day the episode closed leaving a breach"),
            Column("exit_reason", "string", "reason given at closing, where the episode is closed"),
            Column("planned_exit", "boolean", "whether the specification counts the reason of an exit as planned"),
            Column("had_treatment", "boolean", "true when treatment had started in the episode"),
        ),
        key=("thread", "definition", "sequence"),
    ),
    FactTable(
        "interventions",
        "one intervention, from start to end",
        (
            *THREAD,
            Column("intervention", "integer", "the origin of its start milestone"),
            Column("intervention_type", "string", "type of the specification"),
            Column("category", "string", "category of that type"),
            Column("structured", "boolean", "whether that type is structured; none where it depends"),
            Column("counts_as_treatment", "boolean", "whether that type counts as treatment; unknown is no"),
            Column("first_treatment", "boolean", "true for the one that started treatment in the episode"),
            Column("setting", "string", "where it is given"),
            Counted("started", "start"),
            Counted("ended", "end; the exit's day where the exit ended it"),
            Column("end_reason", "string", "reason of the end, where given"),
            Column("ended_by_closing", "boolean", "true when the exit ended it"),
        ),
        key=("thread", "intervention"),
    ),
    FactTable(
        "contacts",
        "one group of people reached in one contact: a known person, or an age group of an anonymous count",
        (
            *THREAD,
            Column("contact", "integer", "the origin of its milestone"),
            Column("part", "integer", "number of the group within the contact"),
            Column("contact_kind", "string", "brief_intervention, outreach_contact or session"),
            Counted("happened", "the day of the contact"),
            Column("people", "integer", "people in the group, as recorded"),
            Column("known", "boolean", "true for a person with a record, false for an anonymous count"),
            Column("substance", "string", "what a brief intervention was about: alcohol, drugs or both"),
            Column("setting", "string", "where an outreach contact took place"),
            Column("targeted", "boolean", "whether the outreach was targeted"),
            Column("intervention_type", "string", "type of a session"),
            Column("outcome", "string", "outcome of a session"),
            Column("attended", "boolean", "true unless a session was missed or cancelled"),
            Column("minutes", "integer", "length of a session"),
        ),
        key=("thread", "contact", "part"),
    ),
    FactTable(
        "completions",
        "one questionnaire completed",
        (
            *THREAD,
            Column("completion", "integer", "the origin of its milestone"),
            Column("instrument", "string", "the questionnaire"),
            Column("stage", "string", "start, review, exit or follow_up"),
            Counted("completed", "the day it was completed"),
        ),
        key=("thread", "completion"),
    ),
    FactTable(
        "assessment_answers",
        "one answer of an assessment, or one question not asked in an assessment that was completed with answers",
        (
            *THREAD,
            Column("question", "string", "the question of the specification, or risk.<id> for a risk asked at triage"),
            Column("domain", "string", "the part of the assessment; none for a risk asked at triage"),
            Column("child", "integer", "the child it is about; 0 for the person"),
            Column("answer", "integer", "number of the answer; 0 where nobody asked"),
            Column("given", "string", "answered, not_asked, declined or not_known"),
            Column("said", "string", "the coded answer as JSON; words stay in the record"),
            Column("source", "string", "who told it: the person, an interview, another agency, triage"),
            Column("agency", "string", "the agency that told it, where one did"),
            Column("version", "integer", "the version of the assessment that it became part of"),
            Counted("told", "the day of the answer; where nobody asked, the day the assessment was completed"),
            Column("recorded_on", "date", "the day it was recorded; none where nobody asked"),
            Column("superseded_on", "date", "the day a later answer to the same question was recorded"),
            Column("assessed_on", "date", "first comprehensive assessment completed"),
        ),
        key=("thread", "question", "child", "answer"),
    ),
    FactTable(
        "reviews",
        "one review of the care plan",
        (
            *THREAD,
            Column("review", "integer", "the origin of its milestone"),
            Column("sequence", "integer", "number of the review in the episode"),
            Counted("reviewed", "the day of the review"),
        ),
        key=("thread", "review"),
    ),
    FactTable(
        "exits",
        "one closed episode",
        (
            *THREAD,
            Counted("closed", "the day the episode closed"),
            Column("closed_by", "string", "exited or withdrawn"),
            Column("exit_reason", "string", "reason given"),
            Column("planned", "boolean", "whether the specification counts the reason of an exit as planned"),
            Column("had_treatment", "boolean", "true when treatment had started in the episode"),
            Column("received_on", "date", "the day the referral was received"),
            Column("treatment_started_on", "date", "the day treatment started"),
        ),
        key=("thread",),
    ),
)


@cache
def by_name() -> dict[str, FactTable]:
    return {table.name: table for table in TABLES}
