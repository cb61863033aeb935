"""What triage found, which way on it pointed to, what was done in a crisis, and what people told by themselves."""

from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.row_security import ByCase
from throughcare.foundations.terms import Answer


class RiskAnswer(models.Model):
    """One of the five answers about one risk that the specification names; a risk without a row was not asked."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="risk_answers")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    risk = models.CharField(max_length=40)
    answer = models.CharField(max_length=20, choices=Answer)

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["milestone", "risk"], name="one_answer_for_each_risk")]

    def __str__(self):
        return f"{self.risk}: {self.answer}"


class QuestionAnswer(models.Model):
    """One of the five answers to one of the specification's questions at triage; one without a row was not asked."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="triage_answers")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=20, choices=Answer)

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["milestone", "question"], name="one_answer_for_each_question")]

    def __str__(self):
        return f"{self.question}: {self.answer}"


class DaysOfUse(models.Model):
    """On how many of the last 28 days a substance was used, where triage asked; TOP counts the same days."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    substance = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField()

    row_security = ByCase("thread_id")

    class Meta:
        verbose_name_plural = "days of use"
        constraints = [
            models.UniqueConstraint(fields=["milestone", "substance"], name="one_count_for_each_substance"),
            models.CheckConstraint(condition=models.Q(days__lte=28), name="at_most_28_days_of_use"),
        ]

    def __str__(self):
        return f"{self.substance}: {self.days}"


class PathwayAdvice(models.Model):
    """The pathways that the answers of a triage pointed to, by which rules, and why another way was taken."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="pathway_advice")
    recommended = models.JSONField()
    """Ids of pathways, the one that fits first."""
    rules = models.JSONField()
    followed = models.BooleanField()
    why_not = models.TextField(blank=True)

    row_security = ByCase("thread_id")

    class Meta:
        verbose_name_plural = "pathway advice"

    def __str__(self):
        return ", ".join(self.recommended)


class CrisisSupport(models.Model):
    """What was done at once in a crisis; the milestone says when, where and by whom."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="crisis_support")
    actions = models.JSONField()
    """Ids of the specification's crisis actions."""
    detoxification = models.CharField(max_length=20, choices=Answer)
    """Whether detoxification is part of the plan (004 section 8.3.4, step 2)."""
    for_young_person = models.CharField(max_length=20, choices=Answer)
    for_family = models.CharField(max_length=20, choices=Answer)
    """Whether mental health crisis support was given to them (001, children and young people's pathway)."""

    row_security = ByCase("thread_id")

    class Meta:
        verbose_name_plural = "crisis support"

    def __str__(self):
        return f"Crisis support {self.pk}"


class OwnTriage(models.Model):
    """Answers that somebody gave by themselves; they confirm nothing until a worker has looked at them."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="own_triage")
    answers = models.JSONField()

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Own answers {self.pk}"


class OwnTriageReview(models.Model):
    """That a worker completed the triage after own answers, and which of them were changed."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    own = models.OneToOneField(OwnTriage, on_delete=models.PROTECT, related_name="review")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    changed = models.JSONField()
    """Names of the answers that the worker did not leave as they were."""

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Review of own answers {self.own_id}"
