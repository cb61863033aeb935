"""Nothing that somebody typed is lost, and nobody else sees it."""

from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from throughcare.foundations.drafts import actions, queries, views
from throughcare.foundations.drafts.models import Draft
from throughcare.foundations.drafts.step import answers, keeps_draft
from throughcare.foundations.pages import errors
from throughcare.foundations.pages.fields import DayField, FiveAnswersField
from throughcare.foundations.pages.forms import PageForm
from throughcare.foundations.today import pretending_today_is

pytestmark = pytest.mark.django_db


class TriageForm(PageForm):
    day = DayField(label="Day of triage", not_after_today=True)
    injected = FiveAnswersField(label="Ever injected?")
    substances = forms.MultipleChoiceField(
        choices=[("cannabis", "Cannabis"), ("alcohol", "Alcohol")], widget=forms.CheckboxSelectMultiple, required=False
    )
    wants = forms.CharField(widget=forms.Textarea)


@keeps_draft
def triage(request, thread_id):
    form = request.draft.fill(TriageForm(request.POST or None))
    if request.draft.leaving:
        return HttpResponse("left")
    if request.POST.get("wants") == "a fault":
        Draft.objects.all().delete()
        raise RuntimeError("the step failed half way")
    if request.method == "POST" and form.is_valid():
        request.draft.discard()
        return HttpResponse("done")
    request.shown = form
    return HttpResponse(request.draft.saved_words)


def about(request):
    return HttpResponse("keeps no draft")


urlpatterns = [path("episodes/<int:thread_id>/triage", triage), path("about", about)]
PAGE = "/episodes/7/triage"
WRITTEN = {"day_day": "18", "day_month": "", "injected": "no", "substances": ["alcohol"], "wants": "To sleep"}


def look_as(viewer) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.user_id', %s, true), set_config('app.agency_id', %s, true)",
            [str(viewer.user_id), "1"],
        )


def member_of_staff(username: str) -> SimpleNamespace:
    agency, _made = apps.get_model("organisations.Agency").objects.get_or_create(
        key="quayside", defaults={"name": "Quayside", "kind": "provider"}
    )
    user = get_user_model().objects.create_user(username, username.title(), agency, ["triage"])
    return SimpleNamespace(user_id=user.pk, name=username, may=lambda *_permissions: False)


@pytest.fixture
def jo():
    viewer = member_of_staff("jo")
    look_as(viewer)
    return viewer


def ask(viewer, view=triage, posted=None, address=PAGE, **kwargs):
    factory = RequestFactory()
    request = factory.get(address) if posted is None else factory.post(address, posted)
    request.viewer = viewer
    with pretending_today_is(date(2026, 11, 23)):
        return request, view(request, **kwargs)


def test_what_cannot_be_accepted_yet_is_kept_and_shown_again(jo):
    ask(jo, posted=WRITTEN, thread_id=7)
    request, response = ask(jo, thread_id=7)
    assert response.content.decode().startswith("Saved ")
    assert not request.shown.is_bound
    assert request.shown["day"].value() == ["18", "", None]
    assert request.shown["injected"].value() == "no"
    assert request.shown["substances"].value() == ["alcohol"]
    assert request.shown["wants"].value() == "To sleep"
    assert queries.draft_for(jo, PAGE).thread_id == 7


def test_leaving_keeps_the_draft_and_asks_nothing(jo):
    _request, response = ask(jo, posted={"wants": "To sleep", "_keep_draft": "1"}, thread_id=7)
    assert response.content == b"left"
    assert queries.how_many_drafts(jo) == 1


def test_a_step_that_is_done_leaves_no_draft(jo):
    done = WRITTEN | {"day_month": "11", "day_year": "2026"}
    _request, response = ask(jo, posted=done, thread_id=7)
    assert response.content == b"done"
    assert queries.drafts_of(jo) == []


def test_a_step_that_fails_undoes_its_work_and_keeps_the_draft(jo):
    request = RequestFactory().post(PAGE, {"wants": "a fault"})
    request.viewer = jo
    with pytest.raises(RuntimeError):
        triage(request, thread_id=7)
    assert queries.draft_for(jo, PAGE).content == {"wants": ["a fault"]}
    page = errors.server_error(request)
    assert page.status_code == 500
    assert "Nothing you typed is lost" in page.content.decode()


def test_the_error_page_promises_nothing_that_is_not_stored(jo):
    request = RequestFactory().post(PAGE, {})
    request.viewer = jo
    page = errors.server_error(request).content.decode()
    assert "Nothing you typed is lost" not in page
    assert "Something went wrong" in page


def test_a_draft_belongs_to_its_writer_alone(jo):
    sam = member_of_staff("sam")
    actions.keep_draft(PAGE, {"wants": ["To sleep"]}, by=jo)
    look_as(sam)
    assert queries.draft_for(sam, PAGE) is None
    assert queries.draft_for(jo, PAGE) is None, "the database hides it, whatever the query asks"
    actions.keep_draft(PAGE, {"wants": ["Something else"]}, by=sam)
    look_as(jo)
    assert queries.draft_for(jo, PAGE).content == {"wants": ["To sleep"]}


def test_nothing_written_leaves_no_draft(jo):
    assert actions.keep_draft(PAGE, {"wants": [" "], "day_day": [""]}, by=jo) is None
    assert queries.how_many_drafts(jo) == 0


def test_tokens_and_passwords_are_never_written_down():
    posted = RequestFactory().post("/", {"csrfmiddlewaretoken": "x", "password": "y", "_page": "/", "wants": "z"}).POST
    assert answers(posted) == {"wants": ["z"]}


@pytest.mark.urls(__name__)
class TestKeepingWhileSomebodyWrites:
    def test_says_when_it_was_saved(self, jo):
        _request, response = ask(jo, views.keep, {"_page": PAGE, "wants": "To sl"}, "/drafts/keep")
        assert response.status_code == 200
        assert b'"saved": "Saved ' in response.content
        assert queries.draft_for(jo, PAGE).thread_id == 7

    @pytest.mark.parametrize("page", ["/about", "/nowhere", "", "https://elsewhere.example/episodes/7/triage"])
    def test_keeps_only_pages_that_keep_drafts(self, jo, page):
        _request, response = ask(jo, views.keep, {"_page": page, "wants": "x"}, "/drafts/keep")
        assert response.status_code == 400
        assert queries.how_many_drafts(jo) == 0
