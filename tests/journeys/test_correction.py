"""A wrong date made a promise look late; a correction puts it right, and the clock's page follows at once."""

from datetime import date

import pytest

from throughcare.pathway.triage.actions import offer_triage

pytestmark = pytest.mark.browser


def test_a_wrong_date_is_corrected_and_the_promise_was_kept(world, sits_down):
    # Given a triage offered on Friday 3 October, and entered as offered the Tuesday after
    thread_id = world.referred(on=date(2014, 10, 1))
    offer_triage(thread_id, by=world.worker, on=date(2014, 10, 7), for_day=date(2014, 10, 9))
    triage = sits_down("triage", on=date(2014, 10, 8))
    triage.open(f"/episodes/{thread_id}/promises/triage-offer/1")
    triage.reads("2 working days late", "Triage offered on 7 October 2014")
    triage.looks("promise late")
    # When the worker says so on the clock's own page
    triage.page.locator("summary").click()
    triage.follow("Triage offered for Thu 9 Oct, on Tue 7 Oct")
    triage.reads("Recorded")
    triage.looks("correct")
    triage.day("Day it happened", date(2014, 10, 3))
    triage.say("Why is it corrected?", "The letter went out on Friday")
    triage.press("Correct it")
    triage.reads("Corrected: Triage offered for Thu 9 Oct")
    triage.looks("person after the correction")
    # Then the promise was kept, and the page counts it so
    triage.open(f"/episodes/{thread_id}/promises/triage-offer/1")
    triage.reads("In time", "Triage offered on 3 October 2014")
    triage.does_not_read("late")
    triage.looks("promise kept")
    # And what was recorded first stays readable
    triage.page.locator("summary").click()
    triage.follow("Triage offered for Thu 9 Oct, on Fri 3 Oct")
    triage.reads("Recorded so far", "7 Oct", "The letter went out on Friday")
    triage.looks("correct again")
