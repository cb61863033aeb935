"""Ends an episode: leaving treatment, or a referral that ends before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import Revision
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import locked_case, record, revise
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


@transaction.atomic
def revise_ending(
    closing: Milestone, revision: Revision, *, by: Viewer, recorded_on: date | None = None, reason: str = ""
) -> Milestone:
    """Corrects how an episode ended, or that it ended at all; the interventions that it ended go with it."""
    endings = endings_made_by(closing)
    earlier = revision.on < closing.happened_on and not revision.retracted
    if earlier:  # nothing may be later than the ending
        move_endings(endings, revision, by=by, recorded_on=recorded_on, reason=reason)
    revised = revise(closing, revision, by=by, recorded_on=recorded_on, reason=reason)
    if not earlier:
        move_endings(endings, revision, by=by, recorded_on=recorded_on, reason=reason)
    return revised


def endings_made_by(closing: Milestone) -> list[Milestone]:
    """The ends of interventions that the closing recorded: just before itself, on its day, without a reason."""
    before = [m for m in locked_case(closing.thread_id).milestones if m.origin_id < closing.origin_id]
    made = []
    for milestone in reversed(before):
        if milestone.kind != "intervention_ended" or milestone.happened_on != closing.happened_on:
            break
        if "reason" in Milestone.objects.get(pk=milestone.origin_id).detail:
            break
        made.append(milestone)
    return made


def move_endings(
    endings: Iterable[Milestone], revision: Revision, *, by: Viewer, recorded_on: date | None, reason: str
) -> None:
    """Where the closing never happened, an end that was since given a reason of its own stays."""
    for ending in endings:
        if revision.retracted:
            if "reason" not in ending.detail:
                taken_back = Revision(ending.happened_on, ending.detail, ending.happened_at, retracted=True)
                revise(ending, taken_back, by=by, recorded_on=recorded_on, reason=reason)
        elif revision.on != ending.happened_on or revision.at != ending.happened_at:
            moved = Revision(revision.on, ending.detail, revision.at)
            revise(ending, moved, by=by, recorded_on=recorded_on, reason=reason)
