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
