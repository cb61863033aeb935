"""How often each question of the assessment was asked, over all assessments completed in a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.foundations.dates import age_on
from throughcare.foundations.terms import Answer
from throughcare.pathway.assessment.models import AssessmentAnswer
from throughcare.pathway.assessment.queries.standing import from_triage
from throughcare.pathway.assessment.rules.standing import About, Standing, asked_of
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.triage.models import RiskAnswer
from throughcare.specification import queries as specifications
from throughcare.specification.questions import AssessmentForm, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: to how many people it applied, and how many were asked it."""

    question: Question
    applied: int
    asked: int

    @property
    def not_asked(self) -> int:
        return self.applied - self.asked

    @property
    def share(self) -> float | None:
        return self.not_asked / self.applied if self.applied else None


@dataclass(frozen=True, slots=True)
class AskedInPeriod:
    with_answers: int
    without_answers: int
    """Completed with no answers kept here: they say nothing about what was asked, and are told beside the others."""
    questions: list[Asked]


def how_often_asked(viewer: Viewer, first: date, last: date) -> AskedInPeriod:
    """The assessments completed from `first` to `last`, both ends in, and each question's count. Three queries.

    Whoever told an answer, at triage or since, the person was asked.
    """
    form = specifications.current().assessment
    seen = Episode.objects.filter(thread_id__in=cases_seen_by(viewer), assessed_on__range=(first, last))
    about = {
        thread: About(age_on(born, on), sex)
        for thread, on, born, sex in seen.values_list("pk", "assessed_on", "person__born", "person__sex")
    }
    if form is None:
        return AskedInPeriod(0, len(about), [])
    standings, answered = standings_of(about, form)
    questions = [one for one in form.questions if one.domain not in form.about_children]
    counts = {one.id: [0, 0] for one in questions}
    for thread in answered:
        who = about[thread]
        for question, standing in asked_of(form, questions, standings[thread], who):
            counts[question.id][0] += 1
            counts[question.id][1] += bool(standing and standing.asked)
    asked = [Asked(one, *counts[one.id]) for one in questions]
    return AskedInPeriod(len(answered), len(about) - len(answered), asked)


def standings_of(threads: Iterable[int], form: AssessmentForm) -> tuple[dict[int, dict[str, Standing]], set[int]]:
    """How the questions of each case stand, and the cases that have any answer."""
    answered: set[int] = set()
    found: dict[int, dict[str, Standing]] = defaultdict(dict)
    threads = list(threads)
    asks = {one.known_from.partition(".")[2]: one.id for one in form.questions if one.known_from}
    risks = RiskAnswer.objects.filter(thread_id__in=threads, risk__in=asks).select_related("milestone").order_by("pk")
    for one in risks:
        if one.answer != Answer.NOT_ASKED:
            found[one.thread_id][asks[one.risk]] = from_triage(asks[one.risk], one)
    for row in latest_rows(threads):
        answered.add(row.thread_id)
        standing = Standing(row.question, row.given, row.answer, row.answered_on, row.source)
        if standing.asked or row.question not in found[row.thread_id]:
            found[row.thread_id][row.question] = standing
    return found, answered


def latest_rows(threads: list[int]) -> Iterable[AssessmentAnswer]:
    rows = AssessmentAnswer.objects.filter(thread_id__in=threads, child=None)
    return rows.order_by("thread_id", "question", "-pk").distinct("thread_id", "question").iterator()
