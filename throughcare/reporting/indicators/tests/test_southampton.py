"""Every row of 004 section 19 on a handful of made-up people, with the numbers worked out in the comments."""

import pytest

from throughcare.reporting.extract.tests.factories import activity, day, episode
from throughcare.reporting.indicators.results import Period
from throughcare.reporting.indicators.tests.figures import autumn, counts, engine, figure, groups, indicators
from throughcare.reporting.indicators.tests.recount import COUNTED

AGES = "age_under18_18to24"
CHILD, ADULT, OLDER = "1999-05-02", "1994-05-02", "1989-05-02"  # 15, 20 and 25 in the autumn of 2014


def seen(number, received="2014-10-01", born=CHILD, **more):
    """Referred on a Wednesday, offered a triage the day after, triaged the Monday after."""
    one = episode(number, born, received, **more)
    one.happened("2014-10-02", "first_contact_made", how="telephone")
    one.happened("2014-10-02", "triage_offered", **{"for": "2014-10-06"})
    one.happened("2014-10-06", "triage_completed", outcomes=["comprehensive_assessment"])
    return one


def treated(number, on="2014-10-13", born=CHILD, type="psy_cbt", **more):
    one = seen(number, born=born, **more)
    one.happened("2014-10-10", "assessment_completed")
    one.happened(on, "intervention_started", type=type)
    return one


# 1a, 1b -----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-05")
def test_brief_interventions_count_each_known_person_once_and_others_as_recorded():
    amber = episode(1, CHILD, "2014-10-01")
    amber.happened("2014-10-05", "brief_intervention_given", about="drugs")
    amber.happened("2014-11-05", "brief_intervention_given", about="alcohol")  # the same person again: not counted
    fair = activity(2)
    fair.happened(
        "2014-10-20", "brief_intervention_given", about="drugs", people=10, ages={"under_18": 3, "18_to_24": 5}
    )
    fair.happened("2014-10-21", "brief_intervention_given", about="both", people=4)  # no ages: in the total only
    early = activity(3)
    early.happened("2014-09-30", "brief_intervention_given", about="drugs", people=7)  # before the period
    outreach = activity(4)
    outreach.happened("2014-10-22", "outreach_contact_made", setting="school", targeted="yes", people=50)

    said = figure("KPI-1a", [amber, fair, early, outreach])
    # 1 (Amber) + 10 + 4; under 18: Amber and 3; 18 to 24: 5; the other 6 in neither
    assert counts(said) == (15, None, 0, 0)
    assert groups(said, AGES) == {"<18": (4, None, 0, 0), "18-24": (5, None, 0, 0)}
    assert groups(said, "substance") == {"both": (4, None, 0, 0), "drugs": (11, None, 0, 0)}
    # the year to date has the 7 of September too, and a year's target to reach
    assert said["value"] == 15
    assert said["target"] == {"comparator": ">=", "value": 1500, "per": "year", "year": "2014-15"}
    assert said["year_to_date"] == {"from": "2014-04-01", "to": "2014-12-31", "value": 22}
    assert (said["status"], said["quarter_guide"]) == ("missed", 375)


def test_a_person_who_turns_18_between_two_brief_interventions_is_one_person_in_one_group():
    amber = episode(1, "1996-11-01", "2014-10-01")
    amber.happened("2014-10-05", "brief_intervention_given", about="drugs")
    amber.happened("2014-11-05", "brief_intervention_given", about="drugs")
    said = figure("KPI-1a", [amber])
    assert groups(said, AGES) == {"<18": (1, None, 0, 0), "18-24": (0, None, 0, 0)}


def test_a_target_reached_within_the_year_is_met_whatever_the_quarter():
    crowd, later = activity(1), activity(2)
    crowd.happened("2014-06-01", "brief_intervention_given", about="drugs", people=1499)
    later.happened("2014-10-01", "brief_intervention_given", about="drugs", people=1)
    said = figure("KPI-1a", [crowd, later])
    assert (said["value"], said["year_to_date"]["value"], said["status"]) == (1, 1500, "met")


