"""Finding somebody among the people registered here."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages import browser
from throughcare.people.queries import people_list

FIND = "/people"


def page(client, **asked) -> str:
    return " ".join(client.get(FIND, asked).content.decode().split())


def look_for(client, words: str) -> str:
    return " ".join(client.post(FIND, {"find": words}, follow=True).content.decode().split())


def test_who_may_find_people(world):
    assert browser(world, "keyworker").get(FIND).status_code == 200
    assert browser(world, "commissioner").get(FIND).status_code == 403


@pytest.mark.parametrize("words", ["tansy", "pudd", "Tansy Puddifoot", "puddifoot  tansy", "999 000 0018"])
def test_a_person_is_found_by_name_or_number(world, words):
    world.person(given_name="Tansy", family_name="Puddifoot", nhs_number="9990000018")
    world.person(given_name="Rowan", family_name="Nettlebed")
    found = look_for(browser(world), words)
    assert "Puddifoot" in found.replace("Tansy Puddifoot”", "")
    assert "Rowan Nettlebed" not in found


def test_a_person_is_found_by_the_number_for_life(world):
    person = world.person(family_name="Puddifoot")
    assert person.name in look_for(browser(world), person.service_user_id.lower())


def test_what_is_looked_for_is_in_no_address_and_stays_while_turning_pages(world):
    for number in range(30):
        world.person(family_name="Marshbank", given_name=f"Linnet{number:02}")
    world.person(family_name="Nettlebed", given_name="Rowan")
    client = browser(world)
    answer = client.post(FIND, {"find": "marsh"})
    assert answer.status_code == 302
    assert "marsh" not in answer["Location"].lower()
    assert "Page 1 of 2" in page(client)
    second = page(client, page=2)
    assert second.count("Marshbank</a>") == 5
    assert "Rowan Nettlebed" in page(client, everyone="") + page(client, page=2)


def test_people_of_another_agency_are_not_there(world):
    person = world.person(family_name="Puddifoot")
    assert person.name not in page(browser(world, "stranger"))


def test_the_list_takes_the_same_queries_however_long_it_is(world):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            people_list(world.worker, "", 1)
        return len(captured)

    world.person(born=date(2000, 2, 29))
    few = queries()
    for _more in range(5):
        world.person()
    assert queries() == few
