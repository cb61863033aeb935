"""Notes whose words are for named roles alone; that there is one is no secret to those who have the case."""

from django.conf import settings
from django.db import models

from throughcare.clocks.models import Thread
from throughcare.foundations.row_security import ByCase, ByCaseIf
from throughcare.pathway.safeguarding.terms import RestrictedKind
from throughcare.people.models import Person

#: The database's own answer whether a note is kept from the viewer: a key worker of somebody it must not reach.
KEPT = "note_kept_from_viewer"


class RestrictedNote(models.Model):
    """The header: that there is a note, of which kind, of which day, and by whom."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="restricted_notes")
    kind = models.CharField(max_length=20, choices=RestrictedKind)
    written_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    row_security = ByCase("thread_id", unless=(KEPT, "id"))

    class Meta:
        indexes = [models.Index(fields=["thread"], name="restrictednote_thread")]

    def __str__(self):
        return f"Restricted note {self.pk}"


class RestrictedWords(models.Model):
    """The words, guarded by the database itself. They never leave for analysis."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    note = models.OneToOneField(RestrictedNote, on_delete=models.PROTECT, related_name="told")
    words = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    row_security = ByCaseIf("thread_id", "read_restricted", "written_by_id", unless=(KEPT, "note_id"))

    def __str__(self):
        return f"Words of restricted note {self.note_id}"


class KeptFrom(models.Model):
    """Somebody known to the service whose key workers must not learn of a note: the link itself is restricted too."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT)
    note = models.ForeignKey(RestrictedNote, on_delete=models.PROTECT, related_name="kept_from")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    row_security = ByCaseIf("thread_id", "read_restricted", "written_by_id", unless=(KEPT, "note_id"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="kept_once_from_a_person")]

    def __str__(self):
        return f"{self.note_id} kept from {self.person_id}"
