"""AUDIT by hand: totals, parts, bands, questions that may be passed over, flags."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.pathway.instruments.catalogue import instrument
from throughcare.pathway.instruments.scoring import score, score_total

AUDIT = instrument("audit")
NAMES = [item.id for item in AUDIT.items]


def audit(*answers):
    """Answers to q1, q2 and so on; None leaves one open."""
    return score(AUDIT, dict(zip(NAMES, answers, strict=False)))


def codes(remarks):
    return [remark.code for remark in remarks]


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        pytest.param((1, 0, 1, 0, 0, 0, 0, 0, 0, 0), 2, "lower_risk", id="two points are lower risk"),
        pytest.param((4, 3, 0, 0, 0, 0, 0, 0, 0, 0), 7, "lower_risk", id="seven is the last of lower risk"),
        pytest.param((4, 3, 1, 0, 0, 0, 0, 0, 0, 0), 8, "increasing_risk", id="eight is increasing risk"),
        pytest.param(
            (4, 4, 4, 3, 0, 0, 0, 0, 0, 0), 15, "increasing_risk", id="fifteen is the last of increasing risk"
        ),
        pytest.param((4, 4, 4, 4, 0, 0, 0, 0, 0, 0), 16, "higher_risk", id="sixteen is higher risk"),
        pytest.param((4, 4, 4, 4, 1, 0, 0, 0, 2, 0), 19, "higher_risk", id="nineteen is the last of higher risk"),
        pytest.param((4, 4, 4, 4, 0, 0, 0, 0, 2, 2), 20, "possible_dependence", id="twenty is possible dependence"),
        pytest.param((4,) * 10, 40, "possible_dependence", id="forty is the most"),
        pytest.param((0,) * 10, 0, "lower_risk", id="never to everything is nothing"),
    ],
)
def test_total_and_band(answers, total, band):
    result = audit(*answers)
    assert (result.total, result.band, result.status) == (total, band, "complete")


def test_the_parts_add_up_to_the_total():
    result = audit(3, 2, 1, 1, 2, 0, 1, 0, 2, 4)
    assert result.subscales == {"consumption": 6, "dependence": 3, "harm": 7}
    assert result.total == 16


@pytest.mark.parametrize(
    ("answers", "total", "subscales"),
    [
        pytest.param(
            {"q1": 0, "q9": 2, "q10": 4},
            6,
            {"consumption": 0, "dependence": 0, "harm": 6},
            id="who never drinks goes on to the last two questions",
        ),
        pytest.param(
            {"q1": 2, "q2": 0, "q3": 0, "q9": 0, "q10": 0},
            2,
            {"consumption": 2, "dependence": 0, "harm": 0},
            id="little on a day and never heavily passes over five questions",
        ),
    ],
)
def test_passed_over_questions_score_nothing(answers, total, subscales):
    result = score(AUDIT, answers)
    assert (result.status, result.total, result.subscales) == ("complete", total, subscales)
    assert result.missing == ()


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        pytest.param({"q1": 0, "q9": 0}, ("q10",), id="the last question is never passed over"),
        pytest.param({"q1": 0}, ("q9", "q10"), id="the last two are asked of those who never drink"),
        pytest.param(
            {"q1": 1, "q2": 0, "q3": 1, "q9": 0, "q10": 0},
            ("q4", "q5", "q6", "q7", "q8"),
            id="heavy drinking less than monthly passes nothing over",
        ),
        pytest.param({"q2": 0, "q3": 0, "q9": 0, "q10": 0}, ("q1",), id="the first question is always needed"),
        pytest.param({}, tuple(NAMES), id="nothing answered"),
    ],
)
def test_a_missing_answer_leaves_it_unscored(answers, missing):
    result = score(AUDIT, answers)
    assert (result.status, result.total, result.band, result.missing) == ("incomplete", None, None, missing)
    assert result.errors == ()


def test_a_part_with_all_its_answers_is_scored_though_the_whole_is_not():
    assert audit(4, 1, 2).subscales == {"consumption": 7, "dependence": None, "harm": None}


def test_an_answer_that_could_be_passed_over_counts_and_is_remarked_on():
    result = score(AUDIT, {"q1": 0, "q2": 3, "q9": 0, "q10": 0})
    assert (result.total, result.status) == (3, "complete")
    assert [(remark.code, remark.items) for remark in result.warnings] == [("skip_conflict", ("q2",))]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        pytest.param("q1", 5, id="five is beyond the options"),
        pytest.param("q1", -1, id="less than nothing"),
        pytest.param("q9", 1, id="one is no option of the ninth"),
        pytest.param("q10", 3, id="three is no option of the tenth"),
        pytest.param("q1", 2.0, id="a decimal is not a whole number"),
        pytest.param("q1", True, id="true is not one"),
        pytest.param("q1", "2", id="a word is not a number"),
        pytest.param("q1", [2], id="a list is not an answer"),
        pytest.param("q1", "yes", id="yes is not a frequency"),
    ],
)
def test_an_impossible_answer_is_refused_and_never_clipped(name, answer):
    result = score(AUDIT, {**dict.fromkeys(NAMES, 0), name: answer})
    assert (result.status, result.total, result.band) == ("invalid", None, None)
    assert [error.items for error in result.errors] == [(name,)]
    assert result.missing == ()


def test_a_question_that_the_tool_does_not_have_is_refused():
    result = score(AUDIT, {**dict.fromkeys(NAMES, 0), "q11": 1})
    assert (result.status, codes(result.errors)) == ("invalid", ["unknown_item"])


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        pytest.param({"q1": 4, "q2": 1, "q3": 0}, ("audit_c_positive",), id="five on the first three"),
        pytest.param({"q1": 4, "q2": 0, "q3": 0}, (), id="four on the first three is no flag"),
        pytest.param({"q1": 4, "q2": 4}, (), id="a part that is not whole raises no flag"),
        pytest.param({"q4": 3}, ("dependence_symptoms",), id="weekly loss of control"),
        pytest.param({"q5": 2}, (), id="monthly failing is no flag"),
        pytest.param({"q6": 3}, ("dependence_symptoms", "morning_drinking"), id="weekly morning drink raises two"),
        pytest.param({"q9": 4}, ("recent_injury",), id="hurt in the last year"),
        pytest.param({"q9": 2}, (), id="hurt longer ago"),
        pytest.param({"q9": 4, "q1": 9}, ("recent_injury",), id="a flag stands beside an impossible answer"),
    ],
)
def test_flags_are_raised_whatever_the_status(answers, flags):
    result = score(AUDIT, answers)
    assert result.status in ("incomplete", "invalid")
    assert result.flags == flags


@pytest.mark.parametrize(
    ("age", "cautions"),
    [
        pytest.param(9, ["age_outside_range", "adult_bands_under_16"], id="nine is too young"),
        pytest.param(10, ["adult_bands_under_16"], id="ten is the youngest"),
        pytest.param(15, ["adult_bands_under_16"], id="adult bands are for sixteen and over"),
        pytest.param(16, [], id="sixteen needs no caution"),
        pytest.param(80, [], id="there is no upper age"),
        pytest.param(None, [], id="an unknown age says nothing"),
    ],
)
def test_age_only_adds_cautions(age, cautions):
    result = score(AUDIT, dict.fromkeys(NAMES, 4), age)
    assert codes(result.warnings) == cautions
    assert (result.total, result.band) == (40, "possible_dependence")


@pytest.mark.parametrize(
    ("total", "band"), [(0, "lower_risk"), (7, "lower_risk"), (8, "increasing_risk"), (40, "possible_dependence")]
)
def test_a_total_from_a_paper_form_has_a_band_and_no_parts(total, band):
    result = score_total(AUDIT, total)
    assert (result.status, result.total, result.band) == ("complete", total, band)
    assert set(result.subscales.values()) == {None}


@pytest.mark.parametrize("total", [-1, 41, 7.0, True, "8", None])
def test_an_impossible_total_is_refused(total):
    result = score_total(AUDIT, total)
    assert (result.status, result.total, result.band) == ("invalid", None, None)
    assert codes(result.errors) == ["total_not_in_range"]


some_answers = st.fixed_dictionaries(
    {}, optional={item.id: st.one_of(st.none(), st.sampled_from(item.answers)) for item in AUDIT.items}
)
all_answers = st.fixed_dictionaries({item.id: st.sampled_from(item.answers) for item in AUDIT.items})


@given(some_answers)
def test_a_total_lies_within_the_range_and_has_its_band(answers):
    result = score(AUDIT, answers)
    assert (result.total is None) == (result.status == "incomplete")
    if result.total is not None:
        assert 0 <= result.total <= 40
        assert result.band == AUDIT.band_of(result.total)
        assert sum(result.subscales.values()) == result.total


@given(all_answers, st.sampled_from(NAMES))
def test_raising_one_answer_never_lowers_the_total(answers, name):
    before = score(AUDIT, answers).total
    for answer in AUDIT.item(name).answers:
        if answer > answers[name]:
            assert score(AUDIT, {**answers, name: answer}).total > before


@given(some_answers, st.sampled_from(NAMES))
def test_taking_an_answer_away_never_completes(answers, name):
    without = {key: value for key, value in answers.items() if key != name}
    if score(AUDIT, answers).status == "incomplete":
        assert score(AUDIT, without).status == "incomplete"


@given(some_answers, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(answers, shuffler: random.Random):
    pairs = list(answers.items())
    shuffler.shuffle(pairs)
    assert score(AUDIT, dict(pairs)) == score(AUDIT, answers)
