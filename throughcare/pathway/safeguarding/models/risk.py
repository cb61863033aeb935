"""Risk as it was assessed, what is to be done about it, and what stands about somebody's protection."""

from django.conf import settings
from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByCase
from throughcare.foundations.terms import Answer
from throughcare.pathway.safeguarding.terms import ActionState, AskedAbout, Awareness, PartOf, Protection, ToldBy


class RiskAssessment(models.Model):
    """One full assessment of risk; the next one is another row, and the earlier ones stay."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="risk_assessments")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    awareness = models.CharField(max_length=20, choices=Awareness)
    words = models.TextField(blank=True)
    """How the person sees the risks."""

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Risk assessment {self.pk}"


class RiskFinding(models.Model):
    """One of the five answers about one risk or vulnerability of the specification; without a row it was not asked."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="risk_findings")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    asked_about = models.CharField(max_length=20, choices=AskedAbout)
    subject = models.CharField(max_length=40)
    answer = models.CharField(max_length=20, choices=Answer)
    words = models.TextField(blank=True)
    told_by = models.CharField(max_length=20, choices=ToldBy, blank=True)

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "asked_about", "subject"], name="one_finding_for_each_subject")
        ]

    def __str__(self):
        return f"{self.subject}: {self.answer}"


@keeps_history(ByCase("thread_id"))
class ProtectiveAction(models.Model):
    """What somebody is to do so that a person is safer: of a risk plan, or offered at MARAC."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="protective_actions")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    part_of = models.CharField(max_length=20, choices=PartOf)
    words = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    owner_outside = models.CharField(max_length=200, blank=True)
    """Who does it where it is none of the staff: the person, or an agency of the specification by its id."""
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.OPEN)
    done_on = models.DateField(null=True, blank=True)

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread", "state"], name="protectiveaction_thread")]

    def __str__(self):
        return f"Action {self.pk}"


class ProtectionStatus(models.Model):
    """What stands about one kind of protection from a day on; a later row about the same replaces it."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="protection")
    about = models.CharField(max_length=30, choices=Protection)
    since = models.DateField()
    answer = models.CharField(max_length=20, choices=Answer)
    level = models.CharField(max_length=200, blank=True)
    protocol = models.CharField(max_length=300, blank=True)
    """The agreed protocol, or the plan that is followed."""
    contact = models.CharField(max_length=200, blank=True)
    """Who answers for it: of the police's public protection unit, of the panel, or the coordinator."""
    reached_by = models.CharField(max_length=200, blank=True)
    profession = models.CharField(max_length=40, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    written_at = models.DateTimeField(auto_now_add=True)

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread", "about"], name="protectionstatus_thread")]

    def __str__(self):
        return f"{self.about}: {self.answer}"
