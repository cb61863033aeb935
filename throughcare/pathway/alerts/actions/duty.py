"""Who is on duty, from when to when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughcare.access.models import User
from throughcare.access.viewer import Viewer
from throughcare.pathway.alerts.models import Duty
from throughcare.pathway.episode.rules import StepRefused


@transaction.atomic
def put_on_duty(*, by: Viewer, user_id: int, starts_at: datetime, ends_at: datetime) -> Duty:
    """Puts a colleague on duty; a time that overlaps with one they have is refused, or removing one ends nothing."""
    if not User.objects.filter(pk=user_id, agency_id=by.agency_id, is_active=True).exists():
        raise StepRefused("who", "That is no colleague who may sign in", "Choose somebody from the team.")
    if ends_at <= starts_at:
        raise StepRefused("ends", "Duty ends after it starts", "Put the end right.")
    same = Duty.objects.filter(agency_id=by.agency_id, user_id=user_id, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if same.exists():
        raise StepRefused(
            "starts", "They are on duty at that time already", "Remove that first, or choose other times."
        )
    return Duty.objects.create(agency_id=by.agency_id, user_id=user_id, starts_at=starts_at, ends_at=ends_at)


def take_off_duty(duty: Duty, *, by: Viewer) -> None:
    """The change history keeps what was said before."""
    duty.delete()
