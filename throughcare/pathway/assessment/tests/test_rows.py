"""Each thing that the texts want to be found out is asked on a page, kept, and read back in the words of the page."""

import pytest

from tests.pages import browser, day
from throughcare.pathway.assessment import actions, queries
from throughcare.pathway.assessment.tests.factories import ASSESSED, now, southampton, triaged
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.instruments.actions import complete_instrument

FORM = southampton()


def wanted(claim, answers, *words):
    return pytest.param(answers, words, id=claim.args[0], marks=claim)


@pytest.fixture
def thread_id(world):
    return triaged(world, sex="female")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        wanted(
            pytest.mark.requirement("ASM-03"),
            {"formulated": "yes", "formulated_on": "2014-12-28", "lead_professional": "Ms Ash"},
            "Full CAF formulated with this assessment", "28 December 2014", "Ms Ash",
        ),
        wanted(
            pytest.mark.requirement("ASM-08"),
            {"told_person": "yes", "took_part": "yes", "decided_together": "yes", "carer_told": "declined",
             "carer_involved": "no"},
            "Told what to expect", "Parent or carer told what to expect", "Involved in all decisions", "Declined",
        ),
        wanted(
            pytest.mark.requirement("ASM-14"),
            {"medicine_dependence": "both", "medicine_named": "Codeine since 2013", "medicine_prescribed_start": "yes"},
            "Depends on a prescribed or over-the-counter medicine", "Both", "Codeine since 2013",
            "It began with a prescription",
        ),
        wanted(
            pytest.mark.requirement("ASM-21"),
            {"health_check_offered": "yes",
             "health_check_covered": ["mental_health", "wound_care", "sexual_health", "dental_health"],
             "health_referrals": ["dentist", "sexual_health"]},
            "General healthcare assessment offered", "Mental health, Wound care, Sexual health, Dental health",
            "Dentist",
        ),
        wanted(
            pytest.mark.requirement("ASM-22"),
            {"living": "friends", "could_lose_home": "yes", "lose_home_on": "2015-01-20", "family_housing": "yes"},
            "With friends, from place to place", "20 January 2015", "Family or carers have a housing need too",
        ),
        wanted(
            pytest.mark.requirement("ASM-23"),
            {"occupation": "none", "aspirations": "To cook", "work_barriers": ["use", "confidence"]},
            "To cook", "Drug or alcohol use, Confidence",
        ),
        wanted(
            pytest.mark.requirement("ASM-24"),
            {"parent": "yes", "parenting_support": "yes", "family_support": "yes"},
            "Needs help with parenting, at the level of early help",
            "The family needs support, at the level of early help",
        ),
        wanted(pytest.mark.requirement("ASM-27"),
            {"tobacco": "daily", "tobacco_readiness": "thinking"}, "Every day", "Thinking about it"),
        wanted(
            pytest.mark.requirement("ASM-28"),
            {"injecting": "currently", "needle_exchange_fits": "no", "needle_exchange_why": "She is 15."},
            "Needle exchange is right for this person", "She is 15.",
        ),
        wanted(
            pytest.mark.requirement("ASM-29"),
            {"money_need": "yes", "childcare_need": "no", "transport_need": "yes", "practical_about": "A bus pass"},
            "Money, debt or benefits", "Childcare", "Travel to the service", "A bus pass",
        ),
        wanted(
            pytest.mark.requirement("ASM-30"),
            {"strengths": "Sings", "skills": "Cooks", "assets": "A room of her own", "who_helps": "Her aunt",
             "social_network": "A choir"},
            "Sings", "Cooks", "A room of her own", "Her aunt", "A choir",
        ),
        wanted(
            pytest.mark.requirement("ASM-31"),
            {"causes": "Bullied since March", "causes_without_disorder": "yes"}, "Bullied since March",
            "the causes are explored all the same",
        ),
    ],
)  # fmt: skip
def test_it_is_asked_kept_and_read_back(world, thread_id, answers, words):
    mine = browser(world)
    for name in answers:
        question = FORM.by_id[name]
        if not question.only_if:
            page = mine.get(f"/episodes/{thread_id}/assessment/{question.domain}").content.decode()
            assert question.title in page
    actions.complete_assessment(thread_id, by=world.worker, on=ASSESSED, answers=answers)
    page = mine.get(f"/episodes/{thread_id}/assessment/versions/1").content.decode()
    for said in words:
        assert said in page, said


