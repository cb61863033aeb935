"""Definitions: those that are shipped hold together, and a fault in one is told by file, entry and field."""

import tomllib

import pytest
from pydantic import ValidationError

from throughcare.pathway.instruments.catalogue import (
    DEFINITIONS,
    DefinitionFaults,
    UnknownInstrument,
    instrument,
    instruments,
    load,
)
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.tests.factories import question, tool_data

FLAG = {"id": "f", "label": "F", "action": "Act", "urgency": "prompt"}


def test_the_first_tools_are_there():
    assert {"audit", "crafft21", "top"} <= set(instruments())


@pytest.mark.parametrize("name", sorted(instruments()))
def test_every_tool_says_where_its_facts_come_from(name):
    tool = instrument(name)
    assert tool.citation
    assert tool.licence.text
    assert all(source.startswith(("source:", "recalled:", "NOT FOUND:")) for source in tool.provenance)


def test_an_unknown_tool_is_told_with_those_that_there_are():
    with pytest.raises(UnknownInstrument, match="no instrument audti; there are alcohol_star, audit"):
        instrument("audti")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"item": [question("q1")]}, "there is no item q2", id="scores an item that is not there"),
        pytest.param({"range": {"min": 0, "max": 13}}, "add up to 0 to 12", id="a range its items cannot reach"),
        pytest.param(
            {"band": [{"min": 0, "max": 11, "id": "a", "label": "A", "meaning": "A"}]}, "must end at 12", id="gap"
        ),
        pytest.param({"item_count": 5}, "4 items are required", id="another number of items"),
        pytest.param(
            {"missing": {"policy": "item_level", "text": "x"}}, "without a total", id="policy of another method"
        ),
        pytest.param({"missing": {"policy": "total_required", "text": "x"}}, "go together", id="no total to enter"),
        pytest.param({"missing": {"policy": "guess", "text": "x"}}, "Input should be", id="a policy that is not one"),
        pytest.param(
            {"skip": [{"id": "s", "when": {"item": "q1", "op": "==", "value": 0}, "skip": ["q2"]}]},
            "skip rules and skip_logic_then_complete go together",
            id="skips that the policy does not know",
        ),
        pytest.param(
            {"critical": [FLAG | {"when": {"item": "q1", "op": ">=", "value": 4}}]},
            "4 is not an answer to q1",
            id="a flag that could never be raised",
        ),
        pytest.param(
            {"critical": [FLAG | {"when": {"subscale": "x", "op": ">=", "value": 4}}]},
            "there is no subscale x",
            id="a flag on a part that is not there",
        ),
        pytest.param(
            {"critical": [FLAG | {"when": {"item": "q1", "value": 4}}]}, "needs both op and value", id="no comparison"
        ),
        pytest.param(
            {"critical": [FLAG | {"when": {"item": "q1", "total": True, "op": "==", "value": 4}}]},
            "exactly one of",
            id="two subjects",
        ),
        pytest.param({"critical": [FLAG | {"when": "q1 == 4"}]}, "valid dictionary", id="a rule in words"),
        pytest.param(
            {"critical": [FLAG | {"when": {"otherwise": True}}] * 2}, "f is there 2 times", id="two of a name"
        ),
        pytest.param({"colour": "blue"}, "Extra inputs", id="a field that there is not"),
        pytest.param(
            {"item": [question("q1", numeric={"min": 0, "max": 3}), *map(question, ("q2", "q3", "q4"))]},
            "exactly one of scale, options",
            id="answered in two ways",
        ),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(change, message):
    with pytest.raises(ValidationError, match=message):
        Instrument.model_validate(tool_data(**change))


def written(folder, old, new, name="audit"):
    text = (DEFINITIONS / f"{name}.toml").read_text()
    assert old in text
    (folder / "scales.toml").write_text((DEFINITIONS / "scales.toml").read_text())
    (folder / f"{name}.toml").write_text(text.replace(old, new, 1))
    return folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("max = 15", 'max = "many"', "band increasing_risk max: Input should be", id="a field of an entry"),
        pytest.param(
            'scale = "past_year_024"', 'scale = "past"', "item q9 scale: there is no scale past", id="a scale"
        ),
        pytest.param('id = "audit"', 'id = "adit"', "audit.toml:2: id: must be audit", id="another name than the file"),
        pytest.param('name = "Alcohol', "name = Alcohol", "audit.toml:3: ", id="not toml"),
        pytest.param("min_age = 10", "min_age = ten", "audit.toml:9: ", id="not a number"),
        pytest.param(
            'certainty = "high"', 'certainty = "sure"', ": certainty: Input should be", id="a field at the top"
        ),
    ],
)
def test_a_fault_is_told_by_file_entry_and_field(tmp_path, old, new, told):
    with pytest.raises(DefinitionFaults) as refused:
        load(written(tmp_path, old, new))
    assert told in str(refused.value)
    assert str(tmp_path / "audit.toml") in str(refused.value)
    assert refused.value.faults[0].line


def test_a_fault_in_a_shared_scale_is_told(tmp_path):
    (tmp_path / "scales.toml").write_text('few = [{ score = 1, lable = "One" }]')
    with pytest.raises(DefinitionFaults, match=r"scales\.toml"):
        load(tmp_path)


def test_conditions_are_data_all_through():
    for path in DEFINITIONS.glob("*.toml"):
        for entry in tomllib.loads(path.read_text()).get("band_rule", []):
            assert isinstance(entry["when"], dict)
