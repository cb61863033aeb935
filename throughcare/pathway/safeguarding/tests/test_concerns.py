"""Safeguarding concerns: raised, sent where they must go, chased, answered, and never lost."""

from datetime import date, timedelta

import pytest

from tests.pages import browser, day, recorded
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.episode.models import Matter
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.actions.concerns import (
    answer_concern,
    chase_concern,
    close_concern,
    raise_concern,
    send_concern,
)
from throughcare.pathway.safeguarding.models import Concern
from throughcare.specification import queries as specifications

WED = date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    return world.referred(world.person(given_name="Tansy", family_name="Puddifoot"), on=date(2014, 12, 1))


@pytest.fixture
def raised(world, thread_id) -> int:
    told = {"about": "child", "route": "common_assessment", "words": "Misses meals", "source": "self"}
    return raise_concern(thread_id, by=world.worker, on=WED, **told).thread_id


def answers(**changed) -> dict:
    return {
        **day("on", WED),
        "route": "child_protection",
        "words": "A younger brother is hit at home",
        "whom": "Her brother, 8",
        "source": "self",
        "consent": "overridden",
        "override_reason": "He is at risk of harm",
        **changed,
    }


class TestRaising:
    @pytest.mark.requirement("RSK-06")
    def test_child_protection_goes_straight_to_social_care_and_vulnerability_by_the_common_assessment(
        self, world, thread_id, raised
    ):
        html = browser(world, "keyworker").get(f"/episodes/{thread_id}/concerns/new").content.decode()
        assert "Goes to: Children&#39;s or adult social care, at once" in html
        assert "Goes to: Children&#39;s Services team" in html
        answer = browser(world, "keyworker").post(f"/episodes/{thread_id}/concerns/new", answers(), follow=True)
        assert "Concern raised. Send it at once." in answer.content.decode()
        urgent = Matter.objects.order_by("pk").last().pk
        assert answer.redirect_chain[-1][0] == f"/episodes/{thread_id}/concerns/{urgent}/send"
        with pytest.raises(StepRefused, match="goes straight to"):
            send_concern(urgent, by=world.worker, on=WED, to="school")
        send_concern(urgent, by=world.worker, on=WED, to="social_care")
        send_concern(urgent, by=world.worker, on=WED, to="school")
        send_concern(raised, by=world.worker, on=WED, to="childrens_services")
        assert [one.detail["to"] for one in recorded(world, "concern_sent")] == [
            *("social_care", "school"),
            "childrens_services",
        ]

    def test_a_concern_that_overrides_consent_keeps_and_shows_the_reason(self, world, thread_id):
        mine = browser(world, "keyworker")
        refused = mine.post(f"/episodes/{thread_id}/concerns/new", answers(override_reason="")).content.decode()
        assert "A concern that overrides consent says why" in refused
        assert not recorded(world, "concern_raised")
        mine.post(f"/episodes/{thread_id}/concerns/new", answers())
        look_as(world.worker)
        concern = Concern.objects.get()
        assert (concern.consent, concern.override_reason) == ("overridden", "He is at risk of harm")
        html = mine.get(f"/episodes/{thread_id}/concerns/{concern.pk}").content.decode()
        assert "Passed on without agreement: He is at risk of harm" in html
        look_as(world.worker)
        send_concern(concern.pk, by=world.worker, on=WED, to="social_care")
        (line,) = AccessLogEntry.objects.filter(looked="disclosed", about="concern")
        assert line.why == "social_care: He is at risk of harm"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"words": ""}, "Write down what the concern is"),
            ({"route": ""}, "Choose an answer to “Where does it go?”"),
            ({"route": "gossip"}, "Choose one of the answers on the page"),
            (day("on", date(2015, 2, 1)), "The concern cannot be after today, 31 December 2014"),
        ],
    )
    def test_what_is_wrong_is_said_and_no_matter_is_opened(self, world, thread_id, changed, words):
        answer = browser(world, "keyworker").post(f"/episodes/{thread_id}/concerns/new", answers(**changed))
        assert words in answer.content.decode()
        look_as(world.worker)
        assert not Matter.objects.exists()

    @pytest.mark.parametrize(
        "said", [{"about": "adult", "route": "child_protection"}, {"about": "child", "source": "gull"}]
    )
    def test_words_that_do_not_fit_are_refused(self, world, thread_id, said):
        with pytest.raises(StepRefused):
            raise_concern(thread_id, by=world.worker, on=WED, **said)
        assert not Matter.objects.exists()


