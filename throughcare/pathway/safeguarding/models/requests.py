"""A request of the multi-agency safeguarding hub: what it asks, whose records were asked, what was shared and found."""

from django.conf import settings
from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByCase
from throughcare.pathway.safeguarding.terms import SharingBasis


class InformationRequest(models.Model):
    """What the hub asks (004 section 22). Its deadline and what became of it stand in the milestones of its thread."""

    thread = models.OneToOneField(
        Thread, on_delete=models.PROTECT, primary_key=True, related_name="information_request"
    )
    priority = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=200, blank=True)
    """Who at the hub asks, and how they are reached."""
    reference = models.CharField(max_length=100, blank=True)
    asks = models.TextField()

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Request {self.pk}"


@keeps_history(ByCase("thread_id"))
class RecordAsked(models.Model):
    """Whose record was asked for this request, and what it says; without words nobody has answered yet."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="records_asked")
    agency = models.CharField(max_length=40, blank=True)
    """A member agency of the hub; empty for a colleague of our own."""
    whom = models.CharField(max_length=200)
    says = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread"], name="recordasked_thread")]

    def __str__(self):
        return f"Record asked {self.pk}"


class InformationShared(models.Model):
    """What went to whom, on what basis, and what the diary said beside it at that moment."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="information_shared")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    to = models.CharField(max_length=200)
    basis = models.CharField(max_length=20, choices=SharingBasis, blank=True)
    """Empty where nothing was shared."""
    words = models.TextField()
    last_seen_on = models.DateField(null=True, blank=True)
    missed_in_a_row = models.PositiveSmallIntegerField(default=0)

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Shared {self.milestone_id}"


class HubRecord(models.Model):
    """The hub's own summary when it comes back, and what it recommends."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="hub_records")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    summary = models.TextField()
    recommends = models.TextField()

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Record of the hub {self.milestone_id}"


class SummaryForServices(models.Model):
    """A summary for children's services exactly as it went out; the next one is another row."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="safeguarding_summaries")
    to = models.CharField(max_length=40)
    basis = models.CharField(max_length=20, choices=SharingBasis)
    why = models.TextField()
    parts = models.JSONField()
    """Each part as [title, words], in the order of the page."""
    made_on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread"], name="summaryforservices_thread")]

    def __str__(self):
        return f"Summary {self.pk}"
