"""One line for each time a record was read, exported or disclosed; never changed, never removed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from throughcare.foundations.row_security import ByAgency


class Looked(models.TextChoices):
    READ = "read", _("Read")
    FOUND = "found", _("Looked up across agencies")
    EXPORTED = "exported", _("Exported")
    DISCLOSED = "disclosed", _("Disclosed")


class AccessLogEntry(models.Model):
    at = models.DateTimeField(auto_now_add=True)
    user_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    looked = models.CharField(max_length=20, choices=Looked)
    about = models.CharField(max_length=60)
    """What kind of record: person, episode, facts ..."""
    record_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=300, blank=True)

    row_security = ByAgency("agency_id", link_adds=True)

    class Meta:
        indexes = [models.Index(fields=["about", "record_id"], name="accesslog_record")]

    def __str__(self):
        return f"{self.user_id} {self.looked} {self.about} {self.record_id}"
