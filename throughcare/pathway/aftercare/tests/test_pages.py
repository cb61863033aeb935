"""The page of a follow-up: a try that reached nobody is kept, and the words of those who were reached."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.ways import drafts_of, in_treatment, left
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.pathway.episode.models import Note

REFERRED = date(2014, 9, 1)
TODAY = date(2014, 12, 31)


def address(thread_id: int) -> str:
    return f"/episodes/{thread_id}/follow-up"


def answers(**changed) -> dict:
    return {"point": "3_months", "reached": "yes", **day("on", TODAY), **changed}


def test_what_people_tell_is_kept_by_area(world):
    thread_id = left(world, REFERRED)
    said = answers(housing="Own room now", words="Would come back")
    assert browser(world, "keyworker").post(address(thread_id), said).status_code == 302
    look_as(world.worker)
    notes = dict(Note.objects.filter(thread_id=thread_id).values_list("about", "words"))
    assert notes == {"answer: housing": "Own room now", "what was said": "Would come back"}
    assert not drafts_of(world)


def test_a_try_that_reached_nobody_is_kept_and_shown(world):
    thread_id = left(world, REFERRED)
    client = browser(world, "keyworker")
    assert client.post(address(thread_id), answers(reached="no")).status_code == 302
    html = client.get(address(thread_id)).content.decode()
    assert "Not reached" in html
    assert "Keeps the promise" in html


@pytest.mark.requirement("AFT-01")
@pytest.mark.parametrize(
    ("point", "definition", "due"),
    [
        ("3_months", "follow-up-3-months", date(2014, 12, 29)),
        ("6_months", "follow-up-6-months", date(2015, 3, 29)),
    ],
)
def test_each_contact_has_its_day_and_its_tries_and_ends_with_the_one_that_reached_them(world, point, definition, due):
    thread_id = left(world, REFERRED)  # on 29 September
    client = browser(world, "keyworker")
    for reached, stopped in (("no", None), ("yes", TODAY)):
        client.post(address(thread_id), answers(point=point, reached=reached))
        look_as(world.worker)
        promise = Clock.objects.get(thread_id=thread_id, definition=definition)
        assert (promise.due_on, promise.stopped_on) == (due, stopped)
    tries = [one.detail for one in recorded(world, "followed_up", thread_id)]
    assert tries == [{"point": point, "reached": "no"}, {"point": point, "reached": "yes"}]


def test_before_the_exit_it_is_refused_with_what_to_do(world):
    thread_id = in_treatment(world, REFERRED)
    html = browser(world, "keyworker").post(address(thread_id), answers()).content.decode()
    assert "A follow-up comes after the person has left treatment. Record the exit first" in html
    assert not recorded(world, "followed_up", thread_id)
    assert drafts_of(world) == [address(thread_id)]


def test_point_and_reached_must_be_said(world):
    thread_id = left(world, REFERRED)
    html = browser(world, "keyworker").post(address(thread_id), day("on", TODAY)).content.decode()
    assert "Choose an answer to “Was Linnet reached?”" in html
    assert "Choose an answer to “Which follow-up is this?”" in html


def test_another_agency_finds_no_such_page(world):
    assert browser(world, "stranger").get(address(left(world, REFERRED))).status_code == 404


@pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
def test_who_works_with_nobody_may_not(world, role):
    assert browser(world, role).get(address(left(world, REFERRED))).status_code == 403


def test_a_service_with_other_words_has_the_same_page(tiny_world):
    html = browser(tiny_world, "keyworker").get(address(left(tiny_world, date(2021, 10, 1)))).content.decode()
    assert "A year later" in html
