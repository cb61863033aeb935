"""The Southampton specification says what its text says, clause by clause."""

import datetime

import pytest

from throughcare.specification import loader
from throughcare.specification.definitions import Condition, Duration, Match

SPECIFICATION = loader.load("southampton-esap").in_force_on(datetime.date(2014, 10, 1))
TREATMENT = Match("intervention_started", (("type", SPECIFICATION.treatment_types),))
ASSESSMENT_ASKED_FOR = Match("triage_completed", (("outcomes", frozenset({"comprehensive_assessment"})),))
PLANNED_EXIT = Match("exited", (("reason", frozenset({"completed_drug_free", "completed_occasional_user"})),))


def said(kind: str, /, **detail: str) -> Match:
    return Match(kind, tuple(sorted((key, frozenset({value})) for key, value in detail.items())))


#: id, starts, stops, within, clause
PROMISES = [
    ("first-contact", said("referral_received"), None, ("working_days", 2), "14.4"),
    ("triage-offer", said("referral_received"), said("triage_offered"), ("working_days", 2), "19, 2a"),
    ("comprehensive-assessment", ASSESSMENT_ASKED_FOR, said("assessment_completed"), ("working_days", 5), "19, 2b"),
    ("keyworker", ASSESSMENT_ASKED_FOR, said("keyworker_assigned"), ("working_days", 5), "9.5"),
    ("first-intervention-2-weeks", said("referral_received"), TREATMENT, ("days", 13), "19, 2c"),
    ("first-intervention-3-weeks", said("referral_received"), TREATMENT, ("days", 20), "19, 2c"),
    ("structured-start", said("first_contact_made"), TREATMENT, ("working_days", 14), "14.5"),
    ("plan", TREATMENT, said("plan_signed_off", kind="integrated"), ("weeks", 2), "19, 4a"),
    ("first-review", said("assessment_completed"), said("review_completed"), ("weeks", 12), "19, 4b"),
    ("next-review", said("review_completed"), said("review_completed"), ("weeks", 12), "8.9.5"),
    ("top-start", TREATMENT, said("instrument_completed", instrument="top", stage="start"), ("days", 14), "19, 6a"),
    (
        "top-review",
        said("review_completed"),
        said("instrument_completed", instrument="top", stage="review"),
        ("days", 14),
        "19, 6a",
    ),
    ("top-exit", PLANNED_EXIT, said("instrument_completed", instrument="top", stage="exit"), ("days", 14), "19, 6a"),
    ("encouragement", None, None, ("weeks", 2), "8.9.7"),
    (
        "follow-up-3-months",
        PLANNED_EXIT,
        said("followed_up", point="3_months", reached="yes"),
        ("months", 3),
        "section 20",
    ),
    (
        "follow-up-6-months",
        PLANNED_EXIT,
        said("followed_up", point="6_months", reached="yes"),
        ("months", 6),
        "section 20",
    ),
]


@pytest.mark.parametrize(("id", "start", "stop", "within", "clause"), PROMISES, ids=[one[0] for one in PROMISES])
def test_a_promise_has_its_own_start_stop_length_and_clause(id, start, stop, within, clause):
    clock = SPECIFICATION.clock(id)
    assert start is None or clock.starts_on == (start,)
    assert stop is None or clock.stops_on == (stop,)
    assert clock.within == Duration(*within)
    assert clause in clock.source


#: Promises of protection, whose times are ours: the text asks for the step and gives no time.
PROTECTION = [
    ("risk-plan", said("risk_plan_made"), ("working_days", 2), "8.5.5"),
    ("risk-plan-review", said("risk_plan_reviewed"), ("weeks", 12), "8.5.5"),
    ("marac-referral", said("abuse_referred", to="marac"), ("working_days", 1), "10.7.4"),
    ("abuse-contact", Match("abuse_referred", (("to", frozenset({"pippa", "marac"})),)), ("working_days", 2), "10.7.5"),
    ("childrens-centre-offer", Match("childrens_centre_offered"), ("weeks", 2), "10.6.4"),
    ("home-review", Match("home_review_held"), ("weeks", 12), "10.6.4"),
]


