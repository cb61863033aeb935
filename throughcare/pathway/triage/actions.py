"""Offers and completes the initial assessment, and does what follows from it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.terms import Answer
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.triage.models import (
    CrisisSupport,
    DaysOfUse,
    OwnTriage,
    OwnTriageReview,
    PathwayAdvice,
    QuestionAnswer,
    RiskAnswer,
)
from throughcare.pathway.triage.queries import (
    advice_after,
    own_answers_waiting,
    specification_governing,
    staff_lacks_training,
)
from throughcare.pathway.triage.rules import changed_answers
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification


def offer_triage(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    for_day: date,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Offers a day for triage; the offer, not the attendance, is what the promise counts (004 section 19, 2a)."""
    return record(
        thread_id,
        "triage_offered",
        by=by,
        on=on,
        at=at,
        detail={"for": for_day.isoformat()},
        recorded_on=recorded_on,
        because=because,
    )


def refuse_untrained(by: Viewer, on: date, specification: Specification) -> None:
    """Where the specification's gate is hard, only who is recorded as trained completes a triage (001 line 355).

    A soft gate refuses nothing: the triage stands on the manager's list. The operator records what others did.
    """
    if staff_lacks_training(by, on, specification) and specification.triage.gate == "hard":
        title = title_of(specification.competences, specification.triage.competence)
        raise StepRefused(
            "on",
            _("Completing a triage needs training that you are not recorded as having: %(training)s")
            % {"training": title},
            _("Ask a colleague who has it, or ask your manager to record yours."),
            specification.triage.source,
        )


