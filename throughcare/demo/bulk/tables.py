"""Which tables a load fills, with which columns, and how rows become what COPY reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import NOT_PROVIDED, Model

from throughcare.clocks.actions import REPLAYED
from throughcare.clocks.models import Clock, Milestone, Thread
from throughcare.pathway.alerts.models import Alert, Recipient
from throughcare.pathway.episode.models import Episode, Matter, Note
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.outreach.models import Activity
from throughcare.pathway.plan.models import CarePlan, Goal
from throughcare.pathway.triage.models import RiskAnswer
from throughcare.people.models import Person


@dataclass(frozen=True, slots=True)
class Table:
    """A table to fill. `counted` columns hold a place in their part of the load and become numbers of the sequences."""

    model: type[Model]
    columns: tuple[str, ...]
    counted: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    """Columns of the staging table alone, with their type."""
    now: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def staged(self) -> str:
        return f"staged_{self.name}"

    def create_staged(self) -> str:
        more = "".join(f", null::{type} as {name}" for name, type in self.beside.items())
        columns = ", ".join(self.columns)
        return f"create temporary table {self.staged} on commit drop as select {columns}{more} from {self.name} limit 0"

    def copy_in(self) -> str:
        return f"copy {self.staged} ({', '.join((*self.columns, *self.beside))}) from stdin"

    def insert(self, bases: Mapping[str, int]) -> tuple[str, list]:
        """Moves the staged rows into the table; a column that nobody fills gets its model's default."""
        targets, sources, values = list(self.columns), [], []
        for column in self.columns:
            base = self.counted.get(column)
            sources.append(f"{column} + {bases[base]}" if base else column)
        for one in self.model._meta.concrete_fields:
            if one.column in self.columns or one.primary_key:
                continue
            targets.append(one.column)
            if one.column in self.now:
                sources.append("now()")
            elif one.default is NOT_PROVIDED:
                sources.append("''" if one.empty_strings_allowed and not one.null else "null")
            else:
                sources.append("%s")
                values.append(one.get_db_prep_save(one.get_default(), connection=_connection()))
        return f"insert into {self.name} ({', '.join(targets)}) select {', '.join(sources)} from {self.staged}", values


def _connection():
    from django.db import connections

    return connections["loader"]


THREADS, MILESTONES, PLANS = "threads", "milestones", "plans"
OF_THREAD = {"thread_id": THREADS}
OF_STEP = {"thread_id": THREADS, "milestone_id": MILESTONES}

PEOPLE = Table(
    Person,
    ("id", "service_user_id", "reference", "given_name", "family_name", "born", "sex", "ethnicity", "postcode",
     "nhs_number"),
    beside={"registered_on": "date"},
)  # fmt: skip
THREAD = Table(Thread, ("id", "kind"), counted={"id": THREADS}, now=("changed_at",))
EPISODES = Table(
    Episode,
    ("thread_id", "person_id", "provider_id", "opened_on", "closed_on", "closed_by", "closing_reason", "planned",
     "stage", "urgency", "keyworker_id", "assessed_on", "treatment_started_on", "appointment_on", "last_seen_on",
     "missed_in_a_row", "open_interventions", "skipped"),
    counted=OF_THREAD,
)  # fmt: skip
ACTIVITIES = Table(Activity, ("thread_id", "person_id", "provider_id"), counted=OF_THREAD)
MILESTONE = Table(
    Milestone,
    ("id", "thread_id", "origin_id", "revision", "kind", "happened_on", "happened_at", "detail", "because", "retracted",
     "recorded_on", "recorded_by_id"),
    counted={"id": MILESTONES, "thread_id": THREADS, "origin_id": MILESTONES},
    now=("recorded_at",),
)  # fmt: skip
CLOCKS = Table(Clock, ("thread_id", "definition", "sequence", *REPLAYED), counted=OF_THREAD)
NOTES = Table(
    Note, ("thread_id", "milestone_id", "about", "words", "written_by_id"), counted=OF_STEP, now=("written_at",)
)
RISKS = Table(RiskAnswer, ("thread_id", "milestone_id", "risk", "answer"), counted=OF_STEP)
CARE_PLANS = Table(
    CarePlan,
    ("id", "thread_id", "kind", "version", "drafted_id", "signed_off_id"),
    counted={"id": PLANS, "thread_id": THREADS, "drafted_id": MILESTONES, "signed_off_id": MILESTONES},
)
GOALS = Table(Goal, ("thread_id", "plan_id", "words"), counted={"thread_id": THREADS, "plan_id": PLANS})
ADMINISTRATIONS = Table(
    Administration,
    ("thread_id", "milestone_id", "recorded_by_id", "instrument", "version", "answers", "total", "subscales", "band",
     "flags", "status", "findings", "mode"),
    counted=OF_STEP,
    now=("recorded_at",),
)  # fmt: skip
MATTERS = Table(
    Matter,
    ("thread_id", "episode_id", "person_id", "opened_on", "closed_on", "for_user_id"),
    counted={"thread_id": THREADS, "episode_id": THREADS},
)
ALERTS = Table(
    Alert,
    ("thread_id", "source_id", "flag", "label", "action_wanted", "urgency", "raised_on", "raised_at"),
    counted={"thread_id": THREADS, "source_id": MILESTONES},
)
RECIPIENTS = Table(Recipient, ("thread_id", "user_id", "level", "why", "given_at"), counted=OF_THREAD)

#: In the order in which they are filled: what is pointed at comes first.
TABLES = (
    PEOPLE, THREAD, EPISODES, ACTIVITIES, MILESTONE, CLOCKS, NOTES, RISKS, CARE_PLANS, GOALS, ADMINISTRATIONS,
    MATTERS, ALERTS, RECIPIENTS,
)  # fmt: skip
#: What a person's registration and a case's access are made of stands in rows that are staged anyway.
ALSO_INSERT = {
    PEOPLE.name: "insert into people_registration (person_id, agency_id, registered_on)"
    f" select id, %(provider)s, registered_on from {PEOPLE.staged}",
    THREAD.name: "insert into access_caseaccess (agency_id, case_id, basis, valid)"
    f" select %(provider)s, id + %(threads)s, 'provider', tstzrange(null, null) from {THREAD.staged}",
}
#: The sequences that number what others point at.
SEQUENCES = {
    THREADS: "case_numbers",
    MILESTONES: "clocks_milestone_id_seq",
    PLANS: "plan_careplan_id_seq",
}

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def copied(rows: Iterable[tuple]) -> bytes:
    """Rows in the text format of COPY."""
    return "".join("\t".join([_plain(value) for value in row]) + "\n" for row in rows).encode()


def _plain(value) -> str:
    if value is None:
        return "\\N"
    kind = type(value)
    if kind is str:
        return value.translate(_ESCAPED) if "\\" in value or "\t" in value or "\n" in value or "\r" in value else value
    if kind is bool:
        return "t" if value else "f"
    if kind is tuple:
        return ("{" + ",".join(f'"{one}"' for one in value) + "}") if value else "{}"
    if kind is dict or kind is list:
        return _plain(_JSON(value))
    return value.isoformat() if isinstance(value, date) else str(value)
