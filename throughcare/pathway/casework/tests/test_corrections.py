"""Correcting what was recorded: the clocks follow at once, and what was believed before stays readable."""

from datetime import date, time

import pytest

from tests.pages import browser, day, recorded
from tests.ways import drafts_of, in_treatment, left
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock, Milestone
from throughcare.pathway.casework.queries.corrections import steps_of
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.interventions.actions import record_session
from throughcare.pathway.triage.actions import complete_triage, offer_triage
from throughcare.specification.terms import MilestoneKind

REFERRED = date(2014, 12, 1)
TODAY = date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    thread_id = in_treatment(world, REFERRED)
    offer_triage(thread_id, by=world.worker, on=date(2014, 12, 5), for_day=date(2014, 12, 8), at=time(14, 30))
    complete_triage(
        thread_id,
        by=world.worker,
        on=date(2014, 12, 8),
        outcomes=["comprehensive_assessment"],
        substances=["cannabis", "alcohol"],
    )
    return thread_id


def step(world, kind: str, thread_id: int) -> Milestone:
    return recorded(world, kind, thread_id)[0]


def current(world, origin: Milestone) -> Milestone:
    look_as(world.worker)
    return Milestone.objects.filter(origin_id=origin.origin_id).latest("revision")


def address(origin: Milestone) -> str:
    return f"/milestones/{origin.pk}/correct"


class TestChooser:
    def address(self, thread_id: int) -> str:
        return f"/people/{Episode.objects.get(pk=thread_id).person_id}/correct"

    def test_every_step_that_stands_is_listed_with_its_link(self, world, thread_id):
        html = browser(world, "keyworker").get(self.address(thread_id)).content.decode()
        assert "Triage offered for Mon 8 Dec" in html
        assert f'href="{address(step(world, "triage_offered", thread_id))}"' in html

    def test_the_list_costs_the_same_for_many_steps(self, world, thread_id, django_assert_num_queries):
        person_id = Episode.objects.get(pk=thread_id).person_id
        with django_assert_num_queries(3):
            steps_of(world.worker, person_id)
        for number in range(4):
            record_session(
                thread_id, by=world.worker, on=date(2014, 12, 20 + number), type="psychosocial", outcome="attended"
            )
        with django_assert_num_queries(3):
            _person, (episode,) = steps_of(world.worker, person_id)
        assert len(episode.steps) == 10

    def test_another_agency_finds_nobody(self, world, thread_id):
        assert browser(world, "stranger").get(self.address(thread_id)).status_code == 404

    @pytest.mark.parametrize("role", ["administrator", "commissioner"])
    def test_who_corrects_nothing_may_not(self, world, thread_id, role):
        assert browser(world, role).get(self.address(thread_id)).status_code == 403

    def test_what_the_system_wrote_itself_is_not_there(self, world):
        thread_id = left(world, date(2014, 9, 1))
        world.referred(Episode.objects.get(pk=thread_id).person, on=date(2014, 12, 1))
        assert len(recorded(world, "came_back", thread_id)) == 1
        html = browser(world, "keyworker").get(self.address(thread_id)).content.decode()
        assert html.count("Referred on ") == 2
        assert "Came back" not in html
        came_back = step(world, "came_back", thread_id)
        assert browser(world, "keyworker").get(address(came_back)).status_code == 404


