"""Matters beside an episode: opened, recorded on and closed in their own threads, with promises of their own."""

from datetime import date, time

import pytest

from throughcare.access.context import look_as
from throughcare.clocks.models import Clock, Milestone
from throughcare.pathway.episode.matters import open_matter, record_on
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.rules import StepRefused

DAY = date(2014, 11, 3)


@pytest.fixture
def request_for_information(world):
    episode = Episode.objects.get(pk=world.referred())
    return open_matter("information_request", episode, on=DAY)


def received(world, matter, priority="two_hours", at=time(10, 0)):
    return record_on(
        matter.pk, "request_received", by=world.worker, on=DAY, at=at, detail={"priority": priority, "source": "police"}
    )


def test_a_matter_has_the_promises_of_its_own_kind_of_thread(world, request_for_information):
    received(world, request_for_information)
    (clock,) = Clock.objects.filter(thread_id=request_for_information.pk)
    assert (clock.definition, clock.due_at.hour) == ("information-request-2-hours", 12)
    episode = Clock.objects.filter(thread_id=request_for_information.episode_id)
    assert not episode.filter(definition__startswith="information").exists()


def test_what_ends_it_closes_it_and_nothing_is_added_after(world, request_for_information):
    received(world, request_for_information)
    record_on(request_for_information.pk, "request_closed", by=world.worker, on=DAY, at=time(11, 0))
    assert Matter.objects.get(pk=request_for_information.pk).closed_on == DAY
    with pytest.raises(StepRefused, match="closed on 2014-11-03"):
        record_on(request_for_information.pk, "request_chased", by=world.worker, on=DAY)
    assert Milestone.objects.filter(thread_id=request_for_information.pk).count() == 2


def test_what_belongs_to_another_thread_is_refused(world, request_for_information):
    with pytest.raises(StepRefused, match="not recorded on a thread"):
        record_on(request_for_information.pk, "alert_raised", by=world.worker, on=DAY, detail={"urgency": "urgent"})


def test_a_day_before_it_was_opened_is_refused(world, request_for_information):
    with pytest.raises(StepRefused, match="before it was opened"):
        record_on(request_for_information.pk, "request_received", by=world.worker, on=date(2014, 11, 2))


def test_another_agency_finds_no_matter(world, request_for_information):
    look_as(world.stranger)
    assert not Matter.objects.exists()
    with pytest.raises(Matter.DoesNotExist):
        record_on(request_for_information.pk, "request_received", by=world.stranger, on=DAY)
