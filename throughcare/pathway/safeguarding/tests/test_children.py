"""Care of children: asked about, offered a Children's Centre, looked in on at home; and the report on all of it."""

import json
from datetime import date, time
from io import StringIO

import pytest

from tests.pages import browser, day, recorded
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.foundations.command import BadInput
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.assessment.actions import add_child
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.actions import reports as boards
from throughcare.pathway.safeguarding.actions.children import (
    hold_home_review,
    offer_childrens_centre,
    record_childcare,
)
from throughcare.pathway.safeguarding.actions.requests import answer_request, receive_request
from throughcare.pathway.safeguarding.management.commands.safeguarding import Command
from throughcare.pathway.safeguarding.models import AuditAction
from throughcare.pathway.safeguarding.queries.reports import safeguarding_report
from throughcare.pathway.safeguarding.rules import told_to_boards

WED = date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    return world.referred(world.person(given_name="Tansy", family_name="Puddifoot"), on=date(2014, 12, 1))


def promised(thread_id: int, name: str) -> list[Clock]:
    return list(Clock.objects.filter(thread_id=thread_id, definition=name).order_by("sequence"))


@pytest.mark.requirement("RSK-12")
def test_hidden_harm_is_asked_about_the_children_listed_and_the_protocol_followed(world, thread_id):
    mine, here = browser(world, "keyworker"), f"/episodes/{thread_id}/children"
    html = mine.get(here).content.decode()
    assert "Not asked" in html
    assert "Not followed yet" in html
    assert "None is listed" in html
    add_child(thread_id, by=world.worker, known_as="Wren", age=3)
    told = {"responsible": "no", "regular_contact": "yes", **day("protocol_followed_on", WED), **day("on", WED)}
    assert mine.post(f"{here}/care", told).status_code == 302
    html = mine.get(here).content.decode()
    assert "Wren, age 3 as told" in html
    assert "Followed on 31 December 2014" in html


@pytest.mark.parametrize("answer", ["no", "not_asked", "declined", "not_known"])
def test_only_a_yes_promises_a_centre_and_reviews_at_home(world, thread_id, answer):
    record_childcare(thread_id, by=world.worker, on=WED, responsible=answer)
    assert not promised(thread_id, "childrens-centre-offer")
    assert not promised(thread_id, "home-review")


@pytest.mark.requirement("RSK-13")
def test_reviews_at_home_are_owed_again_and_again_with_the_children_s_situation(world, thread_id):
    record_childcare(thread_id, by=world.worker, on=date(2014, 12, 2), responsible="yes")
    (first,) = promised(thread_id, "home-review")
    assert first.due_on == date(2015, 2, 24)
    mine, here = browser(world, "keyworker"), f"/episodes/{thread_id}/children"
    held = {"children_seen": "yes", "situation": "Three beds, food in the house", **day("on", WED)}
    refused = mine.post(f"{here}/home-review", {**held, "situation": ""}).content.decode()
    assert "Write down the children’s situation" in refused
    assert mine.post(f"{here}/home-review", {**held, **day("next_on", date(2015, 2, 4))}).status_code == 302
    html = mine.get(here).content.decode()
    assert "Three beds, food in the house Next meeting: 4 Feb" in html.replace("&nbsp;", " ")
    look_as(world.worker)
    assert [one.due_on for one in promised(thread_id, "home-review")] == [date(2015, 2, 24), date(2015, 3, 25)]
    record_childcare(thread_id, by=world.worker, on=WED, responsible="no")
    assert promised(thread_id, "home-review")[-1].voided_on == WED


def test_a_next_meeting_before_this_one_is_refused(world, thread_id):
    with pytest.raises(StepRefused, match="not after this one"):
        hold_home_review(thread_id, by=world.worker, on=WED, situation="Well", next_on=WED)
    assert not recorded(world, "home_review_held")


@pytest.mark.requirement("RSK-14")
def test_the_centre_is_offered_to_each_who_cares_for_children_and_the_share_is_reported(world, thread_id):
    record_childcare(thread_id, by=world.worker, on=date(2014, 12, 2), responsible="yes")
    (clock,) = promised(thread_id, "childrens-centre-offer")
    assert clock.due_on == date(2014, 12, 16)
    other = world.referred(on=date(2014, 12, 1))
    record_childcare(other, by=world.worker, on=date(2014, 12, 2), responsible="yes")
    told = {"response": "accepted", "tool": "Family star", "centre": "The Quay", "sessions_there": "on"}
    page = f"/episodes/{thread_id}/children"
    mine = browser(world, "keyworker")
    assert mine.post(f"{page}/centre", {**told, **day("on", WED)}).status_code == 302
    html = mine.get(page).content.decode()
    assert "Accepted, The Quay, settled with: Family star, recovery sessions are held there" in html
    line = {one.id: one for one in report(world)}["centre_offered"]
    assert (line.count, line.of) == (1, 2)
    offer_childrens_centre(other, by=world.worker, on=WED, response="declined")
    line = {one.id: one for one in report(world)}["centre_offered"]
    assert (line.count, line.of) == (2, 2)


