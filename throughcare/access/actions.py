"""Gives people sign-ins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from throughcare.access.models import TrainingRecord, User
from throughcare.access.viewer import Viewer
from throughcare.organisations.models import Agency


def add_user(
    username: str, display_name: str, agency: Agency, roles: Iterable[str], password: str | None = None
) -> User:
    """A member of staff; without a password they cannot sign in, only be named."""
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, display_name, agency, roles, password)


def add_colleague(*, by: Viewer, username: str, display_name: str, roles: Iterable[str], password: str) -> User:
    """A sign-in for somebody of the administrator's own agency."""
    return User.objects.create_user(username, display_name, Agency.objects.get(pk=by.agency_id), roles, password)


def change_colleague(
    colleague: User, *, by: Viewer, display_name: str, roles: Iterable[str], may_sign_in: bool
) -> None:
    """Changes name, roles or whether they may sign in; what was said before is kept by the change history.

    A closed sign-in ends at its next request, and a key worker without one leaves their cases without an owner: they
    then stand on the gaps list.
    """
    colleague.display_name, colleague.roles, colleague.is_active = display_name, list(roles), may_sign_in
    colleague.save(update_fields=["display_name", "roles", "is_active"])


def record_training(
    colleague: User, *, by: Viewer, competence: str, gained_on: date, evidence: str, expires_on: date | None = None
) -> TrainingRecord:
    """Records that a colleague is trained in something, with what shows it."""
    return TrainingRecord.objects.create(
        agency_id=by.agency_id,
        user=colleague,
        competence=competence,
        gained_on=gained_on,
        expires_on=expires_on,
        evidence=evidence,
        recorded_by_id=by.user_id,
    )


def end_training(record: TrainingRecord, *, by: Viewer, last_day: date) -> None:
    """Says on which day a training holds for the last time; what it allowed until then stays allowed."""
    record.expires_on = last_day
    record.save(update_fields=["expires_on"])


def train_in_everything(
    users: Iterable[User], competences: Iterable[str], *, by: Viewer, since: date, using: str = "default"
) -> None:
    """For made-up staff, who must be able to show every page."""
    competences = list(competences)
    TrainingRecord.objects.using(using).bulk_create(
        TrainingRecord(
            agency_id=by.agency_id,
            user=user,
            competence=competence,
            gained_on=since,
            evidence="Made up for the demonstration",
            recorded_by_id=by.user_id,
        )
        for user in users
        for competence in competences
    )
