"""Signing in leads to the day's work, and a wrong password is answered kindly."""

from urllib.parse import quote

import pytest
from django.contrib.auth import get_user
from django.http import HttpResponse
from django.urls import include, path, reverse

from throughcare.access.models import User
from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.organisations.models import Agency

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PASSWORD = "correct horse battery"


@needs(Permission.VIEW_OWN_WORK)
def my_day(request):
    return HttpResponse(f"the day of {request.viewer.name}")


@needs(Permission.VIEW_PUBLISHED_FIGURES)
def quarter(request):
    return HttpResponse("totals")


urlpatterns = [
    path("", include("throughcare.access.urls")),
    path("my-day", include(([path("", my_day, name="my_day")], "casework"))),
    path("quarter", include(([path("", quarter, name="quarter")], "indicators"))),
]


@pytest.fixture
def jo():
    agency = Agency.objects.create(key="quayside", name="Quayside", kind="provider")
    return User.objects.create_user("jo", "Jo Maplethorpe", agency, ["keyworker"], PASSWORD)


def sign_in(client, username="jo", password=PASSWORD, wanted=""):
    return client.post(reverse("access:sign_in"), {"username": username, "password": password, "next": wanted})


def test_a_keyworker_starts_with_their_day(client, jo):
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/my-day")
    assert client.get("/my-day").content == b"the day of Jo Maplethorpe"


def test_a_commissioner_starts_with_the_figures(client, jo):
    jo.roles = ["commissioner"]
    jo.save()
    assert sign_in(client).url == "/quarter"


def test_whoever_has_no_place_yet_is_told_so(client, jo):
    jo.roles = []
    jo.save()
    answer = sign_in(client)
    assert answer.status_code == 403


def test_the_page_that_asked_for_the_sign_in_opens_afterwards(client, jo):
    asked = client.get("/my-day?week=2")
    assert asked.url == reverse("access:sign_in") + "?next=" + quote("/my-day?week=2", safe="")
    assert 'value="/my-day?week=2"' in client.get(asked.url).content.decode()
    assert sign_in(client, wanted="/my-day?week=2").url == "/my-day?week=2"


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client, jo, wanted):
    assert sign_in(client, wanted=wanted).url == "/my-day"


@pytest.mark.parametrize(("username", "password"), [("jo", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, jo, username, password):
    page = sign_in(client, username, password).content.decode()
    assert "<title>Error: Sign in" in page
    assert "The user name or the password is not right." in page
    assert "There is 1 thing to put right" in page


def test_a_closed_sign_in_does_not_open(client, jo):
    jo.is_active = False
    jo.save()
    assert sign_in(client).status_code == 200
    assert not get_user(client).is_authenticated


def test_signing_out_takes_a_press_and_says_that_drafts_are_kept(client, jo):
    sign_in(client)
    assert client.get(reverse("access:sign_out")).status_code == 405
    page = client.post(reverse("access:sign_out"), follow=True).content.decode()
    assert "Your drafts are kept" in page
    assert not get_user(client).is_authenticated


def test_the_sign_in_page_holds_no_inline_style_or_script_and_loads_nothing_from_elsewhere(client):
    answer = client.get(reverse("access:sign_in"))
    page = answer.content.decode()
    assert "style=" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
