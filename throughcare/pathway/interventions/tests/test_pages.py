"""The pages of interventions: what counts as treatment is said, and a missing plan is flagged, never refused."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.ways import drafts_of, in_treatment, left, with_plan
from throughcare.access.context import look_as
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.interventions.forms import types_in_groups
from throughcare.specification.loader import load

REFERRED = date(2014, 12, 1)
TODAY = date(2014, 12, 31)


def address(thread_id: int, page: str) -> str:
    return f"/episodes/{thread_id}/{page}"


class TestStart:
    page = "interventions/start"

    def answers(self, **changed) -> dict:
        return {"type": "psy_cbt", "setting": "service", **day("on", TODAY), **changed}

    def test_the_choices_say_in_words_what_counts_as_treatment(self, world):
        html = browser(world, "keyworker").get(address(with_plan(world, REFERRED), self.page)).content.decode()
        assert "Cognitive and behavioural interventions (counts as treatment)</option>" in html
        assert ">Advocacy</option>" in html
        assert '<optgroup label="Psychosocial interventions">' in html

    def test_before_the_sign_off_it_is_recorded_and_flagged(self, world):
        thread_id = with_plan(world, REFERRED)
        client = browser(world, "keyworker")
        html = client.get(address(thread_id, self.page)).content.decode()
        assert "Usually done first: Sign-off of the integrated care plan" in html
        assert client.post(address(thread_id, self.page), self.answers()).status_code == 302
        look_as(world.worker)
        assert "sign-off" in Episode.objects.get(pk=thread_id).skipped
        assert Episode.objects.get(pk=thread_id).treatment_started_on == TODAY

    def test_a_reason_takes_the_flag_away(self, world):
        thread_id = with_plan(world, REFERRED)
        browser(world, "keyworker").post(address(thread_id, self.page), self.answers(because="She could not wait"))
        (started,) = recorded(world, "intervention_started", thread_id)
        assert started.because == "She could not wait"
        assert "sign-off" not in Episode.objects.get(pk=thread_id).skipped

    def test_the_message_says_whether_it_counts(self, world):
        thread_id = with_plan(world, REFERRED)
        client = browser(world, "keyworker")
        html = client.post(address(thread_id, self.page), self.answers(type="advocacy"), follow=True).content.decode()
        assert "Advocacy started. It does not count as treatment" in html

    def test_an_intervention_must_be_chosen(self, world):
        thread_id = with_plan(world, REFERRED)
        html = browser(world, "keyworker").post(address(thread_id, self.page), self.answers(type="")).content.decode()
        assert "Choose an answer to “Which intervention?”" in html
        assert not recorded(world, "intervention_started", thread_id)
        assert drafts_of(world) == [address(thread_id, self.page)]


class TestEnd:
    page = "interventions/end"

    def answers(self, **changed) -> dict:
        return {"type": "psychosocial", "reason": "completed", **day("on", TODAY), **changed}

    def test_only_what_runs_can_end(self, world):
        thread_id = in_treatment(world, REFERRED)
        client = browser(world, "keyworker")
        html = client.get(address(thread_id, self.page)).content.decode()
        assert html.count('name="type"') == 2
        assert client.post(address(thread_id, self.page), self.answers()).status_code == 302
        (ended,) = recorded(world, "intervention_ended", thread_id)
        assert ended.detail == {"type": "psychosocial", "reason": "completed"}

    def test_an_end_before_the_start_is_refused_by_name(self, world):
        thread_id = in_treatment(world, REFERRED)
        early = self.answers(**day("on", date(2014, 12, 5)))
        html = browser(world, "keyworker").post(address(thread_id, self.page), early).content.decode()
        assert "No Psychosocial interventions was running on 5 December 2014" in html
        assert not recorded(world, "intervention_ended", thread_id)

    def test_where_nothing_runs_nothing_is_asked(self, world):
        html = browser(world, "keyworker").get(address(with_plan(world, REFERRED), self.page)).content.decode()
        assert "No intervention is running" in html
        assert 'class="nhsuk-button"' not in html.split("<main")[1]

    def test_after_leaving_only_the_reason_is_added(self, world):
        thread_id = left(world, REFERRED)
        answers = self.answers(**day("on", date(2014, 12, 29)))
        assert browser(world, "keyworker").post(address(thread_id, self.page), answers).status_code == 302
        ended = [one for one in recorded(world, "intervention_ended", thread_id) if one.detail.get("reason")]
        assert [one.detail["type"] for one in ended] == ["psychosocial"]


class TestSession:
    page = "session"

    def answers(self, **changed) -> dict:
        told = {"type": "psychosocial", "outcome": "attended", "minutes": "50", "words": "Talked about Christmas"}
        return {**told, **day("on", TODAY), **changed}

    def test_a_session_is_recorded_with_its_words(self, world):
        thread_id = in_treatment(world, REFERRED)
        client = browser(world, "keyworker")
        assert client.post(address(thread_id, self.page), self.answers()).status_code == 302
        (session,) = recorded(world, "session_recorded", thread_id)
        assert session.detail == {"type": "psychosocial", "outcome": "attended", "minutes": 50}
        html = client.get(address(thread_id, self.page)).content.decode()
        assert "Talked about Christmas" in html
        assert "Attended, 50 minutes" in html

    def test_who_cancelled_is_said(self, world):
        thread_id = in_treatment(world, REFERRED)
        html = browser(world, "keyworker").get(address(thread_id, self.page)).content.decode()
        for words in ("Did not attend", "Cancelled by the person", "Cancelled by the service"):
            assert words in html

    def test_something_else_needs_its_name(self, world):
        thread_id = in_treatment(world, REFERRED)
        client = browser(world, "keyworker")
        html = client.post(address(thread_id, self.page), self.answers(type="something_else")).content.decode()
        assert "Choose which intervention the session was part of" in html
        assert not recorded(world, "session_recorded", thread_id)
        named = self.answers(type="something_else", other_type="advocacy")
        assert client.post(address(thread_id, self.page), named).status_code == 302
        assert recorded(world, "session_recorded", thread_id)[0].detail["type"] == "advocacy"

    def test_minutes_belong_to_a_session_that_was_attended(self, world):
        thread_id = in_treatment(world, REFERRED)
        answers = self.answers(outcome="did_not_attend")
        html = browser(world, "keyworker").post(address(thread_id, self.page), answers).content.decode()
        assert "Minutes belong to a session that was attended; leave them empty" in html
        assert not recorded(world, "session_recorded", thread_id)
        assert drafts_of(world) == [address(thread_id, self.page)]

    def test_before_anything_runs_every_intervention_can_be_chosen(self, world):
        thread_id = with_plan(world, REFERRED)
        client = browser(world, "keyworker")
        assert "<optgroup" in client.get(address(thread_id, self.page)).content.decode()
        assert client.post(address(thread_id, self.page), self.answers(type="")).status_code == 200


PAGES = [TestStart.page, TestEnd.page, TestSession.page]


@pytest.mark.parametrize("page", PAGES)
class TestWhoMayOpenIt:
    def test_another_agency_finds_no_such_page(self, world, page):
        thread_id = in_treatment(world, REFERRED)
        assert browser(world, "stranger").get(address(thread_id, page)).status_code == 404

    @pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
    def test_who_works_with_nobody_may_not(self, world, page, role):
        thread_id = in_treatment(world, REFERRED)
        assert browser(world, role).get(address(thread_id, page)).status_code == 403

    def test_a_service_with_other_words_has_the_same_page(self, tiny_world, page):
        thread_id = in_treatment(tiny_world, date(2021, 12, 1))
        answer = browser(tiny_world, "keyworker").get(address(thread_id, page))
        assert answer.status_code == 200
        assert "Sandcastles" in answer.content.decode()


def test_types_with_parts_have_a_group_of_their_own():
    tiny = load("tests/specifications/tiny").latest
    assert types_in_groups(tiny) == [
        (
            "Sailing",
            [
                ("sailing", "Sailing (counts as treatment)"),
                ("night_sailing", "Sailing at night (counts as treatment)"),
            ],
        ),
        ("Land", [("sandcastle", "Sandcastles")]),
        ("Air", [("kite", "Kites")]),
    ]
