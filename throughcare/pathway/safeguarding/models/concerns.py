"""A safeguarding concern, as it was raised; what became of it stands in the milestones of its thread."""

from django.db import models

from throughcare.clocks.models import Thread
from throughcare.foundations.row_security import ByCase
from throughcare.pathway.safeguarding.terms import Consent


class Concern(models.Model):
    """The words of a concern; the matter of the same number is its place in the lists."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, primary_key=True, related_name="concern")
    about = models.CharField(max_length=10)
    whom = models.CharField(max_length=200, blank=True)
    """Whom it is about, where that is not the person."""
    route = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    consent = models.CharField(max_length=20, choices=Consent)
    override_reason = models.TextField(blank=True)

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Concern {self.pk}"