class TestCorrect:
    def test_a_new_day_is_followed_by_the_clocks_at_once(self, world, thread_id):
        offered = step(world, "triage_offered", thread_id)
        said = {
            **day("on", date(2014, 12, 2)),
            "at": "14:30",
            **day("said_for", date(2014, 12, 8)),
            "reason": "typed 5",
        }
        assert browser(world, "keyworker").post(address(offered), said).status_code == 302
        assert current(world, offered).happened_on == date(2014, 12, 2)
        assert current(world, offered).because == "typed 5"
        assert Clock.objects.get(thread_id=thread_id, definition="triage-offer").stopped_on == date(2014, 12, 2)
        assert not drafts_of(world)

    def test_the_page_shows_what_was_believed_before_and_why_it_changed(self, world, thread_id):
        offered = step(world, "triage_offered", thread_id)
        client = browser(world, "keyworker")
        said = {**day("on", date(2014, 12, 2)), **day("said_for", date(2014, 12, 8)), "reason": "Typed a 5 for a 2"}
        client.post(address(offered), said)
        html = client.get(address(offered)).content.decode()
        assert "Fri 5 Dec, 14:30" in html
        assert "Tue 2 Dec, 14:30" in html
        assert "Recorded by Keyworker Brackwater" in html
        assert "Reason: Typed a 5 for a 2" in html

    def test_changed_words_keep_the_others_and_their_order(self, world, thread_id):
        done = step(world, "triage_completed", thread_id)
        said = {
            **day("on", date(2014, 12, 8)),
            "said_outcomes": ["comprehensive_assessment", "brief_intervention"],
            "said_substances": ["alcohol", "cannabis"],
            "reason": "Advice was given too",
        }
        assert browser(world, "keyworker").post(address(done), said).status_code == 302
        assert current(world, done).detail == {
            "outcomes": ["comprehensive_assessment", "brief_intervention"],
            "substances": ["cannabis", "alcohol"],
        }

    def test_what_never_happened_is_taken_back_and_stays_readable(self, world, thread_id):
        offered = step(world, "triage_offered", thread_id)
        client = browser(world, "keyworker")
        page = client.post(address(offered), {"never": "on", "reason": "Another person"}, follow=True)
        assert "Taken back: Triage offered for Mon 8 Dec" in page.content.decode()
        assert current(world, offered).retracted
        html = client.get(address(offered)).content.decode()
        assert "This step was taken back" in html
        assert "Reason: Another person" in html
        assert "<form class=" not in html.split("<main")[1]

    @pytest.mark.parametrize(
        ("changed", "words", "where"),
        [
            ({"reason": ""}, "Say why it is corrected, for those who read the record later", "#id_reason"),
            (day("on", date(2014, 12, 5)), "Nothing is changed yet", ""),
            (day("on", date(2014, 11, 5)), "The day cannot be before the referral, 1 December 2014", "#id_on_day"),
            (day("on", date(2015, 1, 5)), "The day cannot be after today", "#id_on_day"),
            ({"said_for_year": ""}, "Day offered must have a year", "#id_said_for_year"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_changes(self, world, thread_id, changed, words, where):
        offered = step(world, "triage_offered", thread_id)
        said = {**day("on", date(2014, 12, 2)), **day("said_for", date(2014, 12, 8)), "reason": "typed 5", **changed}
        html = browser(world, "keyworker").post(address(offered), said).content.decode()
        assert words in html
        assert f'href="{where}"' in html or not where
        assert current(world, offered).revision == 1
        assert drafts_of(world) == [address(offered)]

    def test_a_rule_that_says_no_undoes_the_whole_correction(self, world, thread_id):
        referral = step(world, "referral_received", thread_id)
        said = {
            **day("on", date(2014, 12, 10)),
            "said_source": referral.detail["source"],
            "said_channel": referral.detail["channel"],
            "said_urgency": "",
            "reason": "later",
        }
        html = browser(world, "keyworker").post(address(referral), said).content.decode()
        assert "is before the referral on 10 December 2014" in html
        assert current(world, referral).revision == 1

    def test_a_start_whose_intervention_has_ended_cannot_be_taken_back(self, world):
        thread_id = left(world, date(2014, 9, 1))
        started = step(world, "intervention_started", thread_id)
        html = browser(world, "keyworker").post(address(started), {"never": "on", "reason": "x"}).content.decode()
        assert "No Psychosocial interventions was running on 29 September 2014" in html
        assert not current(world, started).retracted

    def test_the_data_lead_may_correct_and_another_agency_finds_nothing(self, world, thread_id):
        offered = step(world, "triage_offered", thread_id)
        assert browser(world, "data_lead").get(address(offered)).status_code == 200
        assert browser(world, "stranger").get(address(offered)).status_code == 404
        assert browser(world, "stranger").post(address(offered), {"never": "on", "reason": "x"}).status_code == 404
        assert not current(world, offered).retracted

    @pytest.mark.parametrize("role", ["administrator", "commissioner"])
    def test_who_corrects_nothing_may_not(self, world, thread_id, role):
        assert browser(world, role).get(address(step(world, "triage_offered", thread_id))).status_code == 403


@pytest.mark.parametrize(("fixture", "on"), [("world", date(2014, 9, 1)), ("tiny_world", date(2021, 10, 1))])
def test_every_kind_of_step_has_its_page(request, fixture, on):
    world = request.getfixturevalue(fixture)
    thread_id = left(world, on)
    client = browser(world, "keyworker")
    look_as(world.worker)
    steps = list(Milestone.objects.filter(thread_id=thread_id))
    kinds = {MilestoneKind(one.kind) for one in steps}
    assert len(kinds) >= 5
    for one in steps:
        assert client.get(address(one)).status_code == 200, one.kind
