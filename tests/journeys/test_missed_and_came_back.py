"""Sessions are missed, somebody drops out, and comes back: the new stay begins, the old one stays as it was."""

from datetime import date, timedelta

import pytest

from tests import ways
from tests.journeys import steps
from throughcare.clocks.models import Thread
from throughcare.pathway.casework.actions import assign_keyworker

pytestmark = pytest.mark.browser


def test_missed_sessions_dropped_out_and_came_back(world, sits_down):
    # Given Linnet, in treatment since 15 October, with a key worker
    start = date(2014, 10, 1)
    thread_id = ways.in_treatment(world, start)
    assign_keyworker(thread_id, by=world.worker, on=start + timedelta(days=14), worker="keyworker")
    person = Thread.objects.get(pk=thread_id).episode.person
    worker = sits_down("keyworker", on=date(2014, 10, 22))

    # When three sessions in a row are missed
    for missed, day in enumerate((date(2014, 10, 22), date(2014, 10, 29), date(2014, 11, 5)), start=1):
        worker.on(day)
        worker.open(f"/episodes/{thread_id}/session")
        worker.page.get_by_role("group", name="Which intervention was it part of?").get_by_role("radio").first.check()
        worker.choose("What happened?", "Did not attend")
        worker.press("Record the session")
        worker.reads("Session recorded: Did not attend")
        # Then the day says how many, whatever else is due
        worker.open("/my-day")
        worker.reads("Missed contacts: get back in touch", "Missed 1" if missed == 1 else f"Missed {missed} in a row")
    worker.looks("my day with three missed")

    # When nobody has heard of her for a month, and she is recorded as dropped out
    worker.on(date(2014, 12, 8))
    worker.open(f"/people/{person.pk}")
    worker.looks("person with missed sessions")
    worker.follow("End of treatment")
    worker.choose("Why does Linnet leave?", "Dropped out")
    worker.page.get_by_label("End these interventions on the same day").check()
    worker.press("End treatment")
    # Then nothing is promised for afterwards, and what was not kept stays not kept
    worker.reads("has left treatment: Dropped out", "Nothing is promised at the moment.")
    worker.follow("All promises")
    worker.reads("Not kept")
    worker.looks("promises not kept")
    worker.open("/my-day")
    worker.does_not_read("Missed contacts", "Linnet")

    # When she comes back in spring
    worker.on(date(2015, 3, 2))
    worker.open("/people")
    worker.follow("Linnet Copplestone")
    worker.follow("A new referral")
    worker.reads("Was here", "Until 8 December 2014")
    worker.looks("referral again")
    worker.say("Who refers them?", "Self")
    worker.choose("How did the referral come?", "Telephone")
    worker.choose("Lives in Southampton or has a connection with it", "Yes")
    worker.press("Record referral")
    # Then her promises run anew, and the first stay can still be read
    worker.reads("Referral recorded.", "Due Wed 4 Mar", "Came back to the service")
    worker.looks("person who came back")
    worker.follow("First contact")
    worker.reads("004 section 14.4")
    triage = sits_down("triage", on=date(2015, 3, 2))
    triage.open("/my-day")
    triage.follow("Record contact")
    steps.make_first_contact(triage)
    triage.reads("In time")
