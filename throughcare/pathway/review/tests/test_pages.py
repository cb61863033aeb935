"""The page of a review: the goals as they stand, and the next review that it promises."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.ways import GOALS, drafts_of, in_treatment
from throughcare.access.context import look_as
from throughcare.pathway.episode.models import Note

REFERRED = date(2014, 12, 1)
TODAY = date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    return in_treatment(world, REFERRED)


def address(thread_id: int) -> str:
    return f"/episodes/{thread_id}/review"


def test_the_goals_stand_there_with_the_way_to_change_them(world, thread_id):
    html = browser(world, "keyworker").get(address(thread_id)).content.decode()
    assert all(goal in html for goal in GOALS)
    assert 'href="/goals/' in html
    assert "Promise starts: 12-week review by" in html


def test_a_review_is_recorded_in_both_voices(world, thread_id):
    said = {**day("on", TODAY), "person_says": "Sleeping better", "progress": "Two goals under way"}
    client = browser(world, "keyworker")
    assert client.post(address(thread_id), said).status_code == 302
    look_as(world.worker)
    notes = dict(Note.objects.filter(thread_id=thread_id).values_list("about", "words"))
    assert notes["what the person says"] == "Sleeping better"
    assert not drafts_of(world)
    assert "Sleeping better Two goals under way" in client.get(address(thread_id)).content.decode()


def test_a_day_before_the_referral_is_refused(world, thread_id):
    html = browser(world, "keyworker").post(address(thread_id), day("on", date(2014, 11, 1))).content.decode()
    assert "The review cannot be before the referral, 1 December 2014" in html
    assert not recorded(world, "review_completed", thread_id)
    assert drafts_of(world) == [address(thread_id)]


def test_another_agency_finds_no_such_page(world, thread_id):
    assert browser(world, "stranger").get(address(thread_id)).status_code == 404


@pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
def test_who_works_with_nobody_may_not(world, thread_id, role):
    assert browser(world, role).get(address(thread_id)).status_code == 403


def test_a_service_with_other_words_has_the_same_page(tiny_world):
    thread_id = in_treatment(tiny_world, date(2021, 12, 1))
    html = browser(tiny_world, "keyworker").get(address(thread_id)).content.decode()
    assert "Chart looked at every month" in html
