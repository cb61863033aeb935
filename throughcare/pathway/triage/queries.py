"""What triage found out."""

from __future__ import annotations

from datetime import date

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.foundations.terms import Answer
from throughcare.pathway.triage.models import RiskAnswer


def risks_answered(viewer: Viewer, thread_id: int) -> dict[str, str]:
    """The latest answer about each risk; one that is not in it was never asked."""
    seen = RiskAnswer.objects.filter(thread_id__in=cases_seen_by(viewer))
    answers = seen.filter(thread_id=thread_id).order_by("milestone_id")
    return {answer.risk: answer.answer for answer in answers}


def risks_present(thread_id: int) -> dict[str, date]:
    """The risks whose latest answer is yes, with the day on which it was given. One query."""
    answers = RiskAnswer.objects.filter(thread_id=thread_id).select_related("milestone").order_by("milestone_id")
    latest = {answer.risk: answer for answer in answers}
    return {risk: one.milestone.happened_on for risk, one in latest.items() if one.answer == Answer.YES}
