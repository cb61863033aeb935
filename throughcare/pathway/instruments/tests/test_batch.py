"""Files of answers: a batch goes on past an entry that cannot be scored, in the same order."""

import json

import pytest

from throughcare.pathway.instruments.batch import EntryFault, as_text, score_batch, score_one, shape
from throughcare.pathway.instruments.catalogue import instrument
from throughcare.pathway.instruments.tests.factories import entered_total

AUDIT = instrument("audit")
NEVER = {"q1": 0, "q9": 0, "q10": 0}


def test_one_result_has_the_shape_of_a_batch_item():
    assert score_batch([{"instrument": "audit", "answers": NEVER | {"q9": 4}}]) == [
        {
            "instrument": "audit",
            "version": AUDIT.version,
            "total": 4,
            "subscales": {"consumption": 0, "dependence": 0, "harm": 4},
            "band": "lower_risk",
            "flags": ["recent_injury"],
            "status": "complete",
            "errors": [],
            "derived": {},
            "warnings": [],
            "missing": [],
        }
    ]
    assert (
        shape(score_one(AUDIT, NEVER | {"q9": 4}))
        == score_batch([{"instrument": "audit", "answers": NEVER | {"q9": 4}}])[0]
    )


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        pytest.param({"instrument": "audti", "answers": {}}, "there is no instrument audti", id="an unknown tool"),
        pytest.param({"instrument": ["audit"], "answers": {}}, "there is no instrument", id="a tool that is no word"),
        pytest.param({"answers": NEVER}, "names no instrument", id="no tool"),
        pytest.param({"instrument": "audit"}, "either answers or total", id="neither answers nor total"),
        pytest.param({"instrument": "audit", "answers": {}, "total": 1}, "either answers or total", id="both"),
        pytest.param({"instrument": "audit", "answers": [1]}, "answers: give a mapping", id="answers in a list"),
        pytest.param({"instrument": "audit", "answer": {}}, "answer: there is no such field", id="a field misspelt"),
        pytest.param({"instrument": "audit", "total": 1, "age": "ten"}, "age: give completed years", id="age in words"),
        pytest.param({"instrument": "audit", "total": 41}, "The total cannot be 41", id="a total beyond the range"),
        pytest.param({"instrument": "top", "total": 1}, "TOP has no total", id="a total of a tool without one"),
        pytest.param({"instrument": "audit", "answers": {"q1": 9}}, "q1: “How often drinks", id="an impossible answer"),
        pytest.param("audit", "give instrument", id="no entry at all"),
        pytest.param(None, "give instrument", id="nothing"),
    ],
)
def test_what_cannot_be_scored_is_invalid_in_its_place(entry, told):
    good = {"instrument": "audit", "answers": NEVER}
    before, refused, after = score_batch([good, entry, good])
    assert (before["status"], after["status"]) == ("complete", "complete")
    assert (refused["status"], refused["total"], refused["band"]) == ("invalid", None, None)
    assert told in refused["errors"][0]
    assert set(refused) == set(before)


def test_a_batch_is_plain_json():
    entries = [{"instrument": "top", "answers": {"alcohol_days": [1, 2, 3, 4]}}, {"instrument": "audit", "total": 20}]
    assert json.loads(json.dumps(score_batch(entries))) == score_batch(entries)


@pytest.mark.parametrize("entries", [{"instrument": "audit"}, None, "audit", 3])
def test_a_batch_is_a_list(entries):
    with pytest.raises(EntryFault, match="give a list"):
        score_batch(entries)


@pytest.mark.parametrize(
    ("given", "total"),
    [
        pytest.param(NEVER, 0, id="answers alone"),
        pytest.param({"answers": NEVER}, 0, id="answers under their name"),
        pytest.param({"instrument": "audit", "answers": NEVER, "age": 15}, 0, id="an entry of a batch"),
        pytest.param({"total": 20}, 20, id="a total"),
    ],
)
def test_a_file_of_one_tool_may_hold_answers_or_an_entry(given, total):
    assert score_one(AUDIT, given).total == total


def test_a_question_named_total_is_a_question():
    assert score_one(entered_total(), {"total": 7}).total == 7
    assert score_one(entered_total(), {"answers": {"total": 7}}).total == 7


@pytest.mark.parametrize("given", [[1], "q1", None, {"instrument": "top", "answers": {}}])
def test_a_file_that_holds_something_else_is_refused(given):
    with pytest.raises(EntryFault):
        score_one(AUDIT, given)


