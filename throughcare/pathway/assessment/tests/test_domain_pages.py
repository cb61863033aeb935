"""The overview and the short pages of an assessment: asked once, kept at once, readable for ever."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages import browser, day, drafts_kept, recorded
from throughcare.access.context import look_as
from throughcare.foundations.audit.models import AccessLogEntry, Looked
from throughcare.pathway.assessment import actions
from throughcare.pathway.assessment.models import AssessmentAnswer, Child, Contribution, IssuedSummary
from throughcare.pathway.assessment.tests.factories import ASSESSED, TRIAGED, now, triaged

#: Queries of a page, whatever it shows: who looks, the case and its milestones, the strip, the assessment.
OVERVIEW_QUERIES = 25
DOMAIN_QUERIES = 24


@pytest.fixture
def thread_id(world):
    return triaged(world)


def told(**answers):
    return {"source": "interview", **day("on", ASSESSED), **answers}


def page(world, path, role="triage"):
    return browser(world, role).get(path).content.decode()


def base(thread_id):
    return f"/episodes/{thread_id}/assessment"


class TestOverview:
    def test_it_says_how_each_part_stands(self, world, thread_id):
        said = page(world, base(thread_id))
        assert "Not started yet." in said
        assert "Not begun" in said
        assert "0 of 6 questions" in said  # taking part
        actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers={"told_person": "yes"})
        said = page(world, base(thread_id))
        assert "Started on 29 Dec, not completed yet." in said
        assert "1 of 6 questions" in said
        assert "5 not asked" in said
        assert "Hold a clinical interview" in said

    def test_pages_take_the_same_number_of_queries_whatever_they_show(self, world, thread_id):
        def count(path):
            mine = browser(world)
            mine.get(path)
            with CaptureQueriesContext(connection) as seen:
                mine.get(path)
            return len(seen)

        empty = count(base(thread_id)), count(f"{base(thread_id)}/housing")
        actions.complete_assessment(
            thread_id, by=world.worker, on=TRIAGED, answers={"told_person": "yes", "parent": "yes", "living": "no_home"}
        )
        for name in ("Wren", "Robin"):
            child = actions.add_child(thread_id, by=world.worker, known_as=name)
            actions.assess_child(child, by=world.worker, on=ASSESSED, answers={"child_safe": "yes"})
        actions.update_assessment(thread_id, by=world.worker, on=ASSESSED, answers={"told_person": "no"})
        actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers={"trauma": "yes"})
        look_as(world.worker)
        full = count(base(thread_id)), count(f"{base(thread_id)}/housing")
        assert full == empty == (OVERVIEW_QUERIES, DOMAIN_QUERIES)

    @pytest.mark.requirement("ASM-16")
    def test_dual_diagnosis_is_asked_with_service_and_coordinator_and_not_asked_is_seen(self, world, thread_id):
        assert "A mental health condition, diagnosed or not" in page(world, f"{base(thread_id)}/mental_health")
        assert "Not known yet" in page(world, base(thread_id))
        actions.save_answers(
            thread_id, by=world.worker, on=ASSESSED,
            answers={
                "mental_condition": "yes", "severe_mental_illness": "yes", "problem_use": "yes",
                "mental_diagnosis": "Psychosis", "mental_service": "camhs", "care_coordinator": "Ms Teal",
            },
        )  # fmt: skip
        said = page(world, f"{base(thread_id)}/mental_health")
        for words in ("Psychosis", "Child and adolescent mental health service", "Ms Teal"):
            assert words in said
        assert "Counted by this service" in page(world, base(thread_id))


class TestDomain:
    @pytest.mark.requirement("ASM-09")
    def test_what_is_known_is_shown_with_day_and_source_and_not_asked_again(self, world, thread_id):
        path = f"{base(thread_id)}/housing"
        said = page(world, path)
        assert "Has nowhere safe to live" in said
        assert "From triage, 24 Dec" in said
        assert 'name="q_unsafe_housing"' not in said
        assert 'name="q_living"' in said
        assert 'name="q_unsafe_housing"' in page(world, f"{path}?change=unsafe_housing")
        mine = browser(world)
        agency = told(q_living="family", source="agency", agency="school")
        assert mine.post(path, agency).status_code == 302
        said = page(world, path)
        assert "Told by School or college, 29 Dec" in said
        assert 'name="q_living"' not in said

    def test_answers_are_kept_at_once_and_lead_to_the_next_part(self, world, thread_id):
        path, mine = f"{base(thread_id)}/taking_part", browser(world)
        answer = mine.post(path, told(q_told_person="yes", q_took_part="no"))
        assert answer["location"] == f"{base(thread_id)}/substances"
        assert now(world, thread_id).standings["took_part"].answer == "no"
        assert "2 answers saved" in mine.get(answer["location"]).content.decode()
        assert not drafts_kept(world)

    def test_what_an_answer_opens_is_asked_next_on_the_same_page(self, world, thread_id):
        path, mine = f"{base(thread_id)}/injecting", browser(world)
        assert "q_shared_equipment" not in mine.get(path).content.decode()
        answer = mine.post(path, told(q_injecting="currently", q_shared_paraphernalia="never"))
        assert answer["location"] == path
        said = mine.get(path).content.decode()
        assert "3 questions follow from it" in said
        assert "q_shared_equipment" in said
        assert "Needle exchange is right for this person" in said
        answer = mine.post(path, told(q_shared_equipment="never"))
        assert answer["location"] == f"{base(thread_id)}/alcohol"

    @pytest.mark.requirement("ASM-11", "ASM-12")
    def test_substances_are_kept_with_route_frequency_quantity_age_and_cost(self, world, thread_id):
        path, mine = f"{base(thread_id)}/substances", browser(world)
        said = mine.get(path).content.decode()
        assert '<option value="cannabis" selected>' in said, "what triage named is there already, in its order"
        assert '<option value="secondary" selected>' in said
        rows = {
            "q_substances_used_0_substance": "cocaine",
            "q_substances_used_0_rank": "primary",
            "q_substances_used_0_route": "inject",
            "q_substances_used_0_frequency": "weekly",
            "q_substances_used_0_quantity": "Half a gram",
            "q_substances_used_0_age_first_used": "14",
            "q_substances_used_0_weekly_cost": "40",
            "q_substances_used_2_substance": "cannabis",
            "q_substances_used_2_rank": "further",
        }
        assert mine.post(path, told(q_problem_use="yes", **rows)).status_code == 302
        assert now(world, thread_id).standings["substances_used"].answer == [
            {"substance": "cocaine", "rank": "primary", "route": "inject", "frequency": "weekly",
             "quantity": "Half a gram", "age_first_used": 14, "weekly_cost": 40},
            {"substance": "cannabis", "rank": "further"},
        ]  # fmt: skip
        said = mine.get(path).content.decode()
        assert "Cocaine (powder) (Primary, Injected, Every week" in said
        assert "Cost in a week: £40" in said
        assert "Stimulants used" in said
        injecting = told(q_injecting="previously", q_shared_paraphernalia="currently")
        mine.post(f"{base(thread_id)}/injecting", injecting)
        mine.post(f"{base(thread_id)}/injecting", told(q_shared_equipment="previously"))
        said = now(world, thread_id).standings
        assert [said[one].answer for one in ("injecting", "shared_equipment", "shared_paraphernalia")] == [
            "previously", "previously", "currently",
        ]  # fmt: skip

    def test_no_substance_at_all_and_declined_are_answers(self, world, thread_id):
        path, mine = f"{base(thread_id)}/substances", browser(world)
        mine.post(path, told(why_substances_used="none"))
        assert now(world, thread_id).standings["substances_used"].answer == []
        mine.post(f"{path}?change=substances_used", told(why_substances_used="declined"))
        assert now(world, thread_id).standings["substances_used"].given == "declined"

    @pytest.mark.parametrize(
        ("domain", "answers", "words"),
        [
            pytest.param("taking_part", {}, "Answer at least one question", id="nothing"),
            pytest.param("taking_part", {"q_took_part": "yes", "source": ""}, "Say who told this", id="no source"),
            pytest.param(
                "taking_part", {"q_took_part": "yes", "source": "agency"}, "Say which agency told it", id="no agency"
            ),
            pytest.param("taking_part", {"q_took_part": "maybe"}, "Choose one of the answers", id="no such answer"),
            pytest.param(
                "taking_part",
                {"q_took_part": "yes", **day("on", date(2015, 1, 9))},
                "cannot be after today",
                id="to come",
            ),
            pytest.param("strengths", {"q_skills": "x", "why_skills": "declined"}, "Keep one of the two", id="both"),
            pytest.param("substances", {"q_substances_used_0_rank": "primary"}, "Say the substance", id="row unnamed"),
            pytest.param(
                "substances",
                {"q_substances_used_0_substance": "heroin", "q_substances_used_1_substance": "heroin"},
                "This is named twice",
                id="named twice",
            ),
            pytest.param(
                "substances",
                {"q_substances_used_0_substance": "heroin", "q_substances_used_0_weekly_cost": "-1"},
                "cannot be less than 0",
                id="below nothing",
            ),
            pytest.param(
                "substances",
                {"q_substances_used_0_substance": "heroin", "q_substances_used_0_age_first_used": "young"},
                "needs a number",
                id="no number",
            ),
        ],
    )
    def test_what_is_wrong_is_said_at_its_question_and_nothing_is_kept(self, world, thread_id, domain, answers, words):
        path = f"{base(thread_id)}/{domain}"
        said = browser(world).post(path, told(**answers)).content.decode()
        assert words in said
        look_as(world.worker)
        assert not AssessmentAnswer.objects.exists()
        assert drafts_kept(world) == [path]

    def test_an_answer_and_no_answer_among_several_is_refused(self, world, thread_id):
        actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers={"health_check_offered": "yes"})
        path = f"{base(thread_id)}/physical_health"
        both = {"q_health_check_covered": ["wound_care", "declined"]}
        assert "choose answers, or why there is none" in browser(world).post(path, told(**both)).content.decode()
        answer = browser(world).post(path, told(q_health_check_covered=["wound_care", "dental_health"]))
        assert answer.status_code == 302
        assert now(world, thread_id).standings["health_check_covered"].answer == ["wound_care", "dental_health"]

    def test_number_day_and_words_can_be_declined(self, world, thread_id):
        actions.save_answers(
            thread_id, by=world.worker, on=ASSESSED, answers={"could_lose_home": "yes", "drinks_alcohol": "yes"}
        )
        mine = browser(world)
        mine.post(f"{base(thread_id)}/housing", told(why_lose_home_on="not_known"))
        mine.post(f"{base(thread_id)}/alcohol", told(q_alcohol_units="21", q_alcohol_change="more"))
        mine.post(f"{base(thread_id)}/strengths", told(why_skills="declined"))
        stand = now(world, thread_id).standings
        assert (stand["lose_home_on"].given, stand["skills"].given) == ("not_known", "declined")
        assert stand["alcohol_units"].answer == 21
        said = page(world, base(thread_id))
        assert "Drinks more than 14 units a week: address drinking in the care plan" in said
        assert "Drinking is rising" in said

    def test_a_part_with_nothing_left_says_so_and_asks_nothing(self, world, thread_id):
        actions.save_answers(
            thread_id,
            by=world.worker,
            on=ASSESSED,
            answers={"trauma": "no", "abuse_suffered": "now", "abuse_done": "never"},
        )
        said = page(world, f"{base(thread_id)}/abuse")
        assert "Everything here is asked" in said
        assert "Save and go on" not in said
        assert "Complete the risk checklist for domestic abuse" in said
        assert "Complete checklist" in page(world, base(thread_id))

    def test_unknown_parts_and_other_agencies_find_nothing(self, world, thread_id):
        assert browser(world).get(f"{base(thread_id)}/moon").status_code == 404
        assert browser(world).get(f"{base(thread_id)}/child_needs").status_code == 404


class TestVersions:
    def test_the_page_of_a_version_says_what_changed(self, world, thread_id):
        actions.complete_assessment(thread_id, by=world.worker, on=TRIAGED, answers={"took_part": "no"})
        mine = browser(world)
        mine.post(f"{base(thread_id)}/taking_part?change=took_part", told(q_took_part="yes"))
        said = mine.get(f"{base(thread_id)}").content.decode()
        assert "not kept as one yet" in said
        assert (
            "These answers are not kept as a version yet" in mine.get(f"{base(thread_id)}/versions/2").content.decode()
        )
        mine.post(f"{base(thread_id)}/update", {**day("on", ASSESSED), "how": "interview", "summary": "Comes now."})
        said = mine.get(f"{base(thread_id)}/versions/2").content.decode()
        assert "What changed since version 1" in said
        assert "As it stood on 29 December 2014." in said
        first = mine.get(f"{base(thread_id)}/versions/1").content.decode()
        assert "As it stood on 24 December 2014." in first
        assert "What changed" not in first
        assert mine.get(f"{base(thread_id)}/versions/3").status_code == 404

    def test_an_update_of_nothing_is_refused_on_the_page(self, world, thread_id):
        actions.complete_assessment(thread_id, by=world.worker, on=TRIAGED, answers={"took_part": "no"})
        said = browser(world).post(f"{base(thread_id)}/update", day("on", ASSESSED)).content.decode()
        assert "Nothing was answered since the last version" in said


class TestHow:
    @pytest.mark.requirement("ASM-06", "ASM-10")
    def test_start_and_completion_say_how_and_where(self, world, thread_id):
        mine = browser(world)
        said = mine.get(f"{base(thread_id)}/start").content.decode()
        for words in (
            "Filled in by the person", "Filled in by the person with support", "Primary care", "Custody suite",
            "Hospital or other secondary care", "Community venue", "At the service",
        ):  # fmt: skip
            assert words in said
        mine.post(f"{base(thread_id)}/start", {**day("on", ASSESSED), "how": "self", "setting": "custody_suite"})
        (started,) = recorded(world, "assessment_started", thread_id)
        assert started.detail == {"how": "self", "setting": "custody_suite"}
        assert (
            '<input class="nhsuk-radios__input" id="id_source-3"'
            in mine.get(f"{base(thread_id)}/housing").content.decode()
        )
        said = mine.get(f"{base(thread_id)}/complete").content.decode()
        assert '<option value="custody_suite" selected>' in said
        mine.post(f"{base(thread_id)}/complete", {**day("on", ASSESSED), "how": "supported", "setting": "home"})
        (done,) = recorded(world, "assessment_completed", thread_id)
        assert done.detail == {"how": "supported", "setting": "home"}

    def test_completion_says_what_waits_and_refuses_nothing(self, world, thread_id):
        actions.save_answers(
            thread_id, by=world.worker, on=ASSESSED, answers={"pregnant": "not_asked", "parent": "yes"}
        )
        said = page(world, f"{base(thread_id)}/complete")
        assert "No questionnaire is recorded beside the interview" in said
        assert "Formulate the full CAF before the main interventions begin" in said
        assert "Assess the needs of each child" in said
        assert browser(world).post(f"{base(thread_id)}/complete", day("on", ASSESSED)).status_code == 302


class TestChildrenAndOthers:
    def test_a_child_is_added_changed_and_assessed(self, world, thread_id):
        mine, path = browser(world), f"{base(thread_id)}/children"
        assert "is recorded" in mine.get(path).content.decode()
        mine.post(f"{path}/add", {"known_as": "Wren", "age": "2", "relation": "Sister", "regular_contact": "yes"})
        look_as(world.worker)
        wren = Child.objects.get()
        assert "2 years old" in mine.get(path).content.decode()
        mine.post(f"{path}/{wren.pk}", {"known_as": "Wren", **day("born", date(2012, 1, 2)), "regular_contact": "no"})
        assert mine.post(f"{path}/{wren.pk}/child_needs", told(q_child_safe="no")).status_code == 302
        assert "1 of 7 questions" in mine.get(path).content.decode()
        assert len(recorded(world, "child_needs_assessed", thread_id)) == 1
        assert mine.get(f"{path}/{wren.pk}/housing").status_code == 404
        assert mine.get(f"{path}/{wren.pk + 1}").status_code == 404
        other = triaged(world)
        assert mine.get(f"{base(other)}/children/{wren.pk}").status_code == 404

    @pytest.mark.requirement("ASM-07")
    def test_another_agency_contributes_with_worker_and_agreement(self, world, thread_id):
        mine = browser(world)
        said = {"agency": "housing", "worker": "Mr Ash, housing officer", "words": "A room is free.", "agreed": "yes"}
        assert (
            "Choose an answer"
            in mine.post(f"{base(thread_id)}/contributions/add", {**said, "agency": ""}).content.decode()
        )
        mine.post(f"{base(thread_id)}/contributions/add", {**said, **day("on", ASSESSED)})
        look_as(world.worker)
        assert Contribution.objects.get().agency == "housing"
        shown = mine.get(base(thread_id)).content.decode()
        for words in ("Housing", "Mr Ash, housing officer", "A room is free.", "Person agrees"):
            assert words in shown
        form = mine.get(f"{base(thread_id)}/contributions/add").content.decode()
        for agency in ("Adult mental health service", "social care", "Families Matter", "Housing"):
            assert agency in form

    @pytest.mark.requirement("ASM-34")
    def test_a_summary_is_issued_with_consent_printed_and_keeps_what_it_said(self, world, thread_id):
        actions.save_answers(
            thread_id, by=world.worker, on=TRIAGED, answers={"took_part": "yes", "trauma": "yes", "living": "no_home"}
        )
        mine, path = browser(world), f"{base(thread_id)}/summary/issue"
        said = {**day("on", ASSESSED), "to": "camhs", "domains": ["taking_part", "housing"]}
        assert "Ask for it; without it, keep it" in mine.post(path, {**said, "consent": "no"}).content.decode()
        answer = mine.post(path, {**said, "consent": "yes"})
        look_as(world.worker)
        issued = IssuedSummary.objects.get()
        assert answer["location"] == f"{base(thread_id)}/summary/{issued.pk}"
        actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers={"living": "family"})
        shown = mine.get(answer["location"]).content.decode()
        assert "Given to Child and adolescent mental health service (CAMHS) on 29 December 2014" in shown
        assert "Nowhere settled" in shown
        assert "With family" not in shown
        assert "trauma" not in shown.lower()
        look_as(world.viewer("triage"))
        assert AccessLogEntry.objects.filter(looked=Looked.DISCLOSED, record_id=thread_id).count() == 1
        assert mine.get(f"{base(thread_id)}/summary/{issued.pk + 1}").status_code == 404

    def test_a_medical_assessment_is_recorded_with_its_consultation(self, world, thread_id):
        mine = browser(world)
        said = {
            "assessed_by": "Dr Teal", "finding": "Fit for it.", "consulted": "Jo Marsh", **day("on", ASSESSED),
            **day("consulted_on", ASSESSED),
        }  # fmt: skip
        assert mine.post(f"{base(thread_id)}/medical", said).status_code == 302
        shown = mine.get(base(thread_id)).content.decode()
        assert "Dr Teal, 29 Dec" in shown
        assert "With Jo Marsh, 29 Dec" in shown


PATHS = [
    "", "/start", "/update", "/medical", "/contributions/add", "/summary/issue", "/children", "/children/add",
    "/versions/1", "/taking_part",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_another_agency_finds_nothing_at_any_page(world, thread_id, path):
    actions.complete_assessment(thread_id, by=world.worker, on=ASSESSED, answers={"took_part": "yes"})
    assert browser(world).get(base(thread_id) + path).status_code == 200
    assert browser(world, "stranger").get(base(thread_id) + path).status_code == 404
    assert browser(world, "administrator").get(base(thread_id) + path).status_code == 403


def test_a_child_and_a_summary_of_another_agency_are_not_found(world, thread_id):
    child = actions.add_child(thread_id, by=world.worker, known_as="Wren")
    actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers={"took_part": "yes"})
    issued = actions.issue_summary(
        thread_id, by=world.worker, on=ASSESSED, to="camhs", consent="yes", domains=["taking_part"]
    )
    for path in (f"children/{child.pk}", f"children/{child.pk}/child_needs", f"summary/{issued.pk}"):
        assert browser(world).get(f"{base(thread_id)}/{path}").status_code == 200, path
        assert browser(world, "stranger").get(f"{base(thread_id)}/{path}").status_code == 404, path
