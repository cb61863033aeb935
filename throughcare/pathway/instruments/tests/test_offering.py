"""Which tools are suggested and which are held back, from what the record says."""

from datetime import date

import pytest

from throughcare.pathway.instruments.catalogue import instrument, instruments
from throughcare.pathway.instruments.offering import (
    Facts,
    Latest,
    Named,
    due_again,
    fits_age,
    may_be_offered,
    reasons_for,
    ways_of,
)
from throughcare.pathway.instruments.structure import Suggestion

DAY = date(2014, 10, 6)
ALCOHOL, CANNABIS = Named("alcohol", DAY, "alcohol"), Named("cannabis", DAY, "drugs")
SPEED, HEROIN, TOBACCO = (
    Named("amphetamines", DAY, "drugs"),
    Named("heroin", DAY, "drugs"),
    Named("tobacco", DAY, "tobacco"),
)


def facts(*substances, age=20, risks=(), **latest) -> Facts:
    told = {name: Latest(name, DAY, **said) for name, said in latest.items()}
    return Facts(age=age, today=DAY, substances=substances, risks=risks, latest=told)


def suggested(known: Facts) -> set[str]:
    return {name for name, tool in instruments().items() if reasons_for(tool, known)}


@pytest.mark.parametrize(
    ("known", "there", "not_there"),
    [
        pytest.param(facts(ALCOHOL), {"audit", "ldq"}, {"dast10", "cudit_r", "sadq"}, id="alcohol"),
        pytest.param(facts(CANNABIS), {"cudit_r", "dast10"}, {"audit", "dast_a"}, id="cannabis of an adult"),
        pytest.param(
            facts(CANNABIS, age=15), {"cudit_r", "dast_a", "crafft21"}, {"dast10"}, id="cannabis of an adolescent"
        ),
        pytest.param(facts(TOBACCO), set(), {"audit", "dast10"}, id="tobacco alone leads to no drug tool"),
        pytest.param(facts(HEROIN), {"cows", "sows16", "oows", "ldq"}, {"awq"}, id="opiates"),
        pytest.param(facts(SPEED), {"awq"}, {"cows"}, id="amphetamine alone"),
        pytest.param(facts(SPEED, ALCOHOL), {"audit"}, {"awq"}, id="amphetamine beside another"),
        pytest.param(
            facts(audit={"band": "possible_dependence"}), {"sadq", "dsm5_sud"}, set(), id="AUDIT found dependence"
        ),
        pytest.param(facts(audit={"band": "higher_risk"}), set(), {"sadq"}, id="AUDIT found harm alone"),
        pytest.param(facts(top={"flags": ("low_psych_health",)}), {"phq9", "gad7"}, set(), id="a low rating in TOP"),
        pytest.param(
            facts(risks=(Named("domestic_violence", DAY),)), {"dash_ric"}, {"phq9"}, id="a risk told of at triage"
        ),
    ],
)
def test_what_the_record_says_leads_to_the_tools_for_it(known, there, not_there):
    found = suggested(known)
    assert there <= found
    assert not not_there & found


def test_a_reason_says_what_it_rests_on():
    (reason,) = reasons_for(instrument("sadq"), facts(audit={"band": "possible_dependence", "total": 23}))
    assert (reason.cause, reason.ids, reason.on, reason.result.total) == ("band", ("possible_dependence",), DAY, 23)


@pytest.mark.parametrize(
    ("known", "offered"),
    [
        pytest.param(facts(), False, id="nothing found yet"),
        pytest.param(facts(ALCOHOL), False, id="alcohol alone is not dependence"),
        pytest.param(facts(audit={"band": "possible_dependence"}), True, id="AUDIT found dependence"),
        pytest.param(facts(ldq={"band": "medium", "about": "Alcohol"}), True, id="LDQ about alcohol"),
        pytest.param(facts(ldq={"band": "medium", "about": "heroin"}), False, id="LDQ about something else"),
        pytest.param(facts(dsm5_sud={"band": "severe", "about": "alcohol"}), True, id="DSM-5 about alcohol"),
        pytest.param(facts(dsm5_sud={"band": "mild", "about": "alcohol"}), False, id="mild is too little"),
    ],
)
def test_sadq_is_offered_only_where_dependence_was_found(known, offered):
    assert may_be_offered(instrument("sadq"), known) is offered


@pytest.mark.parametrize(("age", "offered"), [(11, False), (12, True), (21, True), (22, False)])
def test_crafft_is_for_adolescents(age, offered):
    assert may_be_offered(instrument("crafft21"), facts(age=age)) is offered


@pytest.mark.parametrize(("age", "offered"), [(17, False), (18, True)])
def test_mmse_is_for_adults(age, offered):
    assert may_be_offered(instrument("mmse"), facts(age=age)) is offered


def test_every_rule_names_bands_and_flags_that_the_other_tool_has():
    known = instruments()
    for tool in known.values():
        for rule in (*tool.suggested, *tool.offered_only):
            if rule.tool:
                other = known[rule.tool]
                assert set(rule.bands) <= {band.id for band in (*other.bands, *other.band_rules)}, tool.id
                for flag in rule.flags:
                    assert other.flag(flag)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"tool": "audit"},
        {"bands": ["severe"]},
        {"about": ["alcohol"], "substances": ["alcohol"]},
        {"sole": True, "age_to": 17},
    ],
)
def test_a_rule_that_cannot_hold_is_refused(said):
    with pytest.raises(ValueError, match=r"goes together|says nothing"):
        Suggestion(source="a page", **said)


def test_a_tool_is_due_again_after_its_interval_but_not_by_the_hour():
    assert due_again(instrument("audit"), DAY) == date(2015, 4, 4)
    assert due_again(instrument("cows"), DAY) is None


def test_ages_have_both_ends_in():
    assert [fits_age(instrument("ypor"), age) for age in (17, 18)] == [True, False]
    assert [fits_age(instrument("top"), age) for age in (15, 16)] == [False, True]


def test_a_specification_may_allow_fewer_ways_of_answering():
    assert ways_of(instrument("crafft21"), ("interview",)) == ("interview",)
    assert ways_of(instrument("audit")) == ("self", "interview")