def test_a_batch_can_be_read():
    shaped = score_batch([{"instrument": "audit", "total": 20}, {"instrument": "audit", "total": 99}])
    assert list(as_text(shaped)) == [
        "1. audit: complete, total 20, band possible_dependence",
        "2. audit: invalid",
        "   The total cannot be 99; enter a whole number from 0 to 40",
    ]


def test_what_only_some_tools_have_is_there_under_its_own_name():
    star, short, dash, phq9 = score_batch(
        [
            {"instrument": "alcohol_star", "answers": {"money": 7}},
            {"instrument": "swemwbs", "total": 20},
            {"instrument": "dash_ric", "answers": {"q1": "dont_know"}, "inputs": {"incidents_last_12_months": 4}},
            {"instrument": "phq9", "answers": {f"q{number}": 3 for number in range(1, 10)}},
        ]
    )
    assert (star["mean"], star["domain_bands"]) == (7.0, {"money": "learning"})
    assert (short["total"], short["metric"]) == (20, 18.59)
    assert (dash["marac_criteria"], dash["dont_know"]) == (["potential_escalation"], ["q1"])
    assert phq9["algorithms"] == ["major_depressive_syndrome"]


def test_the_age_may_stand_in_the_context():
    given = {"instrument": "sds", "total": 3, "inputs": {"substance": "cannabis"}}
    young, grown = score_batch([given | {"context": {"age": 17}}, given | {"age": 18}])
    assert (young["flags"], grown["flags"]) == ([], ["likely_dependence"])


def test_changes_and_units_stand_among_the_scores():
    change, units, score = score_batch(
        [
            {"type": "change", "instrument": "ldq", "baseline": 20, "review": 8, "inputs": {"sex": "male"}},
            {"type": "units", "ml": 568, "abv": 5.0},
            {"instrument": "audit", "total": 20},
        ]
    )
    assert (change["change"], change["class"], change["recovered"]) == (-12, "reliably_improved", True)
    assert (units["units"], units["status"]) == (2.8, "complete")
    assert set(score) <= set(change) & set(units)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        pytest.param({"type": "guess"}, "type: give change or units", id="another type"),
        pytest.param({"type": ["change"]}, "type: give change or units", id="a type that is no word"),
        pytest.param({"type": "units", "ml": 568}, "abv: not given", id="no strength"),
        pytest.param({"type": "units", "ml": 568, "abv": 101}, "abv: cannot be 101", id="too strong"),
        pytest.param({"type": "units", "ml": True, "abv": 4}, "ml: cannot be True", id="yes is no amount"),
        pytest.param({"type": "units", "ml": float("nan"), "abv": 4}, "ml: cannot be nan", id="not a number"),
        pytest.param({"type": "change", "baseline": 1, "review": 2}, "names no instrument", id="no tool"),
        pytest.param({"type": "change", "instrument": "phq9", "baseline": 1}, "review: not given", id="no review"),
        pytest.param(
            {"type": "change", "instrument": "top", "baseline": 1, "review": 2}, "name the item", id="no item"
        ),
        pytest.param(
            {"type": "change", "instrument": "phq9", "baseline": 1, "review": 28},
            "review: PHQ-9 cannot have 28",
            id="beyond the range",
        ),
        pytest.param(
            {"type": "change", "instrument": "phq9", "baseline": 1, "review": 2, "threshold": 0},
            "threshold: give a number above 0",
            id="no threshold at all",
        ),
        pytest.param(
            {"type": "change", "instrument": "phq9", "baseline": 1, "review": 2, "item": 1}, "item: give", id="item"
        ),
        pytest.param(
            {"instrument": "audit", "total": 1, "context": {"age": 20}, "age": 21}, "age: is given twice", id="two ages"
        ),
        pytest.param({"instrument": "audit", "total": 1, "context": {"sex": "male"}}, "sex: there is no", id="context"),
        pytest.param({"instrument": "audit", "total": 1, "inputs": {"q1": 4}}, "q1: An answer has no", id="both"),
        pytest.param({"instrument": "ciwa_ar", "total": 3}, "CIWA-Ar takes no total alone", id="a total that hides"),
        pytest.param({"instrument": "ypor", "total": 3}, "YPOR has no total", id="a total of items"),
    ],
)
def test_an_entry_that_cannot_be_is_invalid_in_its_place(entry, told):
    good = {"instrument": "audit", "answers": NEVER}
    before, refused, after = score_batch([good, entry, good])
    assert (before["status"], refused["status"], after["status"]) == ("complete", "invalid", "complete")
    assert told in refused["errors"][0]
    assert set(before) <= set(refused)
