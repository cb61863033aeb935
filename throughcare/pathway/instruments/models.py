"""Every time a tool was completed, with its answers and its scores."""

from django.conf import settings
from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.row_security import ByCase
from throughcare.pathway.instruments.terms import Mode


class Administration(models.Model):
    """One completed tool: the answers as given and what the engine made of them. Never changed, only added to."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="administrations")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=60)
    answers = models.JSONField(default=dict)
    total = models.IntegerField(null=True)
    subscales = models.JSONField(default=dict)
    band = models.CharField(max_length=40, blank=True)
    flags = models.JSONField(default=list)
    status = models.CharField(max_length=20)
    findings = models.JSONField(default=dict)
    """What the engine worked out beside the total: by the names of a result, only where the tool has it."""
    mode = models.CharField(max_length=20, choices=Mode, blank=True)
    """How it was answered; empty where nobody said, as in the oldest rows."""
    offered_because = models.CharField(max_length=500, blank=True)
    """Why it was used although it is offered only where something else was found first."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread", "instrument"], name="administration_thread")]

    def __str__(self):
        return f"{self.instrument} {self.status}"
