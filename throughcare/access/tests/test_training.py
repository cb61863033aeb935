"""Who is trained in what: the manager records it, and it holds from a day to a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.pages import browser, day
from throughcare.access.actions import add_user, record_training
from throughcare.access.context import look_as
from throughcare.access.models import TrainingRecord
from throughcare.access.queries import competences_of, trained_colleagues
from throughcare.access.viewer import viewer_of

SINCE, TODAY = date(2014, 3, 3), date(2014, 12, 31)


@pytest.fixture
def newcomer(world):
    return add_user("newcomer", "Sorrel Newcomb", world.provider, ["keyworker"])


def told(newcomer, **changed) -> dict:
    said = {"colleague": newcomer.pk, "competence": "mmse", "evidence": "Certificate seen"}
    return said | day("gained_on", SINCE) | changed


def record_of(world, newcomer) -> TrainingRecord | None:
    look_as(world.viewer("manager"))
    return TrainingRecord.objects.filter(user=newcomer).first()


def test_a_manager_records_training_and_ends_it(world, newcomer):
    client = browser(world, "manager")
    assert client.post(reverse("access:add_training"), told(newcomer)).status_code == 302
    made = record_of(world, newcomer)
    assert (made.competence, made.gained_on, made.recorded_by) == ("mmse", SINCE, world.staff["manager"])
    html = client.get(reverse("access:training")).content.decode()
    assert "End Mini Mental State Exam for Sorrel Newcomb" in html
    ending = reverse("access:end_training", args=[made.pk])
    assert client.post(ending, day("last_day", TODAY - timedelta(days=1))).status_code == 302
    html = client.get(reverse("access:training")).content.decode()
    assert "Ended" in html
    assert "End Mini Mental State Exam for Sorrel" not in html


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"colleague": ""}, "Choose who was trained", id="nobody named"),
        pytest.param({"competence": "juggling"}, "Trained in", id="no such training"),
        pytest.param({"evidence": ""}, "What shows it", id="nothing shows it"),
        pytest.param(day("gained_on", date(2015, 1, 1)), "cannot be after today", id="in the future"),
        pytest.param(day("expires_on", date(2014, 3, 2)), "cannot be before the first", id="ends before it begins"),
    ],
)
def test_what_is_wrong_is_named_and_not_kept(world, newcomer, changed, words):
    html = browser(world, "manager").post(reverse("access:add_training"), told(newcomer, **changed)).content.decode()
    assert "<title>Error" in html
    assert words in html
    assert record_of(world, newcomer) is None


def test_it_holds_on_its_first_and_its_last_day(world, newcomer):
    look_as(world.viewer("manager"))
    record_training(
        newcomer, by=world.viewer("manager"), competence="mmse", gained_on=SINCE, expires_on=TODAY, evidence="Seen"
    )
    holds = [
        bool(competences_of(viewer_of(newcomer), on))
        for on in (SINCE - timedelta(1), SINCE, TODAY, TODAY + timedelta(1))
    ]
    assert holds == [False, True, True, False]
    assert "Sorrel Newcomb" in trained_colleagues(world.worker, TODAY)["mmse"]


def test_another_agency_finds_no_record(world):
    mine = TrainingRecord.objects.first()
    client = browser(world, "stranger")
    assert client.get(reverse("access:end_training", args=[mine.pk])).status_code == 404
    assert "Brackwater" not in client.get(reverse("access:training")).content.decode()


@pytest.mark.parametrize("role", ["keyworker", "triage", "data_lead", "commissioner", "administrator"])
def test_only_managers_open_it(world, role):
    assert browser(world, role).get(reverse("access:training")).status_code == 403


def test_the_list_asks_as_often_for_many_as_for_few(world, newcomer, django_assert_max_num_queries):
    client = browser(world, "manager")
    client.get(reverse("access:training"))

    def asked() -> int:
        with django_assert_max_num_queries(12) as made:
            client.get(reverse("access:training"))
        return len(made)

    few = asked()
    look_as(world.viewer("manager"))
    for days in range(30):
        record_training(
            newcomer, by=world.viewer("manager"), competence="mmse", gained_on=SINCE + timedelta(days), evidence="Seen"
        )
    assert asked() == few
