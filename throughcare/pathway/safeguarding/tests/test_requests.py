"""Requests of the safeguarding hub: timed, answered from the record, chased, closed; and the summary that goes out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests.pages import browser, day, recorded
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.pathway.assessment.actions import add_child
from throughcare.pathway.episode.models import Matter
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.interventions.actions import record_session, start_intervention
from throughcare.pathway.safeguarding.actions.concerns import raise_concern
from throughcare.pathway.safeguarding.actions.requests import (
    answer_request,
    chase_request,
    close_request,
    keep_hub_record,
    receive_request,
)
from throughcare.pathway.safeguarding.models import InformationShared, SummaryForServices
from throughcare.pathway.safeguarding.queries.requests import deadline_status
from throughcare.pathway.safeguarding.rules import masked, minutes_left
from throughcare.specification import queries as specifications

WED = date(2014, 12, 31)
SHARED = {"shared": "yes", "to": "The hub", "basis": "legal_duty", "words": "Last seen in May"}


@pytest.fixture
def thread_id(world):
    return world.referred(world.person(given_name="Tansy", family_name="Puddifoot"), on=date(2014, 12, 1))


def received(world, thread_id, priority="two_hours", at=time(10, 0), source="police") -> int:
    told = {"priority": priority, "source": source, "asks": "Is he safe?", "at": at}
    return receive_request(thread_id, by=world.worker, on=WED, **told).thread_id


@pytest.mark.requirement("RSK-09")
def test_the_hub_has_the_seven_agencies_of_the_contract(world):
    titles = [one.title for one in specifications.governing(WED).hub_members.values()]
    assert titles == [
        "Children's social care",
        "Police",
        "Health, including substance misuse services",
        "Education",
        "Probation",
        "Housing",
        "Youth offending service",
    ]


class TestDeadline:
    @pytest.mark.parametrize(
        ("priority", "due_on"),
        [("two_hours", WED), ("one_working_day", date(2015, 1, 2)), ("three_working_days", date(2015, 1, 6))],
    )
    def test_the_priority_sets_the_deadline(self, world, thread_id, priority, due_on):
        (clock,) = Clock.objects.filter(thread_id=received(world, thread_id, priority))
        assert clock.due_on == due_on
        if priority == "two_hours":
            assert timezone.localtime(clock.due_at).time() == time(12, 0)

    @pytest.mark.parametrize(
        ("minutes", "words", "kind"),
        [
            (-72, "1 hour 12 minutes left", "soon"),
            (-1, "1 minute left", "soon"),
            (0, "0 minutes left", "soon"),
            (120, "Overdue by 2 hours", "overdue"),
        ],
    )
    def test_hours_and_minutes_are_told(self, world, thread_id, minutes, words, kind):
        (clock,) = Clock.objects.filter(thread_id=received(world, thread_id))
        status = deadline_status(clock, clock.due_at + timedelta(minutes=minutes))
        assert (status.words, status.kind) == (words, kind)

    def test_a_second_after_the_deadline_is_overdue(self):
        now = datetime(2014, 12, 31, 12, 0, 1, tzinfo=UTC)
        assert minutes_left(datetime(2014, 12, 31, 12, tzinfo=UTC), now) == -1
        assert minutes_left(None, now) is None

    @pytest.mark.requirement("RSK-08")
    def test_the_list_has_the_urgent_first_and_then_by_deadline(self, world):
        for name, priority in (("Third", "three_working_days"), ("Second", "one_working_day"), ("First", "two_hours")):
            stay = world.referred(world.person(given_name=name, family_name="Puddifoot"), on=date(2014, 12, 1))
            received(world, stay, priority)
        html = browser(world, "keyworker").get("/requests").content.decode()
        assert "Most urgent: 1" in html
        assert "To answer: 2" in html
        assert html.index("First Puddifoot") < html.index("Second Puddifoot") < html.index("Third Puddifoot")
        assert "Within 2 hours" in html
        assert "12:00" in html

    def test_the_list_costs_the_same_for_many_requests(self, world, thread_id, django_assert_max_num_queries):
        received(world, thread_id)
        mine = browser(world, "keyworker")
        mine.get("/requests")
        with django_assert_max_num_queries(25) as few:
            mine.get("/requests")
        look_as(world.worker)
        for _more in range(4):
            received(world, world.referred(on=date(2014, 12, 1)))
        with django_assert_max_num_queries(25) as many:
            mine.get("/requests")
        assert len(few) == len(many)


class TestAnswering:
    def test_the_first_line_agrees_with_the_diary_and_is_kept_with_the_answer(self, world, thread_id):
        start_intervention(thread_id, by=world.worker, on=date(2014, 12, 10), type="psychosocial")
        for on, outcome in ((10, "attended"), (17, "did_not_attend"), (24, "did_not_attend")):
            said = {"type": "psychosocial", "outcome": outcome}
            record_session(thread_id, by=world.worker, on=date(2014, 12, on), **said)
        matter = received(world, thread_id)
        html = browser(world, "keyworker").get(f"/episodes/{thread_id}/requests/{matter}").content.decode()
        assert html.count("Last seen on 10 December 2014. 2 appointments missed in a row since then.") == 2
        look_as(world.worker)
        answer_request(matter, by=world.worker, on=WED, at=time(11, 0), **SHARED)
        kept = InformationShared.objects.get()
        assert (kept.last_seen_on, kept.missed_in_a_row) == (date(2014, 12, 10), 2)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"basis": ""}, "needs a basis"),
            ({"basis": "gossip"}, "needs a basis"),
            ({"to": " "}, "not said with whom"),
            ({"words": " "}, "answer is empty"),
        ],
    )
    def test_what_is_wrong_is_refused_and_nothing_is_kept(self, world, thread_id, changed, words):
        matter = received(world, thread_id)
        with pytest.raises(StepRefused, match=words):
            answer_request(matter, by=world.worker, on=WED, **{**SHARED, **changed})
        assert not recorded(world, "request_answered")
        assert not InformationShared.objects.exists()

    def test_what_is_not_shared_is_not_disclosed(self, world, thread_id):
        matter = received(world, thread_id)
        answer_request(matter, by=world.worker, on=WED, shared="no", words="She is not known to be near a child")
        assert not AccessLogEntry.objects.filter(looked="disclosed").exists()

    @pytest.mark.requirement("RSK-07")
    def test_a_request_is_kept_from_its_source_to_what_the_hub_recommends(self, world, thread_id):
        matter = received(world, thread_id, source="anonymous")
        with pytest.raises(StepRefused, match="not been answered"):
            keep_hub_record(matter, by=world.worker, on=WED, summary="s", recommends="r")
        answer_request(matter, by=world.worker, on=WED, at=time(11, 0), **SHARED)
        with pytest.raises(StepRefused, match="answered already"):
            answer_request(matter, by=world.worker, on=WED, at=time(11, 5), **SHARED)
        chase_request(matter, by=world.worker, on=WED, words="Tomorrow")
        with pytest.raises(StepRefused, match="has not come back"):
            close_request(matter, by=world.worker, on=WED, outcome="recommended")
        keep_hub_record(matter, by=world.worker, on=WED, summary="Known to three", recommends="A visit")
        html = browser(world, "keyworker").get(f"/episodes/{thread_id}/requests/{matter}").content.decode()
        for words in (
            *("Somebody who gave no name", "Is he safe?", "Within 2 hours", "Answered in time", "Last seen in May"),
            *("The law requires it", "Known to three", "It recommends: A visit", "Tomorrow"),
        ):
            assert words in html
        look_as(world.worker)
        close_request(matter, by=world.worker, on=WED, outcome="recommended")
        assert Matter.objects.get(pk=matter).closed_on == WED

    def test_an_unanswered_request_is_closed_only_with_a_reason(self, world, thread_id):
        matter = received(world, thread_id)
        with pytest.raises(StepRefused, match="without the hub's record"):
            close_request(matter, by=world.worker, on=WED, outcome="withdrawn")
        with pytest.raises(StepRefused, match="never chased"):
            close_request(matter, by=world.worker, on=WED, outcome="nothing_back", words="Silence")
        close_request(matter, by=world.worker, on=WED, outcome="withdrawn", words="Sent to the wrong service")
        assert "No request is open." in browser(world, "keyworker").get("/requests").content.decode()


class TestSummary:
    @pytest.mark.requirement("RSK-10")
    def test_only_what_is_ticked_goes_out_and_names_of_others_are_masked(self, world, thread_id):
        wren = add_child(thread_id, by=world.worker, known_as="Wren", age=3)
        add_child(thread_id, by=world.worker, known_as="Robin", age=9)
        raise_concern(thread_id, by=world.worker, on=WED, about="child", whom="Old Mr Gale", words="Shouting")
        mine = browser(world, "keyworker")
        told = {
            "tell": ["stay", "children"],
            "children": [wren.pk],
            "to": "social_care",
            "basis": "vital_interests",
            "words": "Wren was alone; ROBIN hid, and old mr gale shouted.",
            "why": "Asked by the duty worker",
        }
        answer = mine.post(f"/episodes/{thread_id}/safeguarding/summary", told, follow=True)
        html = answer.content.decode()
        assert "Wren, age 3 as told" in html
        assert "Wren was alone; [name left out] hid" in html
        for other in ("Robin", "ROBIN", "Gale", "gale", "Risks that were found", "Shouting"):
            assert other not in html
        look_as(world.worker)
        (line,) = AccessLogEntry.objects.filter(looked="disclosed", about="safeguarding_summary")
        assert line.why == "social_care: Somebody’s life or safety is at stake. Asked by the duty worker"

    def test_nothing_is_ticked_for_the_worker_and_nothing_goes_out_without_a_tick(self, world, thread_id):
        mine, here = browser(world, "keyworker"), f"/episodes/{thread_id}/safeguarding/summary"
        assert "checked" not in mine.get(here).content.decode()
        answer = mine.post(here, {"to": "social_care", "basis": "consent", "why": "Asked"})
        assert "Tick what the summary says" in answer.content.decode()
        look_as(world.worker)
        assert not SummaryForServices.objects.exists()

    @pytest.mark.parametrize(
        ("words", "names", "told"),
        [
            pytest.param("Robin and Robinson", ["Robin"], "X and Robinson", id="whole words alone"),
            pytest.param("old mr gale", ["Old Mr Gale"], "X", id="in any case"),
            pytest.param("Ann Lee", ["Ann", "Ann Lee"], "X", id="the longest first"),
            pytest.param("as it is", ["", " "], "as it is", id="no name"),
            pytest.param("a+b", ["a+b"], "X", id="signs are signs"),
        ],
    )
    def test_masking(self, words, names, told):
        assert masked(words, names, "X") == told


PAGES = [
    *("requests/new", "requests/{matter}", "requests/{matter}/records", "requests/{matter}/chase"),
    *("requests/{matter}/hub", "requests/{matter}/close", "safeguarding/summary"),
    *("children", "children/care", "children/centre", "children/home-review"),
]


@pytest.mark.parametrize("page", PAGES)
def test_another_agency_finds_no_such_page(world, thread_id, page):
    address = f"/episodes/{thread_id}/{page.format(matter=received(world, thread_id))}"
    assert browser(world, "keyworker").get(address).status_code == 200
    assert browser(world, "stranger").get(address).status_code == 404


def test_a_request_is_not_found_under_another_case(world, thread_id):
    other = world.referred(on=date(2014, 12, 1))
    matter = received(world, thread_id)
    assert browser(world, "keyworker").get(f"/episodes/{other}/requests/{matter}").status_code == 404


def test_taking_in_through_the_page(world, thread_id):
    mine, here = browser(world, "keyworker"), f"/episodes/{thread_id}/requests/new"
    assert "Write down what the hub asks" in mine.post(here, day("on", WED)).content.decode()
    told = {"priority": "one_working_day", "source": "self", "asks": "Who?", **day("on", WED)}
    assert mine.post(here, told).status_code == 302
    assert [one.detail["priority"] for one in recorded(world, "request_received")] == ["one_working_day"]
