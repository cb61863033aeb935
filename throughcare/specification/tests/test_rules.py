"""Steps follow one another as the specification says; a step left out is flagged and nothing is refused."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from throughcare.specification import loader, rules
from throughcare.specification.terms import MilestoneKind

SOUTHAMPTON = loader.load("southampton-esap").latest
TINY = loader.load(Path(__file__).parents[3] / "tests" / "specifications" / "tiny").latest


@dataclass(frozen=True)
class Told:
    kind: str
    on: datetime.date
    detail: dict = field(default_factory=dict)


def told(day: int, kind: str, /, **detail: object) -> Told:
    return Told(kind, datetime.date(2014, 10, day), detail)


def ids(steps: list) -> list[str]:
    return [step.id for step in steps]


REFERRED = told(1, "referral_received", source="school")
TRIAGED = told(6, "triage_completed", outcomes=["comprehensive_assessment"])
ASSESSED = told(10, "assessment_completed")
SIGNED = told(13, "plan_signed_off", kind="integrated")
TREATED = told(13, "intervention_started", type="psy_cbt")
REVIEWED = told(30, "review_completed")
USUAL = [REFERRED, TRIAGED, ASSESSED, SIGNED, TREATED, REVIEWED]

SKIPPED = [
    pytest.param([REFERRED], "triage_completed", {}, [], id="triage comes after nothing"),
    pytest.param([REFERRED], "assessment_completed", {}, ["triage"], id="an assessment without triage"),
    pytest.param([REFERRED, TRIAGED], "assessment_completed", {}, [], id="an assessment after triage"),
    pytest.param(
        [REFERRED],
        "plan_signed_off",
        {"kind": "integrated"},
        ["triage", "comprehensive-assessment"],
        id="an integrated plan after nothing; signing it off shows that it was drawn up",
    ),
    pytest.param([REFERRED], "plan_signed_off", {"kind": "interim"}, [], id="an interim plan is no step"),
    pytest.param(
        [REFERRED, told(2, "triage_completed", outcomes=["low_intensity_support"])],
        "plan_drafted",
        {"kind": "integrated"},
        ["comprehensive-assessment"],
        id="an integrated plan shows that an assessment was required though triage did not ask for one",
    ),
    pytest.param(
        [REFERRED, TRIAGED, ASSESSED],
        "intervention_started",
        {"type": "psy_cbt"},
        ["care-planning", "sign-off"],
        id="treatment before its plan",
    ),
    pytest.param(
        [REFERRED, TRIAGED, ASSESSED, told(11, "plan_drafted", kind="integrated")],
        "intervention_started",
        {"type": "psy_cbt"},
        ["sign-off"],
        id="treatment before its plan was signed off",
    ),
    pytest.param(
        [REFERRED],
        "intervention_started",
        {"type": "ma_housing"},
        [],
        id="work that is no treatment comes when it comes",
    ),
    pytest.param(
        [REFERRED],
        "intervention_started",
        {"type": "crisis"},
        ["triage"],
        id="crisis work before triage",
    ),
    pytest.param([REFERRED, TRIAGED], "brief_intervention_given", {"about": "both"}, [], id="a brief intervention"),
    pytest.param(
        [REFERRED],
        "review_completed",
        {},
        ["triage", "comprehensive-assessment", "care-planning", "sign-off"],
        id="a review after nothing leaves out all before it",
    ),
    pytest.param([REFERRED], "exited", {"reason": "died"}, [], id="leaving is no step"),
]


@pytest.mark.parametrize(("before", "kind", "detail", "missing"), SKIPPED)
def test_the_steps_left_out_are_named_from_the_first(before, kind, detail, missing):
    assert ids(rules.skipped_steps(before, SOUTHAMPTON, kind, detail)) == missing


def test_what_happened_later_does_not_stand_before():
    day = datetime.date(2014, 10, 5)
    assert ids(rules.skipped_steps([REFERRED, TRIAGED], SOUTHAMPTON, "assessment_completed", {}, day)) == ["triage"]


def test_two_steps_of_one_day_stand_in_their_order():
    same_day = datetime.date(2014, 10, 6)
    assert rules.skipped_steps([REFERRED, TRIAGED], SOUTHAMPTON, "assessment_completed", {}, same_day) == []


def test_the_usual_way_has_no_flag():
    assert rules.flagged_steps(USUAL, SOUTHAMPTON) == []


def test_a_skipped_step_is_flagged_once_where_it_came_to_light():
    skipping = [one for one in USUAL if one is not ASSESSED] + [told(31, "review_completed")]
    (flag,) = rules.flagged_steps(skipping, SOUTHAMPTON)
    assert (flag.missing.id, flag.recorded, flag.on) == ("comprehensive-assessment", "plan_signed_off", SIGNED.on)


def test_a_reversed_step_is_flagged():
    late = told(20, "triage_completed", outcomes=["comprehensive_assessment"])
    (flag,) = rules.flagged_steps([REFERRED, ASSESSED, late], SOUTHAMPTON)
    assert (flag.missing.id, flag.recorded) == ("triage", "assessment_completed")


def test_a_step_skipped_with_a_reason_is_not_flagged_then_or_later():
    early = told(11, "intervention_started", type="psy_cbt", because="Could not wait")
    told_so_far = [REFERRED, TRIAGED, ASSESSED, early, told(30, "review_completed")]
    assert rules.flagged_steps(told_so_far, SOUTHAMPTON) == []


NEXT = [
    pytest.param([REFERRED], ["triage"], "triage", id="first comes triage"),
    pytest.param(
        [REFERRED, TRIAGED], ["comprehensive-assessment"], "comprehensive-assessment", id="then what it asked"
    ),
    pytest.param(
        [REFERRED, told(2, "triage_completed", outcomes=["crisis_intervention", "comprehensive_assessment"])],
        ["brief-or-crisis", "comprehensive-assessment"],
        "brief-or-crisis",
        id="a crisis first, and the assessment does not wait for it",
    ),
    pytest.param(
        [REFERRED, told(2, "triage_completed", outcomes=["refer_elsewhere"])],
        [],
        None,
        id="nothing more is owed where triage asked for nothing more",
    ),
    pytest.param(USUAL[:3], ["care-planning"], "care-planning", id="a plan after the assessment"),
    pytest.param(
        [*USUAL[:3], told(11, "plan_drafted", kind="integrated")], ["sign-off"], "sign-off", id="its sign-off"
    ),
    pytest.param(USUAL[:4], ["sign-off", "treatment", "review"], "treatment", id="treatment after sign-off"),
    pytest.param(USUAL, ["sign-off", "treatment", "review"], None, id="then again and again"),
]


@pytest.mark.parametrize(("before", "allowed", "owed"), NEXT)
def test_what_may_follow_and_what_is_owed_next(before, allowed, owed):
    assert ids(rules.allowed_next(before, SOUTHAMPTON)) == allowed
    following = rules.next_step(before, SOUTHAMPTON)
    assert (following and following.id) == owed


def test_another_specification_has_another_order():
    looked, charted = told(2, "assessment_completed"), told(3, "plan_signed_off", kind="great")
    assert ids(rules.allowed_next([REFERRED], TINY)) == ["look"]
    assert ids(rules.skipped_steps([REFERRED], TINY, "triage_completed", {"outcomes": ["sail"]})) == ["look", "chart"]
    sailing = ("intervention_started", {"type": "sailing"})
    assert ids(rules.skipped_steps([looked, charted], TINY, *sailing)) == ["sorting"]
    tea = told(4, "joint_work_recorded", how="tea", agency="bakery")
    assert rules.skipped_steps([looked, charted, tea], TINY, *sailing) == []  # any of those before it is enough


@pytest.mark.parametrize(
    ("age", "side"),
    [
        pytest.param(10, "younger", id="ten is younger than those the service is for"),
        pytest.param(11, None, id="eleven is in"),
        pytest.param(24, None, id="twenty-four is in"),
        pytest.param(25, "older", id="twenty-five is older, and not refused"),
    ],
)
def test_who_stands_outside_the_entrance(age, side):
    assert rules.outside_entrance(age, SOUTHAMPTON) == side
    assert rules.outside_entrance(age, TINY) == "older"


def test_an_entrance_without_ages_leaves_nobody_outside():
    front = SOUTHAMPTON.entrance.model_copy(update={"age_min": None, "age_max": None})
    assert rules.outside_entrance(3, SOUTHAMPTON.model_copy(update={"entrance": front})) is None


@pytest.mark.parametrize(
    ("age", "band_set", "band"),
    [
        (9, "age_under18_18to24", "<18"),
        (17, "age_under18_18to24", "<18"),
        (18, "age_under18_18to24", "18-24"),
        (25, "age_under18_18to24", None),
        (10, "age_11to17_18to24", None),
        (11, "age_11to17_18to24", "11-17"),
    ],
)
def test_the_band_of_an_age(age, band_set, band):
    assert rules.band_of(age, SOUTHAMPTON.age_bands[band_set]) == band


def test_a_word_that_is_not_the_specifications_is_named_with_those_that_are():
    detail = {"outcomes": ["comprehensive_assessment", "holiday"], "substances": ["alcohol"], "because": "x"}
    (word,) = rules.unknown_words("triage_completed", detail, SOUTHAMPTON)
    assert (word.key, word.said, word.known[0]) == ("outcomes", "holiday", "crisis_intervention")


def test_a_detail_that_the_milestone_does_not_say_is_named():
    (word,) = rules.unknown_words("review_completed", {"mood": "good"}, SOUTHAMPTON)
    assert (word.key, word.said, word.known) == ("mood", "good", ())


def test_free_details_and_absent_ones_may_say_anything():
    assert rules.unknown_words("triage_offered", {"for": "2014-10-06"}, SOUTHAMPTON) == []
    assert rules.unknown_words("intervention_started", {"type": "psy_cbt", "setting": None}, SOUTHAMPTON) == []


def test_the_words_a_detail_may_say_are_the_specifications_own():
    assert rules.words_for("first_contact_made", "how", TINY) == ["megaphone", "wave"]
    assert rules.words_for("followed_up", "reached", TINY) == ["yes", "no"]
    assert rules.words_for("instrument_completed", "instrument", TINY) == ["swemwbs"]
    assert rules.words_for("session_recorded", "minutes", TINY) is None
    assert rules.words_for("intervention_ended", "reason", TINY)[0] in TINY.end_reasons


def test_every_step_is_done_by_a_milestone_that_exists():
    for step in (*SOUTHAMPTON.steps, *TINY.steps):
        assert step.kind in MilestoneKind.values
        assert step.clause == step.source
