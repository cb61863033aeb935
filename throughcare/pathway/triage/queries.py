"""What triage found out, what it points to, and which own answers wait for somebody to look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.models import TrainingRecord
from throughcare.access.queries import cases_seen_by, competences_of
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Table
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.triage.models import CrisisSupport, OwnTriage, PathwayAdvice, QuestionAnswer, RiskAnswer
from throughcare.pathway.triage.rules import Advice, Findings, advise
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind

#: The list shows the latest; a manager who has more has another problem to solve first.
MOST_LISTED = 100


def risks_answered(viewer: Viewer, thread_id: int) -> dict[str, str]:
    """The latest answer about each risk; one that is not in it was never asked."""
    seen = RiskAnswer.objects.filter(thread_id__in=cases_seen_by(viewer))
    answers = seen.filter(thread_id=thread_id).order_by("milestone_id")
    return {answer.risk: answer.answer for answer in answers}


def questions_answered(viewer: Viewer, thread_id: int) -> dict[str, str]:
    """The latest answer to each of the specification's questions; one that is not in it was never asked."""
    seen = QuestionAnswer.objects.filter(thread_id__in=cases_seen_by(viewer))
    answers = seen.filter(thread_id=thread_id).order_by("milestone_id")
    return {answer.question: answer.answer for answer in answers}


def specification_governing(thread_id: int) -> Specification:
    return specifications.governing(Episode.objects.values_list("opened_on", flat=True).get(pk=thread_id))


# What the answers point to ------------------------------------------------------------------------------------------


def advice_after(milestone: Milestone, *, risks: Mapping[str, str], questions: Mapping[str, str]) -> Advice:
    """What a completed triage points to, the tools completed by then included."""
    episode = Episode.objects.select_related("person").get(pk=milestone.thread_id)
    specification = specifications.governing(episode.opened_on)
    if not specification.pathway_rules:
        return Advice()
    said = milestone.detail
    findings = Findings(
        age=age_on(episode.person.born, milestone.happened_on),
        severity=said.get("severity") or "",
        urgency=said.get("urgency") or "",
        motivation=said.get("motivation") or "",
        substances=tuple(said.get("substances") or ()),
        risks=risks,
        questions=questions,
        totals=totals_of(milestone.thread_id, specification),
    )
    return advise(findings, specification)


def totals_of(thread_id: int, specification: Specification) -> dict[str, int]:
    """The latest total of each tool that a rule for pathways asks about; no query where none does."""
    asked = {
        tool
        for rule in specification.pathway_rules
        for need in rule.needs
        if need.about == "tool"
        for tool in need.words
    }
    if not asked:
        return {}
    rows = Administration.objects.filter(thread_id=thread_id, instrument__in=asked, total__isnull=False)
    return dict(rows.order_by("pk").values_list("instrument", "total"))


def advice_kept(episode: EpisodeForStep) -> PathwayAdvice | None:
    """What the triage that stands pointed to."""
    triage = episode.latest("triage_completed")
    return PathwayAdvice.objects.filter(milestone_id=triage.order).first() if triage else None


def crisis_support(episode: EpisodeForStep) -> list[CrisisSupport]:
    """What was done in each crisis that stands recorded, the latest first."""
    standing = {one.order for one in episode.happenings if one.kind == "crisis_support_given"}
    rows = CrisisSupport.objects.filter(thread_id=episode.thread_id).order_by("-pk")
    return [row for row in rows if row.milestone_id in standing]


# Own answers --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What somebody told by themselves and nobody has looked at yet."""

    id: int
    thread_id: int
    person: Person
    specification: Specification
    on: date
    at: datetime | None
    urgency: str
    """Of the referral; own answers confirm none."""
    answers: Mapping

    @property
    def risks(self) -> list[str]:
        """The risks that they said yes to."""
        return [one for one, said in self.answers.get("risks", {}).items() if said == Answer.YES]


def unseen_own_answers() -> QuerySet[OwnTriage]:
    """Own answers that no worker has looked at; those taken back wait for nobody."""
    return OwnTriage.objects.filter(review=None).exclude(milestone__revisions__retracted=True)


def own_answers_waiting(thread_id: int) -> list[OwnTriage]:
    return list(unseen_own_answers().filter(thread_id=thread_id).order_by("pk"))


