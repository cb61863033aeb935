"""Who completes a triage is trained in it, as strictly as the specification says."""

from datetime import date

import pytest

from tests.pages import browser, day
from throughcare.access.actions import add_user, record_training
from throughcare.access.context import look_as
from throughcare.access.viewer import Viewer, viewer_of
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.triage.actions import complete_triage

REFERRED, TRIAGED = date(2014, 12, 1), date(2014, 12, 3)
LIST = "/team/triages-without-training"


def untrained(world) -> Viewer:
    world.staff["untrained"] = add_user("untrained", "Sorrel Untrained", world.provider, ["triage"])
    return viewer_of(world.staff["untrained"])


def listed(world) -> str:
    return browser(world, "manager").get(LIST).content.decode()


@pytest.mark.requirement("TRI-18")
def test_a_hard_gate_refuses_who_is_not_recorded_as_trained(tiny_world):
    thread = tiny_world.referred(on=date(2021, 12, 1))
    somebody = untrained(tiny_world)
    look_as(somebody)
    with pytest.raises(StepRefused, match="needs training that you are not recorded as having: Tying knots"):
        complete_triage(thread, by=somebody, on=date(2021, 12, 3), outcomes=["sail"])
    assert not Milestone.objects.filter(kind="triage_completed").exists()
    look_as(tiny_world.worker)
    complete_triage(thread, by=tiny_world.worker, on=date(2021, 12, 3), outcomes=["sail"])


def test_a_soft_gate_records_it_and_flags_it_to_the_manager(world):
    thread = world.referred(world.person(given_name="Linnet"), on=REFERRED)
    somebody = untrained(world)
    risks = {f"risk_{risk}": "not_asked" for risk in (
        "self_harm", "from_others", "to_others", "housing", "sexual_exploitation", "domestic_violence"
    )}  # fmt: skip
    told = {**day("on", TRIAGED), "outcomes": ["comprehensive_assessment"], **risks}
    html = browser(world, "untrained").post(f"/episodes/{thread}/triage/complete", told, follow=True).content.decode()
    assert "You are not recorded as trained in this" in html
    assert "Linnet" in listed(world)
    look_as(world.viewer("manager"))
    record_training(
        world.staff["untrained"], by=world.viewer("manager"), competence="triage", gained_on=TRIAGED, evidence="Seen"
    )
    assert "Linnet" not in listed(world), f"trained since, {somebody.name} had it on that day"


def test_the_trained_are_not_on_the_list(world):
    thread = world.referred(world.person(given_name="Linnet"), on=REFERRED)
    complete_triage(thread, by=world.worker, on=TRIAGED, outcomes=["comprehensive_assessment"])
    assert "Linnet" not in listed(world)


def test_another_agency_sees_none_of_it(world):
    thread = world.referred(world.person(given_name="Linnet"), on=REFERRED)
    somebody = untrained(world)
    look_as(somebody)
    complete_triage(thread, by=somebody, on=TRIAGED, outcomes=["comprehensive_assessment"])
    assert "Linnet" not in browser(world, "stranger").get(LIST).content.decode()
    assert "Linnet" in listed(world)


@pytest.mark.parametrize("role", ["keyworker", "commissioner"])
def test_only_managers_open_the_list(world, role):
    assert browser(world, role).get(LIST).status_code == 403
