"""What an agency shows the safeguarding boards: its section 11 audits and the policies it submitted."""

from django.conf import settings
from django.db import models

from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByAgency
from throughcare.organisations.models import Agency
from throughcare.pathway.safeguarding.terms import ActionState


class SafeguardingAudit(models.Model):
    """A section 11 audit with a standard tool (002, 4.10.1)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="safeguarding_audits")
    tool = models.CharField(max_length=200)
    held_on = models.DateField()
    findings = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    row_security = ByAgency("agency_id")

    def __str__(self):
        return f"{self.tool}, {self.held_on}"


@keeps_history(ByAgency("agency_id"))
class AuditAction(models.Model):
    """What an audit asks for: always with an owner and a day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    audit = models.ForeignKey(SafeguardingAudit, on_delete=models.PROTECT, related_name="actions")
    words = models.TextField()
    owner = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.OPEN)
    done_on = models.DateField(null=True, blank=True)

    row_security = ByAgency("agency_id")

    def __str__(self):
        return f"Action {self.pk}"


@keeps_history(ByAgency("agency_id"))
class PolicySubmission(models.Model):
    """A policy or procedure submitted to the Local Safeguarding Board, and its response (004 section 10.1.1)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="policy_submissions")
    policy = models.CharField(max_length=300)
    submitted_on = models.DateField()
    response = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    row_security = ByAgency("agency_id")

    def __str__(self):
        return self.policy
