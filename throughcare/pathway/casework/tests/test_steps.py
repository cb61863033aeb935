"""Which page takes which step, and what stands on the way to it."""

import pytest

from throughcare.pathway.casework.steps import MENU, STEP_FOR, THING, address, menu, next_on_the_way, step_link
from throughcare.pathway.episode.terms import Stage
from throughcare.specification.terms import THREAD_OF, MilestoneKind


@pytest.mark.parametrize(
    ("kind", "happened", "step"),
    [
        pytest.param("triage_offered", (), "triage_offered", id="nothing stands before an offer"),
        pytest.param("triage_completed", (), "triage_offered", id="a triage is offered first"),
        pytest.param("triage_completed", ("triage_offered",), "triage_completed", id="then completed"),
        pytest.param("intervention_started", (), "assessment_offered", id="treatment begins with the assessment"),
        pytest.param(
            "intervention_started", ("assessment_offered",), "assessment_completed", id="which is then completed"
        ),
        pytest.param("intervention_started", ("assessment_completed",), "plan_drafted", id="then the plan is drafted"),
        pytest.param(
            "intervention_started", ("assessment_completed", "plan_drafted"), "plan_signed_off", id="and signed off"
        ),
        pytest.param(
            "intervention_started",
            ("assessment_completed", "plan_signed_off"),
            "intervention_started",
            id="then treatment starts",
        ),
    ],
)
def test_what_stands_on_the_way(kind, happened, step):
    assert next_on_the_way(kind, happened) == step


def test_every_step_but_the_one_that_comes_by_itself_has_a_page():
    by_themselves = {"came_back", "triage_submitted", "link_sent"}
    on_an_episode = {kind.value for kind in MilestoneKind if THREAD_OF.get(kind, "activity") in ("episode", "activity")}
    assert set(STEP_FOR) == on_an_episode - by_themselves


def test_every_stage_has_its_menu_and_every_entry_its_words():
    assert set(MENU) == {stage.value for stage in Stage}
    assert {kind for kinds in MENU.values() for kind in kinds} <= set(THING)


def test_a_page_that_is_not_built_is_no_link():
    assert address("no_such_room:page", thread_id=1) == ""


@pytest.mark.django_db
def test_a_page_that_the_viewer_may_not_open_is_no_link(world):
    assert step_link(world.viewer("triage"), "triage_offered", 1, 1) is not None
    assert step_link(world.viewer("data_lead"), "triage_offered", 1, 1) is None
    assert menu(world.viewer("commissioner"), "referred", (), 1, 1) == []


def test_the_menu_leaves_out_what_is_done(world):
    worker = world.viewer("triage")
    offered = {link.url for link in menu(worker, "referred", ("triage_offered",), 1, 1)}
    done = {link.url for link in menu(worker, "referred", ("triage_offered", "triage_completed"), 1, 1)}
    assert offered - done == {address("triage:offer", thread_id=1), address("casework:complete_triage", thread_id=1)}


def test_a_step_that_comes_next_in_a_services_own_order_is_offered_first_in_its_own_words(world):
    worker = world.viewer("triage")
    own = {"assessment_completed": "Long look", "triage_completed": "Sorting of shells"}
    first, *others = menu(worker, "referred", (), 1, 1, own)
    assert (first.words, first.url) == ("Long look", address("assessment:complete", thread_id=1))
    assert "Sorting of shells" not in {link.words for link in others}  # usual at this stage, under its usual name


def test_a_brief_intervention_with_somebody_is_recorded_on_their_record(world):
    link = step_link(world.viewer("triage"), "brief_intervention_given", 1, 7)
    assert link.url == address("outreach:brief_intervention", person_id=7)
