"""Assesses risk, plans what to do about it, looks back on the plan, and says what stands about protection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction

from throughcare.access.models import User
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.models import ProtectionStatus, ProtectiveAction, RiskAssessment, RiskFinding
from throughcare.pathway.safeguarding.terms import ActionState, AskedAbout, Awareness, PartOf, Protection
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification


@transaction.atomic
def assess_risk(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    risks: Mapping[str, str],
    details: Mapping[str, str] | None = None,
    told_by: Mapping[str, str] | None = None,
    vulnerable: Mapping[str, str] | None = None,
    aware: str = Awareness.NOT_ASKED,
    aware_words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a full risk assessment (004 section 8.5.5); earlier ones stay.

    `risks` and `vulnerable` hold one of the five answers by id, where one left out was not asked; `details` and
    `told_by` what is known of each risk and who said so; `aware` how far the person sees the risks.
    """
    specification = governing(thread_id)
    _refuse_unknown("risks", risks, specification.all_risks)
    _refuse_unknown("vulnerable", vulnerable or {}, specification.vulnerabilities)
    if aware not in Awareness.values:
        raise StepRefused("aware", f"{aware} is no level of awareness", f"Say one of {', '.join(Awareness.values)}.")
    if not risks:
        raise StepRefused("risks", "No risk was asked about", "Answer at least one.", "004 section 8.5.5")
    present = [risk for risk in specification.all_risks if risks.get(risk) == Answer.YES]
    milestone = record(
        thread_id,
        "risk_assessed",
        by=by,
        on=on,
        at=at,
        detail={"risks": present or None},
        recorded_on=recorded_on,
        because=because,
    )
    RiskAssessment.objects.create(thread_id=thread_id, milestone=milestone, awareness=aware, words=aware_words)
    findings = _findings(milestone, AskedAbout.RISK, risks, details or {}, told_by or {})
    findings += _findings(milestone, AskedAbout.VULNERABILITY, vulnerable or {}, {}, {})
    RiskFinding.objects.bulk_create(findings)
    return milestone


def _findings(
    milestone: Milestone,
    asked_about: AskedAbout,
    answers: Mapping[str, str],
    details: Mapping[str, str],
    told_by: Mapping[str, str],
) -> list[RiskFinding]:
    return [
        RiskFinding(
            thread_id=milestone.thread_id,
            milestone=milestone,
            asked_about=asked_about,
            subject=subject,
            answer=answer,
            words=details.get(subject, ""),
            told_by=told_by.get(subject, ""),
        )
        for subject, answer in answers.items()
    ]


@transaction.atomic
def make_risk_plan(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    actions: Sequence[str | Mapping] | None = None,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Makes a risk plan of actions, each with its owner and its day (004 section 8.5.5).

    An action is `{what, who, by}`: `who` a user name, `person`, or an agency's id. Without `actions` the plan is one
    that is kept elsewhere; an empty list is refused.
    """
    if actions is not None and not actions:
        raise StepRefused("actions", "A risk plan has at least one action", "Write what is done, by whom and by when.")
    milestone = record(
        thread_id, "risk_plan_made", by=by, on=on, at=at, recorded_on=recorded_on, because=because,
        notes={"the risk plan": words},
    )  # fmt: skip
    add_actions(milestone, PartOf.RISK_PLAN, actions or ())
    return milestone


@transaction.atomic
def review_risk_plan(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    words: str = "",
    states: Mapping[int, str] | None = None,
    actions: Sequence[str | Mapping] = (),
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Looks back on the risk plan: how each action stands, and what is added (004 section 8.5.5)."""
    milestone = record(
        thread_id, "risk_plan_reviewed", by=by, on=on, at=at, recorded_on=recorded_on, because=because,
        notes={"the risk plan": words},
    )  # fmt: skip
    known = {one.pk: one for one in ProtectiveAction.objects.filter(thread_id=thread_id, part_of=PartOf.RISK_PLAN)}
    for action_id, state in (states or {}).items():
        if action_id in known:
            change_action(known[action_id], by=by, state=state, on=on)
    add_actions(milestone, PartOf.RISK_PLAN, actions)
    return milestone


def add_actions(milestone: Milestone, part_of: PartOf, actions: Sequence[str | Mapping]) -> None:
    """Adds what is to be done; raises StepRefused for an owner whom nobody knows."""
    for said in actions:
        one = {"what": said} if isinstance(said, str) else dict(said)
        if not str(one.get("what") or "").strip():
            raise StepRefused("actions", "An action says what is to be done", "Write it down, or leave the line empty.")
        owner, outside = _owner(one.get("who"), milestone.thread_id)
        ProtectiveAction.objects.create(
            thread_id=milestone.thread_id,
            milestone_id=milestone.origin_id,
            part_of=part_of,
            words=str(one["what"]).strip(),
            owner=owner,
            owner_outside=outside,
            due_on=one.get("by"),
        )


def _owner(who: str | None, thread_id: int) -> tuple[User | None, str]:
    if not who:
        return None, ""
    if who == "person" or who in governing(thread_id).agencies:
        return None, who
    user = User.objects.filter(username=who, is_active=True).first()
    if user is None:
        raise StepRefused("actions", f"{who} is nobody who works here", "Name a colleague, the person or an agency.")
    return user, ""


def change_action(action: ProtectiveAction, *, by: Viewer, state: str, on: date | None = None) -> None:
    """Says how an action stands; what it said before is kept by the change history."""
    action.state = ActionState(state)
    action.done_on = (on or today()) if action.state == ActionState.DONE else None
    action.save(update_fields=["state", "done_on"])


@transaction.atomic
def set_protection(
    thread_id: int,
    *,
    by: Viewer,
    about: str,
    since: date,
    answer: str,
    level: str = "",
    protocol: str = "",
    contact: str = "",
    reached_by: str = "",
    profession: str = "",
) -> ProtectionStatus:
    """Says what stands about one kind of protection; what stood before stays (002 2.6; 004 section 10.8.3)."""
    if about in (Protection.EXPLOITATION, Protection.VULNERABLE_ADULT) and answer == Answer.YES:
        for field, said in (("protocol", protocol), ("contact", contact)):
            if not said.strip():
                raise StepRefused(
                    field,
                    "Somebody at risk has an agreed protocol and a contact who answers for it",
                    "Write both down.",
                    "004 section 10.8.3",
                )
    Episode.objects.get(pk=thread_id)
    return ProtectionStatus.objects.create(
        thread_id=thread_id,
        about=about,
        since=since,
        answer=answer,
        level=level,
        protocol=protocol,
        contact=contact,
        reached_by=reached_by,
        profession=profession,
        written_by_id=by.user_id,
    )


def governing(thread_id: int) -> Specification:
    """The version that governs an episode. Raises Episode.DoesNotExist when the viewer may not see it."""
    return specifications.governing(Episode.objects.values_list("opened_on", flat=True).get(pk=thread_id))


def _refuse_unknown(field: str, answers: Mapping[str, str], known: Mapping) -> None:
    for subject, answer in answers.items():
        if subject not in known:
            raise StepRefused(field, f"{subject} is not asked about here", f"Choose from: {', '.join(known)}.")
        if answer not in Answer.values:
            raise StepRefused(field, f"{answer} is no answer", f"Say one of {', '.join(Answer.values)}.")
