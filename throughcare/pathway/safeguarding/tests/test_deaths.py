"""Reviews of deaths and near misses: frozen once, for the panel alone, with actions that somebody owns."""

import json
from datetime import date
from io import StringIO

import pytest
from django.db import connection

from tests.pages import browser, day
from throughcare.access.context import look_as
from throughcare.access.models import User
from throughcare.access.viewer import viewer_of
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.pathway.episode.actions import keep_notes
from throughcare.pathway.episode.matters import open_matter, record_on
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.referral.actions import make_first_contact
from throughcare.pathway.safeguarding.actions import deaths as actions
from throughcare.pathway.safeguarding.management.commands.deaths import Command
from throughcare.pathway.safeguarding.models import DeathReview, PanelMember, ReviewAction
from throughcare.pathway.safeguarding.rules import checksum, longest_silences

WED = date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    return world.referred(world.person(given_name="Tansy", family_name="Puddifoot"), on=date(2014, 12, 1))


@pytest.fixture
def review(world, thread_id) -> DeathReview:
    alert = open_matter("alert", Episode.objects.get(pk=thread_id), on=date(2014, 12, 20))
    said = {"urgency": "urgent", "flag": "self_harm"}
    record_on(alert.pk, "alert_raised", by=world.worker, on=date(2014, 12, 20), detail=said)
    look_as(world.viewer("manager"))
    return actions.freeze(thread_id, by=world.viewer("manager"), event="death", happened_on=WED, why="Found at home")


def test_later_edits_leave_the_frozen_time_line_untouched(world, thread_id, review):
    before = review.frozen
    milestone = make_first_contact(thread_id, by=world.viewer("manager"), on=WED, how="telephone")
    keep_notes(milestone, {"what was said": "Written afterwards"}, by=world.viewer("manager"))
    again = DeathReview.objects.get(pk=review.pk)
    assert again.frozen == before
    assert checksum(again.frozen) == again.checksum
    assert "first_contact_made" not in again.frozen
    assert "Written afterwards" not in again.frozen
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("update safeguarding_deathreview set frozen = '{}'")


def test_gaps_and_an_alert_that_nobody_answered_are_in_it(world, review):
    line = json.loads(review.frozen)
    assert [(one["kind"], one["answered"]) for one in line["matters"]] == [("alert", False)]
    assert [one["promise"] for one in line["promises"] if one["gap"]]
    html = browser(world, "manager").get(f"/reviews-of-deaths/{review.pk}").content.decode()
    assert "Alert of 20 December 2014: nobody had answered it" in html
    assert "due" in html
    assert "not done" in html
    assert "The frozen time-line is untouched" in html
    assert "as this agency saw it" in html


def test_only_the_panel_can_open_it_and_each_opening_is_logged(world, thread_id, review):
    here = f"/reviews-of-deaths/{review.pk}"
    assert browser(world, "manager").get(here).status_code == 200
    look_as(world.viewer("manager"))
    openings = AccessLogEntry.objects.filter(about="death_review", record_id=review.pk, looked="read")
    assert openings.count() == 2
    other = User.objects.get(pk=world.staff["manager"].pk)
    other = User.objects.create(username="other", display_name="Other", agency=other.agency, roles=["manager"])
    look_as(viewer_of(other))
    assert not DeathReview.objects.exists()
    assert not PanelMember.objects.exists()
    with pytest.raises(DeathReview.DoesNotExist):
        actions.name_member(review.pk, by=viewer_of(other), user=other)
    look_as(world.viewer("manager"))
    actions.name_member(review.pk, by=world.viewer("manager"), user=other)
    look_as(viewer_of(other))
    assert DeathReview.objects.exists()
    assert browser(world, "keyworker").get(here).status_code == 403
    assert browser(world, "stranger").get(here).status_code == 404


