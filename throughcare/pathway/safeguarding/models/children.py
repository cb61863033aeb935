"""Children in somebody's care: what the protocol asks, the reviews at home, and the Children's Centre."""

from django.db import models

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.row_security import ByCase
from throughcare.foundations.terms import Answer


class Childcare(models.Model):
    """Whether somebody cares for children or sees them regularly, and whether the four boards' protocol is followed.

    The children themselves are listed with the assessment (004 sections 10.6.1, 10.6.2 and 10.6.6).
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="childcare")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    responsible = models.CharField(max_length=20, choices=Answer)
    regular_contact = models.CharField(max_length=20, choices=Answer)
    protocol_followed_on = models.DateField(null=True, blank=True)

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Care of children {self.milestone_id}"


class HomeReview(models.Model):
    """A contract or review meeting in the home, with the children's situation as it was found (004 section 10.6.4)."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="home_reviews")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    situation = models.TextField()
    children_seen = models.CharField(max_length=20, choices=Answer)
    next_on = models.DateField(null=True, blank=True)
    """The day agreed for the next one."""

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Review at home {self.milestone_id}"


class CentreOffer(models.Model):
    """The offer of a Children's Centre: the tool it was settled with, and the answer (004 section 10.6.4)."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="centre_offers")
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT)
    response = models.CharField(max_length=20)
    tool = models.CharField(max_length=200, blank=True)
    centre = models.CharField(max_length=200, blank=True)
    sessions_there = models.BooleanField(default=False)
    """Whether recovery sessions are held at the centre."""

    row_security = ByCase("thread_id")

    def __str__(self):
        return f"Children's Centre {self.milestone_id}"
