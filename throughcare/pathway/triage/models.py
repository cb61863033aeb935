"""What was asked at triage about risk, and what was answered."""

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
