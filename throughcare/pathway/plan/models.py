"""Care plans, version by version, and the person's own goals."""

from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByCase
from throughcare.pathway.plan.terms import GoalState


class CarePlan(models.Model):
    """One version of a plan of one kind; signed off once at most."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    drafted = models.ForeignKey(Milestone, on_delete=models.PROTECT, null=True, related_name="plan_drafted")
    signed_off = models.ForeignKey(Milestone, on_delete=models.PROTECT, null=True, related_name="plan_signed_off")

    row_security = ByCase("thread_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "kind", "version"], name="one_plan_for_each_version")]

    def __str__(self):
        return f"{self.kind} {self.version}"


@keeps_history(ByCase("thread_id"))
class Goal(models.Model):
    """A goal in the person's own words."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="goals")
    words = models.TextField()
    who_helps = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=GoalState, default=GoalState.NOT_STARTED)

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Goal {self.pk}"
