"""What an episode's milestones may say together, and how it then stands, as drawn tables."""

from datetime import date

import pytest

from throughcare.clocks.tests.factories import story
from throughcare.pathway.episode.rules import (
    StepRefused,
    next_appointment,
    open_interventions,
    project,
    refuse_impossible_day,
    refuse_inconsistent,
    refuse_overlap,
    refuse_unknown_words,
    stage_of,
    treatment_start,
)
from throughcare.specification.loader import load

SOUTHAMPTON = load("southampton-esap").latest
REFERRED = "2014-10-01 referral_received source=school channel=telephone; "
DAY = date.fromisoformat


def row(told, expected, id):
    return pytest.param(told, expected, id=id)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        row("2014-10-02 first_contact_made how=telephone", "on", "nothing comes without a referral"),
        row(REFERRED + "2014-09-30 first_contact_made how=telephone", "on", "nothing comes before the referral"),
        row(REFERRED + "2014-10-01 referral_received source=school", "source", "one source refers once a day"),
        row(REFERRED + "2014-10-01 referral_received source=gp", None, "two sources may refer on one day"),
        row(REFERRED + "2014-10-05 referral_received source=school", None, "a source may refer again later"),
        row(
            REFERRED + "2014-10-02 exited reason=moved_away; 2014-10-03 exited reason=moved_away", "on", "it ends once"
        ),
        row(REFERRED + "2014-10-02 exited reason=moved_away; 2014-10-02 withdrawn reason=died", "on", "and in one way"),
        row(
            REFERRED + "2014-10-02 exited reason=moved_away; 2014-10-03 review_completed", "on", "no work after the end"
        ),
        row(
            REFERRED + "2014-10-02 exited reason=moved_away; 2014-10-02 review_completed", None, "work on its last day"
        ),
        row(
            REFERRED + "2014-10-02 exited reason=moved_away; 2014-10-09 instrument_completed instrument=top stage=exit",
            None,
            "an exit TOP may follow the exit",
        ),
        row(REFERRED + "2014-10-02 exited reason=moved_away; 2015-01-02 followed_up point=3_months", None, "follow-up"),
        row(REFERRED + "2015-01-02 followed_up point=3_months", "on", "no follow-up without an exit"),
        row(
            REFERRED + "2014-10-05 withdrawn reason=died; 2014-10-06 followed_up point=3_months", "on", "nor withdrawn"
        ),
        row(
            REFERRED + "2014-10-02 intervention_started type=psy_cbt; 2014-10-05 withdrawn reason=moved_away",
            "reason",
            "treatment is left, not withdrawn from",
        ),
        row(
            REFERRED + "2014-10-02 intervention_started type=brief_advice; 2014-10-05 withdrawn reason=moved_away",
            None,
            "lighter work does not make it treatment",
        ),
        row(REFERRED + "2014-10-05 intervention_ended type=psy_cbt", "type", "nothing ends that did not start"),
        row(
            REFERRED + "2014-10-06 intervention_started type=psy_cbt; 2014-10-05 intervention_ended type=psy_cbt",
            "type",
            "nor before it started",
        ),
        row(
            REFERRED + "2014-10-05 intervention_ended type=psy_cbt; 2014-10-05 intervention_started type=psy_cbt",
            None,
            "on one day a start comes first",
        ),
        row(
            REFERRED + "2014-10-05 plan_signed_off kind=integrated; 2014-10-06 plan_signed_off kind=integrated",
            "kind",
            "a version is signed off once",
        ),
        row(
            REFERRED + "2014-10-05 plan_signed_off kind=interim; 2014-10-06 plan_signed_off kind=integrated",
            None,
            "each kind for itself",
        ),
        row(
            REFERRED
            + "2014-10-05 plan_signed_off kind=integrated; 2014-10-06 plan_drafted kind=integrated;"
            + "2014-10-07 plan_signed_off kind=integrated",
            None,
            "a new version may be",
        ),
        row(REFERRED + "2014-10-05 triage_offered for=2014-10-04", "for", "no offer for a day gone by"),
        row(REFERRED + "2014-10-05 assessment_offered for=2014-10-05", None, "an offer for the same day"),
    ],
)
def test_what_makes_one_story(told, field):
    if field is None:
        refuse_inconsistent(story(told), SOUTHAMPTON)
        return
    with pytest.raises(StepRefused) as refused:
        refuse_inconsistent(story(told), SOUTHAMPTON)
    assert refused.value.field == field
    assert refused.value.rule
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        row(REFERRED, {"stage": "referred", "closed_on": None, "planned": None}, "a referral opens it"),
        row(REFERRED + "2014-10-06 triage_completed outcomes=x", {"stage": "triaged"}, "triage"),
        row(
            REFERRED + "2014-10-10 assessment_completed",
            {"stage": "assessed", "assessed_on": DAY("2014-10-10")},
            "assessed",
        ),
        row(
            REFERRED + "2014-10-10 intervention_started type=brief_advice",
            {"stage": "referred", "treatment_started_on": None, "open_interventions": ("brief_advice",)},
            "brief advice is no treatment",
        ),
        row(
            REFERRED + "2014-10-10 intervention_started type=psy_cbt; 2014-10-12 intervention_started type=psy_mi",
            {"stage": "in_treatment", "treatment_started_on": DAY("2014-10-10")},
            "treatment starts with the first that counts",
        ),
        row(
            REFERRED + "2014-10-10 intervention_started type=psy_cbt; 2014-11-12 exited reason=completed_drug_free",
            {"stage": "closed", "closed_by": "exited", "planned": True, "open_interventions": ()},
            "a planned exit closes everything",
        ),
        row(REFERRED + "2014-10-12 exited reason=died", {"planned": False}, "death is no planned exit"),
        row(
            REFERRED + "2014-10-12 withdrawn reason=moved_away",
            {"closed_by": "withdrawn", "planned": None},
            "withdrawn",
        ),
        row(
            REFERRED + "2014-10-09 keyworker_assigned worker=jo; 2014-10-06 keyworker_assigned worker=sam",
            {"keyworker": "jo"},
            "the latest key worker by day, not by recording",
        ),
        row(
            REFERRED + "2014-10-08 referral_received source=gp urgency=urgent",
            {"opened_on": DAY("2014-10-01"), "urgency": "urgent"},
            "a second referral may be more urgent and opens nothing",
        ),
        row(
            REFERRED
            + "2014-10-06 triage_completed outcomes=x; 2014-10-09 session_recorded outcome=did_not_attend;"
            + "2014-10-10 session_recorded outcome=did_not_attend",
            {"last_seen_on": DAY("2014-10-06"), "missed_in_a_row": 2},
            "two sessions missed since triage",
        ),
        row(
            REFERRED
            + "2014-10-09 session_recorded outcome=did_not_attend; 2014-10-10 session_recorded outcome=attended",
            {"last_seen_on": DAY("2014-10-10"), "missed_in_a_row": 0},
            "a session attended ends the row of misses",
        ),
    ],
)
def test_how_an_episode_stands(told, expected):
    projection = project(story(told), SOUTHAMPTON)
    assert {name: getattr(projection, name) for name in expected} == expected


