"""Each role signs in and finds its places and no others; another agency finds nothing of ours."""

from datetime import date

import pytest

from throughcare.access.context import look_as
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.referral.actions import receive_referral

pytestmark = pytest.mark.browser

DAY = date(2014, 10, 2)
#: The places in the header for each role of the Southampton service, the first of which opens after signing in.
PLACES = {
    "triage": ["My day", "People", "Team"],
    "keyworker": ["My day", "People", "Team"],
    "manager": ["My day", "People", "Team", "Quarter"],
    "data_lead": ["People", "Team", "Quarter"],
    "commissioner": ["Quarter"],
    "administrator": ["Staff"],
}
ADDRESSES = {
    "My day": "/my-day",
    "People": "/people",
    "Team": "/team",
    "Quarter": "/quarter",
    "Staff": "/staff",
}


@pytest.fixture
def case(world):
    person = world.person(given_name="Hazel")
    receive_referral(person, by=world.worker, on=date(2014, 10, 1), source="school", channel="telephone")
    return person


@pytest.mark.parametrize("role", PLACES)
def test_each_role_signs_in_and_finds_its_places_and_no_others(role, case, sits_down):
    desk = sits_down("", on=DAY)
    desk.open("/")
    desk.reads("This page is for staff.")
    if role == "triage":
        desk.looks("sign in")
    desk.say("User name", role)
    desk.say("Password", "words-for-a-test")
    desk.press("Continue")
    assert desk.places == PLACES[role]
    assert desk.path == ADDRESSES[PLACES[role][0]]
    desk.looks(f"first page of {role}")
    refused = ""
    for place, address in ADDRESSES.items():
        desk.open(address)
        if place in PLACES[role]:
            assert desk.page.locator("h1").count() == 1, place
        else:
            desk.reads("This page is not part of your role")
            refused = address
    desk.open(refused)
    desk.looks("not part of the role")
    desk.open(f"/people/{case.pk}")
    if "People" in PLACES[role]:
        desk.reads("Hazel Copplestone")
    else:
        desk.reads("This page is not part of your role")
        desk.does_not_read("Hazel")
    desk.screen.complaints.clear()  # the browser tells of each page that was refused


def test_a_wrong_password_is_told_kindly_and_nobody_is_let_in(case, sits_down):
    desk = sits_down("", on=DAY)
    desk.open("/my-day")
    desk.say("User name", "triage")
    desk.say("Password", "Words-for-a-test")
    desk.press("Continue")
    desk.reads("There is 1 thing to put right", "The user name or the password is not right.")
    desk.looks("wrong password")
    desk.say("Password", "words-for-a-test")
    desk.press("Continue")
    assert desk.path == "/my-day"


def test_another_agency_finds_nothing_of_ours(case, world, sits_down):
    stranger = sits_down("stranger", on=DAY)
    look_as(world.worker)
    thread_id = Episode.objects.get(person=case).pk
    for address in ("/my-day", "/my-day/promises", "/people", "/team", "/gaps", "/my-drafts"):
        stranger.open(address)
        stranger.does_not_read("Hazel", "Copplestone")
    stranger.open("/people")
    stranger.say("Name or number", "Copplestone")
    stranger.press("Find")
    stranger.does_not_read("Hazel")
    stranger.looks("found nobody")
    for address in (f"/people/{case.pk}", f"/episodes/{thread_id}/triage/offer"):
        stranger.open(address)
        stranger.reads("There is nothing at this address for you")
    stranger.looks("nothing here")
    stranger.screen.complaints.clear()
