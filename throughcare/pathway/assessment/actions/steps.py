"""Offers the comprehensive assessment, completes it, and brings it up to date: each of the last two keeps a version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.assessment.actions.answering import next_version, save_answers
from throughcare.pathway.assessment.models import AssessmentAnswer, AssessmentVersion
from throughcare.pathway.assessment.terms import Source
from throughcare.pathway.episode.actions import locked_case, record
from throughcare.pathway.episode.rules import StepRefused


def offer_assessment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    for_day: date,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Offers a day for the comprehensive assessment (004 section 8.5.1)."""
    return record(
        thread_id,
        "assessment_offered",
        by=by,
        on=on,
        at=at,
        detail={"for": for_day.isoformat()},
        recorded_on=recorded_on,
        because=because,
    )


@transaction.atomic
def complete_assessment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    how: str | None = None,
    setting: str | None = None,
    answers: Mapping[str, Any] | None = None,
    summary: str = "",
    strengths: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Completes the comprehensive assessment; completion is what the promise counts (004 section 19, 2b).

    `answers` by question are kept first. What was answered until now is the first version.
    """
    if answers:
        save_answers(thread_id, by=by, on=on, answers=answers, source=told(how), starts=False, recorded_on=recorded_on)
    milestone = record(
        thread_id,
        "assessment_completed",
        by=by,
        on=on,
        at=at,
        detail={"how": how or None, "setting": setting or None},
        recorded_on=recorded_on,
        because=because,
        notes={"summary": summary, "strengths": strengths},
    )
    keep_version(milestone)
    return milestone


@transaction.atomic
def update_assessment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    how: str | None = None,
    answers: Mapping[str, Any] | None = None,
    summary: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Keeps what was answered since the last version as a new dated one; the earlier stay readable (001, line 1243)."""
    case = locked_case(thread_id)
    if not any(one.kind == "assessment_completed" for one in case.milestones):
        raise StepRefused(
            "step", "No assessment is completed that could be updated", "Complete the assessment.", "001, line 1243"
        )
    if answers:
        save_answers(thread_id, by=by, on=on, answers=answers, source=told(how), recorded_on=recorded_on)
    if not has_answers(thread_id, next_version(thread_id)):
        raise StepRefused(
            "answers", "Nothing was answered since the last version", "Answer what has changed.", "001, line 1243"
        )
    milestone = record(
        thread_id,
        "assessment_updated",
        by=by,
        on=on,
        at=at,
        detail={"how": how or None},
        recorded_on=recorded_on,
        because=because,
        notes={"summary": summary},
    )
    keep_version(milestone)
    return milestone


def keep_version(milestone: Milestone) -> None:
    """A version is what was answered; an assessment completed without answers here has none."""
    number = next_version(milestone.thread_id)
    if has_answers(milestone.thread_id, number):
        AssessmentVersion.objects.create(thread_id=milestone.thread_id, number=number, milestone_id=milestone.origin_id)


def has_answers(thread_id: int, version: int) -> bool:
    return AssessmentAnswer.objects.filter(thread_id=thread_id, version=version).exists()


def told(how: str | None) -> str:
    """Who told the answers, by how the assessment was done; a service's own way of doing it is an interview."""
    return how if how in (Source.SELF, Source.SUPPORTED) else Source.INTERVIEW