@pytest.mark.parametrize(("id", "stop", "within", "clause"), PROTECTION, ids=[one[0] for one in PROTECTION])
def test_what_the_text_asks_for_without_a_time_says_so(id, stop, within, clause):
    clock = SPECIFICATION.clock(id)
    assert clock.stops_on[0] == stop
    assert clock.within == Duration(*within)
    assert clock.source.startswith("ours")
    assert clause in clock.source


def test_a_risk_plan_is_owed_for_every_risk_that_is_asked_about():
    (start,) = SPECIFICATION.clock("risk-plan").starts_on
    assert dict(start.where)["risks"] == frozenset(SPECIFICATION.all_risks)


def test_there_is_no_other_promise():
    known = {one[0] for one in [*PROMISES, *PROTECTION]}
    assert {clock.id for clock in SPECIFICATION.clocks_on("episode")} == known


@pytest.mark.parametrize(
    ("id", "start", "within", "clause"),
    [
        ("alert-emergency", said("alert_raised", urgency="emergency"), ("hours", 1), "ours"),
        ("alert-urgent", said("alert_raised", urgency="urgent"), ("hours", 4), "ours"),
        ("alert-prompt", said("alert_raised", urgency="prompt"), ("working_days", 2), "ours"),
        ("information-request-2-hours", said("request_received", priority="two_hours"), ("hours", 2), "section 22"),
        ("concern-sent", said("concern_raised"), ("working_days", 1), "ours"),
    ],
)
def test_matters_beside_an_episode_have_promises_too(id, start, within, clause):
    clock = SPECIFICATION.clock(id)
    assert clock.thread != "episode"
    assert start is None or clock.starts_on[0] == start
    assert clock.within == Duration(*within)
    assert clause in clock.source


@pytest.mark.parametrize("urgency", ["emergency", "urgent", "prompt"])
def test_an_alert_that_is_passed_on_gives_the_next_person_the_same_time(urgency):
    clock = SPECIFICATION.clock(f"alert-{urgency}")
    assert clock.every
    assert clock.starts_on[1] == said("alert_escalated", urgency=urgency)
    assert {match.kind for match in clock.stops_on} == {"alert_acknowledged", "alert_escalated"}


def test_a_first_contact_is_made_by_telephone_or_in_person():
    (stop,) = SPECIFICATION.clock("first-contact").stops_on
    assert stop.fits("first_contact_made", {"how": "telephone"})
    assert stop.fits("first_contact_made", {"how": "in_person"})
    assert not stop.fits("first_contact_made", {"how": "online"})


def test_the_three_waits_for_treatment_run_only_where_treatment_is_to_be_expected():
    expected = Condition((ASSESSMENT_ASKED_FOR, Match("assessment_completed"), TREATMENT))
    waits = [clock for clock in SPECIFICATION.clocks if clock.same_wait_as == "wait-for-treatment"]
    assert [clock.id for clock in waits] == [
        "first-intervention-2-weeks",
        "first-intervention-3-weeks",
        "structured-start",
    ]
    assert {clock.only_if for clock in waits} == {(expected,)}


def test_a_plan_signed_before_treatment_meets_its_promise_and_an_interim_one_does_not():
    plan = SPECIFICATION.clock("plan")
    assert plan.may_precede is True
    assert not any(stop.fits("plan_signed_off", {"kind": "interim"}) for stop in plan.stops_on)


def test_reviews_go_on_for_the_whole_episode():
    review = SPECIFICATION.clock("next-review")
    assert review.every
    assert review.repeats
    assert not SPECIFICATION.clock("first-review").every


@pytest.mark.parametrize("stage", ["start", "review", "exit"])
def test_a_top_counts_from_14_days_before_to_14_days_after(stage):
    clock = SPECIFICATION.clock(f"top-{stage}")
    assert clock.may_precede == clock.within == Duration("days", 14)
    assert clock.every == (stage == "review")


@pytest.mark.parametrize("months", [3, 6])
def test_follow_up_is_void_after_a_return_or_a_death_and_has_no_window(months):
    clock = SPECIFICATION.clock(f"follow-up-{months}-months")
    assert clock.voided_by == (Match("came_back"), said("exited", reason="died"))
    assert clock.not_before is None


