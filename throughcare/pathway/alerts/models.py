"""Alerts, who has each, the messages about them, and who is on duty."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByAgency, ByCase
from throughcare.organisations.models import Agency
from throughcare.pathway.alerts.terms import DeliveryState, Why


class Alert(models.Model):
    """What somebody must act on: which step raised it and what for. It never changes; its milestones tell the rest."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, primary_key=True, related_name="alert")
    source = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="alerts")
    """The origin of the step that raised it."""
    flag = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    action_wanted = models.CharField(max_length=300)
    urgency = models.CharField(max_length=20)
    raised_on = models.DateField()
    raised_at = models.DateTimeField(null=True, blank=True)

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "flag"], name="one_alert_for_each_flag_of_a_step")]

    def __str__(self):
        return f"{self.flag} ({self.urgency})"


class Recipient(models.Model):
    """Somebody who has an alert. Whoever had it before keeps it."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="alert_recipients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts")
    level = models.PositiveSmallIntegerField()
    """0 for the first, and one more each time it is passed on."""
    why = models.CharField(max_length=20, choices=Why)
    given_at = models.DateTimeField()

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="an_alert_comes_to_somebody_once"),
            models.UniqueConstraint(fields=["thread", "level"], name="one_recipient_at_each_level"),
        ]
        indexes = [models.Index(fields=["user", "thread"], name="recipient_user")]

    def __str__(self):
        return f"{self.user_id} has {self.thread_id}"


class Delivery(models.Model):
    """A message to be sent, written in the transaction that makes it due; the worker sends it once that is kept."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.WAITING)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    row_security = ByCase("thread_id")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["thread", "recipient", "channel"], name="one_message_on_each_channel")
        ]
        indexes = [
            models.Index(fields=["try_after"], condition=Q(state=DeliveryState.WAITING), name="delivery_waiting")
        ]

    def __str__(self):
        return f"{self.channel} {self.state}"


@keeps_history(ByAgency("agency_id"))
class Duty(models.Model):
    """Somebody is on duty from a moment to a moment: alerts that come then come to them."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    row_security = ByAgency("agency_id")

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["agency", "ends_at"], name="duty_agency")]

    def __str__(self):
        return f"{self.user_id} from {self.starts_at}"
