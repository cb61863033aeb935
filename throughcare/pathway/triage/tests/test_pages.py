"""The pages of triage: what they show, what they record, and how they refuse."""

from datetime import date

import pytest

from tests.pages import browser, day, drafts_kept, recorded
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.pathway.episode.models import Note
from throughcare.pathway.referral.actions import make_first_contact
from throughcare.pathway.triage.models import RiskAnswer

REFERRED = date(2014, 12, 30)


@pytest.fixture
def thread_id(world):
    person = world.person(given_name="Tansy", family_name="Puddifoot", born=date(1997, 6, 11))
    thread_id = world.referred(person, on=REFERRED, source="school", concern="Her aunt is worried")
    make_first_contact(thread_id, by=world.worker, on=REFERRED, how="telephone")
    return thread_id


class TestOffer:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/triage/offer"

    def answers(self, **changed) -> dict:
        return {**day("for_day", date(2015, 1, 2)), **day("on", date(2014, 12, 31)), **changed}

    def test_the_page_shows_what_is_known_and_which_promise_the_offer_keeps(self, world, thread_id):
        page = browser(world).get(self.address(thread_id)).content.decode()
        assert "School or college" in page
        assert "Her aunt is worried" in page
        assert "Keeps the promise: Offer of a triage" in page
        assert page.partition("<main")[2].count('class="nhsuk-button"') == 1

    def test_an_offer_is_recorded_and_its_draft_is_gone(self, world, thread_id):
        answer = browser(world).post(self.address(thread_id), self.answers(at="2pm"))
        assert answer.status_code == 302
        (offer,) = recorded(world, "triage_offered", thread_id)
        assert offer.detail == {"for": "2015-01-02"}
        assert Clock.objects.get(thread_id=thread_id, definition="triage-offer").stopped_on == date(2014, 12, 31)
        assert not drafts_kept(world)

    def test_the_look_is_logged(self, world, thread_id):
        browser(world).get(self.address(thread_id))
        look_as(world.worker)
        assert AccessLogEntry.objects.filter(about="episode", record_id=thread_id).count() == 1

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (day("on", date(2015, 1, 1)), "The offer cannot be after today, 31 December 2014"),
            (day("on", date(2014, 12, 29)), "The offer cannot be before the referral, 30 December 2014"),
            (day("for_day", date(2014, 12, 30)), "The day offered is before the day of the offer. Offer that day or"),
            ({"for_day_year": ""}, "The day offered must have a year"),
            ({"at": "teatime"}, "Time of the offer must be a time, such as 14:02"),
        ],
    )
    def test_what_is_wrong_is_said_nothing_is_recorded_and_the_draft_stays(self, world, thread_id, changed, words):
        answer = browser(world).post(self.address(thread_id), self.answers(**changed))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not recorded(world, "triage_offered", thread_id)
        assert drafts_kept(world) == [self.address(thread_id)]

    def test_a_draft_is_kept_without_asking_whether_all_is_right(self, world, thread_id):
        mine = browser(world)
        mine.post(self.address(thread_id), {"for_day_day": "26", "_keep_draft": "1"})
        page = mine.get(self.address(thread_id)).content.decode()
        assert 'value="26"' in page
        assert "thing to put right" not in page

    def test_another_agency_finds_no_such_page(self, world, thread_id):
        theirs = browser(world, "stranger")
        assert theirs.get(self.address(thread_id)).status_code == 404
        assert theirs.post(self.address(thread_id), self.answers()).status_code == 404

    @pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
    def test_who_does_no_triage_may_not_offer_one(self, world, thread_id, role):
        assert browser(world, role).get(self.address(thread_id)).status_code == 403


class TestComplete:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/triage/complete"

    def answers(self, **changed) -> dict:
        return {
            **day("on", date(2014, 12, 31)),
            "substance_1": "cannabis",
            "substance_3": "alcohol",
            **{f"risk_{risk}": "no" for risk in ("from_others", "to_others", "housing", "domestic_violence")},
            "risk_self_harm": "yes",
            "risk_sexual_exploitation": "not_asked",
            "wants": "Sleep, and get on with her aunt",
            "outcomes": ["comprehensive_assessment", "brief_intervention"],
            **changed,
        }

    def test_each_outcome_says_what_it_starts_and_no_risk_is_answered_beforehand(self, world, thread_id):
        page = browser(world).get(self.address(thread_id)).content.decode()
        assert "Comprehensive assessment by Thu 8 Jan" in page
        assert "Key worker by Thu 8 Jan" in page
        assert "checked" not in page
        assert page.count("Not asked") >= 6

    def test_substances_risks_and_wishes_are_recorded_in_order(self, world, thread_id):
        assert browser(world).post(self.address(thread_id), self.answers()).status_code == 302
        (triage,) = recorded(world, "triage_completed", thread_id)
        assert triage.detail["substances"] == ["cannabis", "alcohol"]
        assert set(triage.detail["outcomes"]) == {"brief_intervention", "comprehensive_assessment"}
        answers = {one.risk: one.answer for one in RiskAnswer.objects.filter(thread_id=thread_id)}
        assert answers["self_harm"] == "yes"
        assert answers["sexual_exploitation"] == "not_asked"
        assert len(answers) == 6
        assert Note.objects.get(thread_id=thread_id, about="wants").words == "Sleep, and get on with her aunt"
        assert Clock.objects.get(thread_id=thread_id, definition="comprehensive-assessment").due_on == date(2015, 1, 8)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"outcomes": []}, "Choose at least one thing that happens next"),
            ({"risk_self_harm": ""}, "Answer “Self-harm”, or choose “Not asked”"),
            ({"substance_3": "cannabis"}, "Cannabis is named twice. Name it once"),
            ({"substance_1": "moonshine"}, "First substance"),
            (day("on", date(2014, 12, 1)), "Triage cannot be before the referral, 30 December 2014"),
            (day("on", date(2015, 1, 5)), "Triage cannot be after today, 31 December 2014"),
        ],
    )
    def test_what_is_wrong_is_said_nothing_is_half_saved_and_the_draft_stays(self, world, thread_id, changed, words):
        answer = browser(world).post(self.address(thread_id), self.answers(**changed))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not recorded(world, "triage_completed", thread_id)
        assert not RiskAnswer.objects.filter(thread_id=thread_id).exists()
        assert drafts_kept(world) == [self.address(thread_id)]

    def test_another_agency_finds_no_such_page(self, world, thread_id):
        assert browser(world, "stranger").post(self.address(thread_id), self.answers()).status_code == 404
        assert not recorded(world, "triage_completed", thread_id)

    def test_who_does_no_triage_may_not_complete_one(self, world, thread_id):
        assert browser(world, "data_lead").post(self.address(thread_id), self.answers()).status_code == 403

    def test_a_page_asks_for_the_same_number_of_rows_however_much_was_recorded(
        self, world, thread_id, django_assert_max_num_queries
    ):
        mine = browser(world)
        mine.get(self.address(thread_id))
        with django_assert_max_num_queries(25) as few:
            mine.get(self.address(thread_id))
        look_as(world.worker)
        for _time in range(4):
            make_first_contact(thread_id, by=world.worker, on=REFERRED, how="telephone", words="Talked again")
        with django_assert_max_num_queries(25) as more:
            mine.get(self.address(thread_id))
        assert len(few) == len(more)
