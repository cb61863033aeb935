"""Records contact with people after they have left treatment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import record


def follow_up(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    point: str,
    reached: str,
    answers: Mapping[str, str] | None = None,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """A try to follow the person up at a point; only one that reached them keeps the promise (004 section 20)."""
    notes = {f"answer: {question}": str(answer) for question, answer in (answers or {}).items()}
    return record(
        thread_id,
        "followed_up",
        by=by,
        on=on,
        at=at,
        detail={"point": point, "reached": reached},
        recorded_on=recorded_on,
        because=because,
        notes={**notes, "what was said": words},
    )
