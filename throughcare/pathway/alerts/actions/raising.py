"""An alert from the answer that raises it to the action that ends it."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from throughcare.access.models import User
from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import lock_thread
from throughcare.clocks.models import Clock, Milestone
from throughcare.foundations.dates import moment_on
from throughcare.foundations.messages import channel_for
from throughcare.foundations.today import now
from throughcare.pathway.alerts.models import Alert, Delivery, Recipient
from throughcare.pathway.alerts.queries.staffing import staffing
from throughcare.pathway.alerts.rules import Place, clock_for, is_overdue, time_raised
from throughcare.pathway.episode.actions import keep_notes
from throughcare.pathway.episode.matters import open_matter, record_on
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification import queries as specifications
from throughcare.specification.terms import ThreadKind

#: What the words kept with an alert's end are about.
WHAT_WAS_DONE = "what was done"


@transaction.atomic
def raise_alert(
    episode: Episode,
    *,
    by: Viewer,
    on: date,
    flag: str,
    label: str,
    action_wanted: str,
    urgency: str,
    source_milestone: Milestone,
    at: time | None = None,
    recorded_on: date | None = None,
) -> Alert | None:
    """Raises an alert to a named person; None where the specification promises nothing for this urgency.

    It is raised when it becomes known: now, or, where a story says on which day it was written down, on that day; then
    no message goes out. `on` and `at` say when the step happened that raises it. One step raises one alert for a flag,
    however often and by however many people at once it is asked for.
    """
    clock = clock_for(urgency, specifications.governing(episode.opened_on))
    if clock is None:
        return None
    lock_thread(episode.pk)
    found = Alert.objects.filter(source_id=source_milestone.origin_id, flag=flag).first()
    if found is not None:
        return found
    live = recorded_on is None
    moment = now()
    day, clock_time = moment.date(), moment.time()
    if not live:
        day, clock_time = recorded_on, time_raised(clock, at if on == recorded_on else None)
    raised_at = moment_on(day, clock_time)
    first = staffing(by.agency_id, raised_at or moment_on(day, time.min)).chain(episode.keyworker_id).after(())
    matter = open_matter(ThreadKind.ALERT, episode, on=day, for_user=first.colleague.user_id if first else None)
    alert = Alert.objects.create(
        thread_id=matter.pk, source_id=source_milestone.origin_id, flag=flag, label=label,
        action_wanted=action_wanted, urgency=urgency, raised_on=day, raised_at=raised_at,
    )  # fmt: skip
    said = {"urgency": urgency, "flag": flag}
    record_on(matter.pk, "alert_raised", by=by, on=day, at=clock_time, detail=said, recorded_on=recorded_on)
    if first is not None:
        give(matter.pk, first, level=0, tell=live, at=raised_at or moment_on(day, time.min))
    return alert


@transaction.atomic
def pass_on(thread_id: int, *, by: Viewer) -> Recipient | None:
    """Gives an alert that nobody has acted on in time to the next in the chain as well; None where that is not so.

    Asked twice at the same moment it goes one step: the second finds that the new time has only begun.
    """
    lock_thread(thread_id)
    alert, matter = Alert.objects.get(pk=thread_id), Matter.objects.get(pk=thread_id)
    if matter.closed_on is not None or not is_past_its_time(thread_id):
        return None
    had_by = set(Recipient.objects.filter(thread_id=thread_id).values_list("user_id", flat=True))
    following = staffing(by.agency_id, now()).chain(keyworker_of(matter)).after(had_by)
    if following is None:
        return None
    said = {"to": following.colleague.username, "urgency": alert.urgency}
    moment = now()
    record_on(thread_id, "alert_escalated", by=by, on=moment.date(), at=moment.time(), detail=said)
    return give(thread_id, following, level=len(had_by), tell=True, at=moment)


@transaction.atomic
def acknowledge(
    thread_id: int,
    *,
    by: Viewer,
    action: str,
    words: str,
    on: date | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
) -> Milestone:
    """Ends an alert with what was done about it; nothing else ends it. Refused when somebody has acted already."""
    if not words.strip():
        raise StepRefused("words", "An alert ends with what was done", "Say in a few words what you did.")
    lock_thread(thread_id)
    refuse_when_ended(thread_id)
    moment = now()
    milestone = record_on(
        thread_id,
        "alert_acknowledged",
        by=by,
        on=on or moment.date(),
        at=at if on else moment.time(),
        detail={"action": action},
        recorded_on=recorded_on,
    )
    keep_notes(milestone, {WHAT_WAS_DONE: words}, by=by)
    return milestone


def refuse_when_ended(thread_id: int) -> None:
    ended = (
        Milestone.objects.filter(thread_id=thread_id, kind="alert_acknowledged").select_related("recorded_by").first()
    )
    if ended is not None:
        raise StepRefused(
            "action",
            f"{ended.recorded_by.display_name} acted on this alert on {ended.happened_on.isoformat()}",
            "Read what was done; record anything more on the person's own page.",
        )


def give(thread_id: int, place: Place, *, level: int, tell: bool, at: datetime) -> Recipient:
    """Puts an alert on somebody's list, and in the same transaction the message that tells them."""
    given = Recipient.objects.create(
        thread_id=thread_id, user_id=place.colleague.user_id, level=level, why=place.why, given_at=at
    )
    if tell:
        make_delivery(thread_id, place.colleague.user_id)
    return given


def make_delivery(thread_id: int, user_id: int) -> Delivery:
    moment = timezone.now()
    address = User.objects.values_list("email", flat=True).get(pk=user_id)
    return Delivery.objects.create(
        thread_id=thread_id, recipient_id=user_id, channel=channel_for(address), made_at=moment, try_after=moment
    )


def keyworker_of(matter: Matter) -> int | None:
    return Episode.objects.filter(pk=matter.episode_id).values_list("keyworker_id", flat=True).first()


def is_past_its_time(thread_id: int) -> bool:
    clock = Clock.objects.filter(thread_id=thread_id, stopped_on__isnull=True).order_by("-sequence").first()
    return clock is not None and is_overdue(clock, now())
