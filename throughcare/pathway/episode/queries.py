"""An episode as the page of a step needs it, and what recording that step would do to the promises made on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.clocks.rules import Happening, ReplayedClock, replay
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import WorkingCalendar, age_on, calendar_for
from throughcare.foundations.today import today
from throughcare.pathway.episode.models import Episode, Note
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.definitions import ClockDefinition
from throughcare.specification.rules import skipped_steps
from throughcare.specification.schema import Specification, Step
from throughcare.specification.terms import EpisodeKind


@dataclass(frozen=True, slots=True)
class EpisodeForStep:
    """One episode with all that a step page asks of it; nothing in it is read again."""

    thread_id: int
    person: Person
    specification: Specification
    opened_on: date
    closed_on: date | None
    happenings: tuple[Happening, ...]
    """What stands recorded, in the order of the days."""
    notes: Mapping[int, Mapping[str, str]]
    """The words written with each step: by its `order`, then by what they are about."""

    @property
    def first_name(self) -> str:
        return self.person.given_name

    @property
    def age(self) -> int:
        return age_on(self.person.born, today())

    def age_on(self, day: date) -> int:
        return age_on(self.person.born, day)

    def latest(self, kind: str) -> Happening | None:
        return next((one for one in reversed(self.happenings) if one.kind == kind), None)

    def words(self, happening: Happening | None, about: str) -> str:
        return self.notes.get(happening.order, {}).get(about, "") if happening else ""


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """A promise that a step would start, or one that it would stop."""

    definition: ClockDefinition
    clock: ReplayedClock
    starts: bool

    @property
    def due_on(self) -> date | None:
        return self.clock.due_on

    @property
    def late(self) -> bool:
        return self.clock.stopped_on is not None and self.clock.state_on(self.clock.stopped_on) == "late"


def episode_for_step(viewer: Viewer, thread_id: int) -> EpisodeForStep:
    """The episode, with the look logged; 404 when it is not one that the viewer may see."""
    seen = Episode.objects.filter(thread_id__in=cases_seen_by(viewer))
    episode = seen.select_related("person").filter(pk=thread_id).first()
    if episode is None:
        raise Http404
    log_access(viewer, Looked.READ, "episode", thread_id)
    return EpisodeForStep(
        thread_id=thread_id,
        person=episode.person,
        specification=specifications.governing(episode.opened_on),
        opened_on=episode.opened_on,
        closed_on=episode.closed_on,
        happenings=tuple(sorted(map(as_happening, current_milestones([thread_id])))),
        notes=notes_of(thread_id),
    )


def notes_of(thread_id: int) -> dict[int, dict[str, str]]:
    notes: dict[int, dict[str, str]] = {}
    for note in Note.objects.filter(thread_id=thread_id).order_by("pk"):
        notes.setdefault(note.milestone_id, {})[note.about] = note.words
    return notes


# What a step would do -----------------------------------------------------------------------------------------------


def would_start(
    episode: EpisodeForStep,
    kind: str,
    detail: Mapping | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> list[PromiseChange]:
    """The promises that recording this would start or stop, found by replaying the thread with it and without it.

    Those it would stop come first, then those it would start, by due day. Of several promises that count the same wait
    only the one due soonest is named.
    """
    proposed = Happening(kind=kind, on=on or today(), detail=dict(detail or {}), order=2**62, at=at)
    return _changes(episode.happenings, proposed, episode.specification, episode.person.born)


def a_referral_would_start(person: Person | None, on: date) -> list[PromiseChange]:
    """The promises that the referral of somebody new, or of somebody who comes back, starts."""
    referral = Happening(kind="referral_received", on=on, detail={}, order=2**62)
    return _changes((), referral, specifications.governing(on), person.born if person else None)


def _changes(
    happenings: Sequence[Happening], proposed: Happening, specification: Specification, born: date | None
) -> list[PromiseChange]:
    def clocks(told: Sequence[Happening]) -> list[ReplayedClock]:
        return replay(told, promises_of(specification), calendar_of(specification), born)

    before = {_key(clock): clock for clock in clocks(happenings)}
    changes = []
    for clock in clocks([*happenings, proposed]):
        earlier = before.get(_key(clock))
        if clock.stopped_on is not None and earlier is not None and earlier.stopped_on is None:
            changes.append(PromiseChange(specification.clock(clock.definition_id), clock, starts=False))
        elif earlier is None and clock.stopped_on is None and clock.voided_on is None:
            changes.append(PromiseChange(specification.clock(clock.definition_id), clock, starts=True))
    return _soonest_of_each_wait(changes)


def would_skip(episode: EpisodeForStep, kind: str, detail: Mapping | None = None, on: date | None = None) -> list[Step]:
    """The steps that recording this would leave out; a reason makes it deliberate, and nothing is refused for it."""
    return skipped_steps(episode.happenings, episode.specification, kind, detail, on)


def _key(clock: ReplayedClock) -> tuple[str, int]:
    return clock.definition_id, clock.sequence


def _soonest_of_each_wait(changes: list[PromiseChange]) -> list[PromiseChange]:
    kept: dict[tuple, PromiseChange] = {}
    for change in sorted(changes, key=lambda one: (one.starts, one.due_on or date.max)):
        kept.setdefault((change.starts, change.definition.same_wait_as or change.definition.id), change)
    return list(kept.values())


# The promises of a specification ------------------------------------------------------------------------------------


def calendar_of(specification: Specification) -> WorkingCalendar:
    return calendar_for(specification.nation, specification.closures)


_promises: dict[tuple[int, str], tuple[Specification, tuple[ClockDefinition, ...]]] = {}


def promises_of(
    specification: Specification, pathway: str = EpisodeKind.TREATMENT.value
) -> tuple[ClockDefinition, ...]:
    """The promises made on this kind of episode: the same object each time, so that replays make them ready once."""
    return _kept((id(specification), pathway), specification, lambda: specification.clocks_for(pathway))


def promises_on(specification: Specification, thread: str) -> tuple[ClockDefinition, ...]:
    """The promises made on a matter of this kind: the same object each time."""
    return _kept((id(specification), f"on {thread}"), specification, lambda: specification.clocks_on(thread))


def _kept(
    key: tuple[int, str], specification: Specification, made: Callable[[], tuple[ClockDefinition, ...]]
) -> tuple[ClockDefinition, ...]:
    if key not in _promises:
        # The specification is kept beside its promises, so that its id cannot come to mean another one.
        _promises[key] = (specification, made())
    return _promises[key][1]
