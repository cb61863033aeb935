"""Every rule for missing answers, and everything else a definition may ask for, on made-up tools."""

from fractions import Fraction

import pytest

from throughcare.pathway.instruments.conditions import Condition, Known, holds
from throughcare.pathway.instruments.scoring import half_up, score, score_total
from throughcare.pathway.instruments.tests.factories import REVERSED, checklist, entered_total, question, tool

TOTAL_FLAG = {"id": "f", "label": "F", "action": "Act", "urgency": "prompt"}


def codes(remarks):
    return [remark.code for remark in remarks]


@pytest.mark.parametrize(
    ("answers", "status", "total", "band"),
    [
        pytest.param({"q1": 1, "q2": 1, "q3": 1, "q4": 1}, "complete", 4, "low", id="all four"),
        pytest.param({"q1": 3, "q2": 2, "q3": 2}, "prorated", 9, "high", id="seven thirds of four is nine and a third"),
        pytest.param({"q1": 3, "q2": 2}, "prorated", 10, "high", id="two missing take the mean"),
        pytest.param({"q1": 3}, "incomplete", None, None, id="three missing are too many"),
        pytest.param({"q1": 1, "q2": 0, "q3": 0}, "prorated", 1, "low", id="a third of four is one and a third"),
        pytest.param({}, "incomplete", None, None, id="nothing to take a mean of"),
    ],
)
def test_prorating(answers, status, total, band):
    some = tool(missing={"policy": "prorate", "max_missing": 2, "text": "Two"})
    result = score(some, answers)
    assert (result.status, result.total, result.band) == (status, total, band)


def test_prorating_rounds_a_half_up():
    five = tool(
        missing={"policy": "prorate", "max_missing": 1, "text": "One"},
        scoring={"method": "sum", "items": ["q1", "q2"]},
        item=[question("q1"), question("q2")],
        range={"min": 0, "max": 6},
        band=[],
    )
    assert score(five, {"q1": 1}).total == 2
    three_quarters = tool(missing={"policy": "prorate", "max_missing": 3, "text": "Three"}, band=[])
    assert score(three_quarters, {"q1": 1, "q2": 0, "q3": None}).total == 2


def test_prorating_does_not_give_a_part_that_is_not_whole():
    some = tool(
        missing={"policy": "prorate", "max_missing": 1, "text": "One"},
        subscale=[{"id": "first", "label": "First", "items": ["q1", "q2"], "range": {"min": 0, "max": 6}}],
    )
    assert score(some, {"q2": 2, "q3": 2, "q4": 2}).subscales == {"first": None}


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(2.5, 0, 3), (3.5, 0, 4), (0.5, 0, 1), (2.4, 0, 2), (Fraction(1, 8), 2, 0.13), (2.25, 1, 2.3), (7, 0, 7)],
)
def test_halves_are_rounded_up(value, decimals, rounded):
    assert half_up(value, decimals) == rounded


@pytest.mark.parametrize(
    ("answers", "status", "total", "band"),
    [
        pytest.param({"q1": "yes", "q2": "no", "q3": "no", "q4": "no"}, "complete", 1, "standard", id="all answered"),
        pytest.param({"q1": "yes", "q2": "dont_know", "q3": "no", "q4": "no"}, "complete", 1, "standard", id="unsure"),
        pytest.param({"q1": "yes", "q2": "yes"}, "partial", 2, None, id="two known yes may become more"),
        pytest.param({"q1": "yes", "q2": "yes", "q3": "yes"}, "partial", 3, "high", id="the top band is reached"),
        pytest.param({}, "partial", 0, None, id="nothing known"),
    ],
)
def test_a_count_that_may_be_too_low(answers, status, total, band):
    result = score(checklist(), answers)
    assert (result.status, result.total, result.band) == (status, total, band)


def test_what_is_not_known_is_remarked_on():
    result = score(checklist(), {"q1": "dont_know", "q3": "dont_know"})
    assert [(remark.code, remark.items) for remark in result.warnings] == [("dont_know", ("q1", "q3"))]


