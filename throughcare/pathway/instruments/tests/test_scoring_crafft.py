"""CRAFFT 2.1 by hand: only part B scores, and the band depends on part A too."""

import pytest

from throughcare.pathway.instruments.catalogue import instrument
from throughcare.pathway.instruments.scoring import score, score_total

CRAFFT = instrument("crafft21")
NO_USE = {"a1": 0, "a2": 0, "a3": 0}
SOME_USE = {"a1": 12, "a2": 0, "a3": 0}


def part_b(yes=""):
    return {f"b{number}": "yes" if str(number) in yes else "no" for number in range(1, 7)}


@pytest.mark.parametrize(
    ("answers", "total", "band", "screen"),
    [
        pytest.param(NO_USE | {"b1": "no"}, 0, "low", "negative", id="no use and no riding is low"),
        pytest.param(NO_USE | {"b1": "yes"}, 1, "riding_risk", "negative", id="no use but riding is a riding risk"),
        pytest.param(SOME_USE | part_b(), 0, "medium", "negative", id="use without trouble is medium"),
        pytest.param(SOME_USE | part_b("1"), 1, "medium", "negative", id="use and riding is medium"),
        pytest.param(SOME_USE | part_b("3"), 1, "medium", "negative", id="use and one yes is medium"),
        pytest.param(SOME_USE | part_b("23"), 2, "high", "positive", id="two is a positive screen"),
        pytest.param(SOME_USE | part_b("123456"), 6, "high", "positive", id="six is the most"),
        pytest.param({"a1": 0, "a2": 365, "a3": 0} | part_b(), 0, "medium", "negative", id="cannabis daily is use"),
        pytest.param({"a1": 0, "a2": 0, "a3": 1} | part_b(), 0, "medium", "negative", id="one day of others is use"),
    ],
)
def test_total_and_band(answers, total, band, screen):
    result = score(CRAFFT, answers)
    assert (result.status, result.total, result.band) == ("complete", total, band)
    assert result.derived == {"screen": screen}
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        pytest.param(NO_USE, ("b1",), id="riding is asked of everyone"),
        pytest.param(
            {"a1": 0, "a2": 0, "b1": "no"}, ("a3", "b2", "b3", "b4", "b5", "b6"), id="all of part a is needed"
        ),
        pytest.param(part_b(), ("a1", "a2", "a3"), id="part a is needed though it does not score"),
        pytest.param(SOME_USE | {"b1": "yes"}, ("b2", "b3", "b4", "b5", "b6"), id="use needs all of part b"),
    ],
)
def test_a_missing_answer_leaves_it_unscored(answers, missing):
    result = score(CRAFFT, answers)
    assert (result.status, result.total, result.band, result.missing) == ("incomplete", None, None, missing)


def test_part_b_answered_without_use_counts_and_is_remarked_on():
    result = score(CRAFFT, NO_USE | {"b1": "no", "b2": "yes"})
    assert (result.status, result.total, result.band) == ("complete", 1, "medium")
    assert [(remark.code, remark.items) for remark in result.warnings] == [("skip_conflict", ("b2",))]


@pytest.mark.parametrize(
    ("name", "answer"),
    [("a1", 366), ("a1", -1), ("a2", 1.5), ("a3", "0"), ("b1", True), ("b1", 1), ("b2", "maybe"), ("b3", "dont_know")],
)
def test_an_impossible_answer_is_refused(name, answer):
    result = score(CRAFFT, SOME_USE | part_b("23") | {name: answer})
    assert (result.status, result.total, result.band) == ("invalid", None, None)
    assert [error.items for error in result.errors] == [(name,)]


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        pytest.param({"b1": "yes"}, ("riding_risk",), id="riding alone is enough for its flag"),
        pytest.param({"b3": "yes"}, ("uses_alone",), id="using alone is enough for its flag"),
        pytest.param(SOME_USE | part_b("24"), ("positive_screen",), id="a total of two"),
        pytest.param(SOME_USE | part_b("13"), ("riding_risk", "positive_screen", "uses_alone"), id="all three"),
        pytest.param({"b2": "yes", "b4": "yes"}, (), id="no total, no flag for it"),
    ],
)
def test_flags(answers, flags):
    assert score(CRAFFT, answers).flags == flags


@pytest.mark.parametrize(
    ("total", "band", "screen"),
    [
        pytest.param(2, "high", "positive", id="two is high whatever part a says"),
        pytest.param(1, None, "negative", id="one needs part a to say how high"),
        pytest.param(0, None, "negative", id="none needs part a too"),
    ],
)
def test_a_total_alone_settles_only_what_does_not_depend_on_part_a(total, band, screen):
    result = score_total(CRAFFT, total)
    assert (result.total, result.band, result.derived["screen"]) == (total, band, screen)


@pytest.mark.parametrize(("age", "said"), [(11, True), (12, False), (21, False), (22, True)])
def test_it_is_meant_for_twelve_to_twenty_one(age, said):
    remarks = [remark.code for remark in score(CRAFFT, NO_USE | {"b1": "no"}, age).warnings]
    assert remarks == (["age_outside_range"] if said else [])
