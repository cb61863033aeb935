"""A whole triage on one page: advice with its reason, interim plan, brief advice, feedback, the first appointment."""

import re
from datetime import date

import pytest

from tests.pages import browser, day, drafts_kept, recorded
from throughcare.access.context import look_as
from throughcare.pathway.plan.actions import draft_plan, sign_off_plan
from throughcare.pathway.plan.models import Goal
from throughcare.pathway.plan.rules import in_force
from throughcare.pathway.triage.actions import submit_own_triage
from throughcare.pathway.triage.models import PathwayAdvice

TODAY = date(2014, 12, 31)
REFERRED = date(2014, 12, 30)
RISKS = ("self_harm", "from_others", "to_others", "housing", "sexual_exploitation", "domestic_violence")


@pytest.fixture
def thread_id(world):
    return world.referred(world.person(given_name="Tansy", born=date(1997, 6, 11)), on=REFERRED)


def address(thread_id: int) -> str:
    return f"/episodes/{thread_id}/triage/complete"


def answers(**changed) -> dict:
    return {
        **day("on", TODAY),
        **{f"risk_{risk}": "no" for risk in RISKS},
        "severity": "moderate",
        "outcomes": ["comprehensive_assessment"],
        **changed,
    }


@pytest.mark.requirement("TRI-10")
class TestAdvice:
    def test_what_the_answers_point_to_is_shown_with_its_reason_and_nothing_is_judged_or_recorded(
        self, world, thread_id
    ):
        page = browser(world).post(address(thread_id), {"severity": "moderate", "_look": "1"}).content.decode()
        assert "Recommended: Comprehensive assessment, for structured treatment" in page
        assert "Because: What they use has a moderate or significant effect on another part of their life" in page
        assert "thing to put right" not in page
        assert not recorded(world, "triage_completed", thread_id)

    def test_another_way_without_a_reason_is_asked_for_one_and_nothing_is_kept(self, world, thread_id):
        page = browser(world).post(address(thread_id), answers(outcomes=["brief_intervention"])).content.decode()
        assert "The answers point to “Comprehensive assessment, for structured treatment”" in page
        assert not recorded(world, "triage_completed", thread_id)
        assert drafts_kept(world) == [address(thread_id)]

    def test_another_way_with_a_reason_is_kept_with_it(self, world, thread_id):
        said = answers(outcomes=["brief_intervention"], why_not="She moves away on Friday")
        assert browser(world).post(address(thread_id), said).status_code == 302
        look_as(world.worker)
        advice = PathwayAdvice.objects.get(thread_id=thread_id)
        assert (advice.recommended, advice.followed) == (["comprehensive-assessment"], False)
        assert advice.why_not == "She moves away on Friday"


@pytest.mark.requirement("TRI-09")
class TestInterimPlan:
    def test_what_cannot_wait_becomes_the_interim_plan_in_force(self, world, thread_id):
        browser(world).post(address(thread_id), answers(needs="A bed tonight\n\nSee the nurse"))
        (signed,) = recorded(world, "plan_signed_off", thread_id)
        assert signed.detail == {"kind": "interim"}
        goals = Goal.objects.filter(thread_id=thread_id).order_by("pk").values_list("words", flat=True)
        assert list(goals) == ["A bed tonight", "See the nurse"]

    def test_it_stays_in_force_until_the_integrated_plan_is_signed_off(self, world, thread_id):
        mine = browser(world)
        mine.post(address(thread_id), answers(needs="A bed tonight"))
        look_as(world.worker)
        draft_plan(thread_id, by=world.worker, on=TODAY, goals=["Sleep"])
        person = f"/people/{recorded(world, 'plan_drafted', thread_id)[0].thread.episode.person_id}"
        assert "Until it is, this stays in force: Interim care plan" in mine.get(person).content.decode()
        look_as(world.worker)
        sign_off_plan(thread_id, by=world.worker, on=TODAY)
        assert "stays in force" not in mine.get(person).content.decode()

    @pytest.mark.parametrize(
        ("plans", "place"),
        [
            ([], None),
            ([("interim", False)], 0),
            ([("usual", False), ("interim", True)], 1),
            ([("usual", False), ("usual", True), ("interim", True)], 1),
        ],
    )
    def test_which_plan_is_in_force(self, plans, place):
        assert in_force(plans, "interim") == place


@pytest.mark.requirement("TRI-14")
def test_a_low_need_is_met_by_brief_advice_without_structured_treatment(world, thread_id):
    said = answers(severity="slight", outcomes=["brief_intervention"], brief_about="drugs")
    assert browser(world).post(address(thread_id), said).status_code == 302
    (given,) = recorded(world, "brief_intervention_given")
    assert given.detail["about"] == "drugs"
    (triage,) = recorded(world, "triage_completed", thread_id)
    assert triage.detail["outcomes"] == ["brief_intervention"]
    assert not recorded(world, "intervention_started", thread_id)


@pytest.mark.requirement("TRI-11")
def test_feedback_explained_agreed_and_leaflet_are_kept_with_the_triage(world, thread_id):
    browser(world).post(address(thread_id), answers(explained="yes", agreed="yes", leaflet="yes"))
    (told,) = recorded(world, "feedback_given", thread_id)
    assert told.detail == {"explained": "yes", "agreed": "yes", "leaflet": "yes"}


