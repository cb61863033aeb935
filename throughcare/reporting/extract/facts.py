"""Works the fact tables out from milestones as they were known on a day: the only builder there is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from throughcare.clocks.rules import replay
from throughcare.foundations.dates import WorkingCalendar
from throughcare.pathway.episode.rules import Projection, project
from throughcare.reporting.extract import stay
from throughcare.reporting.extract.answered import answer_rows, answers_in
from throughcare.reporting.extract.contacts import contact_rows
from throughcare.reporting.extract.counting import Governed, counted
from throughcare.reporting.extract.schema import TABLES, by_name
from throughcare.reporting.extract.source import MilestoneRow, ThreadRow, as_happening, as_known
from throughcare.specification.terms import EpisodeKind
from throughcare.specification.terms import MilestoneKind as Kind

EPISODE = "episode"
MET = "met"

#: The tables from which all others can be made again, as they were known on an earlier day.
MADE_OF = ("threads", "milestones", "assessment_answers")

Rows = dict[str, list[dict]]


@dataclass(frozen=True, slots=True)
class Told:
    """One episode as it was known on a day: what happened, in order, and how it stands after that."""

    thread: ThreadRow
    who: dict
    happened: list[MilestoneRow]
    specification: Any
    calendar: WorkingCalendar
    projection: Projection
    interventions: tuple[stay.Intervention, ...]
    governed: Governed

    @property
    def treatment(self) -> stay.Intervention | None:
        return stay.first_treatment(self.interventions, self.specification)

    def counted(self, prefix: str, day: date | None) -> dict:
        return counted(prefix, day, self.thread.born, self.governed)


def who_of(thread: ThreadRow) -> dict:
    return {
        "thread": thread.id,
        "episode": thread.id if thread.kind == EPISODE else None,
        "person": thread.person,
        "episode_kind": thread.episode_kind,
        "provider": thread.provider,
        "sex": thread.sex,
        "ethnicity": thread.ethnicity,
    }


def thread_row(thread: ThreadRow) -> dict:
    return {**who_of(thread), "kind": thread.kind, "born_on": thread.born}


def thread_rows(thread: ThreadRow, milestones: Sequence[MilestoneRow], governed: Governed, known_on: date) -> Rows:
    """Every fact row of one thread, as known on a day."""
    who = who_of(thread)
    rows: Rows = {table.name: [] for table in TABLES}
    rows["threads"].append(thread_row(thread))
    rows["milestones"] = milestone_rows(who, milestones, known_on)
    happened = as_known(milestones, known_on)
    told = tell(thread, who, happened, governed)
    if told:
        rows["episodes"].append(episode_row(told))
        rows["clocks"] = clock_rows(told)
        rows["interventions"] = intervention_rows(told)
        rows["exits"] = exit_rows(told)
        rows["completions"] = completion_rows(told)
        rows["reviews"] = review_rows(told)
        rows["assessment_answers"] = answer_rows(told, known_on)
    if happened:
        specification = told.specification if told else governed.specification_on(happened[0].happened_on)
        rows["contacts"] = contact_rows(who, thread, happened, specification, governed)
    return rows


def tell(thread: ThreadRow, who: dict, happened: list[MilestoneRow], governed: Governed) -> Told | None:
    """The episode that these milestones tell of; None for other threads, and before its referral is known."""
    received = stay.first(happened, Kind.REFERRAL_RECEIVED)
    if received is None:
        return None
    specification = governed.specification_on(received.happened_on)
    projection = project(map(as_happening, happened), specification)
    return Told(
        thread, who, happened, specification, governed.calendar_on(received.happened_on), projection,
        stay.interventions(happened, projection.closed_on), governed,
    )  # fmt: skip


def milestone_rows(who: dict, milestones: Sequence[MilestoneRow], known_on: date) -> list[dict]:
    revisions: dict[int, list[MilestoneRow]] = {}
    for one in milestones:
        if one.recorded_on <= known_on:
            revisions.setdefault(one.origin, []).append(one)
    rows = []
    for origin in sorted(revisions):
        of_origin = sorted(revisions[origin], key=lambda one: one.revision)
        for one, later in zip(of_origin, [*of_origin[1:], None], strict=True):
            rows.append({
                "thread": who["thread"], "episode": who["episode"], "person": who["person"],
                "milestone": one.id, "origin": one.origin, "revision": one.revision, "kind": str(one.kind),
                "happened_on": one.happened_on, "happened_at": one.happened_at, "recorded_on": one.recorded_on,
                "superseded_on": later.recorded_on if later else None, "retracted": one.retracted,
                "because_given": one.because_given, "detail": coded(one.detail),
            })  # fmt: skip
    return rows


def coded(detail: Mapping) -> str:
    """The detail as JSON, without what names a worker or is written in free words."""
    kept = {key: ("assigned" if key == "worker" else value) for key, value in detail.items() if key != "because"}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def episode_row(told: Told) -> dict:
    happened, projection = told.happened, told.projection
    plan_kind = {"kind": told.specification.default_plan_kind}
    received = stay.first(happened, Kind.REFERRAL_RECEIVED)
    triage = stay.first(happened, Kind.TRIAGE_COMPLETED)
    attended = stay.first_attended(happened, told.specification)
    joint = stay.first(happened, Kind.JOINT_WORK_RECORDED)
    treatment = told.treatment
    waited = (projection.treatment_started_on - projection.opened_on).days if treatment else None
    return {
        **told.who,
        "specification": told.specification.version,
        "referral_source": received.detail.get("source"),
        "referral_channel": received.detail.get("channel"),
        "urgency": projection.urgency or None,
        "main_substance": ((triage.detail.get("substances") if triage else None) or [None])[0],
        **told.counted("received", projection.opened_on),
        "first_contact_on": day_of(stay.first(happened, Kind.FIRST_CONTACT_MADE)),
        "triage_offered_on": day_of(stay.first(happened, Kind.TRIAGE_OFFERED)),
        "triage_completed_on": day_of(triage),
        "assessment_completed_on": projection.assessed_on,
        "triage_to_assessment_working_days": working_days_to_assessment(told, triage),
        **told.counted("first_attended", day_of(attended)),
        "keyworker_assigned_on": day_of(stay.first(happened, Kind.KEYWORKER_ASSIGNED)),
        "plan_signed_off_on": day_of(stay.first(happened, Kind.PLAN_SIGNED_OFF, where=plan_kind)),
        **told.counted("treatment_started", projection.treatment_started_on),
        "intervention_type": treatment.type if treatment else None,
        "treatment_setting": treatment.setting if treatment else None,
        "referral_to_treatment_days": waited,
        "joint_worked_on": day_of(joint),
        "partner_agency": joint.detail.get("agency") if joint else None,
        **told.counted("closed", projection.closed_on),
        **closing(projection),
        "stage": projection.stage,
        "skipped_steps": len(projection.skipped),
    }


def day_of(one: MilestoneRow | None) -> date | None:
    return one.happened_on if one else None


def closing(projection: Projection) -> dict:
    return {
        "closed_by": projection.closed_by or None,
        "exit_reason": projection.closing_reason or None,
        "planned": projection.planned,
    }


def working_days_to_assessment(told: Told, triage: MilestoneRow | None) -> int | None:
    if triage is None:
        return None
    after = [one for one in told.happened if one.happened_on >= triage.happened_on]
    assessment = stay.first(after, Kind.ASSESSMENT_COMPLETED)
    return working_days_used(told.calendar, triage.happened_on, assessment.happened_on) if assessment else None


def working_days_used(calendar: WorkingCalendar, start: date, end: date) -> int:
    """The fewest working days within which `end` lies: a weekend after the fifth is no longer within five."""
    if end == start:
        return 0
    return calendar.working_days_between(start, end) + (not calendar.is_working(end))


def clock_rows(told: Told) -> list[dict]:
    pathway = told.thread.episode_kind or EpisodeKind.TREATMENT.value
    clocks = replay(
        map(as_happening, told.happened), told.specification.clocks, told.calendar, told.thread.born, pathway=pathway
    )
    return [
        {
            **told.who,
            "definition": clock.definition_id,
            "sequence": clock.sequence,
            "owner": clock.owner,
            **told.counted("start", clock.start_on),
            **told.counted("due", clock.due_on),
            **told.counted("stopped", clock.stopped_on),
            "in_time": clock.state_on(clock.stopped_on) == MET if clock.stopped_on else None,
            "voided_on": clock.voided_on,
            "void_reason": clock.void_reason or None,
            "paused_on": clock.paused_on,
            "ended_on": clock.ended_on,
            "exit_reason": told.projection.closing_reason or None,
            "planned_exit": told.projection.planned,
            "had_treatment": told.projection.treatment_started_on is not None,
        }
        for clock in clocks
    ]


def intervention_rows(told: Told) -> list[dict]:
    rows = []
    for one in told.interventions:
        declared = told.specification.interventions.get(one.type)
        rows.append({
            **told.who,
            "intervention": one.origin,
            "intervention_type": one.type,
            "category": declared.category if declared else None,
            "structured": declared.structured if declared else None,
            "counts_as_treatment": stay.counts_as_treatment(one.type, told.specification),
            "first_treatment": one is told.treatment,
            "setting": one.setting,
            **told.counted("started", one.started_on),
            **told.counted("ended", one.ended_on),
            "end_reason": one.end_reason,
            "ended_by_closing": one.ended_by_closing,
        })  # fmt: skip
    return rows


def exit_rows(told: Told) -> list[dict]:
    projection = told.projection
    if projection.closed_on is None:
        return []
    return [
        {
            **told.who,
            **told.counted("closed", projection.closed_on),
            **closing(projection),
            "had_treatment": projection.treatment_started_on is not None,
            "received_on": projection.opened_on,
            "treatment_started_on": projection.treatment_started_on,
        }
    ]


def completion_rows(told: Told) -> list[dict]:
    return [
        {
            **told.who,
            "completion": one.origin,
            "instrument": one.detail.get("instrument"),
            "stage": one.detail.get("stage"),
            **told.counted("completed", one.happened_on),
        }
        for one in told.happened
        if one.kind == Kind.INSTRUMENT_COMPLETED
    ]


def review_rows(told: Told) -> list[dict]:
    held = [one for one in told.happened if one.kind == Kind.REVIEW_COMPLETED]
    return [
        {**told.who, "review": one.origin, "sequence": number, **told.counted("reviewed", one.happened_on)}
        for number, one in enumerate(held, start=1)
    ]


def build(
    threads: Iterable[tuple[ThreadRow, Sequence[MilestoneRow]]], governed: Governed, known_on: date
) -> dict[str, pa.Table]:
    """All fact tables of these threads, as known on a day, in the order of their keys."""
    rows: Rows = {table.name: [] for table in TABLES}
    for thread, milestones in threads:
        for name, found in thread_rows(thread, milestones, governed, known_on).items():
            rows[name].extend(found)
    return {name: in_order(name, as_arrow(name, found, governed.band_sets)) for name, found in rows.items()}


def as_arrow(name: str, rows: list[dict], band_sets: Iterable[str]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=by_name()[name].arrow(band_sets))


def in_order(name: str, table: pa.Table) -> pa.Table:
    return table.sort_by([(column, "ascending") for column in by_name()[name].key])


def as_known_on(facts: Mapping[str, pa.Table], governed: Governed, day: date) -> dict[str, pa.Table]:
    """The same facts as they were known on an earlier day, built anew from the milestone facts alone."""
    return build(threads_of(facts), governed, day)


def threads_of(facts: Mapping[str, pa.Table]) -> Iterable[tuple[ThreadRow, list[MilestoneRow]]]:
    """The rows that an extract was made from, read back from its `threads` and `milestones`."""
    milestones: dict[int, list[MilestoneRow]] = {}
    for row in facts["milestones"].to_pylist():
        milestones.setdefault(row["thread"], []).append(
            MilestoneRow(
                id=row["milestone"],
                thread=row["thread"],
                origin=row["origin"],
                revision=row["revision"],
                kind=row["kind"],
                happened_on=row["happened_on"],
                recorded_on=row["recorded_on"],
                detail=json.loads(row["detail"]),
                happened_at=row["happened_at"],
                retracted=row["retracted"],
                because_given=row["because_given"],
            )
        )
    answers = answers_in(facts)
    for row in facts["threads"].to_pylist():
        thread = ThreadRow(
            id=row["thread"], kind=row["kind"], episode_kind=row["episode_kind"], person=row["person"],
            born=row["born_on"], sex=row["sex"], ethnicity=row["ethnicity"], provider=row["provider"],
            answers=tuple(answers.get(row["thread"], ())),
        )  # fmt: skip
        yield thread, milestones.get(row["thread"], [])