@pytest.mark.parametrize(
    ("op", "value", "answers", "raised"),
    [
        pytest.param(">=", 2, {"q1": "yes", "q2": "yes"}, True, id="two known reach two"),
        pytest.param(">=", 3, {"q1": "yes", "q2": "yes"}, False, id="two known may not reach three"),
        pytest.param("<=", 2, {"q1": "yes"}, False, id="one known may still become three"),
        pytest.param("<=", 2, dict.fromkeys(("q1", "q2", "q3", "q4"), "no"), True, id="all known are few"),
    ],
)
def test_a_lower_bound_settles_only_what_more_cannot_change(op, value, answers, raised):
    some = checklist(critical=[TOTAL_FLAG | {"when": {"total": True, "op": op, "value": value}}])
    assert (score(some, answers).flags == ("f",)) is raised


def test_items_left_out_of_the_score_still_raise_flags_and_are_not_missed():
    some = checklist(
        input=[{"id": "supervised", "label": "Supervised", "type": "boolean"}],
        scoring={
            "method": "count_yes",
            "items": ["q1", "q2", "q3", "q4"],
            "exclude": [{"when": {"input": "supervised", "op": "==", "value": True}, "items": ["q3", "q4"]}],
        },
        subscale=[{"id": "last", "label": "Last", "items": ["q3", "q4"], "range": {"min": 0, "max": 2}}],
        critical=[TOTAL_FLAG | {"when": {"item": "q3", "op": "==", "value": "yes"}}],
    )
    answers = {"q1": "yes", "q2": "no", "q3": "yes"}
    left_out = score(some, answers | {"supervised": True})
    assert (left_out.status, left_out.total, left_out.subscales, left_out.flags) == ("complete", 1, {"last": 0}, ("f",))
    assert score(some, answers | {"supervised": "yes"}) == left_out
    assert score(some, answers | {"supervised": "no"}).total == 2
    assert codes(score(some, answers | {"supervised": 3}).errors) == ["not_yes_or_no"]


def test_an_input_that_is_needed_is_asked_for():
    some = checklist(input=[{"id": "substance", "label": "Substance", "type": "text", "required": True}])
    everything = dict.fromkeys(("q1", "q2", "q3", "q4"), "no")
    assert codes(score(some, everything).warnings) == ["input_missing"]
    assert score(some, everything | {"substance": "heroin"}).warnings == ()


@pytest.mark.parametrize(
    ("answers", "status", "total"),
    [({"total": 9}, "complete", 9), ({}, "incomplete", None), ({"total": 13}, "invalid", None)],
)
def test_a_tool_of_which_only_the_total_is_kept(answers, status, total):
    result = score(entered_total(), answers)
    assert (result.status, result.total) == (status, total)
    if answers:
        assert score_total(entered_total(), answers["total"]) == result


def test_option_scores_stand_after_reversal():
    some = tool(
        item=[question("q1", REVERSED), question("q2", REVERSED)],
        scoring={"method": "sum", "items": ["q1", "q2"]},
        range={"min": 0, "max": 2},
        band=[],
        critical=[TOTAL_FLAG | {"when": {"item": "q1", "op": "==", "value": "yes"}}],
    )
    result = score(some, {"q1": "yes", "q2": "no"})
    assert (result.total, result.flags) == (1, ("f",))


def test_a_blank_critical_question_raises_a_flag_of_its_own():
    blank = {"item": "q4", "flag": "not_asked", "label": "Not asked", "action": "Ask", "urgency": "urgent"}
    some = tool(missing={"policy": "prorate", "max_missing": 2, "text": "Two"}, critical_missing=[blank])
    assert score(some, {"q1": 1, "q2": 1, "q3": 1}).flags == ("not_asked",)
    assert score(some, {"q1": 1, "q2": 1, "q3": 1, "q4": 0}).flags == ()
    assert score(some, {"q4": 9}).flags == ("not_asked",)
    assert score_total(some, 3).flags == ("not_asked",)


