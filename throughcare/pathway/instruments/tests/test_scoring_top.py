"""TOP by hand: each answer stands alone, weeks add up, and some answers need others."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.pathway.instruments.catalogue import instrument
from throughcare.pathway.instruments.scoring import score, score_total

TOP = instrument("top")
REQUIRED = [item for item in TOP.items if item.required]
NOTHING = {item.id: 0 if item.numeric else "no" for item in REQUIRED}
WELL = NOTHING | {"psych_health": 15, "phys_health": 15, "quality_of_life": 15}


def codes(remarks):
    return [remark.code for remark in remarks]


def test_it_has_no_total_and_no_band():
    result = score(TOP, WELL)
    assert (result.status, result.total, result.band, result.flags) == ("complete", None, None, ())
    assert result.derived == {"sharing": "no", "other_theft": "no", "any_crime": "no", "total_alcohol_units_28d": 0}


@pytest.mark.parametrize(
    ("change", "status", "missing"),
    [
        pytest.param({}, "complete", (), id="all answered"),
        pytest.param({"paid_work_days": None}, "partial", ("paid_work_days",), id="one left open"),
        pytest.param({"assault": "NA"}, "partial", ("assault",), id="not answered on the form is never no"),
        pytest.param({"alcohol_units": None, "volunteering_days": ""}, "complete", (), id="extras may stay open"),
    ],
)
def test_an_open_question_leaves_the_others_standing(change, status, missing):
    result = score(TOP, WELL | change)
    assert (result.status, result.missing, result.errors) == (status, missing, ())


def test_nothing_answered_is_incomplete():
    assert score(TOP, dict.fromkeys(NOTHING)).status == "incomplete"


def test_it_takes_no_total():
    result = score_total(TOP, 10)
    assert (result.status, codes(result.errors)) == ("invalid", ["takes_no_total"])


@pytest.mark.parametrize(
    ("change", "derived"),
    [
        pytest.param({"injecting_days": 2, "shared_needle": "yes"}, {"sharing": "yes"}, id="a shared needle"),
        pytest.param({"injecting_days": 2, "shared_equipment": "yes"}, {"sharing": "yes"}, id="a shared spoon"),
        pytest.param({"shared_needle": None}, {"sharing": None}, id="unanswered sharing is not known"),
        pytest.param({"vehicle_theft": "yes"}, {"other_theft": "yes", "any_crime": "yes"}, id="theft of a car"),
        pytest.param({"property_theft": "yes"}, {"other_theft": "yes", "any_crime": "yes"}, id="burglary"),
        pytest.param({"fraud": "yes", "vehicle_theft": None}, {"other_theft": "yes", "any_crime": "yes"}, id="fraud"),
        pytest.param({"fraud": None}, {"other_theft": None, "any_crime": None}, id="unanswered fraud is not known"),
        pytest.param({"shop_theft_days": 1}, {"other_theft": "no", "any_crime": "yes"}, id="one day of shop theft"),
        pytest.param({"drug_selling_days": 28}, {"other_theft": "no", "any_crime": "yes"}, id="selling every day"),
        pytest.param(
            {"assault": "yes", "fraud": None}, {"other_theft": None, "any_crime": "yes"}, id="assault settles"
        ),
        pytest.param(
            {"alcohol_days": 10, "alcohol_units": 7.5},
            {"total_alcohol_units_28d": 75},
            id="ten days of seven and a half",
        ),
        pytest.param(
            {"alcohol_days": 3, "alcohol_units": 2.5},
            {"total_alcohol_units_28d": 7.5},
            id="three days of two and a half",
        ),
        pytest.param({"alcohol_days": 10}, {"total_alcohol_units_28d": None}, id="units not given are not known"),
    ],
)
def test_derived(change, derived):
    result = score(TOP, WELL | change)
    assert result.errors == ()
    assert derived.items() <= result.derived.items()


@pytest.mark.parametrize(
    ("weeks", "days"),
    [
        pytest.param([0, 0, 0, 0], 0, id="no day in any week"),
        pytest.param([7, 7, 7, 7], 28, id="every day of every week"),
        pytest.param([1, 2, 3, 4], 10, id="weeks add up"),
        pytest.param({"weeks": [1, 2, 3, 4], "total": 10}, 10, id="the total equals the weeks"),
        pytest.param({"weeks": [1, 2, 3, 4], "total": None}, 10, id="the total may stay open"),
    ],
)
def test_weeks_give_the_days(weeks, days):
    result = score(TOP, WELL | {"alcohol_days": weeks, "alcohol_units": 1 if days else 0})
    assert (result.status, result.derived["total_alcohol_units_28d"]) == ("complete", days)


@pytest.mark.parametrize(
    ("name", "answer", "code"),
    [
        pytest.param("alcohol_days", 29, "not_in_range", id="there are twenty-eight days"),
        pytest.param("alcohol_days", -1, "not_in_range", id="no fewer than none"),
        pytest.param("alcohol_days", 2.5, "not_in_range", id="no half days"),
        pytest.param("psych_health", 21, "not_in_range", id="ratings end at twenty"),
        pytest.param("quality_of_life", -1, "not_in_range", id="ratings begin at nought"),
        pytest.param("assault", True, "not_an_option", id="true is not yes"),
        pytest.param("assault", "dont_know", "not_an_option", id="only yes and no"),
        pytest.param("alcohol_days", [8, 0, 0, 0], "week_not_in_range", id="a week has seven days"),
        pytest.param("alcohol_days", [1, None, 0, 0], "week_not_in_range", id="a week left open"),
        pytest.param("alcohol_days", [1, 2, 3], "not_weeks", id="three weeks are not four"),
        pytest.param("alcohol_days", {"weeks": [1, 2, 3, 4], "total": 11}, "weeks_do_not_add_up", id="wrong total"),
        pytest.param("alcohol_days", {"days": 4}, "not_weeks", id="no weeks at all"),
        pytest.param("psych_health", [1, 2, 3, 4], "not_in_range", id="ratings have no weeks"),
        pytest.param("alcohol_units", -1, "not_an_amount", id="units cannot be less than none"),
        pytest.param("alcohol_units", float("nan"), "not_an_amount", id="not a number"),
        pytest.param("alcohol_units", 2.25, "not_an_amount", id="one decimal at most"),
        pytest.param("other_drug_name", 4, "not_a_name", id="a name is a word"),
    ],
)
def test_an_impossible_answer_is_refused(name, answer, code):
    result = score(TOP, WELL | {name: answer})
    assert (result.status, result.total) == ("invalid", None)
    assert [(error.code, error.items) for error in result.errors] == [(code, (name,))]


@pytest.mark.parametrize(
    ("change", "items"),
    [
        pytest.param({"shared_needle": "yes"}, [("shared_needle",)], id="a needle shared without injecting"),
        pytest.param({"shared_equipment": "yes"}, [("shared_equipment",)], id="a spoon shared without injecting"),
        pytest.param({"alcohol_units": 4}, [("alcohol_units",)], id="units without drinking"),
    ],
)
def test_answers_that_contradict_each_other_are_refused(change, items):
    result = score(TOP, WELL | change)
    assert (result.status, [error.items for error in result.errors]) == ("invalid", items)
    possible = {"injecting_days": 1, "alcohol_days": 1}
    assert score(TOP, WELL | change | possible).status == "complete"


def test_sharing_is_kept_when_the_days_of_injecting_are_declined():
    result = score(TOP, WELL | {"injecting_days": "NA", "shared_needle": "yes"})
    assert (result.status, result.derived["sharing"], codes(result.warnings)) == ("partial", "yes", ["not_checked"])


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        pytest.param({"injecting_days": 1}, ("injecting",), id="one day of injecting"),
        pytest.param({"shared_equipment": "yes"}, ("sharing",), id="sharing, even before it is checked"),
        pytest.param({"acute_housing": "yes", "housing_risk": "yes"}, ("acute_housing", "housing_risk"), id="housing"),
        pytest.param({"assault": "yes"}, ("violence",), id="assault"),
        pytest.param({"psych_health": 5}, ("low_psych_health",), id="five is low"),
        pytest.param({"psych_health": 6}, (), id="six is not"),
        pytest.param({"psych_health": 0, "alcohol_days": 99}, ("low_psych_health",), id="beside an impossible answer"),
    ],
)
def test_flags(answers, flags):
    assert score(TOP, answers).flags == flags


some_answers = st.fixed_dictionaries(
    {},
    optional={
        item.id: st.one_of(st.none(), st.sampled_from(item.answers or tuple(item.numeric.all))) for item in REQUIRED
    },
)


@given(some_answers)
def test_it_is_complete_only_when_everything_is_answered(answers):
    result = score(TOP, answers)
    assert (result.status == "complete") <= all(answers.get(item.id) is not None for item in REQUIRED)
    assert (result.status == "invalid") == bool(result.errors)


@given(some_answers, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(answers, shuffler: random.Random):
    pairs = list(answers.items())
    shuffler.shuffle(pairs)
    assert score(TOP, dict(pairs)) == score(TOP, answers)
