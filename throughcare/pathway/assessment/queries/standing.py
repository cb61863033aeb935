"""The answers that stand: the latest to each question, and what triage knows already."""

from __future__ import annotations

from collections.abc import Iterable

from throughcare.foundations.terms import Answer
from throughcare.pathway.assessment.models import AssessmentAnswer
from throughcare.pathway.assessment.rules.standing import Standing
from throughcare.pathway.assessment.terms import Given, Source
from throughcare.pathway.triage.models import RiskAnswer
from throughcare.specification.questions import AssessmentForm


def answers_of(thread_id: int) -> list[AssessmentAnswer]:
    """Every answer of a case that row security lets through, in the order in which they were kept."""
    return list(AssessmentAnswer.objects.filter(thread_id=thread_id).order_by("pk"))


def known_from_triage(thread_id: int, form: AssessmentForm | None) -> dict[str, Standing]:
    """What triage has asked already, so that nobody is asked twice (004 section 8.5.1)."""
    asks = {one.known_from.partition(".")[2]: one.id for one in form.questions if one.known_from} if form else {}
    if not asks:
        return {}
    risks = RiskAnswer.objects.filter(thread_id=thread_id, risk__in=asks).select_related("milestone")
    return {
        asks[one.risk]: from_triage(asks[one.risk], one)
        for one in risks.order_by("pk")
        if one.answer != Answer.NOT_ASKED
    }


def from_triage(question: str, risk: RiskAnswer) -> Standing:
    said = risk.answer in (Answer.YES, Answer.NO)
    how, answer = (Given.ANSWERED, risk.answer) if said else (risk.answer, None)
    return Standing(question, str(how), answer, risk.milestone.happened_on, Source.TRIAGE.value)


def latest(
    rows: Iterable[AssessmentAnswer],
    *,
    child_id: int | None = None,
    version: int | None = None,
    last: int | None = None,
) -> dict[str, Standing]:
    """The latest answer to each question about the person, or about a child, as far as a version or an answer."""
    found = {}
    for row in rows:
        if row.child_id != child_id or (version and row.version > version) or (last and row.pk > last):
            continue
        found.pop(row.question, None)
        found[row.question] = Standing(
            row.question, row.given, row.answer, row.answered_on, row.source, row.agency, row.version, row.pk
        )
    return found


def together(known: dict[str, Standing], answers: dict[str, Standing]) -> dict[str, Standing]:
    """An answer of the assessment stands before what triage knows, unless it says that nobody asked."""
    return {**known, **{name: one for name, one in answers.items() if one.asked or name not in known}}


def standings(thread_id: int, form: AssessmentForm, *, child_id: int | None = None) -> dict[str, Standing]:
    """How every question stands. Two queries."""
    known = known_from_triage(thread_id, form) if child_id is None else {}
    return together(known, latest(answers_of(thread_id), child_id=child_id))
