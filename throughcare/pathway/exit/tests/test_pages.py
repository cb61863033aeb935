"""The pages of leaving: they ask before anything ends with the person."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.ways import drafts_of, in_treatment, with_plan
from throughcare.access.context import look_as
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.interventions.actions import start_intervention

REFERRED = date(2014, 12, 1)
TODAY = date(2014, 12, 31)


class TestLeave:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/leave"

    def answers(self, **changed) -> dict:
        return {"reason": "completed_drug_free", "ends": "on", **day("on", TODAY), **changed}

    def test_the_page_names_what_will_end_and_groups_the_reasons(self, world):
        html = browser(world, "keyworker").get(self.address(in_treatment(world, REFERRED))).content.decode()
        assert "End these interventions on the same day: Psychosocial interventions, YP multi-agency working" in html
        assert html.index("Planned") < html.index("Treatment completed, drug free") < html.index("Not planned")
        assert "Promises start: TOP at exit by" in html

    def test_leaving_ends_what_runs_on_that_day(self, world):
        thread_id = in_treatment(world, REFERRED)
        assert browser(world, "keyworker").post(self.address(thread_id), self.answers()).status_code == 302
        assert [one.happened_on for one in recorded(world, "intervention_ended", thread_id)] == [TODAY, TODAY]
        assert Episode.objects.get(pk=thread_id).closed_on == TODAY
        assert not drafts_of(world)

    def test_without_the_tick_nothing_ends(self, world):
        thread_id = in_treatment(world, REFERRED)
        html = browser(world, "keyworker").post(self.address(thread_id), self.answers(ends="")).content.decode()
        assert "2 interventions are still running: tick that they end on the same day, or end them first" in html
        assert not recorded(world, "intervention_ended", thread_id)
        assert not recorded(world, "exited", thread_id)
        assert drafts_of(world) == [self.address(thread_id)]

    def test_a_day_before_the_start_undoes_the_whole_step(self, world):
        thread_id = in_treatment(world, REFERRED)
        early = self.answers(**day("on", date(2014, 12, 5)))
        assert browser(world, "keyworker").post(self.address(thread_id), early).status_code == 200
        assert not recorded(world, "intervention_ended", thread_id)
        assert not recorded(world, "exited", thread_id)

    def test_a_reason_must_be_chosen(self, world):
        html = (
            browser(world, "keyworker")
            .post(self.address(in_treatment(world, REFERRED)), self.answers(reason=""))
            .content.decode()
        )
        assert "Choose an answer to “Why does Linnet leave?”" in html

    def test_the_tool_owed_at_exit_is_offered_until_it_is_there(self, world):
        thread_id = in_treatment(world, REFERRED)
        client = browser(world, "keyworker")
        link = f"/episodes/{thread_id}/tools/top?stage=exit"
        html = client.get(self.address(thread_id)).content.decode()
        assert link in html
        assert "Record TOP at exit first" in html
        look_as(world.worker)
        complete_instrument(
            thread_id, by=world.worker, on=TODAY, instrument="top", stage="exit", answers={"alcohol_days": 2}
        )
        assert link not in client.get(self.address(thread_id)).content.decode()


class TestWithdraw:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/withdraw"

    def answers(self, **changed) -> dict:
        return {"reason": "declined_treatment", **day("on", TODAY), **changed}

    def test_a_referral_ends(self, world):
        thread_id = with_plan(world, REFERRED)
        assert browser(world, "keyworker").post(self.address(thread_id), self.answers()).status_code == 302
        assert len(recorded(world, "withdrawn", thread_id)) == 1

    def test_lighter_work_ends_with_it_once_said(self, world):
        thread_id = with_plan(world, REFERRED)
        start_intervention(thread_id, by=world.worker, on=date(2014, 12, 10), type="advocacy")
        client = browser(world, "keyworker")
        html = client.post(self.address(thread_id), self.answers()).content.decode()
        assert "1 intervention is still running: tick that it ends on the same day" in html
        assert client.post(self.address(thread_id), self.answers(ends="on")).status_code == 302
        assert len(recorded(world, "intervention_ended", thread_id)) == 1

    def test_once_treatment_started_the_page_leads_to_the_other_ending(self, world):
        thread_id = in_treatment(world, REFERRED)
        client = browser(world, "keyworker")
        assert f'href="/episodes/{thread_id}/leave"' in client.get(self.address(thread_id)).content.decode()
        html = client.post(self.address(thread_id), self.answers(ends="on")).content.decode()
        assert "Record leaving treatment (exit) instead" in html
        assert not recorded(world, "withdrawn", thread_id)
        assert not recorded(world, "intervention_ended", thread_id)


@pytest.mark.parametrize("page", ["leave", "withdraw"])
class TestWhoMayOpenIt:
    def test_another_agency_finds_no_such_page(self, world, page):
        assert browser(world, "stranger").get(f"/episodes/{with_plan(world, REFERRED)}/{page}").status_code == 404

    @pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
    def test_who_works_with_nobody_may_not(self, world, page, role):
        assert browser(world, role).get(f"/episodes/{with_plan(world, REFERRED)}/{page}").status_code == 403

    def test_a_service_with_other_words_has_the_same_page(self, tiny_world, page):
        thread_id = with_plan(tiny_world, date(2021, 12, 1))
        html = browser(tiny_world, "keyworker").get(f"/episodes/{thread_id}/{page}").content.decode()
        assert "Drifted off" in html
