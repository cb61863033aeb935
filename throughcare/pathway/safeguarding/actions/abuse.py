"""Grades the risk of domestic abuse, refers it to where its grade belongs, and keeps what MARAC did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.safeguarding.actions.risk import add_actions, governing
from throughcare.pathway.safeguarding.models import AbuseGrading, MaracHearing
from throughcare.pathway.safeguarding.queries.abuse import Checklist, checklist_of
from throughcare.pathway.safeguarding.rules import abuse_grade
from throughcare.pathway.safeguarding.terms import Consent, Lift, PartOf
from throughcare.specification.schema import DomesticAbuse


@transaction.atomic
def grade_abuse(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    lifted_by: Sequence[str] = (),
    reason: str = "",
    types: Sequence[str] = (),
    relationship: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Grades the risk from the latest checklist (004 section 10.7.3); judgement, escalation, a repeat lift it to high.

    A checklist that is not complete grades only what it settles already; without one, only what lifts it to high.
    """
    abuse = definition_for(thread_id)
    _refuse_unknown_words(thread_id, lifted_by, types, relationship)
    if lifted_by and not reason.strip():
        raise StepRefused("reason", "A risk that is lifted to high says why", "Write the reason down.")
    checklist = _checklist(thread_id, abuse, on)
    grade = abuse_grade(checklist.grade if checklist else None, bool(lifted_by))
    if grade is None:
        raise _nothing_settled(checklist)
    milestone = record(
        thread_id, "abuse_graded", by=by, on=on, at=at, detail={"grade": grade}, recorded_on=recorded_on,
        because=because,
    )  # fmt: skip
    AbuseGrading.objects.create(
        thread_id=thread_id,
        milestone=milestone,
        grade=grade,
        checklist_band=(checklist.grade or "") if checklist else "",
        checklist_on=checklist.on if checklist else None,
        lifted_by=list(lifted_by),
        reason=reason.strip(),
        types=list(types),
        relationship=relationship,
    )
    return milestone


@transaction.atomic
def refer_abuse(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    to: str,
    consent: str = Consent.GIVEN,
    reason: str = "",
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Refers a graded risk: high to MARAC, medium and standard to the local contact (004 sections 10.7.4, 10.7.5).

    Passing it on without agreement needs a reason, which is kept and logged as the basis of the disclosure.
    """
    if not any(one.kind == "abuse_graded" for one in current_milestones([thread_id])):
        raise StepRefused("to", "The risk has not been graded", "Grade it first.", "004 section 10.7.3")
    if consent == Consent.OVERRIDDEN and not reason.strip():
        raise StepRefused("reason", "Passing it on without agreement needs a reason", "Write the reason down.")
    milestone = record(
        thread_id, "abuse_referred", by=by, on=on, at=at, detail={"to": to}, recorded_on=recorded_on, because=because,
        notes={"the referral": words, "why without agreement": reason},
    )  # fmt: skip
    basis = reason.strip() or str(Consent(consent).label)
    log_access(by, Looked.DISCLOSED, "abuse_referral", thread_id, why=f"{to}: {basis}"[:300])
    return milestone


@transaction.atomic
def hear_marac(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    representative: str = "",
    attended: str | None = None,
    shared: str = "",
    basis: str = "",
    actions: Sequence[str | Mapping] = (),
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a discussion at MARAC: who went, what was shared on what basis, what we offered (004 section 10.7.4)."""
    if shared.strip() and not basis.strip():
        raise StepRefused("basis", "What is shared is shared on a basis", "Say which, such as consent or serious risk.")
    milestone = record(thread_id, "marac_heard", by=by, on=on, at=at, recorded_on=recorded_on, because=because)
    MaracHearing.objects.create(
        thread_id=thread_id,
        milestone=milestone,
        representative=representative,
        attended={"yes": True, "no": False}.get(attended or ""),
        shared=shared.strip(),
        basis=basis.strip(),
    )
    add_actions(milestone, PartOf.MARAC, actions)
    if shared.strip():
        log_access(by, Looked.DISCLOSED, "marac", thread_id, why=basis.strip()[:300])
    return milestone


def definition_for(thread_id: int) -> DomesticAbuse:
    abuse = governing(thread_id).domestic_abuse
    if abuse is None:
        raise StepRefused(
            "step", "This specification says nothing of domestic abuse", "Add [domestic_abuse] to specification.toml."
        )
    return abuse


def _checklist(thread_id: int, abuse: DomesticAbuse, on: date) -> Checklist | None:
    told = [as_happening(one) for one in current_milestones([thread_id])]
    rows = Administration.objects.filter(thread_id=thread_id, instrument=abuse.checklist)
    return checklist_of([one for one in told if one.on <= on], rows)


def _nothing_settled(checklist: Checklist | None) -> StepRefused:
    if checklist is None:
        return StepRefused(
            "lifted_by", "No checklist has been completed", "Complete it, or say why the risk is high without it.",
            "004 section 10.7.3",
        )  # fmt: skip
    return StepRefused(
        "lifted_by",
        "The checklist is not complete, and what was answered settles no grade yet",
        "Ask what was left out, or say why the risk is high.",
        "004 section 10.7.3",
    )


def _refuse_unknown_words(thread_id: int, lifted_by: Sequence[str], types: Sequence[str], relationship: str) -> None:
    specification = governing(thread_id)
    known = (
        ("lifted_by", lifted_by, Lift.values),
        ("types", types, specification.abuse_types),
        ("relationship", [relationship] if relationship else [], specification.abuse_relationships),
    )
    for field, said, words in known:
        for one in said:
            if one not in words:
                raise StepRefused(field, f"{one} is not one of the words for it", f"Choose from: {', '.join(words)}.")
