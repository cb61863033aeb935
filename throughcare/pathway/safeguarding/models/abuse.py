"""Domestic abuse as it was graded, and what came of it at MARAC."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.row_security import ByCase
from throughcare.pathway.safeguarding.terms import Grade, Lift


class AbuseGrading(models.Model):
    """What a grade rests on; the grade itself stands in the milestone."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="abuse_gradings")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    grade = models.CharField(max_length=20, choices=Grade)
    checklist_band = models.CharField(max_length=20, blank=True)
    """Empty where no checklist was completed, or it settles nothing yet."""
    checklist_on = models.DateField(null=True, blank=True)
    lifted_by = ArrayField(models.CharField(max_length=20, choices=Lift), default=list)
    reason = models.TextField(blank=True)
    types = ArrayField(models.CharField(max_length=40), default=list)
    relationship = models.CharField(max_length=40, blank=True)

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"{self.grade} {self.milestone_id}"


class MaracHearing(models.Model):
    """A case discussed at a multi-agency risk assessment conference; the actions offered are `ProtectiveAction`s."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="marac_hearings")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    representative = models.CharField(max_length=200, blank=True)
    attended = models.BooleanField(null=True)
    shared = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    """On what basis it was shared."""

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"MARAC {self.milestone_id}"
