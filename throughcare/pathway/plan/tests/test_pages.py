"""The pages of the care plan: as many goals as wanted, one sign-off for each version."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.ways import GOALS, drafts_of, with_plan
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.pathway.plan.actions import change_goal, draft_plan, sign_off_plan
from throughcare.pathway.plan.models import CarePlan, Goal

REFERRED = date(2014, 12, 1)
TODAY = date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    return with_plan(world, REFERRED)


def goals(world, version: int) -> list[tuple[str, str]]:
    look_as(world.worker)
    return list(Goal.objects.filter(plan__version=version).order_by("pk").values_list("words", "state"))


class TestDraft:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/plan/draft"

    def answers(self, **changed) -> dict:
        return {"plan_kind": "integrated", **day("on", TODAY), **changed}

    def test_goals_are_kept_in_the_persons_own_words(self, world):
        thread_id = world.referred(on=REFERRED)
        answer = browser(world, "keyworker").post(
            self.address(thread_id), self.answers(goal_1="See my sister", goal_4="Sleep")
        )
        assert answer.status_code == 302
        assert [words for words, _state in goals(world, 1)] == ["See my sister", "Sleep"]
        assert not drafts_of(world)

    def test_more_lines_come_without_losing_or_judging_what_is_written(self, world, thread_id):
        page = browser(world, "keyworker").post(self.address(thread_id), {"goal_5": "Back at college", "_more": "1"})
        html = page.content.decode()
        assert 'name="goal_10"' in html
        assert 'name="goal_11"' not in html
        assert 'value="Back at college"' in html
        assert "to put right" not in html
        assert len(recorded(world, "plan_drafted", thread_id)) == 1

    def test_a_draft_comes_back_with_all_its_lines(self, world, thread_id):
        client = browser(world, "keyworker")
        client.post(self.address(thread_id), {"goal_9": "Paint again", "_keep_draft": "1"})
        html = client.get(self.address(thread_id)).content.decode()
        assert 'name="goal_9" type="text" value="Paint again"' in html

    def test_goals_that_still_hold_come_along_as_they_stand(self, world, thread_id):
        kept = Goal.objects.get(words=GOALS[0])
        change_goal(kept, by=world.worker, state="under_way")
        browser(world, "keyworker").post(self.address(thread_id), self.answers(keep=[kept.pk], goal_1="New"))
        assert goals(world, 2) == [(GOALS[0], "under_way"), ("New", "not_started")]

    def test_which_plan_must_be_said(self, world, thread_id):
        page = browser(world, "keyworker").post(self.address(thread_id), {**day("on", TODAY), "goal_1": "Sleep"})
        assert "Choose an answer to “Which plan?”" in page.content.decode()
        assert len(recorded(world, "plan_drafted", thread_id)) == 1
        assert drafts_of(world) == [self.address(thread_id)]


class TestSignOff:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/plan/sign-off"

    def answers(self, **changed) -> dict:
        return {"plan_kind": "integrated", **day("on", TODAY), **changed}

    def test_the_goals_and_the_version_stand_above_the_question(self, world, thread_id):
        html = browser(world, "keyworker").get(self.address(thread_id)).content.decode()
        assert "Version 1, drafted on 8 Dec, 2 goals" in html
        assert all(goal in html for goal in GOALS)

    def test_the_latest_version_is_signed_off(self, world, thread_id):
        draft_plan(thread_id, by=world.worker, on=date(2014, 12, 15), goals=["Sleep"])
        assert browser(world, "keyworker").post(self.address(thread_id), self.answers()).status_code == 302
        look_as(world.worker)
        assert CarePlan.objects.get(version=2).signed_off is not None
        assert CarePlan.objects.get(version=1).signed_off is None

    def test_a_second_sign_off_of_the_same_version_is_refused_kindly(self, world, thread_id):
        sign_off_plan(thread_id, by=world.worker, on=date(2014, 12, 16))
        html = browser(world, "keyworker").post(self.address(thread_id), self.answers()).content.decode()
        assert "This version of the Integrated care plan was signed off on 16 December 2014" in html
        assert "Draft a new version first, then sign that off." in html
        assert 'href="#id_plan_kind"' in html
        assert len(recorded(world, "plan_signed_off", thread_id)) == 1
        assert drafts_of(world) == [self.address(thread_id)]

    def test_a_draft_that_was_taken_back_is_no_version(self, world, thread_id):
        from throughcare.pathway.casework.actions import correct

        (drafted,) = recorded(world, "plan_drafted", thread_id)
        correct(drafted, by=world.worker, never=True, reason="another person's plan")
        html = browser(world, "keyworker").get(self.address(thread_id)).content.decode()
        assert "No plan has been drafted yet" in html


class TestGoal:
    def test_how_a_goal_stands_is_kept(self, world, thread_id):
        goal = Goal.objects.get(words=GOALS[1])
        client = browser(world, "keyworker")
        assert "Not started" in client.get(f"/goals/{goal.pk}").content.decode()
        assert client.post(f"/goals/{goal.pk}", {"state": "reached"}).status_code == 302
        assert goals(world, 1)[1] == (GOALS[1], "reached")
        assert not drafts_of(world)

    def test_another_agency_finds_no_such_goal(self, world, thread_id):
        goal = Goal.objects.get(words=GOALS[1])
        assert browser(world, "stranger").post(f"/goals/{goal.pk}", {"state": "reached"}).status_code == 404
        assert goals(world, 1)[1] == (GOALS[1], "not_started")


@pytest.mark.parametrize("page", ["draft", "sign-off"])
class TestWhoMayOpenIt:
    def test_another_agency_finds_no_such_page(self, world, thread_id, page):
        assert browser(world, "stranger").get(f"/episodes/{thread_id}/plan/{page}").status_code == 404

    @pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
    def test_who_writes_no_plans_may_not(self, world, thread_id, page, role):
        assert browser(world, role).get(f"/episodes/{thread_id}/plan/{page}").status_code == 403

    def test_a_service_with_other_words_has_the_same_page(self, tiny_world, page):
        thread_id = with_plan(tiny_world, date(2021, 12, 1))
        answer = browser(tiny_world, "keyworker").get(f"/episodes/{thread_id}/plan/{page}")
        assert answer.status_code == 200
        assert "Great chart" in answer.content.decode()


def test_signing_off_in_time_keeps_the_promise(world, thread_id):
    from throughcare.pathway.interventions.actions import start_intervention

    start_intervention(thread_id, by=world.worker, on=date(2014, 12, 20), type="psy_cbt")
    html = browser(world, "keyworker").get(f"/episodes/{thread_id}/plan/sign-off").content.decode()
    assert "Keeps the promise: Care plan signed off" in html
    browser(world, "keyworker").post(
        f"/episodes/{thread_id}/plan/sign-off", {"plan_kind": "integrated", **day("on", TODAY)}
    )
    look_as(world.worker)
    assert Clock.objects.get(thread_id=thread_id, definition="plan").stopped_on == TODAY