# The report ---------------------------------------------------------------------------------------------------------


def report(world, first=date(2014, 12, 1), last=WED):
    look_as(world.viewer("manager"))
    found = safeguarding_report(world.viewer("manager"), first, last)
    look_as(world.worker)
    return found


def test_a_request_in_time_and_one_late_are_told_apart(world, thread_id):
    for at in (time(11, 0), time(12, 1)):
        said = {"priority": "two_hours", "source": "police", "at": time(10, 0)}
        matter = receive_request(thread_id, by=world.worker, on=WED, **said).thread_id
        answer_request(matter, by=world.worker, on=WED, at=at, shared="no", words="Nothing known")
    lines = {one.id: one for one in report(world)}
    assert (lines["requests_received"].count, lines["requests_late"].count, lines["requests_late"].of) == (2, 1, 2)
    assert (lines["childcare_not_asked"].count, lines["childcare_not_asked"].of) == (1, 1)
    assert {one.id: one for one in report(world, last=date(2014, 12, 30))}["requests_received"].count == 0


def test_the_report_is_a_page_for_governance_and_a_command_for_boards(world, thread_id):
    receive_request(thread_id, by=world.worker, on=WED, priority="two_hours", source="police")
    html = browser(world, "manager").get("/safeguarding-report").content.decode()
    assert "Safeguarding concerns raised" in html
    assert "Too few to tell" in html
    assert browser(world, "keyworker").get("/safeguarding-report").status_code == 403
    out = StringIO()
    command = Command(stdout=out)
    command.viewer, command.format = world.viewer("manager"), "json"
    look_as(world.viewer("manager"))
    command.handle(first=date(2014, 12, 1), last=WED)
    told = {one["id"]: one for one in json.loads(out.getvalue())["lines"]}
    assert told["requests_received"]["suppressed"]
    assert told["requests_received"]["count"] is None
    assert told["concerns_raised"]["count"] == 0
    with pytest.raises(BadInput):
        command.handle(first=WED, last=date(2014, 12, 1))
    command.viewer = world.worker
    with pytest.raises(BadInput):
        command.handle(first=date(2014, 12, 1), last=WED)


def test_another_agency_counts_nothing_of_ours(world, thread_id):
    receive_request(thread_id, by=world.worker, on=WED, priority="two_hours", source="police")
    look_as(world.stranger)
    assert {one.count for one in safeguarding_report(world.stranger, date(2014, 12, 1), WED)} == {0}


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [
        pytest.param(0, None, (0, None), id="nobody can be found in none"),
        pytest.param(4, None, (None, None), id="four are too few"),
        pytest.param(5, None, (5, None), id="five are told"),
        pytest.param(8, 10, (None, None), id="two are left over"),
        pytest.param(10, 10, (10, 10), id="all of them"),
        pytest.param(0, 3, (None, None), id="too few to count among"),
    ],
)
def test_small_numbers_do_not_leave(count, of, told):
    assert told_to_boards(count, of) == told


def test_an_audit_s_action_needs_owner_and_day(world):
    look_as(world.viewer("manager"))
    by = world.viewer("manager")
    audit = boards.keep_audit(by=by, tool="The board's tool", held_on=WED, findings="Two gaps")
    for said, words in (({}, "without an owner"), ({"owner": "The lead"}, "without a day")):
        with pytest.raises(StepRefused, match=words):
            boards.agree_action(audit.pk, by=by, words="Train all", **said)
    assert not AuditAction.objects.exists()


def test_the_report_costs_the_same_for_many(world, thread_id, django_assert_max_num_queries):
    mine = browser(world, "manager")
    mine.get("/safeguarding-report")
    with django_assert_max_num_queries(30) as few, pretending_today_is(WED):
        mine.get("/safeguarding-report")
    look_as(world.worker)
    for _more in range(4):
        receive_request(
            world.referred(on=date(2014, 12, 1)), by=world.worker, on=WED, priority="two_hours", source="self"
        )
    with django_assert_max_num_queries(30) as many, pretending_today_is(WED):
        mine.get("/safeguarding-report")
    assert len(few) == len(many)