@pytest.mark.requirement("PER-06")
def test_targeted_outreach_counts_people_contacted_in_targeted_work_only():
    park = activity(1)
    park.happened(
        "2014-10-01", "outreach_contact_made", setting="street", targeted="yes", people=8, ages={"under_18": 8}
    )
    park.happened("2014-12-31", "outreach_contact_made", setting="school", targeted="yes", people=2)
    park.happened("2014-12-31", "outreach_contact_made", setting="school", targeted="no", people=30)
    said = figure("KPI-1b", [park])
    assert counts(said) == (10, None, 0, 0)
    assert groups(said, "setting") == {"school": (2, None, 0, 0), "street": (8, None, 0, 0)}


# 2a ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-07")
def test_triage_offers_met_late_overdue_pending_and_void():
    people = [episode(n, CHILD, "2014-12-29") for n in range(1, 7)]  # a Monday; due Wednesday the 31st
    people[0].happened("2014-12-31", "triage_offered", **{"for": "2015-01-05"})  # on the due day: met
    people[1].happened("2015-01-02", "triage_offered", **{"for": "2015-01-05"})  # 1 January is a holiday; a day late
    # people[2] was never offered one: overdue
    people[3].happened("2014-12-30", "withdrawn", reason="declined_treatment")  # before the due day: void
    people[4].happened("2015-01-05", "withdrawn", reason="declined_treatment")  # after it, without an offer: breached
    older = episode(9, OLDER, "2014-12-29")
    older.happened("2014-12-29", "triage_offered", **{"for": "2015-01-05"})  # met; 25, so in neither group
    people[5].milestones = list(episode(6, CHILD, "2015-01-02").milestones)  # starts after the period
    said = figure("KPI-2a", [*people, older])
    assert counts(said) == (2, 5, 0, 1)
    assert groups(said, AGES) == {"<18": (1, 4, 0, 1), "18-24": (0, 0, 0, 0)}
    assert (said["value"], said["status"]) == (0.4, "missed")


def test_a_clock_due_on_the_day_of_judgement_is_still_pending():
    amber = episode(1, CHILD, "2014-12-29")
    assert counts(figure("KPI-2a", [amber], known_on="2014-12-31")) == (0, 0, 1, 0)
    assert counts(figure("KPI-2a", [amber], known_on="2015-01-01")) == (0, 1, 0, 0)


# 2b ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-08")
def test_assessments_are_counted_from_triage_where_it_asked_for_one_and_beside_it_for_every_referral():
    prompt, slow, unasked, withdrawn = (seen(n) for n in range(1, 5))
    prompt.happened("2014-10-13", "assessment_completed")  # Monday to Monday: the fifth working day
    slow.happened("2014-10-14", "assessment_completed")  # the sixth
    unasked.milestones = unasked.milestones[:3]
    unasked.happened("2014-10-06", "triage_completed", outcomes=["brief_intervention"])
    withdrawn.happened("2014-10-08", "withdrawn", reason="declined_treatment")
    people = [prompt, slow, unasked, withdrawn]
    assert counts(figure("KPI-2b", people)) == (1, 2, 0, 1)
    assert counts(figure("KPI-2b-all", people)) == (1, 4, 0, 0)


def test_an_assessment_before_the_triage_is_not_within_5_days_after_it():
    early = episode(1, CHILD, "2014-10-01")
    early.happened("2014-10-02", "assessment_completed")
    early.happened("2014-10-06", "triage_completed", outcomes=["comprehensive_assessment"])
    assert counts(figure("KPI-2b-all", [early])) == (0, 1, 0, 0)


# 2c ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-09")
def test_waits_are_strictly_less_than_two_and_three_weeks():
    # referred on 1 October: 13, 14, 20 and 21 days
    people = [treated(n, on) for n, on in enumerate(["2014-10-14", "2014-10-15", "2014-10-21", "2014-10-22"], 1)]
    agency_only = treated(5, "2014-10-14", type="ma_offending")  # never treatment
    assert counts(figure("KPI-2c-2weeks", [*people, agency_only])) == (1, 4, 0, 0)
    assert counts(figure("KPI-2c-3weeks", [*people, agency_only])) == (3, 4, 0, 0)


def test_the_first_treatment_puts_an_episode_into_the_period_and_the_age_on_that_day_into_a_band():
    birthday = treated(1, "2015-01-02", born="1997-01-02")  # referred at 17, 18 on the day treatment starts
    birthday.happened("2015-01-20", "intervention_started", type="psy_motivational")
    assert counts(figure("KPI-2c-2weeks", [birthday])) == (0, 0, 0, 0)
    winter = Period(day("2015-01-01"), day("2015-03-31"))
    said = figure("KPI-2c-2weeks", [birthday], period=winter)
    assert counts(said) == (0, 1, 0, 0)
    assert groups(said, AGES) == {"<18": (0, 0, 0, 0), "18-24": (0, 1, 0, 0)}
    assert groups(said, "intervention_type") == {"psy_cbt": (0, 1, 0, 0)}


