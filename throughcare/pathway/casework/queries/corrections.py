"""What can be corrected, and what was believed before each correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.stored import current_of, shown_to, specification_of, worker_names
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.people.models import Person
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind

#: Written by the system itself, in step with the episode that follows.
NEVER_CORRECTED = frozenset({MilestoneKind.CAME_BACK.value})


@dataclass(frozen=True, slots=True)
class Revision:
    """One account of a milestone: what it said, who wrote it down and why."""

    on: date
    at: datetime | None
    what: str
    words: str
    retracted: bool
    reason: str
    recorded_on: date
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Correctable:
    """A milestone as it stands with every account of it, the latest first."""

    milestone: Milestone
    episode: EpisodeForStep
    revisions: tuple[Revision, ...]

    @property
    def taken_back(self) -> bool:
        return self.milestone.retracted


@dataclass(frozen=True, slots=True)
class Step:
    origin_id: int
    on: date
    what: str
    words: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class EpisodeSteps:
    opened_on: date
    steps: tuple[Step, ...]


def correctable(viewer: Viewer, origin_id: int) -> Correctable:
    """The milestone with its history, the look logged; 404 when the viewer may not see it, or nobody corrects it."""
    told = list(
        Milestone.objects.filter(origin_id=origin_id, thread_id__in=cases_seen_by(viewer))
        .select_related("recorded_by")
        .order_by("-revision")
    )
    if not told or told[0].kind in NEVER_CORRECTED or not shown_to(viewer, told[:1]):
        raise Http404
    episode = episode_for_step(viewer, told[0].thread_id)
    names = worker_names(told)
    revisions = tuple(revision_of(one, names, episode.specification) for one in told)
    return Correctable(told[0], episode, revisions)


def revision_of(milestone: Milestone, names: dict[str, str], specification: Specification) -> Revision:
    what, words = wording.happened(milestone.kind, milestone.detail, names, specification, milestone.recorded_on)
    return Revision(
        on=milestone.happened_on,
        at=milestone.happened_at,
        what=what,
        words=words,
        retracted=milestone.retracted,
        reason=milestone.because if milestone.revision > 1 else "",
        recorded_on=milestone.recorded_on,
        recorded_by=milestone.recorded_by.display_name,
    )


def steps_of(viewer: Viewer, person_id: int) -> tuple[Person, list[EpisodeSteps]]:
    """All that stands recorded on a person's episodes, the latest first; 404 when the viewer sees none of them."""
    episodes = list(
        Episode.objects.filter(person_id=person_id, thread_id__in=cases_seen_by(viewer))
        .select_related("person")
        .order_by("-opened_on", "-pk")
    )
    if not episodes:
        raise Http404
    log_access(viewer, Looked.READ, "person", person_id, "corrections")
    milestones = shown_to(viewer, current_of([episode.pk for episode in episodes]))
    names = worker_names(milestones)
    shown = []
    for episode in episodes:
        of_episode = [one for one in reversed(milestones) if one.thread_id == episode.pk]
        specification = specification_of(episode)
        steps = [step_of(one, names, specification) for one in of_episode if one.kind not in NEVER_CORRECTED]
        shown.append(EpisodeSteps(episode.opened_on, tuple(steps)))
    return episodes[0].person, shown


def step_of(milestone: Milestone, names: dict[str, str], specification: Specification) -> Step:
    what, words = wording.happened(milestone.kind, milestone.detail, names, specification, milestone.recorded_on)
    return Step(milestone.origin_id, milestone.happened_on, what, words, milestone.revision > 1)
