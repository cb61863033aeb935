"""Sets up the deployment and the agencies in it."""

from __future__ import annotations

from datetime import date

from throughcare.organisations.models import Agency, Deployment
from throughcare.organisations.terms import AgencyKind, DeploymentKind


def set_up(specification: str, kind: DeploymentKind, today: date | None = None) -> Deployment:
    """Makes this system one that runs the specification; a system that runs one already keeps it."""
    made, _ = Deployment.objects.get_or_create(
        pk=1, defaults={"specification": specification, "kind": kind, "today": today}
    )
    return made


def keep_today(day: date) -> None:
    """The day of every page and command that names none, in a demonstration or test system; it never goes back."""
    Deployment.objects.filter(pk=1, today__isnull=True).exclude(kind=DeploymentKind.LIVE).update(today=day)
    Deployment.objects.filter(pk=1, today__lt=day).exclude(kind=DeploymentKind.LIVE).update(today=day)


def add_agency(key: str, name: str, kind: AgencyKind) -> Agency:
    return Agency.objects.get_or_create(key=key, defaults={"name": name, "kind": kind})[0]