class TestFirstAppointment:
    def test_an_assessment_is_offered_for_its_day(self, world, thread_id):
        browser(world).post(address(thread_id), answers(**day("first_day", date(2015, 1, 5))))
        (offer,) = recorded(world, "assessment_offered", thread_id)
        assert offer.detail == {"for": "2015-01-05"}

    def test_another_pathway_has_its_first_day_booked(self, world, thread_id):
        said = answers(severity="slight", outcomes=["brief_intervention"], **day("first_day", date(2015, 1, 5)))
        browser(world).post(address(thread_id), said)
        (booked,) = recorded(world, "appointment_booked", thread_id)
        assert booked.detail == {"for": "2015-01-05", "pathway": "brief-intervention"}

    def test_a_day_gone_by_is_refused_and_nothing_of_the_triage_is_kept(self, world, thread_id):
        page = browser(world).post(address(thread_id), answers(**day("first_day", date(2014, 12, 29)))).content.decode()
        assert "The first appointment cannot be before today" in page
        assert not recorded(world, "triage_completed", thread_id)

    def test_no_target_is_shown_where_the_specification_has_none(self, world, thread_id):
        assert "Promised by" not in browser(world).get(address(thread_id)).content.decode()


@pytest.mark.requirement("TRI-12")
def test_the_first_appointment_is_judged_by_the_promise_of_the_specification(tiny_world):
    thread_id = tiny_world.referred(tiny_world.person(born=date(1990, 1, 1)), on=date(2021, 12, 20))
    mine = browser(tiny_world)
    page = f"/episodes/{thread_id}/triage/book"
    assert "Promised by Sun 9 Jan" in mine.get(page).content.decode()
    said = {**day("on", date(2021, 12, 31)), "pathway": "shore"}
    late = mine.post(page, {**said, **day("for_day", date(2022, 1, 10))}, follow=True).content.decode()
    assert "First appointment booked for Mon 10 Jan, too late for the promise" in late
    in_time = mine.post(page, {**said, **day("for_day", date(2022, 1, 9))}, follow=True).content.decode()
    assert "First appointment booked for Sun 9 Jan" in in_time


@pytest.mark.requirement("TRI-02")
@pytest.mark.parametrize("role", ["triage", "keyworker", "manager"])
def test_every_assessor_is_given_the_same_form_and_the_same_tools_wherever_they_ask(world, role):
    asked, tools = set(), set()
    for thread in (world.referred(on=REFERRED), world.referred(on=REFERRED, channel="online")):
        for who in ("triage", role):
            mine = browser(world, who)
            asked.add(tuple(re.findall(r'name="(?!csrf)([^"]+)"', mine.get(address(thread)).content.decode())))
            tools.add(
                tuple(
                    re.findall(
                        rf"/episodes/{thread}/tools/(\w+)", mine.get(f"/episodes/{thread}/tools").content.decode()
                    )
                )
            )
    assert len(asked) == 1
    assert len(tools) == 1
    assert "audit" in tools.pop()


class TestOwnAnswers:
    def submitted(self, world, thread_id):
        look_as(world.worker)
        told = {"substances": ["cannabis"], "severity": "moderate", "risks": {"self_harm": "yes"}}
        return submit_own_triage(
            thread_id, by=world.worker, on=TODAY, how="online", wants="To sleep", **told
        ).own_triage

    def test_they_wait_on_the_list_and_are_told_where_the_triage_is_completed(self, world, thread_id):
        own = self.submitted(world, thread_id)
        mine = browser(world)
        assert "Tansy" in mine.get("/triage/own-answers").content.decode()
        assert "Own answers to look at (1)" in mine.get("/my-day").content.decode()
        page = mine.get(f"/triage/own-answers/{own.pk}").content.decode()
        assert "Points to: Comprehensive assessment" in page
        assert "Nothing is agreed yet" in page
        assert "To sleep" in mine.get(address(thread_id)).content.decode()
        mine.post(address(thread_id), answers())
        assert "Nobody waits" in mine.get("/triage/own-answers").content.decode()

    def test_another_agency_finds_no_such_page(self, world, thread_id):
        own = self.submitted(world, thread_id)
        assert browser(world, "stranger").get(f"/triage/own-answers/{own.pk}").status_code == 404
        assert "Tansy" not in browser(world, "stranger").get("/triage/own-answers").content.decode()

    def test_the_list_asks_for_the_same_number_of_rows_however_many_wait(
        self, world, thread_id, django_assert_max_num_queries
    ):
        self.submitted(world, thread_id)
        mine = browser(world)
        mine.get("/triage/own-answers")
        with django_assert_max_num_queries(14) as few:
            mine.get("/triage/own-answers")
        look_as(world.worker)
        for _time in range(3):
            self.submitted(world, world.referred(on=REFERRED))
        with django_assert_max_num_queries(14) as more:
            mine.get("/triage/own-answers")
        assert len(few) == len(more)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("crisis", {"actions": ["made_safe"], "detoxification": "no", "for_young_person": "yes", "for_family": "no"}),
        ("triage/feedback", {"explained": "yes", "agreed": "yes", "leaflet": "no"}),
        ("triage/encourage", {"how": "telephone"}),
        ("triage/book", {"pathway": "low-intensity", **day("for_day", date(2015, 1, 5))}),
    ],
)
class TestWhatFollows:
    def test_it_is_recorded_once_and_another_agency_may_not(self, world, thread_id, page, said):
        where = f"/episodes/{thread_id}/{page}"
        assert browser(world, "stranger").post(where, {**day("on", TODAY), **said}).status_code == 404
        assert browser(world, "data_lead").get(where).status_code == 403
        assert browser(world).post(where, {**day("on", TODAY), **said}).status_code == 302
        assert not drafts_kept(world)

    def test_what_is_wrong_keeps_nothing_but_the_draft(self, world, thread_id, page, said):
        where = f"/episodes/{thread_id}/{page}"
        assert browser(world).post(where, {**day("on", date(2015, 2, 1)), **said}).status_code == 200
        assert drafts_kept(world) == [where]