@transaction.atomic
def complete_triage(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    outcomes: Sequence[str],
    substances: Sequence[str] = (),
    instruments: Sequence[Mapping] = (),
    risks: Mapping[str, str] | None = None,
    how: str | None = None,
    setting: str | None = None,
    severity: str | None = None,
    urgency: str | None = None,
    motivation: str | None = None,
    questions: Mapping[str, str] | None = None,
    days: Mapping[str, int] | None = None,
    why_not: str = "",
    wants: str = "",
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Completes triage with at least one outcome (004 section 8.4.3); it never ends in a bare refusal (section 11.2).

    `substances` in order of problem, `days` of use in the last 28 by substance; `instruments` each with `instrument`
    and `answers` or `total`; `risks` and `questions` one of the five answers each, where one left out was not asked.
    `why_not` says why another pathway was taken than the answers point to; without it that is kept as it is.
    """
    if not outcomes:
        raise StepRefused(
            "outcomes", "Triage ends in at least one outcome", "Choose what happens next.", "004 section 8.4.3"
        )
    refuse_untrained(by, on, specification_governing(thread_id))
    said = {"how": how, "setting": setting, "severity": severity, "urgency": urgency, "motivation": motivation}
    milestone = record(
        thread_id,
        "triage_completed",
        by=by,
        on=on,
        at=at,
        detail={"outcomes": list(outcomes), "substances": list(substances) or None, **said},
        recorded_on=recorded_on,
        because=because,
        notes={"wants": wants, "what was said": words},
    )
    keep_answers(milestone, risks=risks or {}, questions=questions or {}, days=days or {})
    for one in instruments:
        complete_instrument(
            thread_id,
            by=by,
            on=on,
            instrument=one["instrument"],
            stage=one.get("stage", "start"),
            answers=one.get("answers"),
            total=one.get("total"),
            at=at,
            recorded_on=recorded_on,
        )
    keep_advice(milestone, risks=risks or {}, questions=questions or {}, why_not=why_not)
    keep_review(milestone, risks=risks or {}, questions=questions or {}, wants=wants)
    return milestone


def keep_answers(
    milestone: Milestone, *, risks: Mapping[str, str], questions: Mapping[str, str], days: Mapping[str, int]
) -> None:
    specification = specification_governing(milestone.thread_id)
    refuse_unknown(risks, specification.risks, "risks")
    refuse_unknown(questions, specification.triage_questions, "questions")
    refuse_unknown_answers({**risks, **questions})
    refuse_days_of_others(days, milestone.detail.get("substances") or ())
    place = {"thread_id": milestone.thread_id, "milestone": milestone}
    RiskAnswer.objects.bulk_create(RiskAnswer(risk=one, answer=said, **place) for one, said in risks.items())
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(question=one, answer=said, **place) for one, said in questions.items()
    )
    DaysOfUse.objects.bulk_create(DaysOfUse(substance=one, days=count, **place) for one, count in days.items())


def refuse_unknown(said: Mapping, known: Mapping, field: str) -> None:
    for one in said:
        if one not in known:
            raise StepRefused(field, f"{one!r} is not one of the {field}", f"Choose from: {', '.join(known)}.")


def refuse_unknown_answers(said: Mapping[str, str]) -> None:
    for one, answer in said.items():
        if answer not in Answer.values:
            raise StepRefused(
                one, f"{answer!r} is not one of the five answers", f"Choose from: {', '.join(Answer.values)}."
            )


def refuse_days_of_others(days: Mapping[str, int], substances: Sequence[str]) -> None:
    for substance, count in days.items():
        if substance not in substances:
            raise StepRefused(
                "days", f"{substance} is not among the substances named", "Name it, or leave its days out."
            )
        if not 0 <= count <= 28:
            raise StepRefused(
                "days", f"{count} is not a number of days out of the last 28", "Give a number from 0 to 28."
            )


def keep_advice(milestone: Milestone, *, risks: Mapping, questions: Mapping, why_not: str) -> None:
    """What the answers point to is kept beside what was agreed, so that a choice can be read with its reason."""
    answered = any(milestone.detail.get(one) for one in ("severity", "urgency", "motivation")) or questions or why_not
    if not answered:
        return  # an age alone is no answer that triage found
    advice = advice_after(milestone, risks=risks, questions=questions)
    if not advice.recommended:
        return
    PathwayAdvice.objects.create(
        thread_id=milestone.thread_id,
        milestone=milestone,
        recommended=[one.pathway.id for one in advice.recommended],
        rules=[rule.id for one in advice.recommended for rule in one.because],
        followed=not advice.not_followed(milestone.detail["outcomes"]),
        why_not=why_not.strip(),
    )


def keep_review(milestone: Milestone, *, risks: Mapping, questions: Mapping, wants: str) -> None:
    """A triage completed after own answers is their review, and takes them off the list that waits for one."""
    found = {**milestone.detail, "risks": risks, "questions": questions, "wants": wants}
    for own in own_answers_waiting(milestone.thread_id):
        OwnTriageReview.objects.create(
            thread_id=milestone.thread_id, own=own, milestone=milestone, changed=changed_answers(own.answers, found)
        )


@transaction.atomic
def submit_own_triage(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    how: str,
    substances: Sequence[str] = (),
    severity: str | None = None,
    risks: Mapping[str, str] | None = None,
    questions: Mapping[str, str] | None = None,
    wants: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
) -> Milestone:
    """Keeps what a person told by themselves; nothing is agreed until a worker completes the triage (001, SPOE)."""
    specification = specification_governing(thread_id)
    refuse_unknown(dict.fromkeys(substances), specification.substances, "substances")
    refuse_unknown({severity: ""} if severity else {}, specification.severities, "severity")
    refuse_unknown(risks or {}, specification.risks, "risks")
    refuse_unknown(questions or {}, specification.triage_questions, "questions")
    refuse_unknown_answers({**(risks or {}), **(questions or {})})
    milestone = record(thread_id, "triage_submitted", by=by, on=on, at=at, detail={"how": how}, recorded_on=recorded_on)
    answers = {"substances": list(substances), "severity": severity, "wants": wants.strip()}
    OwnTriage.objects.create(
        thread_id=thread_id,
        milestone=milestone,
        answers={**answers, "risks": dict(risks or {}), "questions": dict(questions or {})},
    )
    return milestone


def give_feedback(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    agreed: str | None = None,
    leaflet: str | None = None,
    explained: str | None = None,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Tells the person what was found; whether service and reason were explained, they agreed, and got the leaflet."""
    return record(
        thread_id,
        "feedback_given",
        by=by,
        on=on,
        at=at,
        detail={"explained": explained, "agreed": agreed, "leaflet": leaflet},
        recorded_on=recorded_on,
        because=because,
        notes={"what was said": words},
    )


def book_appointment(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    for_day: date,
    pathway: str | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Books the first appointment in the pathway that was agreed (001, SPOE, Welsh Government KPI 2)."""
    return record(
        thread_id,
        "appointment_booked",
        by=by,
        on=on,
        at=at,
        detail={"for": for_day.isoformat(), "pathway": pathway},
        recorded_on=recorded_on,
        because=because,
    )


@transaction.atomic
def give_crisis_support(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    actions: Sequence[str],
    detoxification: str = Answer.NOT_ASKED,
    for_young_person: str = Answer.NOT_ASKED,
    for_family: str = Answer.NOT_ASKED,
    setting: str | None = None,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a crisis intervention with what was done at once (004 section 8.3.4, step 2)."""
    specification = specification_governing(thread_id)
    if not actions:
        raise StepRefused("actions", "Crisis support says what was done at once", "Choose at least one action.")
    refuse_unknown(dict.fromkeys(actions), specification.crisis_actions, "actions")
    answers = {
        "detoxification": detoxification, "for_young_person": for_young_person, "for_family": for_family,
    }  # fmt: skip
    refuse_unknown_answers(answers)
    milestone = record(
        thread_id,
        "crisis_support_given",
        by=by,
        on=on,
        at=at,
        detail={"setting": setting},
        recorded_on=recorded_on,
        because=because,
        notes={"what was said": words},
    )
    CrisisSupport.objects.create(thread_id=thread_id, milestone=milestone, actions=list(actions), **answers)
    return milestone


def encourage(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    how: str,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Gets in touch with somebody who does not want help yet, to encourage them (004 section 8.9.7)."""
    return record(
        thread_id,
        "encouragement_given",
        by=by,
        on=on,
        at=at,
        detail={"how": how},
        recorded_on=recorded_on,
        because=because,
        notes={"what was said": words},
    )
