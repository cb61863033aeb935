"""An episode as its milestones say it stands, and the words that go with its steps."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.clocks.models import Milestone, Thread
from throughcare.foundations.row_security import ByCase
from throughcare.organisations.models import Agency
from throughcare.pathway.episode.terms import ClosedBy, Stage
from throughcare.people.models import Person
from throughcare.specification.terms import EpisodeKind


class Episode(models.Model):
    """One stay in treatment. Every column below `kind` is projected from the milestones; nothing else writes them."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, primary_key=True, related_name="episode")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes")
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=EpisodeKind, default=EpisodeKind.TREATMENT)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=20, choices=ClosedBy, blank=True)
    closing_reason = models.CharField(max_length=60, blank=True)
    planned = models.BooleanField(null=True)
    stage = models.CharField(max_length=20, choices=Stage)
    urgency = models.CharField(max_length=20, blank=True)
    keyworker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="caseload"
    )
    assessed_on = models.DateField(null=True, blank=True)
    treatment_started_on = models.DateField(null=True, blank=True)
    appointment_on = models.DateField(null=True, blank=True)
    """The latest day offered for a step that has not been recorded yet."""
    last_seen_on = models.DateField(null=True, blank=True)
    missed_in_a_row = models.PositiveSmallIntegerField(default=0)
    open_interventions = ArrayField(models.CharField(max_length=60), default=list)
    skipped = ArrayField(models.CharField(max_length=60), default=list)
    """Steps of the specification that were passed over without a reason."""

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [
            models.Index(fields=["person", "opened_on"], name="episode_person"),
            models.Index(fields=["keyworker"], condition=Q(closed_on__isnull=True), name="episode_caseload"),
            models.Index(fields=["opened_on"], condition=Q(closed_on__isnull=True), name="episode_open"),
        ]

    def __str__(self):
        return f"Episode {self.pk}"


class Matter(models.Model):
    """Something with a deadline of its own beside an episode: an alert, a concern, a request for information.

    Its thread holds its milestones and clocks. The stage that owns this kind of matter keeps the rest in its own table.
    """

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, primary_key=True, related_name="matter")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="matters", db_constraint=False)
    """The episode row goes when an only referral is taken back; what was raised about it stays."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="matters")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    """Projected from the milestones, as the columns of an episode are."""
    for_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="matters"
    )
    """The named person on whose list it stands; without one it is on the list of everybody in the owning role."""

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [
            models.Index(fields=["episode"], name="matter_episode"),
            models.Index(fields=["person", "opened_on"], name="matter_person"),
            models.Index(fields=["for_user"], condition=Q(closed_on__isnull=True), name="matter_open_for"),
        ]

    def __str__(self):
        return f"Matter {self.pk}"


class Note(models.Model):
    """Words that belong to a step: the concern of a referral, what was talked about, how the person sees it."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT)
    """The origin milestone of the step, so that a correction of the step keeps its words."""
    about = models.CharField(max_length=40)
    words = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    row_security = ByCase("thread_id")

    class Meta:
        indexes = [models.Index(fields=["thread", "milestone"], name="note_thread")]

    def __str__(self):
        return f"{self.about} {self.milestone_id}"
