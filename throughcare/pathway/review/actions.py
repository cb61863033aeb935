"""Records the regular look back at plan and progress."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import record


def complete_review(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    progress: str = "",
    person_says: str = "",
    considered: Sequence[str] = (),
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Completes a review; how soon the next one is due stands in the specification (004 section 8.9.5).

    `considered` says whether domestic abuse and children at home were talked about (002, 2.23).
    """
    return record(
        thread_id,
        "review_completed",
        by=by,
        on=on,
        at=at,
        detail={"considered": list(considered) or None},
        recorded_on=recorded_on,
        because=because,
        notes={"progress": progress, "what the person says": person_says},
    )
