"""What goes between agencies: their part in the assessment, the medical one, and the summary that is passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Thread
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today as day_here
from throughcare.pathway.assessment.actions.answering import form_of
from throughcare.pathway.assessment.models import AssessmentAnswer, Contribution, IssuedSummary, MedicalAssessment
from throughcare.pathway.episode.actions import locked_case, record
from throughcare.pathway.episode.rules import StepRefused, refuse_impossible_day


@transaction.atomic
def record_contribution(
    thread_id: int, *, by: Viewer, on: date, agency: str, worker: str, words: str, agreed: str
) -> Contribution:
    """What another agency brought to a joint assessment; it is done where the person agrees (004 section 8.5.3)."""
    clause = "004 section 8.5.3"
    case = locked_case(thread_id)
    refuse_impossible_day(on, case.person.born, day_here(), day_here())
    if agency not in case.specification.agencies:
        raise StepRefused("agency", f"{agency} is not an agency", "Choose one of the agencies.", clause)
    if agreed not in Answer.values:
        raise StepRefused("agreed", f"{agreed} is no answer", f"Say {', '.join(Answer.values)}.", clause)
    for field, said in (("worker", worker), ("words", words)):
        if not said.strip():
            raise StepRefused(field, "A contribution says who brought what", "Write it.", clause)
    Thread.objects.filter(pk=thread_id).update(changed_at=timezone.now())
    return Contribution.objects.create(
        thread_id=thread_id, on=on, agency=agency, worker=worker.strip(), words=words.strip(), agreed=agreed,
        recorded_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def record_medical_assessment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    assessed_by: str,
    consulted: str,
    consulted_on: date,
    finding: str,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> MedicalAssessment:
    """The medical assessment and consultation that detoxification or stabilisation is decided on (004, 10.2.3)."""
    for field, said in (("assessed_by", assessed_by), ("consulted", consulted), ("finding", finding)):
        if not said.strip():
            raise StepRefused(
                field,
                "A medical assessment says who made it, who was consulted and what was found",
                "Write it.",
                "004 section 10.2.3",
            )
    if consulted_on > day_here():
        raise StepRefused(
            "consulted_on", "Nobody was consulted on a day to come", "Give the day of the talk.", "004 section 10.2.3"
        )
    milestone = record(
        thread_id,
        "medical_assessment_recorded",
        by=by,
        on=on,
        at=at,
        recorded_on=recorded_on,
        because=because,
    )
    return MedicalAssessment.objects.create(
        thread_id=thread_id, milestone_id=milestone.origin_id, assessed_by=assessed_by.strip(),
        consulted=consulted.strip(), consulted_on=consulted_on, finding=finding.strip(),
    )  # fmt: skip


@transaction.atomic
def issue_summary(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    to: str,
    consent: str,
    domains: Sequence[str],
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> IssuedSummary:
    """Passes on these domains as they stand now, with the person's consent; the disclosure is logged (004, 8.5.4)."""
    clause = "004 section 8.5.4"
    form = form_of(locked_case(thread_id))
    if consent != "yes":
        raise StepRefused("consent", "The summary goes out with consent", "Ask for it; without it, keep it.", clause)
    unknown = sorted(set(domains) - {one.id for one in form.domains})
    if not domains or unknown:
        named = f"{unknown[0]} is no part of the assessment" if unknown else "The summary holds nothing"
        raise StepRefused("domains", named, "Choose what is passed on.", clause)
    last = AssessmentAnswer.objects.filter(thread_id=thread_id).order_by("-pk").first()
    if last is None:
        raise StepRefused("domains", "Nothing was answered yet", "Answer questions of the assessment first.", clause)
    milestone = record(
        thread_id, "summary_issued", by=by, on=on, at=at, detail={"to": to, "consent": consent},
        recorded_on=recorded_on, because=because,
    )  # fmt: skip
    log_access(by, Looked.DISCLOSED, "assessment", thread_id, f"to {to}: {', '.join(domains)}"[:300])
    return IssuedSummary.objects.create(
        thread_id=thread_id, milestone_id=milestone.origin_id, domains=list(domains), last_answer=last.pk
    )
