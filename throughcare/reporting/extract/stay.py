"""What the milestones of one episode say of it, in the few dates and words that are counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.specification.terms import CLOSING_KINDS, MilestoneKind


@dataclass(frozen=True, slots=True)
class Intervention:
    """One intervention delivered; ended by its own end, else by the exit."""

    origin: int
    type: str
    setting: str | None
    started_on: date
    ended_on: date | None = None
    end_reason: str | None = None
    ended_by_closing: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """The closing and the treatment start of an episode."""

    closed_on: date | None
    closed_by: str | None
    exit_reason: str | None
    planned: bool | None
    first_treatment: Intervention | None
    interventions: tuple[Intervention, ...]

    @property
    def treatment_started_on(self) -> date | None:
        return self.first_treatment.started_on if self.first_treatment else None


def first(happenings: Sequence, *kinds: str, where: Mapping[str, object] | None = None):
    """The earliest happening of these kinds whose detail says so, or None. The happenings stand in order."""
    for one in happenings:
        if one.kind in kinds and all(one.detail.get(key) == value for key, value in (where or {}).items()):
            return one
    return None


def attended(outcome: str | None, specification) -> bool:
    declared = specification.session_outcomes.get(outcome)
    return bool(declared and declared.attended)


def first_attended(happenings: Sequence, specification):
    """A triage or assessment completed, or a session attended, counts as being seen (reading of 004 section 19, 3a)."""
    for one in happenings:
        if one.kind in (MilestoneKind.TRIAGE_COMPLETED, MilestoneKind.ASSESSMENT_COMPLETED):
            return one
        if one.kind == MilestoneKind.SESSION_RECORDED and attended(one.detail.get("outcome"), specification):
            return one
    return None


def counts_as_treatment(intervention_type: str, specification) -> bool:
    """Only what the specification counts; a type it leaves open does not (000, line 70)."""
    declared = specification.interventions.get(intervention_type)
    return bool(declared and declared.counts_as_in_treatment)


def interventions(happenings: Sequence, closed_on: date | None) -> tuple[Intervention, ...]:
    """Starts paired with ends, earliest open start of the type first; what is still open the exit ends on its day."""
    open_starts: dict[str, list] = {}
    done: list[Intervention] = []

    def started(start, **end) -> Intervention:
        return Intervention(start.origin, start.detail.get("type"), start.detail.get("setting"), start.happened_on, **end)

    for one in happenings:
        if one.kind == MilestoneKind.INTERVENTION_STARTED:
            open_starts.setdefault(one.detail.get("type"), []).append(one)
        elif one.kind == MilestoneKind.INTERVENTION_ENDED:
            waiting = open_starts.get(one.detail.get("type"))
            if waiting:
                done.append(started(waiting.pop(0), ended_on=one.happened_on, end_reason=one.detail.get("reason")))
    for waiting in open_starts.values():
        for start in waiting:
            ended = {"ended_on": closed_on, "ended_by_closing": True} if closed_on else {}
            done.append(started(start, **ended))
    return tuple(sorted(done, key=lambda i: (i.started_on, i.origin)))


def read(happenings: Sequence, specification) -> Stay:
    """The happenings of one episode, in order, as its closing and treatment start."""
    closing = first(happenings, *CLOSING_KINDS)
    reason = closing.detail.get("reason") if closing else None
    code = specification.exit_reasons.get(reason) if reason else None
    closed_on = closing.happened_on if closing else None
    delivered = interventions(happenings, closed_on)
    return Stay(
        closed_on=closed_on,
        closed_by=str(closing.kind) if closing else None,
        exit_reason=reason,
        planned=bool(code.planned) if code else None,
        first_treatment=next((one for one in delivered if counts_as_treatment(one.type, specification)), None),
        interventions=delivered,
    )
