"""Every time a tool was completed, with its answers and its scores."""

from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.row_security import ByCase


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

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread", "instrument"], name="administration_thread")]

    def __str__(self):
        return f"{self.instrument} {self.status}"
