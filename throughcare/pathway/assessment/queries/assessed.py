"""The assessment of one case, read once for every page about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from throughcare.access.viewer import Viewer
from throughcare.clocks.rules import Happening
from throughcare.pathway.assessment.models import (
    AssessmentAnswer,
    AssessmentVersion,
    Child,
    Contribution,
    IssuedSummary,
    MedicalAssessment,
)
from throughcare.pathway.assessment.queries.standing import answers_of, known_from_triage, latest, together
from throughcare.pathway.assessment.rules.standing import (
    About,
    MatchingInputs,
    Matter,
    Standing,
    asked_of,
    detoxification_without_medical_assessment,
    matching_inputs,
    matters,
)
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.instruments.models import Administration
from throughcare.specification.questions import AssessmentForm, Domain, Question

#: The checklist whose bands are the severity of a substance use disorder (001, lines 538 and 796).
SEVERITY_TOOL = "dsm5_sud"


@dataclass(frozen=True)
class Assessed:
    """All that was answered, with what to make of it. Nothing is read twice."""

    episode: EpisodeForStep
    form: AssessmentForm
    rows: Sequence[AssessmentAnswer]
    known: dict[str, Standing]
    children: Sequence[Child]

    @property
    def thread_id(self) -> int:
        return self.episode.thread_id

    @property
    def about(self) -> About:
        return About(self.episode.age, self.episode.person.sex)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        return together(self.known, latest(self.rows))

    def of_child(self, child_id: int) -> dict[str, Standing]:
        return latest(self.rows, child_id=child_id)

    def at_version(self, number: int) -> dict[str, Standing]:
        return latest(self.rows, version=number)

    def as_far_as(self, last_answer: int, child_id: int | None = None) -> dict[str, Standing]:
        return latest(self.rows, child_id=child_id, last=last_answer)

    def asked_in(self, domain: Domain, child_id: int | None = None) -> list[tuple[Question, Standing | None]]:
        """The questions of the domain that apply, each with how it stands."""
        stand = self.of_child(child_id) if child_id else self.standings
        return asked_of(self.form, self.form.questions_of(domain.id), stand, self.about)

    @cached_property
    def assessed_children(self) -> frozenset[int]:
        return frozenset(row.child_id for row in self.rows if row.child_id and row.given != "not_asked")

    @cached_property
    def tools_done(self) -> frozenset[str]:
        done = (one for one in self.episode.happenings if one.kind == "instrument_completed")
        return frozenset(one.detail.get("instrument", "") for one in done)

    @cached_property
    def matters(self) -> list[Matter]:
        """What waits, once anything is answered here."""
        if not self.rows:
            return []
        children = [one.pk for one in self.children]
        return matters(
            self.form, self.standings, self.about, tools=self.tools_done, children=children,
            assessed=self.assessed_children,
        )  # fmt: skip

    @property
    def started(self) -> Happening | None:
        return self.episode.latest("assessment_started")

    @property
    def completed(self) -> Happening | None:
        return self.episode.latest("assessment_completed")

    @cached_property
    def versions(self) -> list[tuple[AssessmentVersion, Happening | None]]:
        """Each version with what kept it, the newest first; None where that was taken back."""
        kept = AssessmentVersion.objects.filter(thread_id=self.thread_id).order_by("-number")
        by_origin = {one.order: one for one in self.episode.happenings}
        return [(one, by_origin.get(one.milestone_id)) for one in kept]

    @property
    def open_version(self) -> int:
        """The number of the version that is being written."""
        return self.versions[0][0].number + 1 if self.versions else 1

    @property
    def has_unkept_answers(self) -> bool:
        return any(row.version == self.open_version for row in self.rows)

    def contributions(self) -> list[Contribution]:
        return list(Contribution.objects.filter(thread_id=self.thread_id).order_by("-on", "-pk"))

    def medical_assessments(self) -> list[tuple[MedicalAssessment, Happening | None]]:
        by_origin = {one.order: one for one in self.episode.happenings}
        found = MedicalAssessment.objects.filter(thread_id=self.thread_id).order_by("-pk")
        return [(one, by_origin[one.milestone_id]) for one in found if one.milestone_id in by_origin]

    def issued(self) -> list[tuple[IssuedSummary, Happening]]:
        by_origin = {one.order: one for one in self.episode.happenings}
        found = IssuedSummary.objects.filter(thread_id=self.thread_id).order_by("-pk")
        return [(one, by_origin[one.milestone_id]) for one in found if one.milestone_id in by_origin]

    def domain_named(self, name: str, about: str = "person") -> Domain:
        domain = self.form.domain(name)
        if domain is None or domain.about != about:
            raise Http404
        return domain


def assessed_of(viewer: Viewer, thread_id: int) -> Assessed:
    """The assessment of a case, with the look logged; 404 when it is not the viewer's or nothing is asked in it."""
    found = assessed_or_none(viewer, thread_id)
    if found is None:
        raise Http404
    return found


def assessed_or_none(viewer: Viewer, thread_id: int) -> Assessed | None:
    """As above; None where the service's specification names no questions."""
    episode = episode_for_step(viewer, thread_id)
    return assessed(episode) if episode.specification.assessment else None


def assessed(episode: EpisodeForStep) -> Assessed:
    """For an episode that the viewer was let see. Three queries."""
    form = episode.specification.assessment
    return Assessed(
        episode,
        form,
        answers_of(episode.thread_id),
        known_from_triage(episode.thread_id, form),
        list(Child.objects.filter(thread_id=episode.thread_id).order_by("pk")),
    )


def child_named(viewer: Viewer, thread_id: int, child_id: int) -> tuple[Assessed, Child]:
    found = assessed_of(viewer, thread_id)
    child = next((one for one in found.children if one.pk == child_id), None)
    if child is None:
        raise Http404
    return found, child


def issued_named(viewer: Viewer, thread_id: int, issued_id: int) -> tuple[Assessed, IssuedSummary, Happening]:
    found = assessed_of(viewer, thread_id)
    issued = next((pair for pair in found.issued() if pair[0].pk == issued_id), None)
    if issued is None:
        raise Http404
    return found, *issued


def matters_before(episode: EpisodeForStep, step: str) -> list[Matter]:
    """What the assessment says should be done before this step of the same case; nothing is refused for it."""
    if episode.specification.assessment is None:
        return []
    return [one for one in assessed(episode).matters if step in one.before]


def medical_missing(episode: EpisodeForStep, intervention: str = "", on=None) -> list[str]:
    """The titles of detoxification and stabilisation that began, or would, with no medical assessment before them."""
    form, types = episode.specification.assessment, episode.specification.interventions
    found = detoxification_without_medical_assessment(form, episode.happenings, intervention, on)
    return [types[one].title if one in types else one for one in dict.fromkeys(found)]


def pathway_inputs(episode: EpisodeForStep) -> MatchingInputs | None:
    """What the choice of a pathway looks at; None where the specification asks no questions."""
    if episode.specification.assessment is None:
        return None
    found = assessed(episode)
    return matching_inputs(found.form, found.standings, severity_of(episode))


def severity_of(episode: EpisodeForStep) -> dict[str, str]:
    """The band of the counted criteria for each substance, as last completed; "" is one that was not named."""
    done = {one.order for one in episode.happenings if one.kind == "instrument_completed"}
    rows = Administration.objects.filter(thread_id=episode.thread_id, instrument=SEVERITY_TOOL).order_by("pk")
    return {substance_of(row): row.band for row in rows if row.milestone_id in done and row.band}


def substance_of(row: Administration) -> str:
    return str({**row.answers, **(getattr(row, "inputs", None) or {})}.get("substance", ""))