def review_list(viewer: Viewer) -> list[OwnAnswers]:
    """Every open case whose own answers wait: those at risk first, then by urgency, then by day. Two queries."""
    waiting = list(unseen_own_answers().filter(thread_id__in=cases_seen_by(viewer)).select_related("milestone"))
    episodes = Episode.objects.filter(pk__in=[one.thread_id for one in waiting], closed_on=None).select_related(
        "person"
    )
    by_thread = {one.pk: one for one in episodes}
    listed = [_listed(own, by_thread[own.thread_id]) for own in waiting if own.thread_id in by_thread]
    return sorted(listed, key=_first_come)


def own_answers(viewer: Viewer, own_id: int) -> OwnTriage:
    """404 when it is not one that the viewer may see."""
    own = OwnTriage.objects.filter(pk=own_id, thread_id__in=cases_seen_by(viewer)).select_related("milestone").first()
    if own is None:
        raise Http404
    return own


def advice_from_own(episode: EpisodeForStep, own: OwnTriage) -> Advice:
    """What the answers point to so far; it confirms nothing."""
    told = own.answers
    findings = Findings(
        age=episode.age_on(own.milestone.happened_on),
        severity=told.get("severity") or "",
        substances=tuple(told.get("substances") or ()),
        risks=told.get("risks") or {},
        questions=told.get("questions") or {},
        totals=totals_of(own.thread_id, episode.specification),
    )
    return advise(findings, episode.specification)


def reviewed(own: OwnTriage) -> bool:
    return not unseen_own_answers().filter(pk=own.pk).exists()


def _listed(own: OwnTriage, episode: Episode) -> OwnAnswers:
    return OwnAnswers(
        id=own.pk,
        thread_id=own.thread_id,
        person=episode.person,
        specification=specifications.governing(episode.opened_on),
        on=own.milestone.happened_on,
        at=own.milestone.happened_at,
        urgency=episode.urgency,
        answers=own.answers,
    )


def _first_come(one: OwnAnswers) -> tuple:
    urgencies = list(one.specification.urgencies)
    urgent = urgencies.index(one.urgency) if one.urgency in urgencies else -1
    return not one.risks, -urgent, one.on, one.id


def risks_present(thread_id: int) -> dict[str, date]:
    """The risks whose latest answer is yes, with the day on which it was given. One query."""
    answers = RiskAnswer.objects.filter(thread_id=thread_id).select_related("milestone").order_by("milestone_id")
    latest = {answer.risk: answer for answer in answers}
    return {risk: one.milestone.happened_on for risk, one in latest.items() if one.answer == Answer.YES}


def staff_lacks_training(viewer: Viewer, on: date, specification: Specification) -> bool:
    """Whether the specification asks those who complete a triage for training that the viewer had not on that day."""
    wanted = specification.triage
    if wanted is None or wanted.gate == "off" or viewer.may(Permission.RUN_COMMANDS):
        return False
    return wanted.competence not in competences_of(viewer, on)


def untrained_triages(viewer: Viewer, competence: str) -> Table:
    """Triages of the agency's cases, as they stand, by somebody without the training on that day. Two queries.

    A record that says the training was there on that day takes a triage off the list at once.
    """
    trained = TrainingRecord.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=OuterRef("happened_on")),
        user_id=OuterRef("recorded_by_id"),
        competence=competence,
        gained_on__lte=OuterRef("happened_on"),
    )
    later = Milestone.objects.filter(origin_id=OuterRef("origin_id"), revision__gt=OuterRef("revision"))
    found = Milestone.objects.filter(
        ~Exists(trained),
        ~Exists(later),
        kind=MilestoneKind.TRIAGE_COMPLETED,
        retracted=False,
        thread_id__in=cases_seen_by(viewer),
    )
    people = {
        row.pk: row.person for row in Episode.objects.filter(pk__in=found.values("thread_id")).select_related("person")
    }
    rows = [
        [
            Cell(people[one.thread_id].name, reverse("casework:person", args=[people[one.thread_id].pk])),
            wording.short_day(one.happened_on, today()),
            one.recorded_by.display_name,
        ]
        for one in found.select_related("recorded_by").order_by(F("happened_on").desc(), "-pk")[:MOST_LISTED]
        if one.thread_id in people
    ]
    columns = [Column(_("Person")), Column(_("Day of triage")), Column(_("Recorded by"))]
    return Table(columns, rows, caption=_("Triages without the training"), cards=True)
