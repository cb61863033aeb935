"""The milestones of threads as they stand now: the latest revision of each, those taken back left out."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from throughcare.clocks.models import Milestone
from throughcare.clocks.rules import Happening


def current_milestones(threads: Iterable[int] | QuerySet) -> list[Milestone]:
    """In the order of first recording, with who recorded each. One query, whatever the number of threads.

    The caller names threads that the viewer may see; row security hides all others.
    """
    latest = (
        Milestone.objects.filter(thread_id__in=threads if isinstance(threads, QuerySet) else list(threads))
        .order_by("origin_id", "-revision")
        .distinct("origin_id")
        .select_related("recorded_by")
    )
    return [milestone for milestone in latest if not milestone.retracted]


def as_happening(milestone: Milestone) -> Happening:
    return Happening(
        kind=milestone.kind,
        on=milestone.happened_on,
        detail=milestone.detail,
        order=milestone.origin_id,
        at=milestone.happened_at,
    )
