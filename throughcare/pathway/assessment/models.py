"""What was answered in an assessment, its versions, who contributed, and the children it tells of."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByCase
from throughcare.foundations.terms import Answer
from throughcare.pathway.assessment.terms import Given, Source


@keeps_history(ByCase("thread_id"))
class Child(models.Model):
    """A child of the person, or one whom they see regularly (004 section 10.6.6)."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="children")
    known_as = models.CharField(max_length=100)
    born = models.DateField(null=True, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    """As told, where the date of birth is not known."""
    relation = models.CharField(max_length=100, blank=True)
    lives_with = models.CharField(max_length=200, blank=True)
    regular_contact = models.CharField(max_length=20, choices=Answer, default=Answer.NOT_ASKED)
    school = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread"], name="child_thread")]

    def __str__(self):
        return f"Child {self.pk}"


class AssessmentAnswer(models.Model):
    """One answer, never changed: the latest to a question stands. `version` is the version that it became part of."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="assessment_answers")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="answers")
    question = models.CharField(max_length=60)
    given = models.CharField(max_length=20, choices=Given)
    answer = models.JSONField(null=True)
    answered_on = models.DateField()
    source = models.CharField(max_length=20, choices=Source)
    agency = models.CharField(max_length=60, blank=True)
    """Which agency told it, where one did."""
    version = models.PositiveSmallIntegerField()
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread", "question"], name="assessment_answer_thread")]

    def __str__(self):
        return f"{self.question} {self.pk}"


class AssessmentVersion(models.Model):
    """The answers as they stood when the assessment was completed, or brought up to date."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="assessment_versions")
    number = models.PositiveSmallIntegerField()
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="one_assessment_for_each_version")]

    def __str__(self):
        return f"Version {self.number}"


class Contribution(models.Model):
    """What another agency brought to the assessment, and whether the person agreed to it (004 section 8.5.3)."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="contributions")
    on = models.DateField()
    agency = models.CharField(max_length=60)
    worker = models.CharField(max_length=200)
    words = models.TextField()
    agreed = models.CharField(max_length=20, choices=Answer)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread"], name="contribution_thread")]

    def __str__(self):
        return f"{self.agency} {self.pk}"


class MedicalAssessment(models.Model):
    """A medical assessment, and the talk with the lead practitioner about it (004 section 10.2.3)."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="medical_assessments")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    assessed_by = models.CharField(max_length=200)
    consulted = models.CharField(max_length=200)
    """The lead practitioner who was consulted."""
    consulted_on = models.DateField()
    finding = models.TextField()

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Medical assessment {self.pk}"


class IssuedSummary(models.Model):
    """What of an assessment went to which agency: these domains, with the answers as far as `last_answer`."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="issued_summaries")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    domains = ArrayField(models.CharField(max_length=60))
    last_answer = models.BigIntegerField()

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Summary {self.pk}"
