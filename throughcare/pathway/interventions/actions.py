"""Starts and ends interventions and records their sessions."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import Revision
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import locked_case, record, revise
from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification.terms import CLOSING_KINDS


def start_intervention(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    type: str,
    setting: str | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Starts an intervention. Before the plan is signed off it is recorded and flagged, never refused (CNF-09)."""
    return record(
        thread_id,
        "intervention_started",
        by=by,
        on=on,
        at=at,
        detail={"type": type, "setting": setting},
        recorded_on=recorded_on,
        because=because,
    )


@transaction.atomic
def end_intervention(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    type: str,
    reason: str | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Ends an intervention. On the day of the exit, which ended it already, this only adds the reason."""
    ended_by_exit = ending_made_by_exit(thread_id, type, on)
    if ended_by_exit is not None:
        if reason is None:
            return ended_by_exit
        told = Revision(on=on, detail={**ended_by_exit.detail, "reason": reason}, at=ended_by_exit.happened_at)
        return revise(ended_by_exit, told, by=by, recorded_on=recorded_on, reason=because)
    return record(
        thread_id,
        "intervention_ended",
        by=by,
        on=on,
        at=at,
        detail={"type": type, "reason": reason},
        recorded_on=recorded_on,
        because=because,
    )


def ending_made_by_exit(thread_id: int, type: str, on: date) -> Milestone | None:
    case = locked_case(thread_id)
    if not any(m.kind in CLOSING_KINDS and m.happened_on == on for m in case.milestones):
        return None
    return next(
        (
            m
            for m in case.milestones
            if m.kind == "intervention_ended"
            and m.happened_on == on
            and m.detail["type"] == type
            and "reason" not in m.detail
        ),
        None,
    )


def record_session(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    type: str,
    outcome: str,
    minutes: int | None = None,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a session, attended or not (004 section 8.9.7)."""
    if minutes is not None and minutes < 0:
        raise StepRefused("minutes", "A session lasts 0 minutes or more", "Give its length, or leave it out.")
    return record(
        thread_id,
        "session_recorded",
        by=by,
        on=on,
        at=at,
        detail={"type": type, "outcome": outcome, "minutes": minutes},
        recorded_on=recorded_on,
        because=because,
        notes={"what was said": words},
    )
