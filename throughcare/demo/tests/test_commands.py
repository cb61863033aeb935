"""`throughcare synth` and `throughcare demo` on an empty system."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from throughcare.access.models import User
from throughcare.demo.calibration import figures
from throughcare.foundations.command import BadInput
from throughcare.organisations.models import Deployment
from throughcare.pathway.episode.models import Episode
from throughcare.people.models import Person
from throughcare.specification import queries as specifications

ALL = ["default", "owner", "loader"]


@pytest.fixture
def empty(transactional_db):
    specifications.use(None)
    yield
    specifications.use(None)


def said(*words, **options) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=ALL)
def test_the_demonstration_is_a_service_with_a_past_and_a_present(empty):
    told = said("demo", "load")
    assert "jo " in told
    assert Deployment.objects.get().today is None
    episodes = Episode.objects.using("owner")
    seen = episodes.exclude(stage="referred").count() - episodes.filter(stage="closed", last_seen_on=None).count()
    assert seen / 3 == pytest.approx(figures().number("referred_a_year") * 0.91, rel=0.15)
    still_open = episodes.filter(closed_on=None)
    assert {"referred", "assessed", "in_treatment"} <= set(still_open.values_list("stage", flat=True))
    workers = set(still_open.exclude(keyworker=None).values_list("keyworker__username", flat=True))
    assert {"jo", "hazel"} <= workers
    for worker in workers:
        assert 10 <= still_open.filter(keyworker__username=worker).count() <= 40, worker
    assert still_open.exclude(appointment_on=None).exists()
    with pytest.raises(BadInput, match="already"):
        said("demo", "load")


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_sign_ins_name_each_role_in_the_words_of_the_specification(empty):
    said("synth", people=3, years=1, seed=1, until=date(2026, 3, 31))
    told = json.loads(said("demo", "sign-ins", format="json"))
    assert {"username": "jo", "password": "throughcare-demo", "role": "Key worker"} in told
    assert {one["role"] for one in told} >= {"Service manager", "Data lead", "Commissioner", "Administrator"}
    assert User.objects.get(username="jo").check_password("throughcare-demo")


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_synth_says_how_many_it_loaded(empty):
    assert said("synth", people=12, years=2, seed=4, until=date(2026, 3, 31)) == "Loaded 12 people.\n"
    assert Person.objects.using("owner").count() == 12


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--people=0", "whole number"),
        ("--years=x", "whole number"),
        ("--until=soon", "a day"),
        ("--until=2999-01-01", "to come"),
    ],
)
def test_synth_refuses_what_it_cannot_draw(option, words):
    asked = {"--people": "5", "--years": "1", "--seed": "1", "--until": "2026-03-31"}
    name, value = option.split("=")
    with pytest.raises(CommandError, match=words):
        call_command("synth", *(f"{key}={said}" for key, said in {**asked, name: value}.items()))


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_synth_needs_figures_for_the_specification(empty, settings):
    settings.SPECIFICATION = "tests/specifications/tiny"
    with pytest.raises(BadInput, match="no figures"):
        said("synth", people=3, years=1, seed=1)
    assert not Deployment.objects.exists()
