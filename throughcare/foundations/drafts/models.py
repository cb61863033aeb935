"""A draft: the answers of one page by one person, not yet part of any record."""

from django.conf import settings
from django.db import models

from throughcare.foundations.row_security import ByUser


class Draft(models.Model):
    """One for each page and writer; it is seen by nobody else, and goes when the step is done."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=300)
    """The page's path without its query."""
    thread_id = models.BigIntegerField(null=True)
    content = models.JSONField()
    """The answers as posted: each name with its list of texts."""
    saved_at = models.DateTimeField()

    row_security = ByUser("owner_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "page"], name="draft_one_for_each_page")]

    def __str__(self):
        return f"draft of {self.page}"
