"""Ends an episode: leaving treatment, or a referral that ends before it."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import locked_case, record
from throughcare.pathway.episode.rules import in_order, open_interventions


@transaction.atomic
def leave_treatment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    reason: str,
    to: str | None = None,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Closes the episode with an exit, after ending on the same day every intervention still running."""
    end_what_runs(thread_id, by=by, on=on, at=at, recorded_on=recorded_on)
    return record(
        thread_id,
        "exited",
        by=by,
        on=on,
        at=at,
        detail={"reason": reason, "to": to},
        recorded_on=recorded_on,
        because=because,
        notes={"summary": words},
    )


def end_what_runs(thread_id: int, *, by: Viewer, on: date, at: time | None, recorded_on: date | None) -> None:
    for type in interventions_ended_by_exit(thread_id):
        record(thread_id, "intervention_ended", by=by, on=on, at=at, detail={"type": type}, recorded_on=recorded_on)


def interventions_ended_by_exit(thread_id: int) -> tuple[str, ...]:
    """The interventions still running, which an exit ends; the page asks first."""
    return open_interventions(in_order(locked_case(thread_id).happenings))


@transaction.atomic
def withdraw(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    reason: str,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Ends a referral before treatment; lighter work that is still running ends with it."""
    end_what_runs(thread_id, by=by, on=on, at=at, recorded_on=recorded_on)
    return record(
        thread_id,
        "withdrawn",
        by=by,
        on=on,
        at=at,
        detail={"reason": reason},
        recorded_on=recorded_on,
        because=because,
        notes={"summary": words},
    )
