"""Every kind of milestone has its line, and every state of a promise its words."""

from datetime import date

import pytest

from throughcare.clocks.rules import ReplayedClock
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.rules import HeldUp
from throughcare.specification.definitions import Duration
from throughcare.specification.loader import load
from throughcare.specification.terms import THREAD_OF, MilestoneKind

DAY = date(2014, 10, 13)
LINES = [
    ("referral_received", {"source": "camhs", "channel": "letter"}, "Referral received: Child and adolescent mental"),
    ("first_contact_made", {"how": "telephone"}, "First contact: by telephone"),
    ("triage_offered", {"for": "2014-10-15"}, "Triage offered for Wed 15 Oct"),
    ("triage_completed", {"outcomes": ["comprehensive_assessment"]}, "Triage completed"),
    ("assessment_offered", {"for": "2016-10-15"}, "Assessment offered for Sat 15 Oct 2016"),
    ("assessment_completed", {}, "Comprehensive assessment completed"),
    ("keyworker_assigned", {"worker": "jo"}, "Jo Maplethorpe became key worker"),
    ("plan_drafted", {"kind": "integrated"}, "Integrated care plan drafted"),
    ("plan_signed_off", {"kind": "integrated"}, "Integrated care plan signed off"),
    ("intervention_started", {"type": "psy_cbt", "setting": "service"}, "Cognitive and behavioural"),
    ("intervention_ended", {"type": "psy_cbt"}, "Cognitive and behavioural"),
    ("session_recorded", {"type": "psy_cbt", "outcome": "did_not_attend"}, "Session: did not attend"),
    ("instrument_completed", {"instrument": "top", "stage": "start"}, "Questionnaire: TOP"),
    ("link_sent", {"instrument": "top", "stage": "start", "worker": "jo"}, "Link sent by Jo Maplethorpe: TOP"),
    ("review_completed", {}, "Review completed"),
    ("joint_work_recorded", {"agency": "camhs", "how": "joint_session"}, "Joint session"),
    ("referred_onward", {"to": "camhs", "consent": "yes"}, "Referred onward: Child and adolescent mental"),
    ("exited", {"reason": "dropped_out"}, "Left treatment"),
    ("withdrawn", {"reason": "dropped_out"}, "Referral ended before treatment"),
    ("followed_up", {"point": "3_months", "reached": "no"}, "Follow-up tried, not reached: 3 months"),
    ("brief_intervention_given", {"about": "alcohol"}, "Brief intervention given"),
    ("outreach_contact_made", {"setting": "street", "targeted": "yes"}, "Outreach contact made"),
    ("came_back", {}, "Came back to the service"),
    ("triage_submitted", {"how": "online"}, "Own answers for triage received"),
    ("crisis_support_given", {"setting": "custody_suite"}, "Crisis support given"),
    ("encouragement_given", {"how": "telephone"}, "Encouraged to come back"),
    (
        "appointment_booked",
        {"for": "2014-10-20", "pathway": "brief-intervention"},
        "First appointment booked for Mon 20 Oct",
    ),
    ("feedback_given", {"agreed": "yes", "leaflet": "no"}, "Told what was found and why"),
    ("assessment_started", {"how": "supported"}, "Comprehensive assessment started"),
    ("assessment_updated", {"how": "interview"}, "Comprehensive assessment brought up to date"),
    ("medical_assessment_recorded", {}, "Medical assessment recorded"),
    ("child_needs_assessed", {}, "Child's needs assessed"),
    ("summary_issued", {"to": "camhs", "consent": "yes"}, "Assessment summary issued"),
    ("risk_assessed", {"risks": ["self_harm"]}, "Risk assessed"),
    ("risk_plan_made", {}, "Risk plan made"),
    ("risk_plan_reviewed", {}, "Risk plan reviewed"),
    ("abuse_graded", {"grade": "high"}, "Risk of domestic abuse graded"),
    ("abuse_referred", {"to": "marac"}, "Referred because of domestic abuse"),
    ("marac_heard", {}, "Discussed at MARAC"),
    ("childcare_recorded", {"responsible": "yes"}, "Care of children recorded"),
    ("childrens_centre_offered", {"response": "accepted"}, "Children's Centre offered"),
    ("home_review_held", {}, "Review held at home"),
    ("appointment_booked", {"for": "2014-10-20"}, "First appointment"),
]