# 3a ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-10")
def test_new_referrals_seen_have_a_target_for_each_age_group_and_none_for_all():
    attended = episode(1, CHILD, "2014-09-20")
    attended.happened("2014-10-01", "session_recorded", type="psy_cbt", outcome="attended")
    missed = episode(2, CHILD, "2014-10-01")
    missed.happened("2014-10-10", "session_recorded", type="psy_cbt", outcome="did_not_attend")
    before = episode(3, ADULT, "2014-09-01")
    before.happened("2014-09-10", "triage_completed", outcomes=["comprehensive_assessment"])
    before.happened("2014-10-10", "assessment_completed")  # first seen in September
    said = figure("KPI-3a", [attended, missed, before, seen(4, born=ADULT), seen(5, born=OLDER)])
    # in the autumn: one child, one adult, one of 25
    assert counts(said) == (3, None, 0, 0)
    assert (said["target"], said["status"]) == (None, "no_target")
    children, adults = said["breakdowns"]["age_11to17_18to24"]
    assert (children["group"], children["value"], children["target"]["value"], children["quarter_guide"]) == (
        "11-17", 1, 120, 30,
    )  # fmt: skip
    assert (adults["group"], adults["year_to_date"]["value"], adults["target"]["value"]) == ("18-24", 2, 180)
    assert (children["status"], adults["status"]) == ("missed", "missed")
    assert groups(said, AGES) == {"<18": (1, None, 0, 0), "18-24": (1, None, 0, 0)}


# 4 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-11", "CPL-02")
def test_a_plan_counts_before_treatment_and_up_to_14_days_after_and_an_interim_plan_never():
    # treatment starts on 13 October; the last day is the 27th
    before, last_day, late, interim, none = (treated(n) for n in range(1, 6))
    before.happened("2014-10-02", "plan_signed_off", kind="integrated")
    last_day.happened("2014-10-27", "plan_signed_off", kind="integrated")
    late.happened("2014-10-28", "plan_signed_off", kind="integrated")
    interim.happened("2014-10-13", "plan_signed_off", kind="interim")
    none.happened("2014-10-20", "exited", reason="dropped_out")  # closed before it was due
    assert counts(figure("KPI-4a", [before, last_day, late, interim, none])) == (2, 4, 0, 1)


@pytest.mark.requirement("PER-12")
def test_reviews_are_counted_and_banded_on_the_12_week_point():
    # assessed on 10 October 2014: the 12-week point is 2 January 2015
    winter = Period(day("2015-01-01"), day("2015-03-31"))
    prompt = treated(1, born="1997-01-02")  # 18 on the 12-week point
    prompt.happened("2015-01-02", "review_completed")
    late, closed = treated(2), treated(3)
    late.happened("2015-01-03", "review_completed")
    closed.happened("2014-12-20", "exited", reason="completed_drug_free")
    people = [prompt, late, closed]
    assert counts(figure("KPI-4b", people)) == (0, 0, 0, 0)
    said = figure("KPI-4b", people, period=winter)
    assert counts(said) == (1, 2, 0, 1)
    assert groups(said, AGES) == {"<18": (0, 1, 0, 1), "18-24": (1, 1, 0, 0)}


@pytest.mark.requirement("PER-13")
def test_joint_work_counts_for_every_referral_whenever_it_was_done_in_the_episode():
    joint, letter, withdrawn = (
        episode(1, CHILD, "2014-12-31"),
        episode(2, CHILD, "2014-10-01"),
        episode(3, CHILD, "2014-10-01"),
    )
    joint.happened("2015-02-01", "joint_work_recorded", agency="camhs", how="joint_session")
    letter.happened("2014-10-03", "referred_onward", to="gp", consent="yes")
    withdrawn.happened("2014-10-02", "withdrawn", reason="declined_treatment")
    said = figure("KPI-4c", [joint, letter, withdrawn])
    assert counts(said) == (1, 3, 0, 0)
    assert groups(said, "partner_agency") == {"camhs": (1, 1, 0, 0), "not_recorded": (0, 2, 0, 0)}


