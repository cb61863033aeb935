"""A questionnaire answered by the person on their own phone: sent, put off, taken up again, sent, and then shut."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import ways
from tests.journeys.desk import Desk
from throughcare.access.context import look_as
from throughcare.access.links import hash_of
from throughcare.access.models import OneTimeLink
from throughcare.access.terms import LinkTask
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.instruments.models import Administration

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAY = date(2014, 12, 31)


@pytest.fixture
def thread_id(world) -> int:
    return ways.in_treatment(world, date(2014, 12, 1))


def answered(phone: Desk, number: int, which: int) -> None:
    """Chooses an answer by its place, without naming the tool's words."""
    phone.reads(f"Question {number} of")
    phone.page.locator("main input[type=radio]").nth(which).check()


def link_from(desk: Desk) -> str:
    return desk.page.locator("#link").input_value().removeprefix("http://testserver")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_answered_on_a_phone_in_two_sittings(world, thread_id, sits_down, javascript):
    # Given a worker who sends a link from the questionnaire's page
    worker = sits_down("keyworker", on=DAY)
    worker.open(f"/episodes/{thread_id}/tools/audit")
    worker.follow("Send a link instead, to answer it on their own phone")
    worker.choose("When in the person’s stay is this?", "At review")
    worker.looks("send a link")
    worker.press("Make the link")
    worker.reads("shown only here and only this once")
    worker.looks("the link is ready")
    address = link_from(worker)

    # When the person opens it, answers some, puts it off, and comes back later
    phone = sits_down("", on=DAY, width="phone", javascript=javascript)
    phone.open(address)
    phone.reads("Some questions for you", "You need not answer every one")
    phone.looks("start")
    phone.press("Start")
    answered(phone, 1, 3)
    phone.looks("question")
    phone.press("Next question")
    phone.press("Next question")
    phone.reads("There is 1 thing to put right", "Choose an answer, or “I would rather not say”")
    phone.looks("not answered")
    answered(phone, 2, 4)
    phone.press("Save and come back later")
    phone.reads("Your answers so far are saved")
    phone.looks("paused")

    later = sits_down("", on=DAY, width="phone", javascript=javascript)
    later.open(address)
    later.reads("Question 3 of 10")
    later.page.get_by_label("I would rather not say", exact=True).check()
    later.press("Next question")
    for number in range(4, 11):
        answered(later, number, 1)
        later.press("Next question")
    later.reads("Look at your answers", "I would rather not say")
    later.looks("look at your answers")
    later.screen.go(later.page.locator("main .tc-known a").first.click)
    later.reads("Question 1 of 10")
    later.press("Next question")

    # Then it is on the record once, and the link is shut
    later.press("Send my answers")
    later.reads("Thank you. Your answers have been sent.", "If you are not safe", "If you are in danger now, call 999.")
    later.looks("thank you")
    later.open(address)
    later.reads("These answers have been sent")
    later.looks("used")
    later.screen.complaints.clear()  # the browser's own line about an answer that is not 200
    worker.open(f"/episodes/{thread_id}/links")
    worker.reads("AUDIT", "Answered:")
    worker.looks("links sent")
    look_as(world.worker)
    (done,) = Administration.objects.filter(thread_id=thread_id)
    assert (done.status, "q3" in done.answers, done.answers["q1"]) == ("incomplete", False, 3)
    person_id = Episode.objects.get(pk=thread_id).person_id
    worker.open(f"/people/{person_id}")
    worker.reads("Link sent by Keyworker Brackwater: AUDIT", "Answered by the person, on their own phone")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_link_past_its_time_and_one_that_never_was(world, thread_id, sits_down, width):
    now = timezone.now()
    OneTimeLink.objects.create(
        case_id=thread_id, person_id=Episode.objects.get(pk=thread_id).person_id, agency_id=world.worker.agency_id,
        task=LinkTask.INSTRUMENT, about={"instrument": "audit", "stage": "start"}, token_hash=hash_of("old"),
        issued_by_id=world.worker.user_id, issued_at=now - timedelta(days=8), expires_at=now - timedelta(days=1),
    )  # fmt: skip
    phone = sits_down("", on=DAY, width=width)
    phone.open("/answer/old")
    phone.reads("The time for this link is over", "ask the person who sent it for a new one")
    phone.looks("past its time")
    phone.open("/answer/never")
    phone.reads("This link does not work")
    phone.looks("never was")
    phone.screen.complaints.clear()  # the browser's own line about an answer that is not 200


def test_a_link_withdrawn_by_the_worker_and_one_handed_back(world, thread_id, sits_down):
    worker = sits_down("keyworker", on=DAY)
    addresses = []
    for _time in range(2):
        worker.open(f"/episodes/{thread_id}/tools/sds/send-link")
        worker.say("Substance asked about", "heroin")
        worker.choose("When in the person’s stay is this?", "At the start")
        worker.press("Make the link")
        addresses.append(link_from(worker))
    phone = sits_down("", on=DAY, width="phone")
    phone.open(addresses[0])
    phone.press("Start")
    phone.reads("About: heroin")
    phone.press("Next question")
    phone.reads("Choose an answer, or “I would rather not say”")
    phone.page.get_by_label("I would rather not say", exact=True).check()
    phone.press("Next question")
    phone.reads("Question 2 of")
    phone.looks("about a substance")

    worker.open(f"/episodes/{thread_id}/links")
    worker.looks("two links")
    worker.page.get_by_role("link", name="Withdraw").last.click()
    worker.looks("withdraw")
    worker.press("Withdraw the link")
    worker.reads("The link was withdrawn and opens no more")
    phone.open(addresses[0])
    phone.reads("This link has been closed")
    phone.looks("withdrawn")

    other = sits_down("", on=DAY, width="phone")
    other.open(addresses[1])
    other.press("This was not meant for me")
    other.reads("Thank you for telling us")
    other.looks("handed back")
    worker.open(f"/episodes/{thread_id}/links")
    worker.reads("Handed back", "Withdrawn by Keyworker Brackwater")
    for desk in (phone, other):
        desk.screen.complaints.clear()
