"""When a plan is owed, how abuse is graded, how long a record is tagged, and who needs coordinated care."""

from datetime import date

import pytest

from throughcare.clocks.rules import Happening
from throughcare.pathway.safeguarding import rules

MON, TUE, WED = date(2014, 11, 3), date(2014, 11, 4), date(2014, 11, 5)


def told(*happened) -> list[Happening]:
    return [
        Happening(kind=kind, on=on, detail=detail, order=number, at=None)
        for number, (kind, on, detail) in enumerate(happened)
    ]


FOUND = ("risk_assessed", MON, {"risks": ["self_harm"]})
GOES_TO = [("standard", "pippa"), ("medium", "pippa"), ("high", "marac")]


@pytest.mark.parametrize(
    ("happened", "owed"),
    [
        pytest.param([], None, id="nothing was assessed"),
        pytest.param([("risk_assessed", MON, {})], None, id="no risk was found"),
        pytest.param([FOUND], MON, id="a risk was found and nothing planned"),
        pytest.param([FOUND, ("risk_plan_made", TUE, {})], None, id="a plan was made"),
        pytest.param([FOUND, ("risk_plan_reviewed", TUE, {})], None, id="the plan that there was is reviewed"),
        pytest.param(
            [("risk_plan_made", MON, {}), ("risk_assessed", TUE, {"risks": ["housing"]})], TUE, id="older plan"
        ),
        pytest.param([FOUND, ("risk_assessed", TUE, {})], None, id="the risk is gone"),
    ],
)
def test_a_plan_is_owed(happened, owed):
    assert rules.plan_owed_since(told(*happened)) == owed


@pytest.mark.parametrize(
    ("band", "lifted", "grade"),
    [
        pytest.param("standard", False, "standard", id="the checklist counts as standard"),
        pytest.param("medium", False, "medium", id="the checklist counts as medium"),
        pytest.param("high", False, "high", id="the checklist counts as high"),
        pytest.param("standard", True, "high", id="judgement lifts a low count"),
        pytest.param(None, True, "high", id="judgement needs no checklist"),
        pytest.param(None, False, None, id="an unfinished checklist settles nothing"),
        pytest.param("unheard", False, None, id="the band of another tool is no grade"),
    ],
)
def test_the_grade(band, lifted, grade):
    assert rules.abuse_grade(band, lifted) == grade


@pytest.mark.parametrize(
    ("happened", "agency"),
    [
        pytest.param([], None, id="nothing was graded"),
        pytest.param([("abuse_graded", MON, {"grade": "high"})], "marac", id="high asks for MARAC"),
        pytest.param([("abuse_graded", MON, {"grade": "medium"})], "pippa", id="medium asks for the local contact"),
        pytest.param([("abuse_graded", MON, {"grade": "standard"})], "pippa", id="so does standard"),
        pytest.param(
            [("abuse_graded", MON, {"grade": "high"}), ("abuse_referred", TUE, {"to": "pippa"})],
            "marac",
            id="not there",
        ),
        pytest.param(
            [("abuse_graded", MON, {"grade": "high"}), ("abuse_referred", TUE, {"to": "marac"})], None, id="sent"
        ),
        pytest.param(
            [("abuse_referred", MON, {"to": "marac"}), ("abuse_graded", TUE, {"grade": "high"})],
            "marac",
            id="sent before",
        ),
    ],
)
def test_the_referral_that_is_owed(happened, agency):
    assert rules.referral_owed(told(*happened), GOES_TO) == agency


@pytest.mark.parametrize(
    ("heard", "months", "until"),
    [
        pytest.param([], 12, None, id="never heard"),
        pytest.param([date(2014, 1, 31)], 1, date(2014, 2, 28), id="the end of a short month"),
        pytest.param([date(2014, 3, 5)], 12, date(2015, 3, 5), id="a year"),
        pytest.param([date(2014, 3, 5), date(2014, 12, 9)], 12, date(2015, 12, 9), id="the latest counts"),
    ],
)
def test_how_long_a_record_is_tagged(heard, months, until):
    assert rules.tagged_until(told(*(("marac_heard", on, {}) for on in heard)), months) == until


@pytest.mark.parametrize(
    ("vulnerable", "flags", "concerns", "needed"),
    [
        pytest.param([], [], 0, False, id="nothing is known"),
        pytest.param(["learning"], [], 0, False, id="what asks for none"),
        pytest.param(["mental_health"], [], 0, True, id="secondary mental health needs"),
        pytest.param([], ["exploitation"], 0, True, id="a flag"),
        pytest.param([], [], 1, True, id="an open concern"),
    ],
)
def test_who_needs_coordinated_care(vulnerable, flags, concerns, needed):
    assert rules.needs_coordination(vulnerable, ["mental_health"], flags, concerns) is needed


@pytest.mark.parametrize(
    ("kinds", "may"),
    [
        pytest.param(["concern_raised"], True, id="never sent"),
        pytest.param(["concern_raised", "concern_sent"], False, id="not answered"),
        pytest.param(["concern_raised", "concern_sent", "concern_chased"], False, id="chased is not answered"),
        pytest.param(["concern_raised", "concern_sent", "concern_answered"], True, id="answered"),
    ],
)
def test_when_a_concern_may_be_closed(kinds, may):
    assert rules.may_close(told(*((kind, MON, {}) for kind in kinds))) is may
