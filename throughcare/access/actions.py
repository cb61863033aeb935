"""Gives people sign-ins, and one-time links to those who have none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from throughcare.access.links import FoundLink, LinkSpent, hash_of, new_token, person_account
from throughcare.access.models import OneTimeLink, TrainingRecord, User
from throughcare.access.queries import state_of
from throughcare.access.terms import LinkState, LinkTask
from throughcare.access.viewer import Viewer
from throughcare.organisations.models import Agency


def add_user(
    username: str, display_name: str, agency: Agency, roles: Iterable[str], password: str | None = None
) -> User:
    """A member of staff; without a password they cannot sign in, only be named."""
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, display_name, agency, roles, password)


def add_colleague(
    *, by: Viewer, username: str, display_name: str, roles: Iterable[str], password: str, email: str = ""
) -> User:
    """A sign-in for somebody of the administrator's own agency."""
    agency = Agency.objects.get(pk=by.agency_id)
    return User.objects.create_user(username, display_name, agency, roles, password, email=email)


def change_colleague(
    colleague: User, *, by: Viewer, display_name: str, roles: Iterable[str], may_sign_in: bool, email: str = ""
) -> None:
    """Changes name, address, roles or whether they may sign in; what was said before is kept by the change history.

    A closed sign-in ends at its next request, and a key worker without one leaves their cases without an owner: they
    then stand on the gaps list.
    """
    colleague.display_name, colleague.roles, colleague.is_active = display_name, list(roles), may_sign_in
    colleague.email = email
    colleague.save(update_fields=["display_name", "roles", "is_active", "email"])


# Training -----------------------------------------------------------------------------------------------------------


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


# One-time links ------------------------------------------------------------------------------------------------------


@transaction.atomic
def issue_link(
    *, by: Viewer, case_id: int, person_id: int, task: LinkTask, about: Mapping, days: int
) -> tuple[OneTimeLink, str]:
    """A new link and its token, which is told this once and kept nowhere."""
    person_account(by.agency_id)  # made here, where it may be: whoever holds the link adds nobody
    token, now = new_token(), timezone.now()
    _forget_answers_past_their_time(case_id)
    link = OneTimeLink.objects.create(
        agency_id=by.agency_id,
        case_id=case_id,
        person_id=person_id,
        task=task,
        about=dict(about),
        token_hash=hash_of(token),
        issued_by_id=by.user_id,
        issued_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token


@transaction.atomic
def revoke_link(link_id: int, *, by: Viewer) -> None:
    """Withdraws a link, and forgets what was answered on it and not sent. Raises LinkSpent when it opens no more."""
    link = _held(link_id)
    _refuse_spent(link)
    _change(link, revoked_at=timezone.now(), revoked_by_id=by.user_id, answers={}, saved_at=None)


@transaction.atomic
def open_link(link: FoundLink) -> None:
    """Whoever holds it began."""
    held = hold_link(link)
    if held.opened_at is None:
        _change(held, opened_at=timezone.now())


@transaction.atomic
def keep_answers(link: FoundLink, answers: Mapping[str, object]) -> None:
    """Keeps unfinished answers beside those kept before, until the link is used or runs out."""
    held = hold_link(link)
    now = timezone.now()
    _change(held, answers=held.answers | dict(answers), saved_at=now, opened_at=held.opened_at or now)


def hold_link(link: FoundLink) -> OneTimeLink:
    """The link, held for this transaction: of two who use it at once one waits. Raises LinkSpent."""
    held = _held(link.link_id)
    _refuse_spent(held)
    return held


def use_up_link(held: OneTimeLink) -> None:
    """The task is done, in the same transaction; the answers are on the record now and go from the link."""
    _change(held, used_at=timezone.now(), answers={}, saved_at=None)


def _held(link_id: int) -> OneTimeLink:
    found = OneTimeLink.objects.select_for_update().filter(pk=link_id).first()
    if found is None:  # the agency no longer has the case
        raise LinkSpent(LinkState.REVOKED)
    return found


def _refuse_spent(link: OneTimeLink) -> None:
    state = state_of(link)
    if state != LinkState.OPEN:
        raise LinkSpent(state)


def _change(link: OneTimeLink, **changed) -> None:
    OneTimeLink.objects.filter(pk=link.pk).update(**changed)


def _forget_answers_past_their_time(case_id: int) -> None:
    old = OneTimeLink.objects.filter(case_id=case_id, expires_at__lte=timezone.now()).exclude(answers={})
    old.update(answers={}, saved_at=None)