@pytest.mark.requirement("ASM-05")
def test_the_interview_and_the_tools_are_recorded_and_either_is_missed(world, thread_id):
    mine, base = browser(world), f"/episodes/{thread_id}/assessment"
    actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers={"took_part": "yes"})
    page = mine.get(f"{base}/complete").content.decode()
    assert "Hold a clinical interview beside the questionnaires" in page
    assert "No questionnaire is recorded beside the interview" in page
    actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers={"clinical_interview": "yes"})
    complete_instrument(thread_id, by=world.worker, on=ASSESSED, instrument="audit", stage="start", total=12)
    page = mine.get(f"{base}/complete").content.decode()
    assert "Hold a clinical interview" not in page
    assert "No questionnaire is recorded" not in page
    assert "AUDIT" in mine.get(base).content.decode()


@pytest.mark.requirement("ASM-15")
def test_severity_withdrawal_and_conditions_are_inputs_to_the_choice_of_a_pathway(world, thread_id):
    assert "DSM-5" in browser(world).get(f"/episodes/{thread_id}/assessment/dependence").content.decode()
    met = {f"q{number}": "yes" if number <= 4 else "no" for number in range(1, 12)}
    complete_instrument(
        thread_id, by=world.worker, on=ASSESSED, instrument="dsm5_sud", stage="start",
        answers={"substance": "cannabis", **met},
    )  # fmt: skip
    actions.save_answers(
        thread_id, by=world.worker, on=ASSESSED,
        answers={
            "withdrawal_signs": "yes", "difficult_withdrawal": "no", "cognitive_deficit": "declined",
            "mental_condition": "yes", "physical_condition": "no", "pregnant": "yes",
        },
    )  # fmt: skip
    inputs = queries.pathway_inputs(episode_for_step(world.worker, thread_id))
    assert inputs.severity == {"cannabis": "moderate"}
    assert (inputs.withdrawal_signs, inputs.difficult_withdrawal, inputs.cognitive_deficit) == (True, False, None)
    assert (inputs.mental_condition, inputs.physical_condition, inputs.pregnant) == (True, False, True)
    assert inputs.dual_diagnosis.any_condition is True


class TestBeforeOtherSteps:
    """What the assessment found is said where it matters, and refuses nothing."""

    def test_drinking_and_children_are_said_on_the_plan_and_needs_before_referring_on(self, world, thread_id):
        told = {"drinks_alcohol": "yes", "alcohol_units": 30, "parent": "yes", "mental_condition": "yes"}
        actions.save_answers(thread_id, by=world.worker, on=ASSESSED, answers=told)
        mine = browser(world)
        plan = mine.get(f"/episodes/{thread_id}/plan/draft").content.decode()
        assert "Drinks more than 14 units a week: address drinking in the care plan" in plan
        assert "Assess the needs of each child" in plan
        onward = mine.get(f"/episodes/{thread_id}/refer-onward").content.decode()
        assert "Record the first response to the mental health need" in onward
        assert "Drinks more than" not in onward

    @pytest.mark.requirement("ASM-33")
    def test_detoxification_without_a_medical_assessment_is_flagged_and_goes_on(self, world, thread_id):
        mine, path = browser(world), f"/episodes/{thread_id}/interventions/start"
        assert "A medical assessment comes before: Community or home detoxification" in mine.get(path).content.decode()
        said = {"type": "detox_community", **day("on", ASSESSED)}
        answer = mine.post(path, said, follow=True).content.decode()
        assert "No medical assessment is recorded before it (004 section 10.2.3)" in answer
        flagged = "Started without a medical assessment: Community or home detoxification"
        assert flagged in mine.get(f"/episodes/{thread_id}/assessment").content.decode()
        actions.record_medical_assessment(
            thread_id, by=world.worker, on=ASSESSED, assessed_by="Dr Teal", consulted="Jo Marsh", consulted_on=ASSESSED,
            finding="Fit for it.",
        )  # fmt: skip
        assert flagged not in mine.get(f"/episodes/{thread_id}/assessment").content.decode()
        assert queries.medical_missing(episode_for_step(world.worker, thread_id)) == []
        assert now(world, thread_id).medical_assessments()[0][0].consulted == "Jo Marsh"
