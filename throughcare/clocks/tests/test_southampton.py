"""A young person's way through Southampton's own promises, replayed with the specification as it stands."""

from throughcare.clocks.rules import replay, up_to
from throughcare.clocks.tests.factories import day, story, told
from throughcare.foundations.dates import calendar_for
from throughcare.specification.loader import load

AMBER = story(
    """2014-10-01 referral_received source=school channel=telephone; 2014-10-02 first_contact_made how=telephone
    2014-10-02 triage_offered for=2014-10-06
    2014-10-06 triage_completed outcomes=comprehensive_assessment,brief_intervention
    2014-10-10 assessment_completed; 2014-10-10 keyworker_assigned worker=jo
    2014-10-13 plan_signed_off kind=integrated; 2014-10-13 intervention_started type=psy_cbt
    2014-10-14 instrument_completed instrument=top stage=start; 2014-11-03 joint_work_recorded agency=camhs
    2015-01-05 review_completed; 2015-01-30 exited reason=completed_drug_free"""
)


def clocks_on(on, milestones=AMBER):
    specification = load("southampton-esap").in_force_on(day("2014-10-01"))
    calendar = calendar_for(specification.nation, specification.closures)
    clocks = replay(up_to(milestones, day(on)), specification.clocks, calendar, day("1999-05-02"))
    return {f"{clock.definition_id} {clock.sequence}": f"{told(clock)}: {clock.state_on(day(on))}" for clock in clocks}


def test_every_promise_runs_from_its_own_start():
    assert clocks_on("2015-01-31") == {
        "first-contact 1": "2014-10-01 due 2014-10-03 stopped 2014-10-02: met",
        "triage-offer 1": "2014-10-01 due 2014-10-03 stopped 2014-10-02: met",
        "comprehensive-assessment 1": "2014-10-06 due 2014-10-13 stopped 2014-10-10: met",
        "keyworker 1": "2014-10-06 due 2014-10-13 stopped 2014-10-10: met",
        "first-intervention-2-weeks 1": "2014-10-01 due 2014-10-14 stopped 2014-10-13: met",
        "first-intervention-3-weeks 1": "2014-10-01 due 2014-10-21 stopped 2014-10-13: met",
        "structured-start 1": "2014-10-02 due 2014-10-22 stopped 2014-10-13: met",
        "plan 1": "2014-10-13 due 2014-10-27 stopped 2014-10-13: met",
        "first-review 1": "2014-10-10 due 2015-01-02 stopped 2015-01-05: late",
        "next-review 1": "2015-01-05 due 2015-03-30 void 2015-01-30 exited: void",
        "top-start 1": "2014-10-13 due 2014-10-27 stopped 2014-10-14: met",
        "top-review 1": "2015-01-05 due 2015-01-19 ended 2015-01-30: overdue",
        "top-exit 1": "2015-01-30 due 2015-02-13: running",
        "follow-up-3-months 1": "2015-01-30 due 2015-04-30: running",
        "follow-up-6-months 1": "2015-01-30 due 2015-07-30: running",
    }


def test_the_wait_for_treatment_is_known_only_once_triage_asked_for_an_assessment():
    assert set(clocks_on("2014-10-05")) == {"first-contact 1", "triage-offer 1"}
    assert clocks_on("2014-10-06")["first-intervention-2-weeks 1"] == "2014-10-01 due 2014-10-14: running"
    assert clocks_on("2014-10-06")["structured-start 1"] == "2014-10-02 due 2014-10-22: running"


def test_each_review_starts_the_next_12_weeks():
    reviews = [*AMBER[:-1], *story("2015-03-30 review_completed; 2015-07-01 review_completed")]
    clocks = clocks_on("2015-07-01", reviews)
    assert [clocks[f"next-review {n}"] for n in (1, 2, 3)] == [
        "2015-01-05 due 2015-03-30 stopped 2015-03-30: met",
        "2015-03-30 due 2015-06-22 stopped 2015-07-01: late",
        "2015-07-01 due 2015-09-23: running",
    ]
    assert "next-review 4" not in clocks


def test_a_death_leaves_no_follow_up():
    died = [*AMBER[:-1], *story("2015-01-30 exited reason=died")]
    assert not {name for name in clocks_on("2015-06-01", died) if name.startswith(("follow-up", "top-exit"))}
