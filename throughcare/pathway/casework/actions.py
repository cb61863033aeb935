"""Steps that belong to no single stage: key worker, work with other agencies, corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from throughcare.access.models import User
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import Revision
from throughcare.clocks.models import Milestone
from throughcare.foundations.dates import age_on, moment_on
from throughcare.pathway.assessment.actions import offer_assessment
from throughcare.pathway.episode.actions import keep_notes, mark_returns, record, revise
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import revise_ending
from throughcare.pathway.instruments.actions import keep_administration, said_before
from throughcare.pathway.outreach.actions import ACTIVITY, brief_intervention, revise_activity
from throughcare.pathway.plan.actions import draft_plan, sign_off_plan
from throughcare.pathway.triage.actions import book_appointment, complete_triage, give_feedback
from throughcare.pathway.triage.queries import specification_governing
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


@transaction.atomic
def complete_triage_and_plan(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    outcomes: Sequence[str],
    needs: Sequence[str] = (),
    brief_about: str | None = None,
    first_day: date | None = None,
    explained: str | None = None,
    agreed: str | None = None,
    leaflet: str | None = None,
    at: time | None = None,
    **triage,
) -> Milestone:
    """Completes a triage together with all that is done in the same conversation, or with nothing of it.

    `needs`: what is urgent and immediate, which becomes the interim care plan (004 section 8.4.2). `brief_about`: brief
    advice was given now. `first_day`: the first appointment in the way that was agreed.
    """
    milestone = complete_triage(thread_id, by=by, on=on, at=at, outcomes=outcomes, **triage)
    if needs:
        make_interim_plan(thread_id, by=by, on=on, needs=needs, at=at)
    if brief_about:
        person = Episode.objects.select_related("person").get(pk=thread_id).person
        brief_intervention(by=by, on=on, about=brief_about, person=person, at=at)
    if explained or agreed or leaflet:
        give_feedback(thread_id, by=by, on=on, at=at, explained=explained, agreed=agreed, leaflet=leaflet)
    if first_day:
        book_first(thread_id, by=by, on=on, for_day=first_day, outcomes=outcomes)
    return milestone


def make_interim_plan(
    thread_id: int, *, by: Viewer, on: date, needs: Sequence[str], at: time | None = None
) -> Milestone:
    """An interim plan of what is urgent; whoever may sign plans off does so in the same step, and it is in force."""
    kind = specification_governing(thread_id).interim_plan_kind
    if kind is None:
        raise StepRefused("needs", "This specification has no interim care plan", "Write the needs among the words.")
    drafted = draft_plan(thread_id, by=by, on=on, kind=kind, goals=needs, at=at)
    if by.may(Permission.SIGN_OFF_PLAN):
        return sign_off_plan(thread_id, by=by, on=on, kind=kind, at=at)
    return drafted


def book_first(thread_id: int, *, by: Viewer, on: date, for_day: date, outcomes: Sequence[str]) -> Milestone:
    """A day for the assessment where triage asked for one; else for the first pathway that an outcome takes."""
    specification = specification_governing(thread_id)
    if any(specification.triage_outcomes[one].leads_to for one in outcomes):
        return offer_assessment(thread_id, by=by, on=on, for_day=for_day)
    taken = (one.id for one in specification.pathways.values() if set(one.outcomes) & set(outcomes))
    return book_appointment(thread_id, by=by, on=on, for_day=for_day, pathway=next(taken, None))


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
        told = {"answers": answers, "total": total, "age": age, **said_before(milestone.origin_id)}
        keep_administration(revised, by=by, at=at, recorded_on=recorded_on, **told)
    mark_returns(person.pk, by=by, recorded_on=recorded_on)
    return revised
