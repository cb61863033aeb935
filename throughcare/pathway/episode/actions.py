"""The one way in which anything is recorded on an episode: lock, check, append, replay, store, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from throughcare.access.models import User
from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import (
    Revision,
    add_milestone,
    lock_thread,
    open_thread,
    revise_milestone,
    store_clocks,
)
from throughcare.clocks.models import Milestone, Thread
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.clocks.rules import Happening, replay
from throughcare.foundations.dates import moment_on
from throughcare.foundations.today import today as day_here
from throughcare.pathway.episode.models import Episode, Note
from throughcare.pathway.episode.queries import calendar_of, promises_of
from throughcare.pathway.episode.rules import (
    Projection,
    StepRefused,
    project,
    refuse_impossible_day,
    refuse_inconsistent,
    refuse_overlap,
    refuse_unknown_words,
)
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification

#: A thread whose milestones are those of an episode.
EPISODE = "episode"


@dataclass(frozen=True, slots=True)
class Case:
    """A locked episode with all that recording on it needs."""

    thread: Thread
    person: Person
    specification: Specification
    milestones: tuple[Milestone, ...]

    @property
    def happenings(self) -> list[Happening]:
        return [as_happening(milestone) for milestone in self.milestones]


def locked_case(thread_id: int) -> Case:
    """The episode, held for this transaction. Raises Episode.DoesNotExist when the viewer may not see it."""
    episode = Episode.objects.select_related("person").get(pk=thread_id)
    thread = lock_thread(thread_id)
    milestones = tuple(current_milestones([thread_id]))
    return Case(thread, episode.person, specifications.governing(episode.opened_on), milestones)


@transaction.atomic
def record(
    thread_id: int,
    kind: str,
    *,
    by: Viewer,
    on: date,
    detail: Mapping | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
    notes: Mapping[str, str] | None = None,
) -> Milestone:
    """Records one step of an episode, or raises StepRefused with nothing kept.

    `recorded_on` is the day it was written down, today unless said; `because` the reason for a skipped step; `notes`
    words that go with the step, by what they are about.
    """
    case = locked_case(thread_id)
    today = day_here()
    recorded_on = recorded_on or today
    detail = {key: said for key, said in (detail or {}).items() if said is not None}
    refuse_impossible_day(on, case.person.born, today, recorded_on)
    refuse_unknown_words(kind, detail, case.specification)
    if because:
        detail = {**detail, "because": because}
    moment = moment_on(on, at)
    proposed = Happening(kind=kind, on=on, detail=detail, order=2**62, at=moment)
    refuse_inconsistent([*case.happenings, proposed], case.specification)
    milestone = add_milestone(
        case.thread, kind, by=by, on=on, detail=detail, recorded_on=recorded_on, at=moment, because=because
    )
    keep_notes(milestone, notes or {}, by=by)
    store(replace(case, milestones=(*case.milestones, milestone)))
    return milestone


@transaction.atomic
def revise(
    milestone: Milestone, revision: Revision, *, by: Viewer, recorded_on: date | None = None, reason: str = ""
) -> Milestone:
    """Corrects what a milestone of an episode says, or takes it back; the older revision stays readable."""
    case = locked_case(milestone.thread_id)
    today = day_here()
    recorded_on = recorded_on or today
    current = next((m for m in case.milestones if m.origin_id == milestone.origin_id), None)
    if current is None:
        raise StepRefused("step", "This step was taken back already", "Look at the record as it stands now.")
    refuse_impossible_day(revision.on, case.person.born, today, recorded_on)
    if not revision.retracted:
        said = {key: value for key, value in revision.detail.items() if key != "because"}
        refuse_unknown_words(current.kind, said, case.specification)
    others = [m for m in case.milestones if m.origin_id != current.origin_id]
    revised = revise_milestone(current, revision, by=by, recorded_on=recorded_on, because=reason)
    kept = others if revision.retracted else [*others, revised]
    if kept:
        refuse_inconsistent([as_happening(m) for m in kept], case.specification)
    store(replace(case, milestones=tuple(sorted(kept, key=lambda m: m.origin_id))))
    return revised


def open_episode(person: Person, provider_id: int, *, on: date) -> Episode:
    """A new, still empty episode; the referral that opens it is recorded in the same transaction."""
    thread = open_thread(EPISODE)
    episode = Episode(thread=thread, person=person, provider_id=provider_id, opened_on=on, stage="referred")
    episode.save(force_insert=True)
    return episode


def store(case: Case) -> None:
    """Replays a locked case and stores its clocks and its projection."""
    happenings = case.happenings
    projection = project(happenings, case.specification)
    specification = specifications.governing(projection.opened_on) if projection else case.specification
    clocks = replay(happenings, promises_of(specification), calendar_of(specification), case.person.born)
    store_clocks(case.thread.pk, clocks)
    Thread.objects.filter(pk=case.thread.pk).update(changed_at=timezone.now())
    if projection is None:
        # The only referral was taken back: there never was an episode, and only its superseded milestones remain.
        Episode.objects.filter(pk=case.thread.pk).delete()
    else:
        Episode.objects.filter(pk=case.thread.pk).update(**columns(projection))


def columns(projection: Projection) -> dict:
    """The projection as columns of the Episode table."""
    said = asdict(projection)
    username = said.pop("keyworker")
    said["keyworker_id"] = User.objects.get(username=username).pk if username else None
    said["open_interventions"] = list(said["open_interventions"])
    said["skipped"] = list(said["skipped"])
    return said


def keep_notes(milestone: Milestone, notes: Mapping[str, str], *, by: Viewer) -> None:
    Note.objects.bulk_create(
        Note(
            thread_id=milestone.thread_id,
            milestone_id=milestone.origin_id,
            about=about,
            words=words.strip(),
            written_by_id=by.user_id,
        )
        for about, words in notes.items()
        if words and words.strip()
    )


def mark_returns(person_id: int, *, by: Viewer, recorded_on: date | None = None) -> None:
    """Keeps the `came_back` milestone of every ended episode in step with the episode that followed it.

    Follow-up promises of the earlier episode end with it, so a new referral, a changed one and one taken back all call
    this in their own transaction. Raises StepRefused when two episodes would overlap.
    """
    episodes = list(Episode.objects.filter(person_id=person_id).order_by("opened_on", "pk"))
    refuse_overlap((episode.opened_on, episode.closed_on) for episode in episodes)
    for earlier in episodes:
        later = [e.opened_on for e in episodes if e.pk != earlier.pk and e.opened_on >= earlier.opened_on]
        returned_on = min((day for day in later if earlier.closed_on and day >= earlier.closed_on), default=None)
        mark_return(earlier.pk, returned_on, by=by, recorded_on=recorded_on or day_here())


def mark_return(thread_id: int, returned_on: date | None, *, by: Viewer, recorded_on: date) -> None:
    case = locked_case(thread_id)
    marked = next((m for m in case.milestones if m.kind == "came_back"), None)
    if (marked.happened_on if marked else None) == returned_on:
        return
    others = tuple(m for m in case.milestones if m is not marked)
    if marked is None:
        milestone = add_milestone(case.thread, "came_back", by=by, on=returned_on, detail={}, recorded_on=recorded_on)
        kept = (*others, milestone)
    else:
        revision = Revision(on=returned_on or marked.happened_on, detail={}, retracted=returned_on is None)
        revised = revise_milestone(marked, revision, by=by, recorded_on=recorded_on, because="")
        kept = others if revision.retracted else (*others, revised)
    store(replace(case, milestones=tuple(sorted(kept, key=lambda m: m.origin_id))))
