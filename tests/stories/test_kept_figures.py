"""Figures worked out for the pages: read, counted and kept in one go, by the command or by pressing the button."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.stories.test_figures import STORIES
from throughcare.access.actions import add_user
from throughcare.access.context import database_context
from throughcare.access.viewer import viewer_for
from throughcare.foundations.command import BadInput
from throughcare.organisations.queries import provider
from throughcare.reporting.indicators.models import IndicatorResult

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "extract", "owner"])


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.THROUGHCARE_HOME = tmp_path
    call_command("play", str(STORIES / "planned-exit.yaml"), stdout=StringIO(), stderr=StringIO())
    return tmp_path


def said(*arguments: str):
    told = StringIO()
    call_command("indicators", *arguments, "--format", "json", stdout=told)
    return json.loads(told.getvalue())


def spring() -> dict[str, tuple]:
    kept = IndicatorResult.objects.filter(first=date(2014, 4, 1), last=date(2014, 6, 30))
    return {row.indicator: (row.numerator, row.denominator, row.pending, row.void) for row in kept}


@pytest.fixture
def manager():
    with database_context(viewer_for("operator")):
        user = add_user("fennel", "Fennel Ropewalk", provider(), ["manager"], "words-for-a-test")
    client = Client()
    client.force_login(user)
    return client


def test_what_is_kept_is_what_the_command_says(home):
    kept = said("--store")
    assert kept["results"] == IndicatorResult.objects.count()
    asked = said("--quarter", "2014-Q2", "--facts", str(home / "facts"))
    assert spring() == {one["id"]: (one["numerator"], one["denominator"], one["pending"], one["void"]) for one in asked}


def test_working_out_twice_keeps_each_result_once():
    said("--store")
    once = IndicatorResult.objects.count()
    said("--store")
    assert IndicatorResult.objects.count() == once


def test_pressing_the_button_works_the_figures_out(manager):
    answer = manager.post(reverse("indicators:refresh"), follow=True)
    assert "The figures are worked out again" in answer.content.decode()
    assert spring()["KPI-2a"] == (1, 1, 0, 0)


def test_a_look_at_the_button_s_address_changes_nothing(manager):
    assert manager.get(reverse("indicators:refresh")).status_code == 405


def test_facts_that_cannot_be_kept_are_explained_and_what_was_kept_stands(manager, home):
    said("--store")
    before = spring()
    for file in (home / "facts").iterdir():
        file.unlink()
    (home / "facts").rmdir()
    (home / "facts").write_text("a file stands where the folder should be")
    answer = manager.post(reverse("indicators:refresh"))
    assert answer.status_code == 503
    assert "The figures that were kept before still stand" in answer.content.decode()
    assert spring() == before


def test_the_command_refuses_a_period_of_its_own():
    with pytest.raises(BadInput, match="leave the other options out"):
        said("--store", "--quarter", "2014-Q2")
