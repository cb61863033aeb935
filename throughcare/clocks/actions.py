"""Adds milestones to a thread and stores the clocks that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock, Milestone, Thread
from throughcare.clocks.rules import ReplayedClock

#: The columns of a stored clock that a replay decides.
REPLAYED = (
    "owner",
    "start_on",
    "start_at",
    "due_on",
    "due_at",
    "stopped_on",
    "stopped_at",
    "voided_on",
    "void_reason",
    "ended_on",
    "paused_on",
)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a milestone says after a correction; `retracted` means that it never happened."""

    on: date
    detail: Mapping
    at: datetime | None = None
    retracted: bool = False


def open_thread(kind: str) -> Thread:
    """A new thread that the viewer's agency has access to as its provider."""
    with connection.cursor() as cursor:
        cursor.execute("select open_case()")
        (number,) = cursor.fetchone()
    thread = Thread(id=number, kind=kind, changed_at=timezone.now())
    thread.save(force_insert=True)
    return thread


def lock_thread(thread_id: int) -> Thread:
    """The thread, held for this transaction: two people who act at once take turns. Raises Thread.DoesNotExist."""
    return Thread.objects.select_for_update().get(pk=thread_id)


def add_milestone(
    thread: Thread,
    kind: str,
    *,
    by: Viewer,
    on: date,
    detail: Mapping,
    recorded_on: date,
    at: datetime | None = None,
    because: str = "",
) -> Milestone:
    """Appends a milestone to a locked thread. The caller has checked it and stores the clocks afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('clocks_milestone', 'id'))")
        (number,) = cursor.fetchone()
    milestone = Milestone(
        id=number,
        thread=thread,
        origin_id=number,
        kind=kind,
        happened_on=on,
        happened_at=at,
        detail={key: said for key, said in detail.items() if said is not None},
        because=because,
        recorded_on=recorded_on,
        recorded_at=timezone.now(),
        recorded_by_id=by.user_id,
    )
    milestone.save(force_insert=True)
    return milestone


def revise_milestone(
    current: Milestone, revision: Revision, *, by: Viewer, recorded_on: date, because: str
) -> Milestone:
    """Appends a revision that supersedes the current one."""
    revised = Milestone(
        thread_id=current.thread_id,
        origin_id=current.origin_id,
        revision=current.revision + 1,
        kind=current.kind,
        happened_on=revision.on,
        happened_at=revision.at,
        detail={key: said for key, said in revision.detail.items() if said is not None},
        because=because,
        retracted=revision.retracted,
        recorded_on=recorded_on,
        recorded_at=timezone.now(),
        recorded_by_id=by.user_id,
    )
    revised.save(force_insert=True)
    return revised


def store_clocks(thread_id: int, replayed: Iterable[ReplayedClock]) -> None:
    """Makes the stored clocks of a locked thread equal to the replayed ones, touching only what differs."""
    stored = {(clock.definition, clock.sequence): clock for clock in Clock.objects.filter(thread_id=thread_id)}
    made, changed = [], []
    for one in replayed:
        said = {name: getattr(one, name) for name in REPLAYED}
        said["void_reason"] = said["void_reason"] or ""
        clock = stored.pop((one.definition_id, one.sequence), None)
        if clock is None:
            made.append(Clock(thread_id=thread_id, definition=one.definition_id, sequence=one.sequence, **said))
        elif any(getattr(clock, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(clock, name, value)
            changed.append(clock)
    if stored:
        Clock.objects.filter(pk__in=[clock.pk for clock in stored.values()]).delete()
    if made:
        Clock.objects.bulk_create(made)
    if changed:
        Clock.objects.bulk_update(changed, REPLAYED)
