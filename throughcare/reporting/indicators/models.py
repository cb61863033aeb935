"""What the indicators came to when they were last worked out, kept so that a page need not count."""

from django.db import models

from throughcare.foundations.row_security import NoPersonData


class IndicatorResult(models.Model):
    """One indicator in one period: whole numbers only, as counted; shares and targets are judged when shown."""

    indicator = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    """None for a count."""
    pending = models.BigIntegerField()
    void = models.BigIntegerField()
    not_asked = models.BigIntegerField()
    so_far = models.BigIntegerField(null=True)
    """The year to date, where the target is for a year."""
    breakdowns = models.JSONField(default=dict)
    """For each breakdown a list of its groups, each with the same numbers."""
    known_on = models.DateField()
    """The day on which running promises were judged."""
    read_at = models.DateTimeField()
    """The moment up to which what was recorded is in it."""

    row_security = NoPersonData("totals of the service; views hold back what is small")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "first", "last"], name="one_result_for_each_period"),
        ]

    def __str__(self):
        return f"{self.indicator} from {self.first} to {self.last}"
