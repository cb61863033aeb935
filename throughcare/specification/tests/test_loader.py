"""A specification is loaded with all its versions, each word looked up."""

import datetime
import shutil
import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from throughcare.access.terms import Permission
from throughcare.specification import loader
from throughcare.specification.codes import CODE_LISTS
from throughcare.specification.definitions import Condition, Duration, Match, WaitingRule
from throughcare.specification.schema import Specification
from throughcare.specification.terms import DETAIL_CODES, DETAIL_KEYS, FIXED_LISTS, PERMISSIONS, YES_NO, MilestoneKind

TINY = Path(__file__).parents[3] / "tests" / "specifications" / "tiny"
SAILING = Match("intervention_started", (("type", frozenset({"sailing", "night_sailing"})),))


@pytest.fixture(scope="module")
def tiny() -> Specification:
    return loader.load(TINY).latest


def test_every_mechanism_of_a_clock_arrives_as_it_was_written(tiny):
    assert tiny.clock("wave-back").within == Duration("hours", 3)
    assert tiny.clock("wave-back").starts_on == (Match("referral_received"),)
    look = tiny.clock("long-look")
    assert look.pauses_on == (Match("session_recorded", (("outcome", frozenset({"stayed_away"})),)),)
    assert look.resumes_on[1] == Match("first_contact_made")
    assert tiny.clock("sorting").only_if == (Condition(age_to=6),)
    assert tiny.clock("cast-off").starts_on == (Match("triage_completed", (("outcomes", frozenset({"sail"})),)),)
    assert tiny.clock("cast-off").stops_on == (SAILING,)
    assert tiny.clock("cast-off").within == Duration("months", 1)
    assert tiny.clock("cast-off-from-knock").only_if == (Condition((Match("assessment_completed"), SAILING)),)
    assert tiny.clock("chart").may_precede == Duration("days", 5)
    assert tiny.clock("chart").stops_on == (Match("plan_signed_off", (("kind", frozenset({"great"})),)),)
    assert tiny.clock("monthly-look").repeats
    assert tiny.clock("shells-counted").may_precede is True
    assert tiny.clock("shells-counted").every
    postcard = tiny.clock("postcard")
    assert postcard.starts_on == (Match("exited", (("reason", frozenset({"went_ashore"})),)),)
    assert (postcard.within, postcard.not_before) == (Duration("years", 1), Duration("months", 11))
    assert postcard.voided_by == (
        Match("came_back"),
        Match("exited", (("reason", frozenset({"lost_at_sea"})),)),
    )
    missed = Match("session_recorded", (("outcome", frozenset({"stayed_away"})),))
    assert tiny.waiting == (WaitingRule((Match("triage_offered"), missed)),)


def test_a_clock_is_about_treatment_unless_it_says_otherwise(tiny):
    assert [clock.id for clock in tiny.clocks_for("family")] == ["family-tea"]
    assert tiny.clocks_for("family")[0].only_if == ()
    assert {clock.id for clock in tiny.clocks_for("treatment")} == {clock.id for clock in tiny.clocks_on("episode")} - {
        "family-tea"
    }
    assert tiny.clocks_for("aftercare") == ()


def test_a_specification_cannot_be_changed(tiny):
    with pytest.raises(ValidationError):
        tiny.name = "other"


def test_words_of_plans_and_roles_are_looked_up_with_the_others(tiny):
    assert tiny.vocabulary["plan.great"] == "Great chart"
    assert tiny.vocabulary["role.keyworker"] == "Harbour guide"
    assert tiny.vocabulary["stage.treatment"] == "Voyage"


def test_leaving_ends_what_is_open_for_the_reason_of_leaving(tiny):
    assert list(tiny.end_reasons) == ["rain", "went_ashore", "drifted_off", "lost_at_sea"]


def test_what_the_text_leaves_open_does_not_count_as_treatment(tiny):
    assert tiny.treatment_types == {"sailing", "night_sailing"}
    kite, castle = tiny.interventions["kite"], tiny.interventions["sandcastle"]
    assert (kite.left_open, kite.counts_as_in_treatment, kite.structured) == (True, False, None)
    assert (castle.left_open, castle.counts_as_in_treatment, castle.structured) == (False, False, False)


def test_closures_and_nation_make_the_calendar(tiny):
    assert (tiny.nation, tiny.closures) == ("wales", frozenset({datetime.date(2020, 6, 24)}))


def test_the_plan_meant_when_none_is_named_is_the_marked_one(tiny):
    assert tiny.default_plan_kind == "great"


@pytest.mark.parametrize(
    ("day", "version"),
    [
        pytest.param("2020-01-01", "2020-01-01", id="on its first day a version is in force"),
        pytest.param("2020-12-31", "2020-01-01", id="until the day before the next"),
        pytest.param("2021-04-01", "2021-04-01", id="the next takes over on its day"),
        pytest.param("2030-01-01", "2021-04-01", id="the last one goes on"),
        pytest.param("2019-05-05", "2020-01-01", id="the first also governs what came before it"),
    ],
)
def test_the_version_in_force_governs(tmp_path, day, version):
    shutil.copytree(TINY, tmp_path / "tiny")
    shutil.copytree(TINY / "2020-01-01", tmp_path / "tiny" / "2021-04-01")
    book = loader.load(tmp_path / "tiny")
    assert book.in_force_on(datetime.date.fromisoformat(day)).version == version
    assert book.version(version).day.isoformat() == version
    assert book.latest.version == "2021-04-01"


def test_loading_again_gives_the_same_book():
    assert loader.load("southampton-esap") is loader.load(loader.SHIPPED / "southampton-esap")


def test_loading_takes_no_longer_than_a_glance():
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert loader.check("southampton-esap") == []
        times.append(time.perf_counter() - start)
    assert min(times) < 0.5  # a fifteenth of it on a quiet machine


def test_what_comes_with_the_product_is_named():
    assert "southampton-esap" in loader.shipped()


def test_roles_can_be_permitted_exactly_what_access_knows():
    assert set(Permission.values) == PERMISSIONS


def test_every_kind_of_milestone_has_its_details_and_every_coded_detail_its_list():
    assert set(DETAIL_KEYS) == set(MilestoneKind.values)
    ours = {"interventions", "pathways", "all_risks", *FIXED_LISTS}
    lists = {name for name, _shape in CODE_LISTS.values()} | ours
    for (kind, key), name in DETAIL_CODES.items():
        assert key in DETAIL_KEYS[kind]
        assert name in lists
    assert YES_NO == ("yes", "no")
