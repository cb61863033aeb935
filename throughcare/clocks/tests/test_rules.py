"""Every sentence about clocks, as drawn tables."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from throughcare.clocks.rules import Happening, days_left, days_used, explain, is_breach, replay, state, tally, up_to
from throughcare.clocks.tests.factories import (
    ASSESSMENT,
    ENGLAND,
    EXIT_TOP,
    FIRST_CONTACT,
    FIRST_REVIEW,
    FOLLOW_UP,
    ON_HOLD,
    ON_HOLD_WORKING,
    PLAN,
    REVIEW_TOP,
    REVIEWS,
    SOUTHAMPTON,
    TREATMENT,
    TRIAGE_OFFER,
    TWO_HOURS,
    clocks_of,
    day,
    length,
    match,
    matches,
    moment,
    promise,
    story,
    told,
)
from throughcare.specification.definitions import Condition, WaitingRule


def row(definition, text, *expected, id, **more):
    return pytest.param(definition, text, list(expected), more, id=id)


def check(definition, text, expected, more):
    assert clocks_of(definition, text, **more) == expected


@pytest.mark.requirement("REF-11")
@pytest.mark.parametrize(
    ("within", "start", "due"),
    [
        pytest.param("2 working_days", "2014-10-01", "2014-10-03", id="wednesday's referral is due friday"),
        pytest.param("2 working_days", "2014-10-03", "2014-10-07", id="friday's referral is due tuesday"),
        pytest.param("2 working_days", "2014-10-04", "2014-10-07", id="saturday's referral is due tuesday"),
        pytest.param("2 working_days", "2014-12-24", "2014-12-30", id="christmas is no working day"),
        pytest.param("14 days", "2014-12-24", "2015-01-07", id="calendar days run through christmas"),
        pytest.param("13 days", "2014-10-01", "2014-10-14", id="less than 2 weeks is 13 days"),
        pytest.param("12 weeks", "2014-10-10", "2015-01-02", id="12 weeks are 84 days"),
        pytest.param("3 months", "2014-11-30", "2015-02-28", id="a month without that day ends on its last"),
        pytest.param("6 months", "2014-10-31", "2015-04-30", id="6 months are half a year"),
        pytest.param("1 years", "2016-02-29", "2017-02-28", id="a year after 29 february is 28 february"),
        pytest.param("0 days", "2014-10-04", "2014-10-04", id="nought days are due the same day"),
        pytest.param("0 working_days", "2014-10-04", "2014-10-04", id="nought working days on a saturday too"),
    ],
)
def test_due_date(within, start, due):
    definition = promise("referral_received", "triage_offered", within)
    assert clocks_of(definition, f"{start} referral_received") == [f"{start} due {due}"]


def test_the_deployment_chooses_the_nation_and_its_closures():
    from throughcare.foundations.dates import calendar_for

    closed = calendar_for("wales", [day("2014-10-02")])
    (clock,) = replay(story("2014-10-01 referral_received"), (TRIAGE_OFFER,), closed, None)
    assert clock.due_on == day("2014-10-06")


def test_each_clock_runs_from_its_own_start():
    told_clocks = {
        clock.definition_id: told(clock)
        for clock in replay(
            story(
                """2014-10-01 referral_received; 2014-10-03 first_contact_made; 2014-10-06 triage_offered
                2014-10-06 triage_completed outcomes=comprehensive_assessment; 2014-10-10 assessment_completed
                2014-10-13 plan_signed_off kind=integrated; 2014-10-15 intervention_started type=psy_cbt"""
            ),
            SOUTHAMPTON,
            ENGLAND,
            None,
        )
    }
    assert told_clocks == {
        "first-contact": "2014-10-01 due 2014-10-03 stopped 2014-10-03",
        "triage-offer": "2014-10-01 due 2014-10-03 stopped 2014-10-06",
        "assessment": "2014-10-06 due 2014-10-13 stopped 2014-10-10",
        "treatment": "2014-10-01 due 2014-10-14 stopped 2014-10-15",
        "structured": "2014-10-03 due 2014-10-23 stopped 2014-10-15",
        "plan": "2014-10-15 due 2014-10-29 stopped 2014-10-13",
        "first-review": "2014-10-10 due 2015-01-02",
        "reviews": "2014-10-10 due 2015-01-02",
    }


AGAIN = replace(TRIAGE_OFFER, every=True)
RESTART = promise("review_completed", "review_completed", "12 weeks", every=True)


@pytest.mark.parametrize(
    ("definition", "text", "expected", "more"),
    [
        row(TRIAGE_OFFER, "", id="without milestones there is no clock"),
        row(TRIAGE_OFFER, "2014-10-01 triage_offered", id="without the start there is no clock"),
        row(
            TRIAGE_OFFER,
            "2014-10-01 referral_received source=school; 2014-10-08 referral_received source=gp",
            "2014-10-01 due 2014-10-03",
            id="only the first such milestone starts the clock",
        ),
        row(
            AGAIN,
            "2014-10-01 referral_received source=school; 2014-10-08 referral_received source=gp",
            "2014-10-01 due 2014-10-03",
            "2014-10-08 due 2014-10-10",
            id="with every, each such milestone starts one",
        ),
        row(
            AGAIN,
            "2014-10-01 referral_received source=school; 2014-10-01 referral_received source=gp",
            "2014-10-01 due 2014-10-03",
            id="two such milestones on one day start one clock",
        ),
        row(
            AGAIN,
            "2014-10-01 referral_received; 2014-10-02 referral_received; 2014-10-03 triage_offered",
            "2014-10-01 due 2014-10-03 stopped 2014-10-03",
            "2014-10-02 due 2014-10-06 stopped 2014-10-03",
            id="one milestone can stop the clocks of several starts",
        ),
        row(
            promise("first_contact_made, triage_completed", "assessment_completed", "5 days"),
            "2014-10-06 triage_completed; 2014-10-03 first_contact_made",
            "2014-10-03 due 2014-10-08",
            id="where several kinds start it, the earliest does",
        ),
        row(ASSESSMENT, "2014-10-06 triage_completed outcomes=brief_intervention", id="the start's detail must fit"),
        row(
            ASSESSMENT,
            "2014-10-06 triage_completed outcomes=referral_out,comprehensive_assessment",
            "2014-10-06 due 2014-10-13",
            id="one of several outcomes is enough",
        ),
    ],
)
def test_start(definition, text, expected, more):
    check(definition, text, expected, more)


SEVERAL_STOPS = promise("referral_received", "triage_offered, first_contact_made how=in_person|online", "5 days")


@pytest.mark.parametrize(
    ("definition", "text", "expected", "more"),
    [
        row(
            SEVERAL_STOPS,
            "2014-10-01 referral_received; 2014-10-05 triage_offered; 2014-10-03 first_contact_made how=online",
            "2014-10-01 due 2014-10-06 stopped 2014-10-03",
            id="of several kinds the earliest stops it",
        ),
        row(
            SEVERAL_STOPS,
            "2014-10-01 referral_received; 2014-10-05 triage_offered; 2014-10-03 first_contact_made how=telephone",
            "2014-10-01 due 2014-10-06 stopped 2014-10-05",
            id="a stop whose detail does not fit is passed over",
        ),
        row(
            SEVERAL_STOPS,
            "2014-10-01 referral_received; 2014-10-03 first_contact_made",
            "2014-10-01 due 2014-10-06",
            id="a stop that does not say what it must is passed over",
        ),
        row(
            TRIAGE_OFFER,
            "2014-09-30 triage_offered; 2014-10-01 referral_received",
            "2014-10-01 due 2014-10-03",
            id="a stop before the start does not count",
        ),
        row(
            TRIAGE_OFFER,
            "2014-10-01 triage_offered; 2014-10-01 referral_received",
            "2014-10-01 due 2014-10-03 stopped 2014-10-01",
            id="a stop on the same day counts although it was recorded first",
        ),
        row(
            TRIAGE_OFFER,
            "2014-10-01T09:00 triage_offered; 2014-10-01T15:00 referral_received",
            "2014-10-01 due 2014-10-03 stopped 2014-10-01",
            id="a stop on the same day counts although it was earlier that day",
        ),
        row(
            promise("review_completed", "review_completed", "12 weeks"),
            "2014-10-01 review_completed; 2014-12-24 review_completed",
            "2014-10-01 due 2014-12-24 stopped 2014-12-24",
            id="the milestone that starts a clock never stops it",
        ),
        row(
            RESTART,
            "2014-10-01 review_completed; 2014-12-24 review_completed",
            "2014-10-01 due 2014-12-24 stopped 2014-12-24",
            "2014-12-24 due 2015-03-18",
            id="with every, a milestone stops the clock before it and starts its own",
        ),
        row(
            RESTART,
            "2014-10-01 review_completed; 2014-10-01 review_completed because=twice",
            "2014-10-01 due 2014-12-24",
            id="two milestones that start a clock together do not stop it either",
        ),
        row(
            PLAN,
            "2013-01-07 plan_signed_off kind=integrated; 2014-10-13 intervention_started type=psy_mi",
            "2014-10-13 due 2014-10-27 stopped 2013-01-07",
            id="where it may precede, a plan signed long before meets it",
        ),
        row(
            PLAN,
            "2014-10-10 plan_signed_off kind=interim; 2014-10-13 intervention_started type=psy_mi",
            "2014-10-13 due 2014-10-27",
            id="an interim plan does not",
        ),
        row(
            REVIEW_TOP,
            "2014-10-01 instrument_completed instrument=top stage=review; 2014-10-15 review_completed",
            "2014-10-15 due 2014-10-29 stopped 2014-10-01",
            id="where it may precede by 14 days, 14 days before is in",
        ),
        row(
            REVIEW_TOP,
            "2014-09-30 instrument_completed instrument=top stage=review; 2014-10-15 review_completed",
            "2014-10-15 due 2014-10-29",
            id="and 15 days before is out",
        ),
        row(
            promise("triage_completed", "plan_drafted", "5 days", may_precede="2 working_days"),
            "2014-10-02 plan_drafted; 2014-10-06 triage_completed",
            "2014-10-06 due 2014-10-11 stopped 2014-10-02",
            id="where it may precede by 2 working days, thursday is in for monday",
        ),
        row(
            promise("triage_completed", "plan_drafted", "5 days", may_precede="2 working_days"),
            "2014-10-01 plan_drafted; 2014-10-06 triage_completed",
            "2014-10-06 due 2014-10-11",
            id="and wednesday is out",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-03-29 followed_up point=3_months reached=yes",
            "2015-01-30 due 2015-04-30",
            id="a stop before the window opens does not count",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-03-30 followed_up point=3_months reached=yes",
            "2015-01-30 due 2015-04-30 stopped 2015-03-30",
            id="a stop on the day the window opens counts",
        ),
        row(
            FOLLOW_UP,
            """2015-01-30 exited; 2015-03-29 followed_up point=3_months reached=yes
            2015-04-02 followed_up point=3_months reached=no; 2015-05-02 followed_up point=3_months reached=yes""",
            "2015-01-30 due 2015-04-30 stopped 2015-05-02",
            id="the first that counts stops it, not the first of its kind",
        ),
    ],
)
def test_stop(definition, text, expected, more):
    check(definition, text, expected, more)


@pytest.mark.parametrize(
    ("definition", "text", "expected", "more"),
    [
        row(
            REVIEWS,
            "2014-10-10 assessment_completed; 2014-12-20 review_completed; 2015-03-20 review_completed",
            "2014-10-10 due 2015-01-02 stopped 2014-12-20",
            "2014-12-20 due 2015-03-14 stopped 2015-03-20",
            "2015-03-20 due 2015-06-12",
            id="each review starts the next 12 weeks, early or late",
        ),
        row(
            REVIEWS,
            "2014-10-10 assessment_completed; 2014-12-20 review_completed; 2014-12-31 exited reason=completed",
            "2014-10-10 due 2015-01-02 stopped 2014-12-20",
            "2014-12-20 due 2015-03-14 void 2014-12-31 exited",
            id="until the episode ends",
        ),
        row(
            REVIEWS,
            "2014-10-10 assessment_completed; 2014-12-20 exited; 2014-12-31 review_completed",
            "2014-10-10 due 2015-01-02 void 2014-12-20 exited",
            id="a review after the end neither stops nor starts one",
        ),
        row(
            REVIEWS,
            "2014-10-10 assessment_completed; 2014-12-20 review_completed; 2014-12-20 review_completed because=twice",
            "2014-10-10 due 2015-01-02 stopped 2014-12-20",
            "2014-12-20 due 2015-03-14",
            id="a review recorded twice on one day starts one clock",
        ),
        row(
            REVIEWS,
            "2014-10-10 assessment_completed; 2014-10-10 review_completed; 2014-12-20 review_completed",
            "2014-10-10 due 2015-01-02 stopped 2014-12-20",
            "2014-12-20 due 2015-03-14",
            id="a review on the day of the start leaves the same 12 weeks running",
        ),
        row(
            replace(REVIEWS, every=True),
            """2014-10-10 assessment_completed; 2014-11-10 assessment_completed; 2014-12-20 review_completed
            2015-03-01 review_completed""",
            "2014-10-10 due 2015-01-02 stopped 2014-12-20",
            "2014-11-10 due 2015-02-02 stopped 2014-12-20",
            "2014-12-20 due 2015-03-14 stopped 2015-03-01",
            "2015-03-01 due 2015-05-24",
            id="two clocks stopped by one review are followed by one clock",
        ),
        row(
            replace(REVIEWS, every=True, starts_on=matches("assessment_completed, review_completed")),
            "2014-10-10 assessment_completed; 2014-12-20 review_completed",
            "2014-10-10 due 2015-01-02 stopped 2014-12-20",
            "2014-12-20 due 2015-03-14",
            id="a review that starts a clock and repeats one starts one",
        ),
        row(
            promise("exited", "followed_up", "3 months", repeats=True),
            "2015-01-30 exited; 2015-04-01 followed_up",
            "2015-01-30 due 2015-04-30 stopped 2015-04-01",
            id="after the end of the episode nothing repeats",
        ),
        row(
            promise("intervention_started", "review_completed", "12 weeks", repeats=True, may_precede=True),
            "2014-10-01 review_completed; 2014-10-10 intervention_started; 2014-12-01 review_completed",
            "2014-10-01 due 2014-12-24 stopped 2014-12-01",
            "2014-10-10 due 2015-01-02 stopped 2014-10-01",
            "2014-12-01 due 2015-02-23",
            id="a review that came before the start is followed by 12 weeks of its own",
        ),
    ],
)
def test_repeats(definition, text, expected, more):
    check(definition, text, expected, more)


def test_clocks_of_one_promise_are_numbered_by_their_start():
    milestones = story("2014-10-10 assessment_completed; 2014-12-20 review_completed; 2015-03-20 review_completed")
    clocks = replay(milestones, (REVIEWS, FIRST_REVIEW), ENGLAND, None)
    assert [(clock.definition_id, clock.sequence, clock.owner) for clock in clocks] == [
        ("reviews", 1, "keyworker"),
        ("reviews", 2, "keyworker"),
        ("reviews", 3, "keyworker"),
        ("first-review", 1, "keyworker"),
    ]


NEEDS_ASSESSMENT = replace(
    FIRST_CONTACT, only_if=(Condition(happened=matches("triage_completed outcomes=comprehensive_assessment")),)
)
SIXTEEN_UP = replace(EXIT_TOP, only_if=(Condition(age_from=16),))
UP_TO_17 = replace(TRIAGE_OFFER, only_if=(Condition(age_to=17),))
URGENT_OR_YOUNG = replace(
    TRIAGE_OFFER, only_if=(Condition(happened=matches("referral_received urgency=urgent"), age_to=15),)
)
BOTH = replace(TRIAGE_OFFER, only_if=(Condition(age_from=11), Condition(age_to=17)))
FOR_FAMILIES = replace(TRIAGE_OFFER, only_if=(Condition(pathways=frozenset({"family"})),))
REFERRED = "2014-10-01 referral_received"
MADE = "2014-10-01 due 2014-10-03"


@pytest.mark.parametrize(
    ("definition", "text", "expected", "more"),
    [
        row(NEEDS_ASSESSMENT, REFERRED, id="while the condition is not known there is no clock"),
        row(
            NEEDS_ASSESSMENT,
            f"{REFERRED}; 2014-10-20 triage_completed outcomes=comprehensive_assessment",
            MADE,
            id="once it is known to be true the clock is made with its original start",
        ),
        row(
            NEEDS_ASSESSMENT,
            f"{REFERRED}; 2014-10-20 triage_completed outcomes=brief_intervention",
            id="if it turns out otherwise there never is one",
        ),
        row(
            NEEDS_ASSESSMENT,
            f"{REFERRED}; 2014-10-02 withdrawn; 2014-10-20 triage_completed outcomes=comprehensive_assessment",
            id="what is only learned after the close does not count",
        ),
        row(
            NEEDS_ASSESSMENT,
            f"{REFERRED}; 2014-10-02 withdrawn; 2014-10-02 triage_completed outcomes=comprehensive_assessment",
            f"{MADE} void 2014-10-02 withdrawn",
            id="what is learned on the closing day does",
        ),
        row(
            replace(FOLLOW_UP, only_if=(Condition(happened=matches("intervention_started")),)),
            "2015-01-30 exited; 2014-10-13 intervention_started",
            "2015-01-30 due 2015-04-30",
            id="a condition on what happened before the start holds",
        ),
        row(SIXTEEN_UP, "2015-05-01 exited", born=day("1999-05-02"), id="the day before 16 is too young"),
        row(
            SIXTEEN_UP,
            "2015-05-02 exited",
            "2015-05-02 due 2015-05-16",
            born=day("1999-05-02"),
            id="the age on the start day counts",
        ),
        row(SIXTEEN_UP, "2015-05-02 exited", id="an unknown age is not met"),
        row(UP_TO_17, REFERRED, MADE, born=day("1996-10-02"), id="the upper age is in until the birthday"),
        row(UP_TO_17, REFERRED, born=day("1996-10-01"), id="and out from the birthday on"),
        row(URGENT_OR_YOUNG, REFERRED, born=day("1996-10-02"), id="neither of two alternatives is not enough"),
        row(URGENT_OR_YOUNG, REFERRED, MADE, born=day("2000-01-01"), id="one of two alternatives is enough"),
        row(
            URGENT_OR_YOUNG,
            f"{REFERRED} urgency=urgent",
            MADE,
            born=day("1996-10-02"),
            id="and so is the other",
        ),
        row(BOTH, REFERRED, MADE, born=day("2000-01-01"), id="both of two conditions"),
        row(BOTH, REFERRED, born=day("1990-01-01"), id="one of two conditions is not enough"),
        row(FOR_FAMILIES, REFERRED, id="a promise to families is not made in treatment"),
        row(FOR_FAMILIES, REFERRED, MADE, pathway="family", id="but to families"),
        row(TRIAGE_OFFER, REFERRED, pathway="family", id="a promise that names no pathway is about treatment"),
        row(
            replace(REVIEWS, only_if=(Condition(age_to=24),)),
            "2014-10-10 assessment_completed; 2014-12-20 review_completed",
            "2014-10-10 due 2015-01-02 stopped 2014-12-20",
            born=day("1989-12-01"),
            id="a repeated clock asks for the age on its own start",
        ),
    ],
)
def test_only_if(definition, text, expected, more):
    check(definition, text, expected, more)


@pytest.mark.parametrize(
    ("definition", "text", "expected", "more"),
    [
        row(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-02 withdrawn",
            f"{MADE} void 2014-10-02 withdrawn",
            id="closed before the due date is void",
        ),
        row(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-03 exited",
            f"{MADE} void 2014-10-03 exited",
            id="closed on the due date is void",
        ),
        row(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-04 exited",
            f"{MADE} ended 2014-10-04",
            id="closed after the due date leaves the breach",
        ),
        row(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-01 withdrawn",
            f"{MADE} void 2014-10-01 withdrawn",
            id="referred and withdrawn on one day is void",
        ),
        row(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-03 exited; 2014-10-03 triage_offered",
            f"{MADE} stopped 2014-10-03",
            id="a stop on the closing day counts, whichever was recorded first",
        ),
        row(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-02 exited; 2014-10-03 triage_offered",
            f"{MADE} void 2014-10-02 exited",
            id="a stop after the close does not count",
        ),
        row(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-06 exited; 2014-10-07 triage_offered",
            f"{MADE} ended 2014-10-06",
            id="nor does it turn a breach into a late one",
        ),
        row(
            FIRST_REVIEW,
            "2014-10-01 exited; 2014-10-02 assessment_completed",
            id="what starts after the close starts nothing",
        ),
        row(
            EXIT_TOP,
            "2015-01-30 exited; 2015-02-13 instrument_completed instrument=top stage=exit",
            "2015-01-30 due 2015-02-13 stopped 2015-02-13",
            id="closing does not void the clock that starts on it, and an exit top may follow",
        ),
        row(
            EXIT_TOP,
            "2015-01-16 instrument_completed instrument=top stage=exit; 2015-01-30 exited",
            "2015-01-30 due 2015-02-13 stopped 2015-01-16",
            id="an exit top may precede by 14 days",
        ),
        row(
            EXIT_TOP,
            "2015-01-30 exited; 2015-02-20 instrument_completed instrument=top stage=exit",
            "2015-01-30 due 2015-02-13 stopped 2015-02-20",
            id="an exit top may be late",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited reason=died",
            "2015-01-30 due 2015-04-30 void 2015-01-30 exited",
            id="a death voids the clock that starts on it, the same day",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-03-01 came_back",
            "2015-01-30 due 2015-04-30 void 2015-03-01 came_back",
            id="a new episode voids a follow-up",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-04-30 came_back",
            "2015-01-30 due 2015-04-30 void 2015-04-30 came_back",
            id="also on the due date",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-05-01 came_back; 2015-05-02 followed_up point=3_months reached=yes",
            "2015-01-30 due 2015-04-30 ended 2015-05-01",
            id="after the due date it leaves the breach",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-04-01 came_back; 2015-04-01 followed_up point=3_months reached=yes",
            "2015-01-30 due 2015-04-30 stopped 2015-04-01",
            id="a stop on the day of coming back counts",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-01-01 came_back",
            "2015-01-30 due 2015-04-30",
            id="what would void it before its start does not",
        ),
        row(
            replace(TREATMENT, voided_by=matches("referred_onward")),
            f"{REFERRED}; 2014-10-05 referred_onward; 2014-10-07 exited",
            "2014-10-01 due 2014-10-14 void 2014-10-05 referred_onward",
            id="of closing and what voids it the earlier counts",
        ),
        row(
            replace(TREATMENT, voided_by=matches("referred_onward")),
            f"{REFERRED}; 2014-10-09 referred_onward; 2014-10-07 exited",
            "2014-10-01 due 2014-10-14 void 2014-10-07 exited",
            id="also when that is the closing",
        ),
        row(
            replace(TREATMENT, voided_by=matches("referred_onward")),
            f"{REFERRED}; 2014-10-07 referred_onward; 2014-10-07 exited",
            "2014-10-01 due 2014-10-14 void 2014-10-07 referred_onward",
            id="on one day the specification's own reason stands",
        ),
        row(
            replace(TREATMENT, voided_by=matches("referred_onward")),
            "2014-10-01T15:00 referral_received; 2014-10-01T09:00 referred_onward",
            "2014-10-01 due 2014-10-14 void 2014-10-01 referred_onward",
            id="what voids it on the day of the start may have come earlier that day",
        ),
        row(
            TREATMENT,
            f"{REFERRED}; 2014-10-02 withdrawn; 2014-10-05 exited",
            "2014-10-01 due 2014-10-14 void 2014-10-02 withdrawn",
            id="the first closing voids it",
        ),
        row(
            FOLLOW_UP,
            "2015-01-30 exited; 2015-02-15 withdrawn",
            "2015-01-30 due 2015-04-30",
            id="only the first closing closes",
        ),
        row(
            REVIEW_TOP,
            "2015-01-30 review_completed; 2015-02-13 exited",
            "2015-01-30 due 2015-02-13 void 2015-02-13 exited",
            id="closing on the last day of a window is void",
        ),
    ],
)
def test_close(definition, text, expected, more):
    check(definition, text, expected, more)


AWAY, BACK = "session_recorded outcome=away", "session_recorded outcome=back"


@pytest.mark.parametrize(
    ("definition", "text", "expected", "more"),
    [
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}",
            "2014-10-01 due - paused 2014-10-05",
            id="while paused there is no due date",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-08 {BACK}",
            "2014-10-01 due 2014-10-14",
            id="the first day is in and the day of resuming is out",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-05 {BACK}",
            "2014-10-01 due 2014-10-11",
            id="paused and resumed on one day is no pause",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-08 {BACK}; 2014-10-12 {AWAY}; 2014-10-13 {BACK}",
            "2014-10-01 due 2014-10-15",
            id="several pauses add up",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-06 {AWAY}; 2014-10-08 {BACK}; 2014-10-09 {BACK}",
            "2014-10-01 due 2014-10-14",
            id="a pause within a pause changes nothing",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-02 {BACK}",
            "2014-10-01 due 2014-10-11",
            id="resuming what is not paused changes nothing",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-11 {AWAY}; 2014-10-13 {BACK}",
            "2014-10-01 due 2014-10-13",
            id="a pause on the due date puts it off",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-12 {AWAY}",
            "2014-10-01 due 2014-10-11",
            id="a pause after the due date saves nothing",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-01 {AWAY}; 2014-10-03 {BACK}",
            "2014-10-01 due 2014-10-13",
            id="a pause from the day of the start counts from it",
        ),
        row(
            ON_HOLD,
            f"2014-09-20 {AWAY}; {REFERRED}; 2014-10-03 {BACK}",
            "2014-10-01 due 2014-10-13",
            id="a clock that starts during a pause starts paused",
        ),
        row(
            ON_HOLD,
            f"2014-09-20 {AWAY}; {REFERRED}",
            "2014-10-01 due - paused 2014-10-01",
            id="and its pause begins with it",
        ),
        row(
            ON_HOLD,
            f"2014-09-10 {AWAY}; 2014-09-20 {BACK}; {REFERRED}",
            "2014-10-01 due 2014-10-11",
            id="a pause that was over before changes nothing",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-20 assessment_completed",
            "2014-10-01 due 2014-10-26 stopped 2014-10-20",
            id="a stop during a pause ends it and is in time",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-05 assessment_completed",
            "2014-10-01 due 2014-10-11 stopped 2014-10-05",
            id="a stop on the day of the pause comes before it",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-03 assessment_completed; 2014-10-05 {AWAY}",
            "2014-10-01 due 2014-10-11 stopped 2014-10-03",
            id="a pause after the stop changes nothing",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-11-20 exited",
            "2014-10-01 due 2014-11-26 void 2014-11-20 exited",
            id="closing during a pause is void",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-12 {AWAY}; 2014-11-20 exited",
            "2014-10-01 due 2014-10-11 ended 2014-11-20",
            id="closing during a pause that came too late leaves the breach",
        ),
        row(
            TRIAGE_OFFER, f"{REFERRED}; 2014-10-02 {AWAY}", MADE, id="what the definition does not name pauses nothing"
        ),
        row(
            ON_HOLD_WORKING,
            f"{REFERRED}; 2014-10-03 {AWAY}; 2014-10-07 {BACK}",
            "2014-10-01 due 2014-10-10",
            id="working days are put off by the working days of the pause",
        ),
        row(
            ON_HOLD_WORKING,
            f"{REFERRED}; 2014-10-04 {AWAY}; 2014-10-06 {BACK}",
            "2014-10-01 due 2014-10-08",
            id="a paused weekend puts off no working day",
        ),
        row(
            ON_HOLD_WORKING,
            f"{REFERRED}; 2014-10-08 {AWAY}; 2014-10-11 {BACK}",
            "2014-10-01 due 2014-10-13",
            id="a pause on the due date up to a weekend",
        ),
        row(
            replace(ON_HOLD, within=length("1 months")),
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-08 {BACK}",
            "2014-10-01 due 2014-11-04",
            id="months are put off by the days of the pause",
        ),
        row(
            replace(ON_HOLD, within=length("2 weeks")),
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-08 {BACK}",
            "2014-10-01 due 2014-10-18",
            id="and so are weeks",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05T10:00 {BACK}; 2014-10-05T09:00 {AWAY}",
            "2014-10-01 due 2014-10-11",
            id="times tell which came first on one day",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05T10:00 {AWAY}; 2014-10-05T09:00 {BACK}",
            "2014-10-01 due - paused 2014-10-05",
            id="also when the pause did",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-03 {AWAY}; 2014-10-05 {BACK}; 2014-10-05 {AWAY}",
            "2014-10-01 due 2014-10-13",
            id="without times a day that pauses and resumes leaves it running",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05T09:00 {AWAY}; 2014-10-05 {BACK}",
            "2014-10-01 due 2014-10-11",
            id="so does a day that pauses at a time and resumes at no known time",
        ),
        row(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05T09:00 {BACK}; 2014-10-05T09:00 {AWAY}",
            "2014-10-01 due 2014-10-11",
            id="and a minute that does both",
        ),
    ],
)
def test_pause(definition, text, expected, more):
    check(definition, text, expected, more)


URGENT = "referral_received urgency=urgent"
HOURS_ON_HOLD = promise(
    "referral_received", "first_contact_made", "4 hours", pauses_on=AWAY, resumes_on=BACK, voided_by="referred_onward"
)


@pytest.mark.parametrize(
    ("definition", "text", "expected", "more"),
    [
        row(TWO_HOURS, f"2014-10-01T14:30 {URGENT}", "2014-10-01 due 2014-10-01T16:30", id="two hours later"),
        row(TWO_HOURS, f"2014-10-01T23:00 {URGENT}", "2014-10-01 due 2014-10-02T01:00", id="across midnight"),
        row(
            TWO_HOURS,
            f"2014-10-26T00:30 {URGENT}",
            "2014-10-26 due 2014-10-26T01:30",
            id="the hour that comes twice in autumn counts twice",
        ),
        row(
            TWO_HOURS,
            f"2014-03-30T00:30 {URGENT}",
            "2014-03-30 due 2014-03-30T03:30",
            id="the hour left out in spring does not count",
        ),
        row(TWO_HOURS, f"2014-10-01 {URGENT}", id="without a time there is no clock"),
        row(
            replace(TWO_HOURS, every=False),
            f"2014-10-01 {URGENT}; 2014-10-02T09:00 {URGENT}",
            id="if the first has no time, the second does not start it instead",
        ),
        row(
            TWO_HOURS,
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T13:00 {URGENT}",
            "2014-10-01 due 2014-10-01T11:00",
            "2014-10-01 due 2014-10-01T15:00",
            id="two on one day are two clocks",
        ),
        row(
            TWO_HOURS,
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T10:59 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00 stopped 2014-10-01T10:59",
            id="a stop in time",
        ),
        row(
            TWO_HOURS,
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T08:59 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00",
            id="a stop a minute before the start does not count",
        ),
        row(
            TWO_HOURS,
            f"2014-10-01T09:00 {URGENT}; 2014-10-01 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00 stopped 2014-10-01",
            id="a stop on the day whose time is not known counts",
        ),
        row(
            replace(TWO_HOURS, may_precede=length("1 hours")),
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T08:00 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00 stopped 2014-10-01T08:00",
            id="where it may precede by an hour",
        ),
        row(
            replace(TWO_HOURS, may_precede=length("1 hours")),
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T07:59 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00",
            id="and no longer",
        ),
        row(
            replace(TWO_HOURS, not_before=length("1 hours")),
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T09:59 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00",
            id="a window opens after an hour",
        ),
        row(
            replace(TWO_HOURS, repeats=True),
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T10:00 first_contact_made; 2014-10-01T10:30 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00 stopped 2014-10-01T10:00",
            "2014-10-01 due 2014-10-01T12:00 stopped 2014-10-01T10:30",
            "2014-10-01 due 2014-10-01T12:30",
            id="hours repeat from the moment of the stop",
        ),
        row(
            replace(TWO_HOURS, repeats=True),
            f"2014-10-01T09:00 {URGENT}; 2014-10-01 first_contact_made",
            "2014-10-01 due 2014-10-01T11:00 stopped 2014-10-01",
            id="and not from a stop without a time",
        ),
        row(
            TWO_HOURS,
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T11:00 withdrawn",
            "2014-10-01 due 2014-10-01T11:00 void 2014-10-01 withdrawn",
            id="closed at the last minute is void",
        ),
        row(
            TWO_HOURS,
            f"2014-10-01T09:00 {URGENT}; 2014-10-01T11:01 withdrawn",
            "2014-10-01 due 2014-10-01T11:00 ended 2014-10-01",
            id="closed a minute later leaves the breach",
        ),
        row(
            TWO_HOURS,
            f"2014-10-01T09:00 {URGENT}; 2014-10-01 withdrawn",
            "2014-10-01 due 2014-10-01T11:00 void 2014-10-01 withdrawn",
            id="closed on the due day at no known time is void",
        ),
        row(
            HOURS_ON_HOLD,
            "2014-10-01T09:00 referral_received; 2014-10-01T08:00 referred_onward",
            "2014-10-01 due 2014-10-01T13:00",
            id="what would void it earlier that day does not",
        ),
        row(
            HOURS_ON_HOLD,
            f"2014-10-01T09:00 referral_received; 2014-10-01T10:00 {AWAY}",
            "2014-10-01 due - paused 2014-10-01",
            id="paused in hours",
        ),
        row(
            HOURS_ON_HOLD,
            f"2014-10-01T09:00 referral_received; 2014-10-01T10:00 {AWAY}; 2014-10-01T10:45 {BACK}",
            "2014-10-01 due 2014-10-01T13:45",
            id="put off by the hours of the pause",
        ),
        row(
            HOURS_ON_HOLD,
            f"2014-10-01T21:00 referral_received; 2014-10-01T22:00 {AWAY}; 2014-10-02 {BACK}",
            "2014-10-01 due 2014-10-02T03:00",
            id="a day of resuming without a time is out from midnight",
        ),
        row(
            HOURS_ON_HOLD,
            f"2014-10-01T21:00 referral_received; 2014-10-02 {AWAY}; 2014-10-03T09:00 {BACK}",
            "2014-10-01 due 2014-10-03T10:00",
            id="a first day of a pause without a time is in from midnight",
        ),
        row(
            HOURS_ON_HOLD,
            f"2014-10-01T09:00 referral_received; 2014-10-01T10:00 {AWAY}; 2014-10-01T16:00 first_contact_made",
            "2014-10-01 due 2014-10-01T19:00 stopped 2014-10-01T16:00",
            id="a stop in hours ends a pause",
        ),
        row(
            HOURS_ON_HOLD,
            f"2014-10-01T09:00 referral_received; 2014-10-01T13:00 {AWAY}",
            "2014-10-01 due - paused 2014-10-01",
            id="a pause at the last minute still puts it off",
        ),
        row(
            HOURS_ON_HOLD,
            f"""2014-10-01T09:00 referral_received; 2014-10-01T07:00 {AWAY}; 2014-10-01T08:00 {BACK}
            2014-10-01T14:00 {AWAY}""",
            "2014-10-01 due 2014-10-01T13:00",
            id="pauses before the start and after the due time change nothing",
        ),
    ],
)
def test_hours(definition, text, expected, more):
    check(definition, text, expected, more)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="referral_received on 2014-10-01 has no time zone"):
        Happening("referral_received", D1, at=datetime(2014, 10, 1, 9))  # noqa: DTZ001


def test_moments_may_come_in_any_time_zone_and_days_are_local():
    at = datetime(2014, 7, 1, 21, 30, tzinfo=UTC)
    (clock,) = replay(
        [Happening("referral_received", day("2014-07-01"), {"urgency": "urgent"}, at=at)], (TWO_HOURS,), ENGLAND, None
    )
    assert clock.due_on == day("2014-07-02")
    assert clock.due_at == moment("2014-07-02T00:30")


def test_in_the_hour_that_comes_twice_the_second_is_later():
    first, second = moment("2014-10-26T01:15"), moment("2014-10-26T01:15").replace(fold=1)
    milestones = story(f"2014-10-25T23:30 {URGENT}")
    stop = Happening("first_contact_made", day("2014-10-26"), at=second)
    (clock,) = replay([*milestones, stop], (TWO_HOURS,), ENGLAND, None)
    assert clock.state_on(stop.on) == "late"
    (clock,) = replay(milestones, (TWO_HOURS,), ENGLAND, None)
    assert [clock.state_on(stop.on, at) for at in (first, second)] == ["running", "overdue"]
    assert [tally(clock, TWO_HOURS.within, ENGLAND, stop.on, at).left for at in (first, second)] == [0, -1]


D1, D2, D3, D4 = (date(2014, 10, n) for n in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("due", "stopped", "voided", "paused", "on", "expected"),
    [
        pytest.param(D3, None, None, None, D2, "running", id="open before the due date is running"),
        pytest.param(D3, None, None, None, D3, "running", id="open on the due date is running"),
        pytest.param(D3, None, None, None, D4, "overdue", id="open after the due date is overdue"),
        pytest.param(D3, D3, None, None, D4, "met", id="stopped on the due date is met"),
        pytest.param(D2, D3, None, None, D4, "late", id="stopped after the due date is late"),
        pytest.param(D2, D4, None, None, D3, "overdue", id="what stops tomorrow is overdue today"),
        pytest.param(D3, D4, None, None, D3, "running", id="what stops tomorrow is running on its due date"),
        pytest.param(D4, None, D3, None, D3, "void", id="void on the day it is voided"),
        pytest.param(D4, None, D3, None, D2, "running", id="and running the day before"),
        pytest.param(None, None, None, D2, D2, "paused", id="paused on the first day of the pause"),
        pytest.param(None, None, None, D2, D1, "running", id="and running the day before it"),
    ],
)
def test_state(due, stopped, voided, paused, on, expected):
    assert state(D1, due, stopped, voided, paused, on) == expected
    assert is_breach(expected) == (expected in {"overdue", "late"})


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        pytest.param("", "11:00", "running", id="running to the last minute"),
        pytest.param("", "11:01", "overdue", id="then overdue"),
        pytest.param("", None, "running", id="without the time, not yet overdue on its day"),
        pytest.param("2014-10-01T11:00 first_contact_made", None, "met", id="stopped at the last minute"),
        pytest.param("2014-10-01T11:01 first_contact_made", None, "late", id="stopped a minute late"),
        pytest.param("2014-10-01 first_contact_made", None, "met", id="stopped that day at no known time"),
    ],
)
def test_state_in_hours(text, at, expected):
    (clock,) = replay(story(f"2014-10-01T09:00 {URGENT}; {text}"), (TWO_HOURS,), ENGLAND, None)
    assert clock.state_on(D1, moment(f"2014-10-01T{at}") if at else None) == expected
    assert clock.start_at == moment("2014-10-01T09:00")


def test_a_breach_left_by_closing_stays_overdue_and_leaves_the_worklist():
    (clock,) = replay(story(f"{REFERRED}; 2014-10-06 exited"), (TRIAGE_OFFER,), ENGLAND, None)
    assert clock.state_on(day("2020-01-01")) == "overdue"
    assert [clock.is_open_on(day(f"2014-{d}")) for d in ("09-30", "10-01", "10-05", "10-06")] == [
        False,
        True,
        True,
        False,
    ]


def test_on_a_day_only_what_had_happened_by_then_is_replayed():
    milestones = story(f"{REFERRED}; 2014-10-03 triage_offered; 2014-10-06 exited")
    assert [told(c) for c in replay(up_to(milestones, D2), (TRIAGE_OFFER,), ENGLAND, None)] == [MADE]
    assert [told(c) for c in replay(up_to(milestones, D3), (TRIAGE_OFFER,), ENGLAND, None)] == [
        f"{MADE} stopped 2014-10-03"
    ]


def test_happenings_sort_by_day_then_time_then_recording():
    late, early = story("2014-10-01T15:00 exited; 2014-10-01T09:00 exited")
    unknown, again, before = story("2014-10-01 exited; 2014-10-01 exited; 2014-09-30T23:00 exited")
    assert sorted([late, again, early, unknown, before]) == [before, unknown, again, early, late]


def test_kinds_that_no_pathway_knows_have_clocks_too():
    definition = promise("request_received", "response_sent", "2 hours")
    assert clocks_of(definition, "2014-10-01T09:00 request_received; 2014-10-01T10:00 response_sent") == [
        "2014-10-01 due 2014-10-01T11:00 stopped 2014-10-01T10:00"
    ]


def test_twins_of_one_day_give_the_same_clock_in_any_order():
    definition = promise("review_completed because=a|b", "review_completed because=a", "12 weeks")
    milestones = story("2014-10-01 review_completed because=a; 2014-10-01 review_completed because=b")
    assert len({tuple(replay(order, (definition,), ENGLAND, None)) for order in permutations(milestones)}) == 1


def test_definitions_given_as_a_list_may_change_between_replays():
    definitions = [TRIAGE_OFFER]
    milestones = story(REFERRED)
    assert len(replay(milestones, definitions, ENGLAND, None)) == 1
    definitions.append(FIRST_CONTACT)
    assert len(replay(milestones, definitions, ENGLAND, None)) == 2


def test_many_specifications_can_be_replayed_in_turn():
    for n in range(200):
        assert (
            len(replay(story(REFERRED), tuple([TRIAGE_OFFER, FIRST_CONTACT][: 1 + n % 2]), ENGLAND, None)) == 1 + n % 2
        )


@pytest.mark.parametrize(
    ("definition", "text", "on", "expected"),
    [
        pytest.param(
            FIRST_REVIEW, "2014-10-10 assessment_completed", "2014-12-31", ("days", 82, 84, 2), id="day 82 of 84"
        ),
        pytest.param(
            TRIAGE_OFFER,
            "2014-10-03 referral_received",
            "2014-10-06",
            ("working_days", 1, 2, 1),
            id="1 working day left",
        ),
        pytest.param(
            TRIAGE_OFFER,
            "2014-10-03 referral_received",
            "2014-10-04",
            ("working_days", 0, 2, 2),
            id="on saturday nothing of it is used",
        ),
        pytest.param(
            TRIAGE_OFFER,
            "2014-10-03 referral_received",
            "2014-10-10",
            ("working_days", 5, 2, -3),
            id="overdue by 3 working days",
        ),
        pytest.param(
            TRIAGE_OFFER,
            "2014-10-01 referral_received",
            "2014-10-05",
            ("working_days", 2, 2, 0),
            id="on the weekend after a friday it is overdue by 0 working days",
        ),
        pytest.param(
            TREATMENT,
            "2014-10-01 referral_received; 2014-10-18 intervention_started type=psy_mi",
            "2014-12-01",
            ("days", 17, 13, -4),
            id="4 days late",
        ),
        pytest.param(
            TREATMENT,
            "2014-10-01 referral_received; 2014-10-18 intervention_started type=psy_mi",
            "2014-10-10",
            ("days", 9, 13, 4),
            id="before the stop it is counted to the day",
        ),
        pytest.param(
            TREATMENT,
            "2014-10-01 referral_received; 2014-10-05 exited",
            "2014-12-01",
            ("days", 4, 13, 9),
            id="void counts to the close",
        ),
        pytest.param(
            TREATMENT,
            "2014-10-01 referral_received; 2014-10-20 exited",
            "2014-12-01",
            ("days", 19, 13, -6),
            id="a breach counts to the close",
        ),
        pytest.param(
            FOLLOW_UP, "2015-01-30 exited", "2015-02-28", ("days", 29, 90, 61), id="months are counted in days"
        ),
        pytest.param(
            PLAN,
            "2014-10-01 plan_signed_off kind=integrated; 2014-10-13 intervention_started type=psy_mi",
            "2014-12-01",
            ("days", 0, 14, 26),
            id="a stop before the start has used nothing",
        ),
        pytest.param(
            ON_HOLD,
            f"{REFERRED}; 2014-10-05 {AWAY}; 2014-10-08 {BACK}",
            "2014-10-10",
            ("days", 6, 10, 4),
            id="paused days are not used",
        ),
        pytest.param(
            ON_HOLD, f"{REFERRED}; 2014-10-05 {AWAY}", "2014-10-10", None, id="while paused nothing is counted"
        ),
    ],
)
def test_tally(definition, text, on, expected):
    (clock,) = replay(story(text), (definition,), ENGLAND, None)
    assert tally(clock, definition.within, ENGLAND, day(on)) == expected
    used, left = (expected[1], expected[3]) if expected else (None, None)
    assert days_used(clock, day(on), definition.within, ENGLAND) == used
    assert days_left(clock, day(on), definition.within, ENGLAND) == left


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        pytest.param("", "09:30", ("hours", 1, 2, 1), id="an hour and a half left is 1 hour"),
        pytest.param("", "13:00", ("hours", 4, 2, -2), id="2 hours overdue"),
        pytest.param("", None, None, id="not known without the time"),
        pytest.param("2014-10-01T10:00 first_contact_made", None, ("hours", 1, 2, 1), id="judged at the stop"),
        pytest.param("2014-10-01 first_contact_made", "13:00", None, id="not known if the stop has no time"),
    ],
)
def test_tally_in_hours(text, at, expected):
    (clock,) = replay(story(f"2014-10-01T09:00 {URGENT}; {text}"), (TWO_HOURS,), ENGLAND, None)
    at = moment(f"2014-10-01T{at}") if at else None
    assert tally(clock, TWO_HOURS.within, ENGLAND, D1, at) == expected


DID_NOT_ATTEND = WaitingRule((match("session_recorded outcome=did_not_attend"),))
UNDER_3_WEEKS = replace(TREATMENT, within=length("20 days"))
LINNET = story(
    """2026-08-17 referral_received; 2026-08-18 first_contact_made; 2026-08-19 triage_offered
    2026-08-21 triage_completed; 2026-08-26 assessment_offered; 2026-08-28 session_recorded outcome=did_not_attend
    2026-09-02 assessment_completed; 2026-09-10 intervention_started type=psy_mi"""
)
CHIEF_STEPS = frozenset({"first_contact_made", "triage_offered", "triage_completed", "assessment_completed"})


def explained(definition, text, on, **more):
    milestones = story(text) if isinstance(text, str) else text
    (clock,) = replay(milestones, (definition,), ENGLAND, None)
    return explain(clock, definition, milestones, ENGLAND, day(on), **more)


def parts(step):
    return step.kind, step.us, step.person, step.off, step.paused, step.days


def test_a_wait_is_explained_step_by_step():
    wait = explained(UNDER_3_WEEKS, LINNET, "2026-10-01", waiting=[DID_NOT_ATTEND], step_kinds=CHIEF_STEPS)
    assert [parts(step) for step in wait.steps] == [
        ("first_contact_made", 1, 0, 0, 0, 1),
        ("triage_offered", 1, 0, 0, 0, 1),
        ("triage_completed", 2, 0, 0, 0, 2),
        ("assessment_completed", 5, 2, 5, 0, 12),
        ("intervention_started", 6, 0, 2, 0, 8),
    ]
    assert (wait.us, wait.person, wait.off, wait.paused, wait.elapsed) == (15, 2, 7, 0, 24)
    assert (wait.state, wait.after_due, wait.tally.left) == ("late", 4, -4)
    assert wait.longest.kind == "assessment_completed"
    assert [(one.side, one.days) for one in wait.longest.stretches] == [
        ("off", 2), ("us", 5), ("off", 3), ("person", 2),
    ]  # fmt: skip
    assert wait.longest.stretches[0].first == day("2026-08-22")


def test_without_a_choice_of_steps_every_milestone_ends_one():
    wait = explained(UNDER_3_WEEKS, LINNET, "2026-10-01")
    assert [step.kind for step in wait.steps] == [one.kind for one in LINNET[1:]]
    assert wait.person == 0


def test_a_wait_that_goes_on_ends_with_a_step_that_nothing_has_ended():
    wait = explained(UNDER_3_WEEKS, LINNET[:2], "2026-08-20")
    assert [parts(step) for step in wait.steps] == [("first_contact_made", 1, 0, 0, 0, 1), ("", 2, 0, 0, 0, 2)]
    assert (wait.state, wait.end_on, wait.after_due) == ("running", day("2026-08-20"), 0)


def test_of_two_milestones_on_one_day_the_one_that_stopped_the_clock_names_the_step():
    wait = explained(TRIAGE_OFFER, f"{REFERRED}; 2014-10-02 triage_offered; 2014-10-02 triage_completed", "2014-10-05")
    assert [(step.kind, step.kinds) for step in wait.steps] == [
        ("triage_offered", ("triage_offered", "triage_completed"))
    ]


def test_of_two_other_milestones_on_one_day_the_later_on_the_pathway_names_the_step():
    wait = explained(TREATMENT, f"{REFERRED}; 2014-10-02 triage_completed; 2014-10-02 triage_offered", "2014-10-02")
    assert [step.kind for step in wait.steps] == ["triage_completed"]


def test_the_wait_for_the_person_ends_with_the_next_milestone_of_any_kind():
    text = f"{REFERRED}; 2014-10-02 session_recorded outcome=did_not_attend; 2014-10-07 plan_drafted"
    wait = explained(TREATMENT, text, "2014-10-09", waiting=[DID_NOT_ATTEND])
    assert [parts(step) for step in wait.steps] == [
        ("session_recorded", 1, 0, 0, 0, 1),
        ("plan_drafted", 0, 3, 2, 0, 5),
        ("", 2, 0, 0, 0, 2),
    ]


def test_a_wait_in_hours_is_judged_at_the_moment():
    wait = explained(TWO_HOURS, f"2014-10-01T09:00 {URGENT}", "2014-10-01", at=moment("2014-10-01T12:00"))
    assert (wait.state, wait.tally.left, wait.elapsed) == ("overdue", -1, 0)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        pytest.param(
            f"2014-10-05 {AWAY}; 2014-10-08 {BACK}; 2014-10-09 assessment_completed",
            "2014-12-01",
            (4, 1, 3, 8),
            id="a pause that was over",
        ),
        pytest.param(
            f"2014-10-05 {AWAY}", "2014-10-07", (2, 1, 3, 6), id="a pause that goes on includes the day itself"
        ),
        pytest.param(
            f"2014-10-05 {AWAY}; 2014-10-07 assessment_completed",
            "2014-12-01",
            (3, 1, 2, 6),
            id="the day of a stop is out",
        ),
        pytest.param(f"2014-10-13 {AWAY}", "2014-10-14", (9, 4, 0, 13), id="a pause after the due date saves nothing"),
    ],
)
def test_pauses_are_explained(text, on, expected):
    wait = explained(ON_HOLD, f"{REFERRED}; {text}", on)
    assert (wait.us, wait.off, wait.paused, wait.elapsed) == expected


@pytest.mark.parametrize(
    ("definition", "text", "on", "end"),
    [
        pytest.param(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-02 exited",
            "2014-12-01",
            "2014-10-02",
            id="a void wait ends with the close",
        ),
        pytest.param(
            TRIAGE_OFFER,
            f"{REFERRED}; 2014-10-09 exited",
            "2014-12-01",
            "2014-10-09",
            id="a breach ends with the close",
        ),
        pytest.param(
            PLAN,
            "2014-10-10 plan_signed_off kind=integrated; 2014-10-13 intervention_started type=psy_mi",
            "2014-12-01",
            "2014-10-13",
            id="a stop before the start leaves no wait",
        ),
        pytest.param(
            TRIAGE_OFFER, REFERRED, "2014-10-01", "2014-10-01", id="on the day of the start there is no wait yet"
        ),
    ],
)
def test_a_wait_ends(definition, text, on, end):
    wait = explained(definition, text, on)
    assert (wait.end_on, wait.elapsed) == (day(end), sum(step.days for step in wait.steps))
    assert bool(wait.steps) == (wait.elapsed > 0) == (wait.longest is not None)