def test_without_a_referral_there_is_no_episode():
    assert project(story("2014-10-06 triage_completed outcomes=x"), SOUTHAMPTON) is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        row("", None, "nothing offered"),
        row("2014-10-01 triage_offered for=2014-10-06", "2014-10-06", "an offer waits for its step"),
        row("2014-10-01 triage_offered for=2014-10-06; 2014-10-06 triage_completed", None, "the step ends the wait"),
        row("2014-10-01 triage_offered for=2014-10-06; 2014-10-02 assessment_completed", "2014-10-06", "its own step"),
        row(
            "2014-10-01 triage_offered for=2014-10-06; 2014-10-02 assessment_offered for=2014-10-03",
            "2014-10-06",
            "latest",
        ),
    ],
)
def test_the_appointment_ahead(told, expected):
    found = next_appointment(story(told))
    assert (found and found.isoformat()) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        row("2014-10-01 intervention_started type=a; 2014-10-02 intervention_ended type=a", (), "started and ended"),
        row("2014-10-01 intervention_started type=a; 2014-10-02 intervention_ended type=b", ("a",), "another ended"),
        row(
            "2014-10-01 intervention_started type=a; 2014-10-02 intervention_started type=b",
            ("a", "b"),
            "in their order",
        ),
    ],
)
def test_what_still_runs(told, expected):
    assert open_interventions(story(told)) == expected


