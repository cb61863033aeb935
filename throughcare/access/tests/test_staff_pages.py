"""The administrator gives and takes away sign-ins, and sees nobody's record."""

import pytest
from django.urls import reverse

from throughcare.access.models import User


@pytest.fixture
def administrator(client, world):
    client.force_login(world.staff["administrator"])
    return client


def test_the_list_names_the_agency_s_own_people_only(administrator, world):
    words = administrator.get(reverse("access:staff")).content.decode()
    assert "Manager Brackwater" in words
    assert "Stranger Tidewell" not in words


def test_a_new_colleague_can_sign_in(administrator, client):
    told = {"display_name": "Wren Reedmace", "username": "wren", "password": "marsh-lantern-22", "roles": ["keyworker"]}
    assert administrator.post(reverse("access:add_colleague"), told).status_code == 302
    assert client.login(username="wren", password="marsh-lantern-22")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"username": "manager"}, "Somebody has this user name already", id="a name in use is refused"),
        pytest.param({"password": "short"}, "too short", id="a short password is refused"),
        pytest.param({"roles": []}, "Choose at least one role", id="somebody without a role is refused"),
    ],
)
def test_a_wrong_colleague_is_refused_and_not_kept(administrator, changed, words):
    told = {"display_name": "Wren Reedmace", "username": "wren", "password": "marsh-lantern-22", "roles": ["keyworker"]}
    answer = administrator.post(reverse("access:add_colleague"), {**told, **changed})
    assert words in answer.content.decode()
    assert not User.objects.filter(display_name="Wren Reedmace").exists()


def test_a_closed_sign_in_ends_at_its_next_request(administrator, world):
    other = type(administrator)()
    other.force_login(world.staff["manager"])
    told = {"display_name": "Manager Brackwater", "roles": ["manager"], "may_sign_in": "no"}
    administrator.post(reverse("access:change_colleague", args=[world.staff["manager"].pk]), told)
    assert other.get(reverse("access:staff")).status_code == 302


def test_a_colleague_of_another_agency_is_not_found(administrator, world):
    assert administrator.get(reverse("access:change_colleague", args=[world.staff["stranger"].pk])).status_code == 404


@pytest.mark.parametrize("role", ["keyworker", "triage", "manager", "data_lead", "commissioner"])
def test_nobody_but_the_administrator_opens_the_list(client, world, role):
    client.force_login(world.staff[role])
    assert client.get(reverse("access:staff")).status_code == 403


def test_the_list_asks_as_often_for_many_as_for_few(administrator, world, django_assert_num_queries):
    from throughcare.access.actions import add_user

    administrator.get(reverse("access:staff"))
    with django_assert_num_queries(6):
        administrator.get(reverse("access:staff"))
    for number in range(30):
        add_user(f"one-{number}", f"One {number}", world.provider, ["triage"], "words-for-a-test")
    with django_assert_num_queries(6):
        administrator.get(reverse("access:staff"))
