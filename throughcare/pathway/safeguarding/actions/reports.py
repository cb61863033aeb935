"""Keeps section 11 audits with their actions, and policies submitted to the Local Safeguarding Board."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.foundations.today import today
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.models import AuditAction, PolicySubmission, SafeguardingAudit
from throughcare.pathway.safeguarding.terms import ActionState


@transaction.atomic
def keep_audit(*, by: Viewer, tool: str, held_on: date, findings: str) -> SafeguardingAudit:
    """Keeps a section 11 audit with the standard tool that was used (002, 4.10.1)."""
    return SafeguardingAudit.objects.create(
        agency_id=by.agency_id, tool=tool.strip(), held_on=held_on, findings=findings.strip(), written_by_id=by.user_id
    )


@transaction.atomic
def agree_action(audit_id: int, *, by: Viewer, words: str, owner: str = "", due_on: date | None = None) -> AuditAction:
    """Agrees what an audit asks for; refused without an owner and a day."""
    if not owner.strip():
        raise StepRefused("owner", "An action without an owner is nobody's", "Say who does it.")
    if due_on is None:
        raise StepRefused("due_on", "An action without a day is never late", "Give the day by which it is done.")
    return AuditAction.objects.create(
        agency_id=by.agency_id, audit_id=audit_id, words=words.strip(), owner=owner.strip(), due_on=due_on
    )


@transaction.atomic
def settle_action(action: AuditAction, *, by: Viewer, state: str) -> AuditAction:
    action.state = state
    action.done_on = today() if state == ActionState.DONE else None
    action.save(update_fields=["state", "done_on"])
    return action


@transaction.atomic
def submit_policy(*, by: Viewer, policy: str, submitted_on: date) -> PolicySubmission:
    """Records that a policy about young people went to the Local Safeguarding Board (004 section 10.1.1)."""
    return PolicySubmission.objects.create(
        agency_id=by.agency_id, policy=policy.strip(), submitted_on=submitted_on, written_by_id=by.user_id
    )


@transaction.atomic
def keep_response(sent: PolicySubmission, *, by: Viewer, response: str, answered_on: date) -> PolicySubmission:
    if answered_on < sent.submitted_on:
        raise StepRefused("answered_on", "The answer is before it was submitted", "Give a later day.")
    sent.response, sent.answered_on = response.strip(), answered_on
    sent.save(update_fields=["response", "answered_on"])
    return sent
