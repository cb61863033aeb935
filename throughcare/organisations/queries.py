"""Which deployment this is, and what day it is there."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from throughcare.organisations.models import Agency, Deployment
from throughcare.organisations.terms import AgencyKind


class NotPrepared(Exception):
    """The system has no specification yet."""


def deployment() -> Deployment:
    found = Deployment.objects.filter(pk=1).first()
    if found is None:
        raise NotPrepared("This system is empty: load the demonstration or play a story first.")
    return found


def today() -> date:
    """The day of every page and command that names none: the kept day of a demo or test system, else the real one."""
    found = Deployment.objects.filter(pk=1).only("today").first()
    return (found and found.today) or timezone.localdate()


def provider() -> Agency:
    """The provider that this system was set up for."""
    return Agency.objects.filter(kind=AgencyKind.PROVIDER).order_by("id").first()