@pytest.mark.requirement("PER-14")
def test_a_key_worker_counts_when_assigned_by_the_end_of_the_period_and_leaving_does_not_undo_it():
    assigned, late, left = (episode(n, CHILD, "2014-12-01") for n in (1, 2, 3))
    assigned.happened("2014-12-31", "keyworker_assigned", worker="jo")
    late.happened("2015-01-01", "keyworker_assigned", worker="jo")
    left.happened("2014-12-02", "keyworker_assigned", worker="jo")
    left.happened("2014-12-03", "withdrawn", reason="declined_treatment")
    assert counts(figure("KPI-4d", [assigned, late, left])) == (2, 3, 0, 0)


# 5a ---------------------------------------------------------------------------------------------------------------


def test_leavers_are_exits_of_episodes_in_which_treatment_had_started():
    planned, dropped = treated(1), treated(2, born=ADULT)
    agency_only, untreated, withdrawn = treated(3, type="ma_offending"), seen(4), seen(5)
    planned.happened("2014-12-31", "exited", reason="completed_drug_free")
    dropped.happened("2014-12-01", "exited", reason="dropped_out")
    agency_only.happened("2014-12-01", "exited", reason="completed_drug_free")
    untreated.happened("2014-12-01", "exited", reason="completed_drug_free")
    withdrawn.happened("2014-12-01", "withdrawn", reason="declined_treatment")
    said = figure("KPI-5a", [planned, dropped, agency_only, untreated, withdrawn])
    assert counts(said) == (1, 2, 0, 0)
    assert groups(said, "exit_reason") == {"completed_drug_free": (1, 1, 0, 0), "dropped_out": (0, 1, 0, 0)}


# 6a ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-16")
@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("2014-09-29", (0, 1, 0, 0)),
        ("2014-10-01", (1, 1, 0, 0)),
        ("2014-10-29", (1, 1, 0, 0)),
        ("2014-10-30", (0, 1, 0, 0)),
    ],
    ids=["15 days before", "14 days before", "14 days after", "15 days after"],
)
def test_a_start_top_counts_from_14_days_before_to_14_days_after(top, expected):
    one = treated(1, "2014-10-15", received="2014-09-25")
    one.happened(top, "instrument_completed", instrument="top", stage="start")
    if top == "2014-09-29":
        one.milestones[-1:] = []
        one.happened("2014-09-30", "instrument_completed", instrument="top", stage="start")
    assert counts(figure("KPI-6a-start", [one])) == expected


@pytest.mark.requirement("PER-16")
def test_every_review_asks_for_a_top_of_its_own():
    one = treated(1)
    one.happened("2014-11-03", "review_completed")
    one.happened("2014-11-17", "instrument_completed", instrument="top", stage="review")  # 14 days after
    one.happened("2014-12-15", "review_completed")  # none within 14 days of this one
    assert counts(figure("KPI-6a-review", [one])) == (1, 2, 0, 0)


@pytest.mark.requirement("PER-16")
def test_an_exit_top_is_for_planned_exits_from_treatment_and_may_come_after_the_exit():
    after, without, unplanned = treated(1), treated(2), treated(3)
    for one, reason in ((after, "completed_drug_free"), (without, "completed_drug_free"), (unplanned, "dropped_out")):
        one.happened("2014-12-01", "exited", reason=reason)
    untreated = seen(4)
    untreated.happened("2014-12-01", "exited", reason="completed_drug_free")
    after.happened("2014-12-15", "instrument_completed", instrument="top", stage="exit")
    assert counts(figure("KPI-6a-exit", [after, without, unplanned, untreated])) == (1, 2, 0, 0)


# Standards and follow-ups -----------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-35", "PER-36")
def test_standards_outside_section_19_are_counted_apart():
    online = episode(1, CHILD, "2014-10-01")
    online.happened("2014-10-02", "first_contact_made", how="online")  # the text says telephone or in person
    online.happened("2014-10-02", "triage_offered", **{"for": "2014-10-06"})
    last_day, day_late = episode(6, CHILD, "2014-10-01"), episode(7, CHILD, "2014-10-01")
    last_day.happened("2014-10-03", "first_contact_made", how="in_person")
    day_late.happened("2014-10-02", "triage_offered", **{"for": "2014-10-06"})  # an offer is no contact
    day_late.happened("2014-10-06", "first_contact_made", how="telephone")
    assert counts(figure("STD-01", [seen(2), online, last_day, day_late])) == (2, 4, 0, 0)
    # contact on Thursday 2 October: the 14th working day is Wednesday the 22nd; counted on the day treatment starts
    in_time, late, waiting = treated(3, "2014-10-22"), treated(4, "2014-10-23"), seen(5)
    assert counts(figure("STD-02", [in_time, late, waiting])) == (1, 2, 0, 0)


