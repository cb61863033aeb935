"""The pages of triage: what they show, what they record, and how they refuse."""

from datetime import date

import pytest

from throughcare.clocks.models import Clock, Milestone
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.foundations.drafts.models import Draft

pytestmark = pytest.mark.django_db


def day(name: str, on: date) -> dict:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def milestones(service, thread_id: int, kind: str) -> list[Milestone]:
    with service.as_seen_by("hazel"):
        return list(Milestone.objects.filter(thread_id=thread_id, kind=kind))


class TestOffer:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/triage/offer"

    def answers(self, **changed) -> dict:
        return {**day("for_day", date(2014, 11, 26)), **day("on", date(2014, 11, 24)), **changed}

    def test_the_page_shows_what_is_known_and_which_promise_the_offer_keeps(self, service):
        _person, thread_id = service.referred()
        page = service.browser().get(self.address(thread_id)).content.decode()
        assert "School or college" in page
        assert "Her aunt is worried" in page
        assert "Keeps the promise: Triage offered within 2 working days of referral" in page
        assert page.count('class="nhsuk-button"') == 1

    def test_an_offer_is_recorded_and_its_draft_is_gone(self, service):
        _person, thread_id = service.referred()
        answer = service.browser().post(self.address(thread_id), self.answers(at="2pm"))
        assert answer.status_code == 302
        (offer,) = milestones(service, thread_id, "triage_offered")
        assert offer.detail == {"for": "2014-11-26"}
        with service.as_seen_by("hazel"):
            assert Clock.objects.get(thread_id=thread_id, definition="triage-offer").stopped_on == date(2014, 11, 24)
            assert not Draft.objects.exists()

    def test_the_look_is_logged(self, service):
        _person, thread_id = service.referred()
        service.browser().get(self.address(thread_id))
        with service.as_seen_by("hazel"):
            assert AccessLogEntry.objects.filter(about="episode", record_id=thread_id).count() == 1

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (day("on", date(2014, 11, 25)), "The offer cannot be after today, 24 November 2014"),
            (day("on", date(2014, 11, 19)), "The offer cannot be before the referral, 20 November 2014"),
            (day("for_day", date(2014, 11, 21)), "The day offered is before the day of the offer. Offer that day or"),
            ({"for_day_year": ""}, "The day offered must have a year"),
            ({"at": "teatime"}, "Time of the offer must be a time, such as 14:02"),
        ],
    )
    def test_what_is_wrong_is_said_nothing_is_recorded_and_the_draft_stays(self, service, changed, words):
        _person, thread_id = service.referred()
        answer = service.browser().post(self.address(thread_id), self.answers(**changed))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not milestones(service, thread_id, "triage_offered")
        with service.as_seen_by("hazel"):
            assert Draft.objects.get().page == self.address(thread_id)

    def test_a_draft_is_kept_without_asking_whether_all_is_right(self, service):
        _person, thread_id = service.referred()
        browser = service.browser()
        browser.post(self.address(thread_id), {"for_day_day": "26", "_keep_draft": "1"})
        page = browser.get(self.address(thread_id)).content.decode()
        assert 'value="26"' in page
        assert "There is 1 thing to put right" not in page

    def test_another_agency_finds_no_such_page(self, service):
        _person, thread_id = service.referred()
        assert service.browser("otto").get(self.address(thread_id)).status_code == 404
        assert service.browser("otto").post(self.address(thread_id), self.answers()).status_code == 404

    @pytest.mark.parametrize("username", ["dara", "ada", "corin"])
    def test_who_does_no_triage_may_not_offer_one(self, service, username):
        _person, thread_id = service.referred()
        assert service.browser(username).get(self.address(thread_id)).status_code == 403
