"""The pages of the comprehensive assessment."""

from datetime import date

import pytest

from tests.pages import browser, day, drafts_kept, recorded
from throughcare.clocks.models import Clock
from throughcare.pathway.episode.models import Episode, Note
from throughcare.pathway.triage.actions import complete_triage


@pytest.fixture
def thread_id(world):
    thread_id = world.referred(on=date(2014, 12, 22))
    complete_triage(
        thread_id,
        by=world.worker,
        on=date(2014, 12, 24),
        outcomes=["comprehensive_assessment"],
        substances=["cannabis"],
        risks={"self_harm": "yes", "housing": "no"},
        wants="To sleep again",
    )
    return thread_id


class TestOffer:
    def test_what_triage_found_is_shown_and_an_offer_is_recorded(self, world, thread_id):
        address, mine = f"/episodes/{thread_id}/assessment/offer", browser(world)
        page = mine.get(address).content.decode()
        assert "To sleep again" in page
        assert "Self-harm. Not asked yet: Harm from others" in page
        answers = {**day("for_day", date(2015, 1, 2)), **day("on", date(2014, 12, 31))}
        assert mine.post(address, answers).status_code == 302
        assert recorded(world, "assessment_offered", thread_id)[0].detail == {"for": "2015-01-02"}
        assert "Fri 2 Jan" in mine.get(address).content.decode()

    def test_a_day_before_the_offer_is_refused_and_the_draft_stays(self, world, thread_id):
        address = f"/episodes/{thread_id}/assessment/offer"
        answers = {**day("for_day", date(2014, 12, 30)), **day("on", date(2014, 12, 31))}
        page = browser(world).post(address, answers).content.decode()
        assert "The day offered is before the day of the offer. Offer that day or a later one." in page
        assert not recorded(world, "assessment_offered", thread_id)
        assert drafts_kept(world) == [address]


class TestComplete:
    def test_it_keeps_its_promise_and_starts_the_next(self, world, thread_id):
        address, mine = f"/episodes/{thread_id}/assessment/complete", browser(world)
        page = mine.get(address).content.decode()
        assert "Keeps the promise: Comprehensive assessment" in page
        assert "Promise starts: First 12-week review by" in page
        assert "Why does this come first?" not in page
        answers = {**day("on", date(2014, 12, 31)), "summary": "What we found", "strengths": "Her aunt"}
        assert mine.post(address, answers).status_code == 302
        (done,) = recorded(world, "assessment_completed", thread_id)
        assert {note.about for note in Note.objects.filter(milestone=done)} == {"summary", "strengths"}
        clock = Clock.objects.get(thread_id=thread_id, definition="comprehensive-assessment")
        assert clock.stopped_on == date(2014, 12, 31)

    def test_before_triage_a_reason_is_asked_and_never_demanded(self, world):
        early, unsaid = world.referred(on=date(2014, 12, 22)), world.referred(on=date(2014, 12, 22))
        mine = browser(world)
        page = mine.get(f"/episodes/{early}/assessment/complete").content.decode()
        assert "Usually done first: Initial assessment (triage)" in page
        on = day("on", date(2014, 12, 30))
        mine.post(f"/episodes/{early}/assessment/complete", {**on, "because": "She came from hospital"})
        mine.post(f"/episodes/{unsaid}/assessment/complete", on)
        assert recorded(world, "assessment_completed", early)[0].because == "She came from hospital"
        assert recorded(world, "assessment_completed", unsaid)[0].because == ""
        assert Episode.objects.get(pk=early).skipped == []
        assert Episode.objects.get(pk=unsaid).skipped == ["triage"]

    def test_a_day_before_the_referral_is_refused(self, world, thread_id):
        address = f"/episodes/{thread_id}/assessment/complete"
        page = browser(world).post(address, day("on", date(2014, 12, 1))).content.decode()
        assert "The assessment cannot be before the referral, 22 December 2014" in page
        assert not recorded(world, "assessment_completed", thread_id)


@pytest.mark.parametrize("step", ["offer", "complete"])
def test_others_find_nothing_here(world, thread_id, step):
    address = f"/episodes/{thread_id}/assessment/{step}"
    assert browser(world, "stranger").get(address).status_code == 404
    assert browser(world, "data_lead").get(address).status_code == 403
