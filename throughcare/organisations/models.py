"""Agencies, and the one deployment that this system is."""

from django.db import models
from django.db.models import Q

from throughcare.foundations.row_security import NoPersonData
from throughcare.organisations.terms import AgencyKind, DeploymentKind


class Agency(models.Model):
    """An organisation whose staff use the system: a provider, a partner or a commissioner."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind)

    row_security = NoPersonData("names of organisations")

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self):
        return self.name


class Deployment(models.Model):
    """What this system runs: which specification, for real or for show, and (never when live) on which day."""

    specification = models.CharField(max_length=500)
    kind = models.CharField(max_length=20, choices=DeploymentKind)
    today = models.DateField(null=True, blank=True)

    row_security = NoPersonData("settings of the system")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_deployment"),
            models.CheckConstraint(
                condition=Q(today__isnull=True) | ~Q(kind=DeploymentKind.LIVE), name="a_live_system_keeps_the_real_day"
            ),
        ]

    def __str__(self):
        return self.specification
