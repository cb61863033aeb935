"""Gaps, lists, what holds a promise up, and how a timeline folds."""

from datetime import date

import pytest

from throughcare.clocks.tests.factories import story
from throughcare.pathway.casework.rules import (
    HeldUp,
    folded,
    gap_reasons,
    what_holds_it_up,
    why_not_on_list,
    worker_who_owes,
)

DAY = date(2014, 10, 6)
OWNED = {"assessed": True, "keyworker_is_current": True, "clock_running": True, "appointment_on": None, "day": DAY}


@pytest.mark.parametrize(
    ("differs", "reasons"),
    [
        pytest.param({}, (), id="a case with key worker and running promise is in no gap"),
        pytest.param({"keyworker_is_current": False}, ("no_owner",), id="assessed without key worker has no owner"),
        pytest.param(
            {"keyworker_is_current": False, "assessed": False}, (), id="before the assessment the team owns the case"
        ),
        pytest.param({"clock_running": False}, ("no_next_step",), id="nothing running is no next step"),
        pytest.param({"clock_running": False, "appointment_on": DAY}, (), id="an appointment today is something ahead"),
        pytest.param(
            {"clock_running": False, "appointment_on": date(2014, 10, 5)},
            ("no_next_step",),
            id="an appointment yesterday is not",
        ),
        pytest.param(
            {"clock_running": False, "keyworker_is_current": False},
            ("no_owner", "no_next_step"),
            id="a case can be in both gaps",
        ),
    ],
)
def test_gap_reasons(differs, reasons):
    assert gap_reasons(**{**OWNED, **differs}) == reasons


def test_a_key_workers_promise_is_on_their_own_list_and_every_other_on_its_teams():
    assert worker_who_owes("keyworker", "jo", is_current=True) == "jo"
    assert worker_who_owes("keyworker", "jo", is_current=False) == ""
    assert worker_who_owes("keyworker", "", is_current=False) == ""
    assert worker_who_owes("triage", "jo", is_current=True) == ""


@pytest.mark.parametrize(
    ("stop_kind", "told", "why"),
    [
        pytest.param("triage_offered", "", HeldUp("no_contact"), id="nobody has spoken with them"),
        pytest.param(
            "triage_offered",
            "2014-10-02 first_contact_made how=telephone",
            HeldUp("spoken", date(2014, 10, 2)),
            id="spoken with, and no date offered",
        ),
        pytest.param("triage_completed", "", HeldUp("not_offered"), id="no date offered for triage"),
        pytest.param(
            "assessment_completed",
            "2014-10-02 assessment_offered for=2014-10-03; 2014-10-04 assessment_offered for=2014-10-08",
            HeldUp("offered_for", date(2014, 10, 8)),
            id="the last date offered for the assessment",
        ),
        pytest.param(
            "plan_signed_off",
            "2014-10-02 plan_drafted kind=integrated",
            HeldUp("drafted", date(2014, 10, 2)),
            id="drafted, not signed off",
        ),
        pytest.param("plan_signed_off", "", HeldUp("not_drafted"), id="not drafted"),
        pytest.param("intervention_started", "", HeldUp("not_assessed"), id="not assessed"),
        pytest.param(
            "intervention_started",
            "2014-10-02 assessment_completed x=y",
            HeldUp("not_signed_off"),
            id="assessed, plan not signed off",
        ),
        pytest.param(
            "intervention_started",
            "2014-10-02 assessment_completed x=y; 2014-10-03 plan_signed_off kind=integrated",
            None,
            id="ready to start: the record does not say",
        ),
        pytest.param(
            "followed_up",
            "2014-10-02 followed_up reached=no",
            HeldUp("not_reached", date(2014, 10, 2)),
            id="tried, not reached",
        ),
        pytest.param("followed_up", "2014-10-02 followed_up reached=yes", None, id="reached: nothing holds it up"),
        pytest.param("review_completed", "2014-10-02 session_recorded outcome=came", None, id="a review: not said"),
        pytest.param(
            "review_completed",
            "2014-10-02 session_recorded outcome=missed",
            HeldUp("missed", date(2014, 10, 2)),
            id="the last thing was a missed session, whatever the promise",
        ),
    ],
)
def test_what_holds_a_promise_up(stop_kind, told, why):
    assert what_holds_it_up(stop_kind, story(told), {"missed"}) == why


COUNTS = {"referred": True, "closed": False, "here_now": 0, "here_later": 0, "with_others": 0, "paused": 0}


@pytest.mark.parametrize(
    ("differs", "answer"),
    [
        pytest.param({"here_now": 1, "with_others": 2}, "here", id="here, whoever else has promises too"),
        pytest.param({"here_later": 1}, "here_later", id="here, but not this week"),
        pytest.param({"referred": False}, "no_referral", id="never referred"),
        pytest.param({"with_others": 1, "closed": True}, "elsewhere", id="a follow-up on another list"),
        pytest.param({"paused": 1}, "paused", id="all paused"),
        pytest.param({"closed": True}, "ended", id="the episode ended"),
        pytest.param({}, "nothing_open", id="open, and nothing promised"),
    ],
)
def test_why_somebody_is_not_on_a_list(differs, answer):
    assert why_not_on_list(**{**COUNTS, **differs}) == answer


@pytest.mark.parametrize(
    ("likeness", "runs"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(["a", "a", "a"], [(0, 3)], id="three alike fold"),
        pytest.param(["a", "a"], [(0, 1), (1, 1)], id="two alike do not"),
        pytest.param([None, None, None], [(0, 1), (1, 1), (2, 1)], id="what is like nothing never folds"),
        pytest.param(["a", None, "a", "a", "a", "a"], [(0, 1), (1, 1), (2, 4)], id="a run ends at another entry"),
        pytest.param(["a", "a", "a", "b", "b", "b"], [(0, 3), (3, 3)], id="each likeness folds by itself"),
    ],
)
def test_how_a_timeline_folds(likeness, runs):
    assert folded(likeness) == runs
