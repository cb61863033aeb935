"""The pages of outreach: one person's record, or a number of people without names."""

from datetime import date

import pytest

from tests.pages import browser, day, drafts_kept, recorded
from throughcare.pathway.outreach.models import Activity

CONTACT, BRIEF = "/outreach/contact", "/outreach/brief-intervention"
ON = day("on", date(2014, 12, 30))


class TestWithoutNames:
    def test_a_contact_counts_people_by_age(self, world):
        sent = {**ON, "setting": "street", "targeted": "yes", "people": "7", "under_18": "4", "from_18_to_24": "3"}
        assert browser(world).post(CONTACT, sent).status_code == 302
        (contact,) = recorded(world, "outreach_contact_made")
        assert contact.detail == {
            "setting": "street", "targeted": "yes", "people": 7, "ages": {"under_18": 4, "18_to_24": 3}
        }  # fmt: skip
        assert Activity.objects.get().person_id is None

    def test_ages_that_nobody_asked_are_left_out(self, world):
        assert browser(world).post(BRIEF, {**ON, "about": "alcohol", "people": "3"}).status_code == 302
        assert recorded(world, "brief_intervention_given")[0].detail == {"about": "alcohol", "people": 3}

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (
                {"people": "2", "under_18": "3"},
                "The age groups add up to more than the people. Make the numbers agree.",
            ),
            ({"people": "0"}, "How many people? Give 1 or more, and leave the entry out where nobody was met"),
            ({"people": "some"}, "whole number, such as 3"),
            ({"under_18": "-1"}, "Of these, under 18: give 0 or more"),
            ({"about": ""}, "What was it about?"),
            (day("on", date(2015, 1, 1)), "The day cannot be after today, 31 December 2014"),
        ],
    )
    def test_what_is_wrong_is_said_nothing_is_recorded_and_the_draft_stays(self, world, changed, words):
        page = browser(world).post(BRIEF, {**ON, "about": "alcohol", "people": "3", **changed}).content.decode()
        assert words in page
        assert "thing to put right" in page
        assert not recorded(world, "brief_intervention_given")
        assert not Activity.objects.exists()
        assert drafts_kept(world) == [BRIEF]


class TestWithSomebodysRecord:
    def test_it_is_about_them_and_counts_nobody_else(self, world):
        person = world.person()
        address = f"/people/{person.id}/brief-intervention"
        page = browser(world).get(address).content.decode()
        assert person.name in page
        assert "How many people?" not in page
        assert browser(world).post(address, {**ON, "about": "drugs", "people": "9"}).status_code == 302
        assert recorded(world, "brief_intervention_given")[0].detail == {"about": "drugs"}
        assert Activity.objects.get().person_id == person.id

    def test_a_contact_before_their_birth_is_refused(self, world):
        person = world.person(born=date(2000, 5, 2))
        sent = {**day("on", date(1999, 5, 2)), "setting": "street", "targeted": "no"}
        page = browser(world).post(f"/people/{person.id}/outreach-contact", sent).content.decode()
        assert "The day cannot be before the birth, 2 May 2000" in page
        assert not recorded(world, "outreach_contact_made")

    def test_another_agency_finds_no_such_page(self, world):
        person = world.person()
        for page in ("brief-intervention", "outreach-contact"):
            assert browser(world, "stranger").get(f"/people/{person.id}/{page}").status_code == 404


def test_who_does_no_outreach_may_not_record_it(world):
    for address in (CONTACT, BRIEF):
        assert browser(world, "data_lead").get(address).status_code == 403
