"""What every step page tells: promises it starts and stops, steps it leaves out, and what a rule refused."""

from datetime import date

import pytest
from django.http import Http404

from tests.pages import browser, day, recorded
from throughcare.access.context import look_as
from throughcare.pathway.episode.forms import promise_hint, promise_words, words_of
from throughcare.pathway.episode.queries import episode_for_step, would_skip, would_start
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import withdraw
from throughcare.pathway.referral.actions import make_first_contact
from throughcare.pathway.triage.actions import complete_triage, offer_triage

ON = date(2014, 12, 31)


def told(world, thread_id: int, kind: str, detail: dict | None = None, on: date = ON) -> list[str]:
    return [str(promise_words(change)) for change in changes(world, thread_id, kind, detail, on)]


def changes(world, thread_id: int, kind: str, detail: dict | None = None, on: date = ON):
    return would_start(episode_for_step(world.worker, thread_id), kind, detail, on)


class TestWhatAStepWouldDo:
    def test_an_offer_in_time_keeps_its_promise(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        assert told(world, thread_id, "triage_offered", {"for": "2015-01-02"}) == [
            "Keeps the promise: Offer of a triage"
        ]

    def test_a_late_offer_keeps_it_late_and_says_when_it_was_due(self, world):
        thread_id = world.referred(on=date(2014, 12, 15))
        assert told(world, thread_id, "triage_offered") == [
            "Keeps the promise late: Offer of a triage. It was due Wed 17 Dec"
        ]

    def test_a_second_offer_changes_nothing(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        offer_triage(thread_id, by=world.worker, on=ON, for_day=ON)
        assert told(world, thread_id, "triage_offered") == []

    def test_triage_that_asks_for_an_assessment_starts_its_promises_soonest_first(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        make_first_contact(thread_id, by=world.worker, on=date(2014, 12, 30), how="telephone")
        assert told(world, thread_id, "triage_completed", {"outcomes": ["comprehensive_assessment"]}) == [
            "Promise starts: Comprehensive assessment by Thu 8 Jan",
            "Promise starts: Key worker by Thu 8 Jan",
            # Three promises count this wait from different days; the one due first is named.
            "Promise starts: First intervention, under 2 weeks by Mon 12 Jan",
        ]

    def test_triage_that_asks_for_something_else_starts_nothing(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        assert promise_hint(changes(world, thread_id, "triage_completed", {"outcomes": ["refer_elsewhere"]})) == ""

    def test_asking_changes_nothing(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        told(world, thread_id, "triage_offered")
        assert not recorded(world, "triage_offered", thread_id)


class TestWhatAStepLeavesOut:
    def test_an_assessment_before_triage_leaves_triage_out(self, world):
        episode = episode_for_step(world.worker, world.referred(on=date(2014, 12, 30)))
        assert [step.id for step in would_skip(episode, "assessment_completed", on=ON)] == ["triage"]

    def test_an_assessment_after_triage_leaves_nothing_out(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        complete_triage(thread_id, by=world.worker, on=ON, outcomes=["comprehensive_assessment"])
        episode = episode_for_step(world.worker, thread_id)
        assert would_skip(episode, "assessment_completed", on=ON) == []


class TestTheEpisodeOfAStep:
    def test_another_agency_has_no_such_episode(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        look_as(world.stranger)
        with pytest.raises(Http404):
            episode_for_step(world.stranger, thread_id)

    def test_it_is_read_in_the_same_number_of_queries_however_much_was_recorded(self, world, django_assert_num_queries):
        thread_id = world.referred(on=date(2014, 12, 30))
        with django_assert_num_queries(4):
            episode_for_step(world.worker, thread_id)
        for _time in range(3):
            make_first_contact(thread_id, by=world.worker, on=ON, how="telephone", words="Call after four")
        with django_assert_num_queries(4):
            episode_for_step(world.worker, thread_id)


class TestWhatARuleRefuses:
    def test_days_are_written_out_and_steps_have_their_names(self):
        refused = StepRefused("on", "triage_offered on 2014-12-01 is before the referral", "Give a later day.")
        assert words_of(refused) == "Triage offered on 1 December 2014 is before the referral. Give a later day."

    def test_a_step_after_the_end_is_refused_on_the_page_with_what_to_do(self, world):
        thread_id = world.referred(on=date(2014, 12, 1))
        withdraw(thread_id, by=world.worker, on=date(2014, 12, 10), reason="declined_treatment")
        sent = {**day("for_day", ON), **day("on", ON)}
        page = browser(world).post(f"/episodes/{thread_id}/triage/offer", sent).content.decode()
        assert "Triage offered on 31 December 2014 is after the episode ended on 10 December 2014." in page
        assert "Record a new referral if the person came back" in page
        assert not recorded(world, "triage_offered", thread_id)

    def test_an_episode_that_is_not_there_is_not_found(self, world):
        assert browser(world).get("/episodes/99999/triage/offer").status_code == 404
        assert browser(world).get("/people/99999/referral").status_code == 404
