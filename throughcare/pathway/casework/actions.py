"""Steps that belong to no single stage: key worker, work with other agencies, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from throughcare.access.models import User
from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import Revision
from throughcare.clocks.models import Milestone
from throughcare.foundations.dates import age_on, moment_on
from throughcare.pathway.episode.actions import keep_notes, mark_returns, record, revise
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import revise_ending
from throughcare.pathway.instruments.actions import keep_administration
from throughcare.pathway.outreach.actions import ACTIVITY, revise_activity
from throughcare.specification.terms import CLOSING_KINDS


def assign_keyworker(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    worker: str,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Names the key worker (004 section 9.5); `worker` is the user name of a colleague who may sign in."""
    refuse_unknown_worker(worker, by)
    return record(
        thread_id,
        "keyworker_assigned",
        by=by,
        on=on,
        at=at,
        detail={"worker": worker},
        recorded_on=recorded_on,
        because=because,
    )


def refuse_unknown_worker(worker: str, by: Viewer) -> None:
    if not User.objects.filter(username=worker, agency_id=by.agency_id, is_active=True).exists():
        raise StepRefused(
            "worker",
            f"{worker} is not a colleague who may sign in",
            "Choose somebody from the team.",
            "004 section 9.5",
        )


def work_jointly(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    agency: str,
    how: str,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records work done together with another agency (004 section 19, 4c)."""
    return record(
        thread_id,
        "joint_work_recorded",
        by=by,
        on=on,
        at=at,
        detail={"agency": agency, "how": how},
        recorded_on=recorded_on,
        because=because,
        notes={"what was done": words},
    )


def refer_onward(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    to: str,
    consent: str,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Refers the person to another agency; without consent it is refused (004 section 8.10.1)."""
    if consent != "yes":
        raise StepRefused(
            "consent",
            "A referral onward needs the person's consent",
            "Ask first. A child-protection concern goes the safeguarding way.",
            "004 section 8.10.1",
        )
    return record(
        thread_id,
        "referred_onward",
        by=by,
        on=on,
        at=at,
        detail={"to": to, "consent": consent},
        recorded_on=recorded_on,
        because=because,
        notes={"what was said": words},
    )


def moment_of(milestone: Milestone, on: date | None, at: time | None) -> datetime | None:
    """The corrected moment: a new day keeps the time of day unless that is corrected too."""
    if at is None and milestone.happened_at is not None:
        at = timezone.localtime(milestone.happened_at).time()
    return moment_on(on or milestone.happened_on, at)


@transaction.atomic
def correct(
    milestone: Milestone,
    *,
    by: Viewer,
    on: date | None = None,
    detail: Mapping | None = None,
    never: bool = False,
    answers: Mapping | None = None,
    total: int | None = None,
    at: time | None = None,
    notes: Mapping[str, str] | None = None,
    recorded_on: date | None = None,
    reason: str = "",
) -> Milestone:
    """Corrects a current milestone: its day, some of what it says, or that it never happened.

    What was recorded first stays readable; clocks, timeline and figures follow the correction at once.
    """
    worker = (detail or {}).get("worker")
    if worker is not None and worker != milestone.detail.get("worker"):
        refuse_unknown_worker(worker, by)
    revision = Revision(
        on=on or milestone.happened_on,
        at=moment_of(milestone, on, at),
        detail={**milestone.detail, **(detail or {})},
        retracted=never,
    )
    if milestone.thread.kind == ACTIVITY:
        return revise_activity(milestone, revision, by=by, recorded_on=recorded_on, reason=reason)
    person = Episode.objects.select_related("person").get(pk=milestone.thread_id).person
    revising = revise_ending if milestone.kind in CLOSING_KINDS else revise
    revised = revising(milestone, revision, by=by, recorded_on=recorded_on, reason=reason)
    keep_notes(milestone, notes or {}, by=by)
    if answers is not None or total is not None:
        age = age_on(person.born, revised.happened_on)
        keep_administration(revised, by=by, answers=answers, total=total, age=age, at=at, recorded_on=recorded_on)
    mark_returns(person.pk, by=by, recorded_on=recorded_on)
    return revised