def test_the_raw_sum_is_kept_and_gives_the_band_with_the_metric_score_beside_it():
    some = tool(
        scoring={
            "method": "sum_then_convert",
            "items": ["q1", "q2", "q3", "q4"],
            "conversion": {str(raw): raw * 1.5 for raw in range(13)},
        },
        band_scope="raw",
    )
    result = score(some, dict.fromkeys(("q1", "q2", "q3", "q4"), 1))
    assert (result.total, result.also, result.band) == (4, {"metric": 6.0}, "low")
    assert score(some, {"q1": 1}).also == {"metric": None}


def test_domains_stand_alone_with_a_mean_and_a_band_each():
    some = tool(
        scoring={"method": "domain_scores", "items": ["home", "money", "work"], "mean_decimals": 1},
        missing={"policy": "item_level", "text": "Alone"},
        range={"min": 1, "max": 10},
        item=[{"id": one, "label": one, "numeric": {"min": 1, "max": 10}} for one in ("home", "money", "work")],
        band_scope="item",
        band=[
            {"min": 1, "max": 5, "id": "stuck", "label": "Stuck", "meaning": "Early"},
            {"min": 6, "max": 10, "id": "able", "label": "Able", "meaning": "Late"},
        ],
        derived=[{"id": "exact", "mean": ["home", "money", "work"], "decimals": 2}],
    )
    result = score(some, {"home": 6, "money": 1})
    assert (result.status, result.total, result.band) == ("partial", None, None)
    assert result.also == {"mean": 3.5, "domain_bands": {"home": "able", "money": "stuck"}}
    assert score(some, {"home": 5, "money": 5, "work": 3}).derived == {"exact": 4.33}
    assert score(some, {}).also == {"mean": None, "domain_bands": {}}
    assert score(some, {"home": 6, "money": 11}).also == {"mean": None, "domain_bands": {}}


def test_a_cut_off_may_depend_on_an_input_and_on_age():
    cut_off = {
        "any": [
            {"all": [{"input": "substance", "op": "==", "value": "heroin"}, {"total": True, "op": ">=", "value": 3}]},
            {
                "all": [
                    {"input": "substance", "op": "==", "value": "cannabis"},
                    {"age": True, "op": "<=", "value": 17},
                    {"total": True, "op": ">=", "value": 4},
                ]
            },
        ]
    }
    some = tool(
        input=[{"id": "substance", "label": "Substance", "type": "text"}], critical=[TOTAL_FLAG | {"when": cut_off}]
    )
    three = {"q1": 3, "q2": 0, "q3": 0, "q4": 0}
    assert score(some, three | {"substance": "heroin"}).flags == ("f",)
    assert score(some, three | {"substance": "cannabis"}, age=17).flags == ()
    assert score(some, three | {"substance": "cannabis", "q2": 1}, age=17).flags == ("f",)
    assert score(some, three | {"substance": "cannabis", "q2": 1}, age=18).flags == ()
    assert score(some, three | {"substance": "cannabis", "q2": 1}).flags == ()


COUNT = {
    "count": [{"item": "a", "op": ">=", "value": 2}, {"item": "b", "op": ">=", "value": 2}],
    "op": ">=",
    "value": 1,
}


@pytest.mark.parametrize(
    ("condition", "items", "answer"),
    [
        pytest.param({"item": "a", "op": "!=", "value": 2}, {"a": 1}, True, id="other than two"),
        pytest.param({"item": "a", "op": "<", "value": 2}, {}, None, id="not answered is not known"),
        pytest.param(COUNT, {"a": 2}, True, id="one is enough whatever the other"),
        pytest.param(COUNT, {"a": 1}, None, id="the other may still count"),
        pytest.param(COUNT, {"a": 1, "b": 1}, False, id="none counts"),
        pytest.param(
            {"all": [COUNT, {"item": "c", "op": "==", "value": 0}]}, {"c": 1}, False, id="one false is enough"
        ),
        pytest.param({"otherwise": True}, {}, True, id="otherwise always holds"),
    ],
)
def test_conditions_hold_or_not_or_are_not_known(condition, items, answer):
    assert holds(Condition.model_validate(condition), Known(items=items)) is answer