class TestTracking:
    @pytest.mark.requirement("RSK-05")
    @pytest.mark.parametrize(
        ("about", "route", "to"),
        [("child", "common_assessment", "childrens_services"), ("adult", "adult_safeguarding", "adult_social_care")],
    )
    def test_a_concern_about_a_child_or_an_adult_is_sent_chased_answered_and_closed(
        self, world, thread_id, about, route, to
    ):
        told = {"about": about, "route": route, "words": "Alone at night"}
        matter = raise_concern(thread_id, by=world.worker, on=WED, **told).thread_id
        mine, here = browser(world, "keyworker"), f"/episodes/{thread_id}/concerns/{matter}"
        sent = {"to": to, "words": "By telephone", **day("on", WED)}
        assert mine.post(f"{here}/send", sent).status_code == 302
        assert "Waiting for the answer" in mine.get("/concerns").content.decode()
        assert mine.post(f"{here}/chase", {"words": "Rang again", **day("on", WED)}).status_code == 302
        assert "Answer chased" in mine.get("/concerns").content.decode()
        answered = {"outcome": "accepted", "words": "A visit on Friday", **day("on", WED)}
        assert mine.post(f"{here}/answer", answered).status_code == 302
        html = mine.get(here).content.decode()
        for words in ("By telephone", "Rang again", "Taken on. A visit on Friday"):
            assert words in html
        closed = {"outcome": "accepted", "words": "", **day("on", WED)}
        assert mine.post(f"{here}/close", closed).status_code == 302
        assert "No concern is open." in mine.get("/concerns").content.decode()
        assert "Closed on 31 December 2014" in mine.get(here).content.decode()

    def test_an_unanswered_concern_cannot_leave_the_list(self, world, thread_id, raised):
        send_concern(raised, by=world.worker, on=WED, to="childrens_services")
        mine, here = browser(world, "keyworker"), f"/episodes/{thread_id}/concerns/{raised}"
        closed = {"outcome": "no_further_action", "words": "They never rang", **day("on", WED)}
        assert "has not been answered" in mine.post(f"{here}/close", closed).content.decode()
        assert "1 concern is open." in mine.get("/concerns").content.decode()

    def test_one_that_is_never_sent_closes_with_the_reason_alone(self, world, thread_id, raised):
        with pytest.raises(StepRefused, match="never sent on"):
            close_concern(raised, by=world.worker, on=WED, outcome="no_further_action")
        close_concern(raised, by=world.worker, on=WED, outcome="no_further_action", words="Raised twice")
        assert Matter.objects.get(pk=raised).closed_on == WED

    def test_nothing_is_chased_or_answered_before_it_was_sent(self, world, raised):
        for act in (chase_concern, answer_concern):
            said = {"outcome": "accepted"} if act is answer_concern else {}
            with pytest.raises(StepRefused, match="not been sent"):
                act(raised, by=world.worker, on=WED, **said)

    def test_the_answer_has_its_promise_and_chasing_starts_it_anew(self, world, raised):
        send_concern(raised, by=world.worker, on=WED, to="childrens_services")
        with pretending_today_is(date(2015, 1, 7)):
            chase_concern(raised, by=world.worker, on=date(2015, 1, 7))
        first, second = Clock.objects.filter(thread_id=raised, definition="concern-answer").order_by("sequence")
        assert (first.due_on, first.stopped_on) == (date(2015, 1, 6), date(2015, 1, 7))
        assert second.due_on == date(2015, 1, 12)

    def test_child_protection_stands_first_on_the_list_until_it_is_sent(self, world, thread_id, raised):
        told = {"about": "child", "route": "child_protection", "words": "Hit at home"}
        urgent = raise_concern(thread_id, by=world.worker, on=WED, **told).thread_id
        html = browser(world, "keyworker").get("/concerns").content.decode()
        assert html.index("Send at once: 1") < html.index(f"/concerns/{urgent}") < html.index(f"/concerns/{raised}")
        look_as(world.worker)
        send_concern(urgent, by=world.worker, on=WED, to="social_care")
        assert "Send at once" not in browser(world, "keyworker").get("/concerns").content.decode()

    def test_an_open_concern_stands_on_the_strip_of_those_with_a_part_in_safeguarding(self, world, thread_id, raised):
        person = Matter.objects.get(pk=raised).person_id
        assert "Safeguarding concern open" in browser(world, "keyworker").get(f"/people/{person}").content.decode()
        assert "Safeguarding concern open" not in browser(world, "data_lead").get(f"/people/{person}").content.decode()


class TestWhoMay:
    @pytest.mark.parametrize("path", ["", "/send", "/chase", "/answer", "/close"])
    def test_another_agency_finds_no_such_page(self, world, thread_id, raised, path):
        stranger = browser(world, "stranger")
        assert stranger.get(f"/episodes/{thread_id}/concerns/{raised}{path}").status_code == 404
        assert "No concern is open." in stranger.get("/concerns").content.decode()

    def test_a_concern_is_found_under_its_own_case_alone(self, world, raised):
        other = world.referred()
        mine = browser(world, "keyworker")
        assert mine.get(f"/episodes/{other}/concerns/{raised}").status_code == 404
        assert mine.post(f"/episodes/{other}/concerns/{raised}/send", answers()).status_code == 404

    def test_who_has_no_part_in_safeguarding_may_not_open_them(self, world, thread_id, raised):
        for path in ("/concerns", f"/episodes/{thread_id}/concerns/{raised}", f"/episodes/{thread_id}/concerns/new"):
            assert browser(world, "data_lead").get(path).status_code == 403

    def test_the_list_costs_the_same_for_many_concerns(self, world, thread_id, raised, django_assert_max_num_queries):
        mine = browser(world, "keyworker")
        mine.get("/concerns")
        with django_assert_max_num_queries(20) as few:
            mine.get("/concerns")
        look_as(world.worker)
        for number in range(4):
            other = world.referred(on=date(2014, 12, 1) + timedelta(days=number))
            raise_concern(other, by=world.worker, on=WED, about="child", route="child_protection")
        with django_assert_max_num_queries(20) as more:
            mine.get("/concerns")
        assert len(few) == len(more)

    def test_a_service_in_other_words_raises_its_own_concerns(self, tiny_world):
        specification = specifications.current()
        (way,) = specification.concern_routes.values()
        on = date(2021, 12, 30)
        thread_id = tiny_world.referred(tiny_world.person(born=date(2014, 1, 1)), on=on)
        told = {"about": way.about, "route": way.id, "words": "Adrift"}
        matter = raise_concern(thread_id, by=tiny_world.worker, on=on, **told).thread_id
        assert send_concern(matter, by=tiny_world.worker, on=on, to=way.to).detail == {"to": "coastguard"}
