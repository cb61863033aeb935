"""What became of the promises in each story, as the comment at its top says."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

STORIES = Path(__file__).resolve().parents[2] / "throughcare" / "demo" / "stories"
BEFORE_TREATMENT = {"first-contact", "triage-offer"}
WAITS_FOR_TREATMENT = {"first-intervention-2-weeks", "first-intervention-3-weeks", "structured-start"}
FOLLOW_UPS = {"follow-up-3-months", "follow-up-6-months"}

pytestmark = pytest.mark.django_db


def clocks_after(story: str, person: str) -> list[dict]:
    """Every clock of the person on the story's own day."""
    call_command("play", str(STORIES / f"{story}.yaml"), stdout=StringIO(), stderr=StringIO())
    told = StringIO()
    call_command("clocks", person, "--format", "json", stdout=told)
    return json.loads(told.getvalue())


def states(clocks: list[dict]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for clock in clocks:
        found.setdefault(clock["clock"], []).append(clock["state"])
    return found


def test_planned_exit_keeps_every_promise():
    found = states(clocks_after("planned-exit", "rowan"))
    assert found.pop("next-review") == ["met", "void"]  # the next one was not due yet when he left
    assert {state for of_one in found.values() for state in of_one} == {"met"}
    assert FOLLOW_UPS | {"top-start", "top-review", "top-exit"} <= set(found)


def test_late_everywhere_breaks_every_promise_that_came_due():
    found = states(clocks_after("late-everywhere", "thorn"))
    assert found.pop("follow-up-6-months") == ["running"]
    assert found.pop("next-review") == ["overdue"]  # he left after it was due, so it stays a breach
    assert {state for of_one in found.values() for state in of_one} == {"late"}
    assert BEFORE_TREATMENT | WAITS_FOR_TREATMENT | {"comprehensive-assessment", "keyworker", "plan"} <= set(found)


@pytest.mark.parametrize(
    ("story", "person"),
    [("brief-intervention", "bryony"), ("referred-elsewhere", "alder"), ("outreach", "sedge")],
)
def test_without_a_need_for_treatment_only_the_first_two_promises_run(story, person):
    assert states(clocks_after(story, person)) == {clock: ["met"] for clock in BEFORE_TREATMENT}


def test_low_intensity_support_starts_no_wait_for_treatment():
    assert not set(states(clocks_after("low-intensity-support", "clover"))) & (
        WAITS_FOR_TREATMENT | {"plan", "top-start"}
    )


def test_crisis_intervention_is_not_the_start_of_treatment():
    stopped = {clock["clock"]: clock["stopped"] for clock in clocks_after("crisis", "hazel")}
    assert {stopped[clock] for clock in WAITS_FOR_TREATMENT} == {"2014-09-22"}


def test_dropping_out_before_the_review_is_due_voids_it_and_owes_no_call():
    found = states(clocks_after("dropped-out", "reed"))
    assert found["first-review"] == ["void"]
    assert not set(found) & (FOLLOW_UPS | {"top-exit"})


def test_transfer_is_no_planned_exit():
    assert not set(states(clocks_after("transfer", "bramble"))) & (FOLLOW_UPS | {"top-exit"})


def test_withdrawing_voids_what_was_not_due_yet():
    found = states(clocks_after("withdrew", "sorrel"))
    assert found["comprehensive-assessment"] == ["void"]
    assert {found[clock][0] for clock in WAITS_FOR_TREATMENT} == {"void"}


def test_coming_back_voids_the_calls_and_starts_the_promises_anew():
    found = states(clocks_after("came-back", "fern"))
    assert {found[clock][0] for clock in FOLLOW_UPS} == {"void"}
    assert found["first-contact"] == ["met", "met"]


@pytest.mark.requirement("REF-20")
def test_a_second_referral_joins_the_open_episode_and_work_with_agencies_is_no_treatment():
    clocks = clocks_after("joint-work", "ash")
    assert states(clocks)["first-contact"] == ["met"]
    assert {clock["stopped"] for clock in clocks if clock["clock"] in WAITS_FOR_TREATMENT} == {"2015-01-23"}


def test_corrections_count_from_what_is_true_now():
    clocks = {clock["clock"]: clock for clock in clocks_after("corrections", "ivy")}
    assert clocks["first-contact"]["stopped"] == "2014-09-09"
    assert clocks["comprehensive-assessment"]["start"] == "2014-09-11"


def test_turning_25_breaks_nothing():
    assert {state for of_one in states(clocks_after("turning-25", "linden")).values() for state in of_one} == {
        "met",
        "void",
    }


def test_after_a_death_nothing_is_owed():
    found = states(clocks_after("died", "yarrow"))
    assert not {state for of_one in found.values() for state in of_one} & {"running", "overdue", "paused"}
    assert not set(found) & FOLLOW_UPS