def test_a_missed_appointment_waits_for_the_person_and_an_offer_waits_for_us():
    (rule,) = SPECIFICATION.waiting
    (after,) = rule.after
    assert after.fits("session_recorded", {"outcome": "did_not_attend"})
    assert after.fits("session_recorded", {"outcome": "cancelled_by_person"})
    assert not after.fits("session_recorded", {"outcome": "cancelled_by_service"})
    assert not after.fits("triage_offered", {"for": "2014-10-06"})


#: The ids that stories use; they never change.
WORDS = {
    "sources": "self family school youth_justice social_care camhs gp hospital outreach",
    "channels": "telephone online in_person letter email",
    "urgencies": "routine soon urgent",
    "contact_hows": "telephone in_person online",
    "triage_outcomes": (
        "crisis_intervention brief_intervention low_intensity_support refer_elsewhere comprehensive_assessment"
    ),
    "session_outcomes": "attended did_not_attend cancelled_by_person cancelled_by_service",
    "abouts": "alcohol drugs both",
    "plan_kinds": "interim integrated",
    "instrument_stages": "start review exit follow_up",
    "followup_points": "3_months 6_months",
    "joint_work": "joint_assessment joint_session case_review joint_plan",
    "exit_reasons": (
        "completed_drug_free completed_occasional_user transferred_not_in_custody transferred_in_custody dropped_out "
        "declined_treatment moved_away died retained_in_custody inappropriate_referral"
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_list_has_exactly_these_words(name):
    assert list(getattr(SPECIFICATION, name)) == WORDS[name].split()


def test_the_agencies_that_work_is_shared_with_are_known():
    assert {"camhs", "youth_offending", "school", "social_care", "housing", "gp"} <= set(SPECIFICATION.agencies)


@pytest.mark.requirement("OUT-05")
def test_outreach_goes_where_the_text_says():
    known = set(SPECIFICATION.outreach_settings)
    young_people = {"childrens_home", "alternative_education", "street", "school", "college"}
    others = {"gp", "hospital", "community", "workplace", "leisure", "custody", "prison"}
    assert young_people | others <= known
    assert {setting.group for setting in SPECIFICATION.outreach_settings.values()} >= {"generic", "education"}


def test_two_ways_of_leaving_are_planned_and_one_is_a_death():
    reasons = SPECIFICATION.exit_reasons.values()
    assert [one.id for one in reasons if one.planned] == ["completed_drug_free", "completed_occasional_user"]
    assert [one.id for one in reasons if one.died] == ["died"]


def test_who_may_enter():
    assert (SPECIFICATION.age_min, SPECIFICATION.age_max) == (11, 24)
    assert "connection" in SPECIFICATION.entrance.connection
    assert "11.2" in SPECIFICATION.entrance.source


def test_two_sets_of_age_bands():
    assert SPECIFICATION.age_bands == {
        "age_under18_18to24": (("<18", None, 17), ("18-24", 18, 24)),
        "age_11to17_18to24": (("11-17", 11, 17), ("18-24", 18, 24)),
    }


def test_every_intervention_is_there_and_multi_agency_work_alone_is_no_treatment():
    interventions = SPECIFICATION.interventions
    assert len(interventions) == 102
    assert not any(one.counts_as_in_treatment for one in interventions.values() if one.id.startswith("ma_"))
    assert interventions["psy_cbt"].counts_as_in_treatment
    assert interventions["psy_cbt"].parent == "psychosocial"
    left_open = {one.id for one in interventions.values() if one.left_open}
    assert left_open == {
        "crisis",
        "one_to_one",
        "problem_solving",
        "peer_group_yp",
        "women_only_group",
        "nps_chemsex",
        "criminal_justice",
    }
    assert not left_open & SPECIFICATION.treatment_types


def test_nothing_is_refused_for_its_order_and_a_hard_gate_is_named_nowhere():
    assert (SPECIFICATION.gates.plan_before_intervention, SPECIFICATION.gates.measure_before_exit) == ("soft", "soft")


def test_a_commissioner_sees_published_figures_and_nothing_else():
    assert SPECIFICATION.roles["commissioner"].permissions == {"view_published_figures"}


@pytest.mark.parametrize("role", ["administrator", "commissioner"])
def test_who_reads_no_record_is_permitted_nothing_about_a_person(role):
    permissions = SPECIFICATION.roles[role].permissions
    assert not [one for one in permissions if one.startswith("record_") or one in ("view_person", "find_people")]
