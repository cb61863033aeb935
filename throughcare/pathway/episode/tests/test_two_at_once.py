"""Two people who act on one record at the same moment take turns, and the second is told what the first did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.world import TODAY, make_world
from throughcare.access.context import database_context
from throughcare.clocks.models import Clock, Milestone
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.casework.actions import correct
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import leave_treatment
from throughcare.pathway.plan.actions import draft_plan, sign_off_plan
from throughcare.pathway.referral.actions import receive_referral
from throughcare.pathway.triage.actions import offer_triage
from throughcare.specification import queries as specifications

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared():
    """A world that is committed, so that several connections see it."""
    made = make_world("southampton-esap")
    with pretending_today_is(TODAY):
        yield made
    specifications.use(None)


def at_once(viewer, *actions: Callable[[], object]) -> list[object]:
    """Runs the actions on connections of their own, all let go at the same moment; what each returned or refused."""
    gate = Barrier(len(actions))

    def run(action):
        try:
            connection.ensure_connection()
            gate.wait(timeout=10)
            with pretending_today_is(TODAY), database_context(viewer):
                return action()
        except StepRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def in_context(world, action: Callable):
    with database_context(world.worker):
        return action()


def refused(results: list[object]) -> list[StepRefused]:
    return [one for one in results if isinstance(one, StepRefused)]


def test_two_referrals_from_two_sources_open_one_episode(shared):
    person = in_context(shared, shared.person)
    results = at_once(
        shared.worker,
        lambda: receive_referral(person, by=shared.worker, on=date(2014, 10, 1), source="school", channel="telephone"),
        lambda: receive_referral(person, by=shared.worker, on=date(2014, 10, 1), source="gp", channel="letter"),
    )
    assert not refused(results)
    with database_context(shared.worker):
        assert Episode.objects.filter(person=person).count() == 1
        assert Milestone.objects.filter(kind="referral_received").count() == 2
        assert Clock.objects.filter(definition="triage-offer").count() == 1


def test_the_same_referral_typed_twice_is_kept_once(shared):
    person = in_context(shared, shared.person)

    def typed():
        return receive_referral(person, by=shared.worker, on=date(2014, 10, 1), source="school", channel="telephone")

    assert len(refused(at_once(shared.worker, typed, typed))) == 1
    with database_context(shared.worker):
        assert Milestone.objects.filter(kind="referral_received").count() == 1


def test_a_plan_signed_off_by_two_people_is_signed_off_once(shared):
    def drafted():
        thread = shared.referred()
        draft_plan(thread, by=shared.worker, on=date(2014, 10, 6))
        return thread

    thread = in_context(shared, drafted)

    def sign():
        return sign_off_plan(thread, by=shared.worker, on=date(2014, 10, 7))

    assert len(refused(at_once(shared.worker, sign, sign))) == 1
    with database_context(shared.worker):
        assert Milestone.objects.filter(kind="plan_signed_off").count() == 1


def test_an_episode_is_ended_once(shared):
    thread = in_context(shared, shared.referred)

    def leave():
        return leave_treatment(thread, by=shared.worker, on=date(2014, 10, 7), reason="moved_away")

    assert len(refused(at_once(shared.worker, leave, leave))) == 1


def test_two_corrections_of_one_step_are_two_revisions_and_the_clock_follows_the_last(shared):
    thread = in_context(shared, shared.referred)
    offered = in_context(
        shared, lambda: offer_triage(thread, by=shared.worker, on=date(2014, 10, 2), for_day=date(2014, 10, 9))
    )
    at_once(
        shared.worker,
        lambda: correct(offered, by=shared.worker, on=date(2014, 10, 3)),
        lambda: correct(offered, by=shared.worker, on=date(2014, 10, 6)),
    )
    with database_context(shared.worker):
        revisions = list(Milestone.objects.filter(origin=offered).order_by("revision"))
        assert [one.revision for one in revisions] == [1, 2, 3]
        assert Clock.objects.get(definition="triage-offer").stopped_on == revisions[-1].happened_on
