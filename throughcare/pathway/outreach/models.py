"""Work outside any episode: outreach contacts and brief interventions, with a person or without a name."""

from django.db import models

from throughcare.clocks.models import Thread
from throughcare.foundations.row_security import ByCase
from throughcare.organisations.models import Agency
from throughcare.people.models import Person


class Activity(models.Model):
    """One piece of outreach work; its milestone says what was done and, without a name, with how many."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, primary_key=True, related_name="activity")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="activities")
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT)

    row_security = ByCase("thread_id")

    class Meta:
        verbose_name_plural = "activities"

    def __str__(self):
        return f"Activity {self.pk}"
