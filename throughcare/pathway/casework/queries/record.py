"""All that is stored of one person, read once for every page about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock, Milestone
from throughcare.clocks.queries import as_happening
from throughcare.clocks.rules import Happening
from throughcare.pathway.casework.queries.stored import current_of, kept_out, shown_to, specification_of
from throughcare.pathway.casework.steps import address
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.outreach.models import Activity
from throughcare.people.models import Person
from throughcare.people.queries import person_seen_by
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification


@dataclass(frozen=True, slots=True)
class Record:
    """All that is stored of a person and that the viewer may see. Its queries do not grow with it."""

    person: Person
    episodes: Sequence[Episode]
    """The newest first."""
    clocks: Sequence[Clock]
    milestones: Sequence[Milestone]
    """As they stand, in the order of what happened."""

    def current(self) -> Episode | None:
        """The open episode, else the last one."""
        return next((one for one in self.episodes if one.closed_on is None), None) or next(iter(self.episodes), None)

    def told(self, episode: Episode) -> list[Happening]:
        return [as_happening(one) for one in self.milestones if one.thread_id == episode.pk]

    def specification(self, thread_id: int) -> Specification:
        episode = next((one for one in self.episodes if one.pk == thread_id), None)
        return specification_of(episode) if episode else specifications.current()


def record_of(viewer: Viewer, person_id: int) -> Record:
    """The record, with the look logged; 404 when the person is not one that the viewer may see."""
    person = person_seen_by(viewer, person_id)
    seen = cases_seen_by(viewer)
    episodes = list(
        Episode.objects.filter(person=person, thread_id__in=seen)
        .select_related("keyworker", "person")
        .order_by("-opened_on", "-pk")
    )
    threads = [episode.pk for episode in episodes]
    promises = Clock.objects.filter(~kept_out(viewer), thread_id__in=threads)
    clocks = list(promises.order_by("due_on", "start_on", "definition", "sequence"))
    activities = list(Activity.objects.filter(person=person, thread_id__in=seen).values_list("pk", flat=True))
    return Record(person, episodes, clocks, shown_to(viewer, current_of([*threads, *activities])))


def promise_url(clock: Clock) -> str:
    return address("casework:promise", thread_id=clock.thread_id, definition=clock.definition, sequence=clock.sequence)