@pytest.fixture(scope="module")
def southampton():
    return load("southampton-esap").latest


def test_the_table_names_every_kind():
    assert {kind for kind, _said, _line in LINES} == {
        kind.value for kind in MilestoneKind if THREAD_OF.get(kind, "episode") in ("episode", "activity")
    }


@pytest.mark.parametrize(("kind", "said", "line"), LINES, ids=[line[0] for line in LINES])
def test_a_milestone_in_words(southampton, kind, said, line):
    what, _words = wording.happened(kind, said, {"jo": "Jo Maplethorpe"}, southampton, DAY)
    assert what.startswith(line)


def test_a_reason_given_is_told_under_the_line(southampton):
    _what, words = wording.happened("review_completed", {"because": "he was away"}, {}, southampton, DAY)
    assert words == "Reason given: he was away"


def test_a_word_that_a_later_version_dropped_is_shown_as_it_was_recorded(southampton):
    what, _words = wording.happened("referral_received", {"source": "long_gone"}, {}, southampton, DAY)
    assert what == "Referral received: long_gone"


def clock(**said) -> ReplayedClock:
    told = dict.fromkeys(("start_at", "due_at", "stopped_on", "stopped_at", "voided_on", "ended_on", "paused_on"))
    told |= {"definition_id": "x", "start_on": date(2014, 10, 6), "due_on": date(2014, 10, 10)}
    return ReplayedClock(**{**told, "void_reason": "", "owner": "triage", "sequence": 1, **said})


@pytest.mark.parametrize(
    ("said", "on", "kind", "words"),
    [
        pytest.param({}, date(2014, 10, 7), "running", "3 working days left", id="running"),
        pytest.param({}, date(2014, 10, 8), "soon", "2 working days left", id="due soon"),
        pytest.param({}, date(2014, 10, 10), "soon", "Due today", id="due today"),
        pytest.param({}, date(2014, 10, 11), "overdue", "Overdue", id="overdue on a saturday, by no working day yet"),
        pytest.param({}, date(2014, 10, 14), "overdue", "Overdue by 2 working days", id="overdue"),
        pytest.param({"stopped_on": date(2014, 10, 10)}, DAY, "met", "In time", id="met on the last day"),
        pytest.param({"stopped_on": date(2014, 10, 13)}, DAY, "late", "1 working day late", id="late"),
        pytest.param({"stopped_on": date(2014, 10, 12)}, DAY, "late", "Late", id="late on a sunday"),
        pytest.param({"voided_on": date(2014, 10, 8)}, DAY, "void", "No longer counts", id="void"),
        pytest.param({"due_on": None, "paused_on": date(2014, 10, 8)}, DAY, "paused", "Paused", id="paused"),
        pytest.param({"ended_on": date(2014, 10, 13)}, DAY, "late", "Not kept", id="left unkept by an episode's end"),
    ],
)
def test_a_promise_in_words(southampton, said, on, kind, words):
    status = wording.status_of(clock(**said), Duration("working_days", 4), southampton, on)
    assert (status.kind, status.words) == (kind, words)


@pytest.mark.parametrize(
    "why",
    ["missed", "spoken", "no_contact", "offered_for", "not_offered", "drafted", "not_drafted", "not_assessed",
     "not_signed_off", "not_reached"],
)  # fmt: skip
def test_everything_that_holds_a_promise_up_has_words(why):
    assert wording.held_up(HeldUp(why, date(2014, 10, 6)), DAY)


def test_an_offer_is_told_by_whether_its_day_is_past():
    assert wording.held_up(HeldUp("offered_for", date(2014, 10, 6)), DAY) == "Offered for 6 Oct; not recorded as done"
    assert wording.held_up(HeldUp("offered_for", date(2014, 10, 20)), DAY) == "Offered for 20 Oct"
    assert wording.held_up(None, DAY) == ""
