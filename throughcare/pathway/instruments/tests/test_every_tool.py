"""Every tool that is shipped, against a table of its facts written by hand: so that none is lost or changed unseen."""

import pytest

from throughcare.pathway.instruments.catalogue import instrument, instruments
from throughcare.pathway.instruments.forms import InstrumentForm
from throughcare.pathway.instruments.terms import Reproduce

#: Items besides amounts and names, range, bands, rule for missing answers, what the licence lets us show, flags.
TOOLS = {
    "alcohol_star": (10, "1-10", "1-2 3-4 5-6 7-8 9-10", "item_level", "total_only", ""),
    "audit": (
        *(10, "0-40", "0-7 8-15 16-19 20-40", "skip_logic_then_complete", "full"),
        "audit_c_positive dependence_symptoms morning_drinking recent_injury",
    ),
    "audit_c": (3, "0-12", "0-4 5-7 8-10 11-12", "skip_logic_then_complete", "full", "audit_c_positive"),
    "awq": (10, "0-40", "", "complete_only", "paraphrase", "low_mood"),
    "ciwa_ar": (
        *(10, "0-67", "0-7 8-15 16-67", "complete_only", "full"),
        "severe_withdrawal hallucinations disorientation",
    ),
    "ciwa_b": (20, "0-80", "0-0 1-20 21-40 41-60 61-80", "complete_only", "paraphrase", "severe_withdrawal"),
    "cows": (11, "0-48", "0-4 5-12 13-24 25-36 37-48", "complete_only", "full", "severe_withdrawal"),
    "crafft21": (
        *(9, "0-6", "0-1 2-6", "skip_logic_then_complete", "paraphrase"),
        "riding_risk positive_screen uses_alone",
    ),
    "cudit_r": (8, "0-32", "0-7 8-11 12-32", "complete_only", "full", "hazardous_situations"),
    "dash_ric": (
        *(24, "0-24", "0-9 10-13 14-24", "count_lower_bound", "paraphrase"),
        "marac_referral strangulation threats_to_kill victim_suicide_risk pregnancy others_harmed",
    ),
    "dast10": (
        *(10, "0-10", "0-0 1-2 3-5 6-8 9-10", "complete_only", "full"),
        "positive_screen withdrawal_symptoms",
    ),
    "dast20": (
        *(20, "0-20", "0-0 1-5 6-10 11-15 16-20", "complete_only", "full"),
        "positive_screen withdrawal_symptoms",
    ),
    "dast_a": (1, "0-28", "0-6 7-28", "total_required", "total_only", "positive_screen"),
    "drug_alcohol_star": (10, "1-10", "1-2 3-4 5-6 7-8 9-10", "item_level", "total_only", ""),
    "dsm5_sud": (11, "0-11", "0-1 2-3 4-5 6-11", "count_lower_bound", "paraphrase", "withdrawal_risk"),
    "gad7": (8, "0-21", "0-4 5-9 10-14 15-21", "prorate 2", "full", "caseness"),
    "ldq": (10, "0-30", "0-10 11-20 21-30", "prorate 2", "paraphrase", ""),
    "mmse": (1, "0-30", "0-9 10-20 21-26 27-30", "total_required", "total_only", "possible_impairment"),
    "oows": (13, "0-13", "", "complete_only", "paraphrase", ""),
    "phq9": (
        *(10, "0-27", "0-4 5-9 10-14 15-19 20-27", "prorate 2", "full"),
        "suicidal_ideation suicidal_ideation_frequent caseness severe_depression suicidal_ideation_not_answered",
    ),
    "sadq": (
        *(20, "0-60", "0-15 16-30 31-60", "complete_only", "paraphrase"),
        "assisted_withdrawal_indicated severe_dependence severe_shaking",
    ),
    "sds": (5, "0-15", "", "complete_only", "paraphrase", "likely_dependence"),
    "shows10": (10, "0-30", "", "complete_only", "paraphrase", ""),
    "sows16": (16, "0-64", "0-0 1-10 11-20 21-64", "complete_only", "paraphrase", "urge_to_use induction_threshold"),
    "swemwbs": (7, "7-35", "7-21 22-30 31-35", "complete_only", "paraphrase", ""),
    "top": (
        *(27, "", "", "item_level", "paraphrase"),
        "injecting sharing acute_housing housing_risk violence low_psych_health",
    ),
    "wemwbs": (14, "14-70", "14-42 43-59 60-70", "prorate 3", "paraphrase", "probable_depression"),
    "ypor": (19, "", "", "item_level", "paraphrase", "injecting"),
}
#: Reliable change where one is published, and where the tool's authors say what recovery is.
CHANGE = {"gad7": (4, 8), "phq9": (6, 10), "ldq": (4, None), "wemwbs": (3, None), "swemwbs": (3, None)}
CHANGE |= {"alcohol_star": (1, None), "drug_alcohol_star": (1, None)}
#: Tools for which an entered total would hide an answer that asks for action today, or that have none.
NO_TOTAL = {"alcohol_star", "ciwa_ar", "dash_ric", "drug_alcohol_star", "top", "ypor"}


def told(tool):
    asked = [item for item in tool.items if item.options or item.numeric]
    policy = f"{tool.missing.policy.value} {tool.missing.max_missing or ''}".strip()
    flags = [flag.id for flag in tool.critical] + [one.flag for one in tool.critical_missing]
    return (
        len(asked),
        f"{tool.range.min}-{tool.range.max}" if tool.range else "",
        " ".join(f"{band.min}-{band.max}" for band in tool.bands),
        policy,
        tool.licence.reproduce.value,
        " ".join(flags),
    )


def test_there_are_28_tools():
    assert len(TOOLS) == 28
    assert set(instruments()) == set(TOOLS)


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_is_as_the_table_says(name):
    assert told(instrument(name)) == TOOLS[name]


@pytest.mark.parametrize("name", TOOLS)
def test_a_reliable_change_is_there_only_where_one_is_published(name):
    change = instrument(name).change
    assert (change.get("reliable_change") or None, change.get("caseness")) == CHANGE.get(name, (None, None))
    assert "text" in change or change["method"] == "per_item"


@pytest.mark.parametrize("name", TOOLS)
def test_a_total_alone_is_taken_only_where_it_hides_nothing_urgent(name):
    assert instrument(name).takes_total is (name not in NO_TOTAL)


@pytest.mark.parametrize("name", TOOLS)
def test_of_a_tool_that_may_not_be_reproduced_no_question_is_shown(name):
    tool = instrument(name)
    if tool.licence.reproduce == Reproduce.TOTAL_ONLY:
        numbers = [item.id for item in tool.items if item.numeric and not item.anchors]
        assert numbers == list(tool.scoring.items) == list(InstrumentForm(tool).fields)
        assert not tool.subscales


@pytest.mark.parametrize("name", TOOLS)
def test_a_recalled_fact_is_told_apart_from_one_that_was_checked(name):
    tool = instrument(name)
    assert tool.certainty in ("high", "medium", "low")
    assert any(source.startswith("source:") for source in tool.provenance)
    assert tool.readminister["basis"]


def test_what_is_provisional_says_so():
    assert instrument("ypor").status.startswith("provisional")
    assert [name for name, tool in instruments().items() if tool.certainty == "low"] == ["ypor"]


def test_the_published_bands_of_others_are_kept_beside_ours():
    assert {name: len(tool.alternative_bands) for name, tool in instruments().items() if tool.alternative_bands} == {
        "ciwa_ar": 3,
        "sadq": 2,
        "wemwbs": 1,
    }
