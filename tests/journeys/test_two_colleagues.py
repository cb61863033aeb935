"""What somebody began to write is kept through a sign-out and a failure of ours, and is seen by nobody else."""

from datetime import date

import pytest

from throughcare.pathway.casework.views import triage as triage_views

pytestmark = pytest.mark.browser

WORDS = "He said it in confidence."


def test_a_draft_outlives_a_sign_out_and_a_crash_and_is_its_writers_alone(world, sits_down, monkeypatch):
    # Given two colleagues with the same referral before them
    person = world.person(given_name="Ash")
    thread_id = world.referred(person, on=date(2014, 10, 1))
    page = f"/episodes/{thread_id}/triage/complete"
    writer = sits_down("triage", on=date(2014, 10, 2))
    colleague = sits_down("keyworker", on=date(2014, 10, 2))

    # When one of them writes, the page says by itself that it is saved
    writer.open(page)
    writer.say("What else was talked about?", WORDS)
    writer.page.get_by_text("Saved", exact=False).first.wait_for()
    writer.reads("as a draft that only you can see")
    writer.looks("saved while writing")
    # Then the colleague sees nothing of it
    colleague.open(page)
    assert colleague.page.get_by_label("What else was talked about?").input_value() == ""
    colleague.does_not_read("as a draft that only you can see")
    colleague.open("/my-drafts")
    colleague.does_not_read("Ash")
    colleague.looks("no drafts")

    # When the writer signs out and in again
    writer.press("Sign out", within="header")
    writer.reads("You are signed out", "Your drafts are kept")
    writer.looks("signed out")
    writer.open("/my-drafts")
    writer.say("User name", "triage")
    writer.say("Password", "words-for-a-test")
    writer.press("Continue")
    # Then the draft is on the list, and in the page
    writer.reads("My drafts", "Ash Copplestone")
    writer.looks("drafts")
    writer.follow("Complete triage")
    assert writer.page.get_by_label("What else was talked about?").input_value() == WORDS

    # When the step itself fails through our fault
    def fails(*_args, **_kwargs):
        raise RuntimeError("made to fail")

    with monkeypatch.context() as patch:
        patch.setattr(triage_views.actions, "complete_triage_and_plan", fails)
        writer.client.raise_request_exception = False
        for risk in writer.page.get_by_role("group").filter(has_text="Not asked").all():
            risk.get_by_label("Not asked", exact=True).check()
        writer.tick("Comprehensive assessment")
        writer.press("Complete triage")
    # Then nothing typed is lost, and nothing on the record has changed
    writer.reads("Something went wrong. Nothing you typed is lost.", "Draft saved")
    writer.looks("something went wrong")
    writer.follow("Go back to my draft")
    assert writer.page.get_by_label("What else was talked about?").input_value() == WORDS
    assert writer.page.get_by_label("Comprehensive assessment", exact=True).is_checked()
    colleague.open(f"/people/{person.pk}")
    colleague.does_not_read("Triage completed", WORDS)

    # When it works again
    writer.press("Complete triage")
    # Then the step is done, its draft is gone, and now the words are the record's
    writer.reads("Triage completed")
    writer.open("/my-drafts")
    writer.does_not_read("Ash")
    writer.screen.complaints.clear()  # the browser told of our failure, as it should
