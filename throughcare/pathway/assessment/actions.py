"""Offers and completes the comprehensive assessment."""

from __future__ import annotations

from datetime import date, time

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import record


def offer_assessment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    for_day: date,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Offers a day for the comprehensive assessment (004 section 8.5.1)."""
    return record(
        thread_id,
        "assessment_offered",
        by=by,
        on=on,
        at=at,
        detail={"for": for_day.isoformat()},
        recorded_on=recorded_on,
        because=because,
    )


def complete_assessment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    summary: str = "",
    strengths: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Completes the comprehensive assessment; completion is what the promise counts (004 section 19, 2b)."""
    return record(
        thread_id,
        "assessment_completed",
        by=by,
        on=on,
        at=at,
        recorded_on=recorded_on,
        because=because,
        notes={"summary": summary, "strengths": strengths},
    )