def test_nobody_outside_the_panel_can_name_themselves_to_it_even_by_hand(world, review):
    look_as(world.worker)
    with pytest.raises(Exception, match="row-level security"), connection.cursor() as cursor:
        cursor.execute(
            "insert into safeguarding_panelmember (thread_id, user_id, outside, named_by_id, named_at)"
            " values (%s, %s, '', %s, now())",
            [review.pk, world.worker.user_id, world.worker.user_id],
        )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"owner": "", "due_on": WED}, "without an owner"),
        ({"owner": "The lead", "due_on": None}, "without a day"),
        ({"owner": "The lead", "due_on": WED, "words": " "}, "what is done"),
    ],
)
def test_an_action_without_owner_or_date_is_refused(world, review, said, words):
    with pytest.raises(StepRefused, match=words):
        actions.agree_action(review.pk, by=world.viewer("manager"), **{"words": "Give naloxone", **said})
    assert not ReviewAction.objects.exists()


@pytest.mark.requirement("RSK-22")
@pytest.mark.parametrize(("event", "title"), [("death", "Death related to"), ("near_fatal", "Near-fatal overdose")])
def test_a_review_from_opening_to_its_last_action(world, thread_id, event, title):
    mine = browser(world, "manager")
    opened = {"event": event, "why": "Found at home", **day("happened_on", WED)}
    page = mine.post(f"/episodes/{thread_id}/review-of-death", opened, follow=True)
    here = page.redirect_chain[-1][0]
    assert title in page.content.decode()
    assert "You are the first member of the panel" in page.content.decode()
    mine.post(f"{here}/panel", {"user": "", "outside": "Dr Rue, the coroner’s office"})
    mine.post(f"{here}/notes", {"about": "fact", "words": "No naloxone at home"})
    refused = mine.post(f"{here}/close", day("on", WED)).content.decode()
    assert "Nothing was learnt yet" in refused
    mine.post(f"{here}/notes", {"about": "learning", "words": "Offer naloxone at the first contact"})
    refused = mine.post(f"{here}/actions", {"words": "Offer naloxone", **day("due_on", WED)}).content.decode()
    assert "an action without an owner is nobody’s" in refused
    mine.post(f"{here}/actions", {"words": "Offer naloxone", "owner": "The lead", **day("due_on", date(2014, 12, 30))})
    html = mine.get(here).content.decode()
    for words in ("Dr Rue, the coroner’s office (from outside)", "No naloxone at home", "Offer naloxone at the first"):
        assert words in html
    assert "Overdue by 1 day" in mine.get("/reviews-of-deaths").content.decode()
    mine.post(f"{here}/close", day("on", WED))
    look_as(world.viewer("manager"))
    action = ReviewAction.objects.get()
    mine.post(f"{here}/actions/{action.pk}", {"state": "done"})
    assert "No action is open." in mine.get("/reviews-of-deaths").content.decode()
    look_as(world.viewer("manager"))
    assert Matter.objects.get(pk=action.thread_id).closed_on == WED


def test_one_command_freezes_it(world, thread_id, monkeypatch):
    person = Episode.objects.get(pk=thread_id).person
    out = StringIO()
    command = Command(stdout=out)
    look_as(world.viewer("manager"))
    command.viewer, command.format = world.viewer("manager"), "json"
    command.handle(person=person.service_user_id, why="Found at home", event="near_fatal", on=WED)
    said = json.loads(out.getvalue())
    assert DeathReview.objects.get(pk=said["review"]).checksum == said["checksum"]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param([], [], id="no contact at all"),
        pytest.param([1, 1], [(1, 31)], id="one day is one contact"),
        pytest.param([1, 11, 13], [(13, 31), (1, 11), (11, 13)], id="the longest first"),
        pytest.param([31], [], id="contact on the last day"),
    ],
)
def test_silences(days, told):
    found = longest_silences([date(2014, 12, one) for one in days], WED)
    assert [(start.day, end.day) for start, end in found] == told
