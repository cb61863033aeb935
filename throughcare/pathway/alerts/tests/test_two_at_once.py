"""Two people, or two workers, at the same moment: one alert, one step up, one end, one message."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.world import TODAY, make_world
from throughcare.access.context import database_context
from throughcare.clocks.models import Milestone
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.alerts.actions import acknowledge, pass_on, raise_alert
from throughcare.pathway.alerts.actions.delivering import send_one
from throughcare.pathway.alerts.models import Alert, Delivery, Recipient
from throughcare.pathway.alerts.tests.factories import low_answers, with_keyworker
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification import queries as specifications

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared():
    """A world that is committed, so that several connections see it."""
    made = make_world("southampton-esap")
    with pretending_today_is(TODAY):
        yield made
    specifications.use(None)


def at_once(viewer, action: Callable[[], object], times: int = 2, day=TODAY) -> list[object]:
    """The action on connections of their own, all let go at the same moment; what each returned or refused."""
    gate = Barrier(times)

    def run(_number):
        try:
            connection.ensure_connection()
            gate.wait(timeout=10)
            with pretending_today_is(day), database_context(viewer):
                return action()
        except StepRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def alert(shared):
    with database_context(shared.worker):
        return low_answers(shared, with_keyworker(shared))


def test_one_step_asked_for_by_two_people_raises_one_alert(shared):
    with database_context(shared.worker):
        thread_id = with_keyworker(shared)
        source = record(thread_id, "first_contact_made", by=shared.worker, on=TODAY, detail={"how": "telephone"})

    def ask():
        return raise_alert(
            Episode.objects.get(pk=thread_id), by=shared.worker, on=TODAY, flag="overdose", label="Overdose",
            action_wanted="See them today", urgency="urgent", source_milestone=source,
        )  # fmt: skip

    found = at_once(shared.worker, ask, times=4)
    assert len({one.pk for one in found}) == 1
    with database_context(shared.worker):
        assert Alert.objects.count() == Recipient.objects.count() == Delivery.objects.count() == 1


def test_passed_on_twice_at_the_same_moment_it_goes_one_step(shared, alert):
    operator = shared.viewer("operator")
    results = at_once(operator, lambda: pass_on(alert.pk, by=operator), times=4, day=TODAY + timedelta(days=14))
    assert [one is not None for one in results].count(True) == 1
    with database_context(operator):
        assert Milestone.objects.filter(kind="alert_escalated").count() == 1
        assert Recipient.objects.count() == 2


def test_two_who_act_at_once_end_it_once(shared, alert):
    def act():
        return acknowledge(alert.pk, by=shared.worker, action="risk_assessed", words="Seen at school.")

    results = at_once(shared.worker, act)
    assert [isinstance(one, StepRefused) for one in results].count(True) == 1
    with database_context(shared.worker):
        assert Milestone.objects.filter(kind="alert_acknowledged").count() == 1


def test_two_workers_send_a_message_once(shared, alert, settings, tmp_path):
    settings.THROUGHCARE_HOME = tmp_path
    operator = shared.viewer("operator")
    results = at_once(operator, send_one, times=4)
    assert [one for one in results if one] == [1]
    assert len(list((tmp_path / "messages").iterdir())) == 1
