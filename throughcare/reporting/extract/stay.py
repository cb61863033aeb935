"""Looks things up in what happened in one episode: the first of a kind, being seen, interventions from start to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.specification.terms import MilestoneKind


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
        return Intervention(
            start.origin, start.detail.get("type"), start.detail.get("setting"), start.happened_on, **end
        )

    # On one day a start counts before an end, whichever was recorded first.
    for one in sorted(happenings, key=lambda one: (one.happened_on, one.kind == MilestoneKind.INTERVENTION_ENDED)):
        if one.kind == MilestoneKind.INTERVENTION_STARTED:
            open_starts.setdefault(one.detail.get("type"), []).append(one)
        elif one.kind == MilestoneKind.INTERVENTION_ENDED:
            waiting = open_starts.get(one.detail.get("type"))
            if waiting:
                done.append(started(waiting.pop(0), ended_on=one.happened_on, end_reason=one.detail.get("reason")))
    ended = {"ended_on": closed_on, "ended_by_closing": True} if closed_on else {}
    done.extend(started(start, **ended) for waiting in open_starts.values() for start in waiting)
    return tuple(sorted(done, key=lambda one: (one.started_on, one.origin)))


def first_treatment(delivered: Sequence[Intervention], specification) -> Intervention | None:
    return next((one for one in delivered if counts_as_treatment(one.type, specification)), None)
