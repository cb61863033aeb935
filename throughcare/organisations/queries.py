"""Which deployment this is, and what day it is there."""

from __future__ import annotations

from datetime import date

from throughcare.organisations.models import Agency, Deployment
from throughcare.organisations.terms import AgencyKind


class NotPrepared(Exception):
    """The system has no specification yet."""


def deployment() -> Deployment:
    found = Deployment.objects.filter(pk=1).first()
    if found is None:
        raise NotPrepared("This system is empty: load the demonstration or play a story first.")
    return found


def kept_today() -> date | None:
    """The day that a demonstration or test system takes for today; None where the real day holds."""
    return Deployment.objects.filter(pk=1).values_list("today", flat=True).first()


def provider() -> Agency:
    """The provider that this system was set up for."""
    return Agency.objects.filter(kind=AgencyKind.PROVIDER).order_by("id").first()
