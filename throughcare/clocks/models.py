"""Threads, their milestones, and the clocks replayed from them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughcare.foundations.row_security import ByCase


class Thread(models.Model):
    """What milestones and clocks belong to: an episode, an activity, later an alert or an agreement."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    changed_at = models.DateTimeField()

    row_security = ByCase("id")

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Milestone(models.Model):
    """Something that happened, as it was recorded. Append-only: a correction is a further revision of its origin.

    The current state of an origin is its highest revision, unless that one is retracted.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="milestones")
    origin = models.ForeignKey("self", on_delete=models.PROTECT, related_name="revisions")
    revision = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=40)
    """A MilestoneKind; which may stand on this thread is the rules' to say, and a new one needs no migration."""
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True, blank=True)
    detail = models.JSONField(default=dict)
    because = models.CharField(max_length=500, blank=True)
    retracted = models.BooleanField(default=False)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "revision"], name="one_milestone_for_each_revision"),
            models.CheckConstraint(
                condition=Q(revision=1, origin=F("id")) | (Q(revision__gt=1) & ~Q(origin=F("id"))),
                name="first_revision_is_its_own_origin",
            ),
        ]
        indexes = [models.Index(fields=["thread", "origin", "-revision"], name="milestone_thread")]

    def __str__(self):
        return f"{self.kind} on {self.happened_on}"


class Clock(models.Model):
    """A promise on a thread, as last replayed: its dates, never a state."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="clocks")
    definition = models.CharField(max_length=60)
    sequence = models.PositiveSmallIntegerField(default=1)
    owner = models.CharField(max_length=40)
    start_on = models.DateField()
    start_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    voided_on = models.DateField(null=True, blank=True)
    void_reason = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "definition", "sequence"], name="one_clock_for_each_start"),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(voided_on__isnull=True), name="a_clock_is_stopped_or_void"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "thread"],
                condition=Q(stopped_on__isnull=True, voided_on__isnull=True, ended_on__isnull=True),
                name="clock_open_by_due_day",
            )
        ]

    def __str__(self):
        return f"{self.definition} due {self.due_on}"
