"""Alerts for tests, raised as an answer raises them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from tests.world import TODAY, World
from throughcare.foundations.dates import TIME_ZONE
from throughcare.pathway.alerts.actions import raise_alert
from throughcare.pathway.alerts.models import Alert
from throughcare.pathway.casework.actions import assign_keyworker
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.instruments.actions import complete_instrument

#: Answers that raise the flag "low_psych_health", which is prompt.
LOW = {"psych_health": 3}
REFERRED = date(2014, 12, 1)


@contextmanager
def at(moment: str, day: date = TODAY) -> Iterator[datetime]:
    """As if the wall clock showed that time: `at("14:20")`."""
    clock = datetime.combine(day, time.fromisoformat(moment), TIME_ZONE)
    with patch("django.utils.timezone.localtime", lambda value=None, timezone=None: value or clock):
        yield clock


def with_keyworker(world: World, **said) -> int:
    thread_id = world.referred(world.person(**said), on=REFERRED)
    worker = world.worker
    assign_keyworker(thread_id, by=worker, on=REFERRED + timedelta(days=1), worker=worker.username)
    return thread_id


def low_answers(world: World, thread_id: int, **said) -> Alert:
    """A TOP with a low answer, completed now: the alert that it raises."""
    told = {"on": TODAY, "instrument": "top", "stage": "start", "answers": LOW, **said}
    milestone = complete_instrument(thread_id, by=world.worker, **told)
    return Alert.objects.get(source_id=milestone.origin_id)


def urgent(world: World, thread_id: int, urgency: str = "urgent", flag: str = "suicidal_thoughts", **said) -> Alert:
    """An alert about a thing just recorded, of another urgency than the tools of today know."""
    source = record(thread_id, "first_contact_made", by=world.worker, on=TODAY, detail={"how": "telephone"})
    told = {"flag": flag, "label": "Thoughts of self-harm", "action_wanted": "Same-day risk assessment", **said}
    return raise_alert(
        Episode.objects.get(pk=thread_id), by=world.worker, on=TODAY, urgency=urgency, source_milestone=source, **told
    )
