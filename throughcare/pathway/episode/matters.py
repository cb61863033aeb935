"""Matters beside an episode, each a thread of its own: opened, recorded on and closed as an episode is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import add_milestone, lock_thread, open_thread, store_clocks
from throughcare.clocks.models import Milestone, Thread
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.clocks.rules import Happening, replay
from throughcare.foundations.dates import moment_on
from throughcare.foundations.today import today as day_here
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.queries import calendar_of, promises_on
from throughcare.pathway.episode.rules import StepRefused, refuse_impossible_day, refuse_unknown_words
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MATTER_ENDS, THREAD_OF

#: What a stage asks of all that would then stand recorded; it raises StepRefused where that makes no story.
Check = Callable[[Sequence[Happening], Specification], None]


def open_matter(kind: str, episode: Episode, *, on: date, for_user: int | None = None) -> Matter:
    """A new, still empty matter about an episode; what opens it is recorded in the same transaction.

    `kind` is a ThreadKind; `for_user` the id of the named person who is to see to it. The agency that opens it is its
    provider: sharing an episode does not share what was raised about it.
    """
    thread = open_thread(kind)
    matter = Matter(
        thread=thread, episode_id=episode.pk, person_id=episode.person_id, opened_on=on, for_user_id=for_user
    )
    matter.save(force_insert=True)
    return matter


@transaction.atomic
def record_on(
    thread_id: int,
    kind: str,
    *,
    by: Viewer,
    on: date,
    detail: Mapping | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
    check: Check | None = None,
) -> Milestone:
    """Records something on a matter, or raises StepRefused with nothing kept; Matter.DoesNotExist when not theirs.

    Without `at` the time of recording counts when it happened today, because deadlines of matters run in hours.
    """
    matter = Matter.objects.select_related("person").get(pk=thread_id)
    thread = lock_thread(thread_id)
    _refuse_other_thread(kind, thread)
    specification = specification_of(matter)
    today = day_here()
    recorded_on = recorded_on or today
    detail = {key: said for key, said in (detail or {}).items() if said is not None}
    refuse_impossible_day(on, matter.person.born, today, recorded_on)
    refuse_unknown_words(kind, detail, specification)
    moment = moment_on(on, at) if at is not None else now_if_today(on)
    told = current_milestones([thread_id])
    proposed = Happening(kind=kind, on=on, detail=detail, order=2**62, at=moment)
    _refuse_out_of_order([*map(as_happening, told), proposed], matter)
    if check is not None:
        check(sorted([*map(as_happening, told), proposed]), specification)
    milestone = add_milestone(
        thread, kind, by=by, on=on, detail=detail, recorded_on=recorded_on, at=moment, because=because
    )
    store_matter(matter, [*told, milestone])
    return milestone


def store_matter(matter: Matter, milestones: Sequence[Milestone]) -> None:
    """Replays a locked matter and stores its clocks and whether it is closed."""
    specification = specification_of(matter)
    kind = Thread.objects.values_list("kind", flat=True).get(pk=matter.pk)
    happenings = [as_happening(milestone) for milestone in milestones]
    promises = promises_on(specification, kind)
    store_clocks(matter.pk, replay(happenings, promises, calendar_of(specification), matter.person.born))
    Thread.objects.filter(pk=matter.pk).update(changed_at=timezone.now())
    Matter.objects.filter(pk=matter.pk).update(closed_on=closed_on(happenings))


def closed_on(happenings: Sequence[Happening]) -> date | None:
    """The day on which a matter ended; None while somebody still has something to do about it."""
    return min((one.on for one in happenings if one.kind in MATTER_ENDS), default=None)


def specification_of(matter: Matter) -> Specification:
    """The version that governs the episode; the one of its own day where the episode was taken back."""
    referred_on = Episode.objects.filter(pk=matter.episode_id).values_list("opened_on", flat=True).first()
    return specifications.governing(referred_on or matter.opened_on)


def now_if_today(on: date):
    """The moment of now for what happened today in the real calendar; a pretended or an earlier day has no time."""
    now = timezone.now()
    return now if timezone.localtime(now).date() == on else None


def _refuse_other_thread(kind: str, thread: Thread) -> None:
    if THREAD_OF.get(kind) != thread.kind:
        raise StepRefused("step", f"{kind} is not recorded on a thread of kind {thread.kind}", "Open its own page.")


def _refuse_out_of_order(told: Sequence[Happening], matter: Matter) -> None:
    early = next((one for one in told if one.on < matter.opened_on), None)
    if early is not None:
        raise StepRefused(
            "on",
            f"{early.on.isoformat()} is before it was opened on {matter.opened_on.isoformat()}",
            "Give a day on or after that.",
        )
    ended = closed_on(told[:-1])
    if ended is not None:
        raise StepRefused("step", f"This was closed on {ended.isoformat()}", "Open a new one if it is not over.")