def test_an_unknown_type_starts_no_treatment():
    assert treatment_start(story("2014-10-01 intervention_started type=sailing"), SOUTHAMPTON) is None


def test_the_stage_is_the_furthest_reached():
    assert [stage_of(*at) for at in [(True,) * 4, (False, True, True, True), (False, False, True, True)]] == [
        "closed", "in_treatment", "assessed",
    ]  # fmt: skip
    assert [stage_of(False, False, False, triaged) for triaged in (True, False)] == ["triaged", "referred"]


@pytest.mark.parametrize(
    ("on", "recorded_on", "field"),
    [
        pytest.param("2014-10-02", "2014-10-01", "on", id="tomorrow has not happened"),
        pytest.param("2014-10-01", "2014-10-01", None, id="today has"),
        pytest.param("1999-05-02", "2014-10-01", None, id="the day of birth may be"),
        pytest.param("1999-05-01", "2014-10-01", "on", id="nothing happened before birth"),
        pytest.param("2014-10-01", "2014-10-02", "recorded_on", id="nothing is recorded after today"),
        pytest.param("2014-10-01", "2014-09-30", "recorded_on", id="nothing is recorded before it happened"),
        pytest.param("2014-09-30", "2014-10-01", None, id="it may be recorded a day later"),
    ],
)
def test_days_that_cannot_be(on, recorded_on, field):
    days = (DAY(on), DAY("1999-05-02"), DAY("2014-10-01"), DAY(recorded_on))
    if field is None:
        refuse_impossible_day(*days)
        return
    with pytest.raises(StepRefused) as told:
        refuse_impossible_day(*days)
    assert told.value.field == field


@pytest.mark.parametrize(
    ("stays", "refused"),
    [
        pytest.param([("2014-01-01", None)], False, id="one that is open"),
        pytest.param(
            [("2014-06-01", None), ("2014-01-01", "2014-06-01")], False, id="the next begins on the day of the end"
        ),
        pytest.param([("2014-01-01", "2014-06-02"), ("2014-06-01", None)], True, id="one begins within the other"),
        pytest.param([("2014-01-01", None), ("2014-06-01", "2014-07-01")], True, id="one that is open has no next"),
        pytest.param([("2014-01-01", "2014-01-01"), ("2014-01-01", None)], False, id="one that lasted a day"),
    ],
)
def test_one_episode_at_a_time(stays, refused):
    given = [(DAY(opened), closed and DAY(closed)) for opened, closed in stays]
    if not refused:
        refuse_overlap(given)
        return
    with pytest.raises(StepRefused):
        refuse_overlap(given)


@pytest.mark.parametrize(
    ("kind", "detail", "words"),
    [
        pytest.param("first_contact_made", {"how": "pigeon"}, "telephone", id="an unknown word names those there are"),
        pytest.param(
            "review_completed", {"how": "telephone"}, "says nothing about how", id="an unknown key is refused"
        ),
    ],
)
def test_unknown_words(kind, detail, words):
    with pytest.raises(StepRefused, match=words):
        refuse_unknown_words(kind, detail, SOUTHAMPTON)
