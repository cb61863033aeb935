"""Somebody tells that she is afraid at home: the checklist counts high, MARAC hears of it, and her record says so."""

from datetime import date

import pytest

from tests.browser import WIDTHS
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.pathway.instruments.actions import complete_instrument

pytestmark = pytest.mark.browser

TOLD, SENT, HEARD = date(2014, 12, 10), date(2014, 12, 11), date(2014, 12, 22)


@pytest.fixture
def afraid(world) -> int:
    person = world.person(given_name="Tansy", family_name="Puddifoot", born=date(1995, 6, 11))
    thread_id = world.referred(person, on=date(2014, 12, 1))
    answers = {f"q{number}": "yes" if number <= 15 else "no" for number in range(1, 25)}
    told = {"instrument": "dash_ric", "stage": "start", "answers": answers}
    complete_instrument(thread_id, by=world.worker, on=TOLD, **told)
    return thread_id


@pytest.mark.parametrize("width", WIDTHS)
def test_a_high_risk_is_referred_heard_and_tagged(width, world, afraid, sits_down):
    desk = sits_down("keyworker", on=TOLD, width=width)
    desk.open(f"/episodes/{afraid}/safeguarding")
    desk.reads("No risk of domestic abuse has been graded.")
    desk.looks("before anything was graded")
    desk.follow("Grade the risk")
    desk.reads("Checklist", "High")
    desk.tick("Physical")
    desk.looks("grade")
    desk.press("Save the grade")
    desk.reads("High risk on 10 December 2014", "To be referred: Multi-Agency Risk Assessment Conference (MARAC)")
    desk.on(SENT)
    desk.follow("Refer because of domestic abuse")
    desk.choose("To whom?", "Multi-Agency Risk Assessment Conference (MARAC)")
    desk.choose("Do they agree?", "Passed on without agreement")
    desk.press("Save the referral")
    desk.reads("There is 1 thing to put right", "Passing it on without agreement needs a reason")
    desk.looks("referral without a reason")
    desk.say("Why is it passed on without agreement?", "She may be killed")
    desk.press("Save the referral")
    desk.reads("Referral recorded")
    desk.does_not_read("To be referred")
    desk.on(HEARD)
    desk.follow("Record what MARAC did")
    desk.choose("Was somebody of ours there?", "Yes")
    desk.say("Who represented us?", "Jo Maplethorpe")
    desk.say("What did we share?", "When she comes to us")
    desk.say("On what basis?", "Serious risk of harm")
    desk.press("Save")
    desk.reads("MARAC recorded", "MARAC, heard on 22 Dec")
    desk.looks("after MARAC")
    look_as(world.worker)
    assert Clock.objects.get(thread_id=afraid, definition="marac-referral").stopped_on == SENT
    others = sits_down("data_lead", on=HEARD, width=width)
    others.open(desk.page.locator(".tc-id a").first.get_attribute("href"))
    others.reads("Tansy Puddifoot")
    others.does_not_read("MARAC", "abuse", "DASH")
