"""Deaths and near misses under review, which the database opens to nobody but the panel."""

from django.conf import settings
from django.db import models

from throughcare.clocks.models import Thread
from throughcare.foundations.history import keeps_history
from throughcare.foundations.row_security import ByCase
from throughcare.pathway.safeguarding.terms import ActionState, ReviewedEvent, ReviewNoteAbout

#: The database's own answer whether the viewer is on the panel of a review, or opens it.
ADMITS = "death_panel_admits"
PANEL_ONLY = ByCase("thread_id", only=(ADMITS, "thread_id"))


class PanelMember(models.Model):
    """Somebody who may open a review. Whoever opens one is its first member, and members name the others."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="death_panel")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    outside = models.CharField(max_length=200, blank=True)
    """Somebody of another agency, by name; they read what the panel gives them."""
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(auto_now_add=True)

    row_security = PANEL_ONLY

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="once_on_a_death_panel")]

    def __str__(self):
        return f"Panel member {self.pk}"


class DeathReview(models.Model):
    """A death or a near miss, with the time-line as it stood when the review was opened."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, primary_key=True, related_name="death_review")
    event = models.CharField(max_length=20, choices=ReviewedEvent)
    happened_on = models.DateField()
    why = models.TextField()
    frozen = models.TextField()
    """The time-line as JSON, letter by letter: later edits of the record leave it untouched."""
    checksum = models.CharField(max_length=64)
    """SHA-256 of `frozen`."""
    frozen_at = models.DateTimeField(auto_now_add=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    row_security = PANEL_ONLY

    def __str__(self):
        return f"Review {self.pk}"


class ReviewNote(models.Model):
    """A fact that the panel found, or what was learnt."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="death_review_notes")
    about = models.CharField(max_length=20, choices=ReviewNoteAbout)
    words = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    row_security = PANEL_ONLY

    def __str__(self):
        return f"{self.about} {self.pk}"


@keeps_history(PANEL_ONLY)
class ReviewAction(models.Model):
    """What is to be done because of what was learnt: always with an owner and a day."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="death_review_actions")
    words = models.TextField()
    owner = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.OPEN)
    done_on = models.DateField(null=True, blank=True)

    row_security = PANEL_ONLY

    def __str__(self):
        return f"Action {self.pk}"
