"""Keeps answers as they are given, a domain or a single question at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.dates import age_on
from throughcare.foundations.today import today as day_here
from throughcare.pathway.assessment import queries
from throughcare.pathway.assessment.models import AssessmentAnswer, AssessmentVersion, Child
from throughcare.pathway.assessment.rules.answers import given
from throughcare.pathway.assessment.rules.standing import About, Standing, applies
from throughcare.pathway.assessment.terms import Source
from throughcare.pathway.episode.actions import Case, locked_case, record
from throughcare.pathway.episode.rules import StepRefused, refuse_impossible_day
from throughcare.specification.questions import AssessmentForm

CLAUSE = "004 section 8.5.1"
#: The milestones after which there is no assessment to begin.
BEGUN = frozenset({"assessment_started", "assessment_completed"})


def start_assessment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    how: str | None = None,
    setting: str | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Begins the comprehensive assessment, in whatever setting and way suits the person (004 sections 8.5.2, 8.5.6)."""
    return record(
        thread_id,
        "assessment_started",
        by=by,
        on=on,
        at=at,
        detail={"how": how or None, "setting": setting or None},
        recorded_on=recorded_on,
        because=because,
    )


@transaction.atomic
def save_answers(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    answers: Mapping[str, Any],
    source: str = Source.INTERVIEW,
    agency: str = "",
    child: Child | None = None,
    starts: bool = True,
    recorded_on: date | None = None,
) -> list[AssessmentAnswer]:
    """Keeps these answers beside the earlier ones, or raises StepRefused with none of them kept.

    The first answers of an assessment start it (`starts`). Answers after a completed assessment belong to its next
    version.
    """
    case = locked_case(thread_id)
    form = form_of(case)
    recorded_on = recorded_on or day_here()
    refuse_impossible_day(on, case.person.born, day_here(), recorded_on)
    refuse_unknown_source(source, agency, case)
    refuse_unknown_questions(form, answers, child)
    read = {name: given(form.by_id[name], said) for name, said in answers.items()}
    refuse_what_is_not_asked(form, case, read, on, source, child)
    kept = [
        AssessmentAnswer(
            thread_id=thread_id, child=child, question=name, given=how, answer=answer, answered_on=on, source=source,
            agency=agency, version=next_version(thread_id), recorded_on=recorded_on, recorded_by_id=by.user_id,
        )
        for name, (how, answer) in read.items()
    ]  # fmt: skip
    AssessmentAnswer.objects.bulk_create(kept)
    Thread.objects.filter(pk=thread_id).update(changed_at=timezone.now())
    if starts and BEGUN.isdisjoint(one.kind for one in case.milestones):
        start_assessment(thread_id, by=by, on=on, recorded_on=recorded_on)
    return kept


def form_of(case: Case) -> AssessmentForm:
    if case.specification.assessment is None:
        raise StepRefused("answers", "This service's specification names no questions", "Add its assessment.toml.")
    return case.specification.assessment


def next_version(thread_id: int) -> int:
    """The version that is being written; the first until one was completed."""
    last = AssessmentVersion.objects.filter(thread_id=thread_id).order_by("-number").first()
    return last.number + 1 if last else 1


def refuse_unknown_source(source: str, agency: str, case: Case) -> None:
    if source not in Source.values:
        raise StepRefused("source", f"{source} is no way of being told", f"Choose from: {', '.join(Source.values)}.")
    if agency and agency not in case.specification.agencies:
        raise StepRefused("agency", f"{agency} is not an agency", "Choose one of the agencies.", "004 section 8.5.3")
    if (source == Source.AGENCY) != bool(agency):
        raise StepRefused(
            "agency", "An agency is named where one told the answers", "Name it, or choose who told them.", CLAUSE
        )


def refuse_unknown_questions(form: AssessmentForm, answers: Mapping, child: Child | None) -> None:
    if not isinstance(answers, Mapping) or not answers:
        raise StepRefused("answers", "There is no answer", "Answer at least one question.", CLAUSE)
    for name in answers:
        question = form.by_id.get(name)
        if question is None:
            raise StepRefused(name, f"{name} is not a question of the assessment", "Name one that is.", CLAUSE)
        if (question.domain in form.about_children) != (child is not None):
            rule = f"{question.title} is asked about a child" if child is None else f"{question.title} is not"
            raise StepRefused(name, rule, "Answer it on the page that asks it.", question.source)


def refuse_what_is_not_asked(
    form: AssessmentForm, case: Case, read: Mapping[str, tuple], on: date, source: str, child: Child | None
) -> None:
    """An answer to a question that these answers and the person leave out is a mistake somewhere."""
    before = queries.standings(case.thread.pk, form, child_id=child.pk if child else None)
    after = {**before, **{name: Standing(name, how, answer, on, source) for name, (how, answer) in read.items()}}
    about = About(age_on(case.person.born, on), case.person.sex)
    for name in read:
        question = form.by_id[name]
        if not applies(form, question, after, about):
            raise StepRefused(
                name,
                f"{question.title} is not asked here",
                "Look at the answer, age or sex that it hangs on, and put that right first.",
                question.source,
            )