def test_follow_up_is_counted_on_its_own_point_and_void_when_the_person_came_back():
    reached, came_back = treated(1), treated(2)
    for one in (reached, came_back):
        one.happened("2014-10-20", "exited", reason="completed_drug_free")
    reached.happened("2015-01-19", "followed_up", point="3_months", reached="yes")
    came_back.happened("2014-12-01", "came_back")
    winter = Period(day("2015-01-01"), day("2015-03-31"))
    said = figure("FUP-3", [reached, came_back], period=winter)
    assert counts(said) == (1, 1, 0, 1)
    assert (said["target"], said["status"]) == (None, "no_target")


# Targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        pytest.param("KPI-1b", 3000, marks=pytest.mark.requirement("PER-06"), id="KPI-1b"),
        pytest.param("KPI-2a", 0.95, marks=pytest.mark.requirement("PER-07"), id="KPI-2a"),
        pytest.param("KPI-2b", 0.95, marks=pytest.mark.requirement("PER-08"), id="KPI-2b"),
        pytest.param("KPI-2c-2weeks", 0.95, marks=pytest.mark.requirement("PER-09"), id="KPI-2c-2weeks"),
        pytest.param("KPI-2c-3weeks", 1, marks=pytest.mark.requirement("PER-09"), id="KPI-2c-3weeks"),
        pytest.param("KPI-4a", 0.95, marks=pytest.mark.requirement("PER-11", "CPL-02"), id="KPI-4a"),
        pytest.param("KPI-4b", 0.95, marks=pytest.mark.requirement("PER-12"), id="KPI-4b"),
        pytest.param("KPI-4c", 0.95, marks=pytest.mark.requirement("PER-13"), id="KPI-4c"),
        pytest.param("KPI-4d", 0.95, marks=pytest.mark.requirement("PER-14"), id="KPI-4d"),
        pytest.param("KPI-6a-start", 0.95, marks=pytest.mark.requirement("PER-16"), id="KPI-6a-start"),
        pytest.param("KPI-6a-review", 0.95, marks=pytest.mark.requirement("PER-16"), id="KPI-6a-review"),
        pytest.param("KPI-6a-exit", 0.95, marks=pytest.mark.requirement("PER-16"), id="KPI-6a-exit"),
    ],
)
def test_the_target_is_the_one_of_the_text(indicator, value):
    per = {"per": "year"} if value > 1 else {}
    assert figure(indicator, [])["target"] == {"comparator": ">=", "value": value, **per, "year": "2014-15"}


# All of them ------------------------------------------------------------------------------------------------------


def test_every_row_of_section_19_is_declared():
    assert [one for one in indicators() if one.startswith("KPI")] == list(COUNTED)


def test_every_key_indicator_is_split_by_age_even_where_nobody_is_in_a_group():
    for one in engine([]).measure_all([i for i in indicators().values() if i.id.startswith("KPI")], autumn()):
        assert list(groups(one.as_json(), AGES)) == ["<18", "18-24"]


def test_without_cases_there_is_nothing_to_judge():
    said = figure("KPI-2a", [])
    assert (counts(said), said["value"], said["status"]) == ((0, 0, 0, 0), None, "no_cases")


def test_family_episodes_are_not_counted():
    assert counts(figure("KPI-2a", [episode(1, CHILD, "2014-10-01", episode_kind="family")])) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [
        ("2014-03-31", "2014-06-30", None),
        ("2014-04-01", "2014-06-30", "2014-15"),
        ("2019-04-01", "2019-06-30", "2014-15"),
    ],
    ids=["begun before the first target", "in its year", "carried forward, with its year shown"],
)
def test_the_latest_target_begun_by_the_period_is_used(first, last, year):
    said = figure("KPI-2a", [episode(1, CHILD, "2014-05-01")], period=Period(day(first), day(last)))
    assert (said["target"] and said["target"]["year"]) == year
    assert (said["status"] == "no_target") == (year is None)
