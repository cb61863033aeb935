"""What an answer may be, which questions apply, and what answers make necessary."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from throughcare.pathway.assessment.rules.answers import given
from throughcare.pathway.assessment.rules.standing import (
    About,
    Standing,
    applies,
    changed,
    detoxification_without_medical_assessment,
    dual_diagnosis,
    matching_inputs,
    matters,
)
from throughcare.pathway.assessment.tests.factories import southampton
from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification.loader import load
from throughcare.specification.questions import Meaning

FORM = southampton()
TINY = load("tests/specifications/tiny").latest.assessment
GIRL, BOY = About(16, "female"), About(16, "male")


def stand(**answers) -> dict[str, Standing]:
    read = {name: given(FORM.by_id[name], said) for name, said in answers.items()}
    return {name: Standing(name, how, answer, date(2014, 12, 29), "interview") for name, (how, answer) in read.items()}


def waits(standings, about=GIRL, **more) -> list[str]:
    return [one.words for one in matters(FORM, standings, about, **more)]


@pytest.mark.parametrize(
    ("question", "said", "kept"),
    [
        pytest.param("told_person", "yes", ("answered", "yes"), id="yes"),
        pytest.param("told_person", "declined", ("declined", None), id="declined is an answer"),
        pytest.param("injecting", "not_known", ("not_known", None), id="not known answers a choice too"),
        pytest.param("alcohol_units", 12.0, ("answered", 12), id="a whole number is kept as one"),
        pytest.param("alcohol_units", "declined", ("declined", None), id="a number can be declined"),
        pytest.param("lose_home_on", date(2015, 1, 2), ("answered", "2015-01-02"), id="a day"),
        pytest.param("lose_home_on", "2015-01-02", ("answered", "2015-01-02"), id="a day as text"),
        pytest.param("strengths", "  Paints ", ("answered", "Paints"), id="words"),
        pytest.param("skills", "not_asked", ("not_asked", None), id="words can be not asked"),
        pytest.param(
            "health_check_covered", ["dental_health", "wound_care"], ("answered", ["wound_care", "dental_health"]),
            id="several stand in the order of the page",
        ),
        pytest.param("health_check_covered", "wound_care", ("answered", ["wound_care"]), id="one of several"),
        pytest.param("substances_used", [], ("answered", []), id="no substance at all"),
        pytest.param(
            "substances_used", [{"substance": "cannabis", "rank": "primary", "age_first_used": 13, "quantity": ""}],
            ("answered", [{"substance": "cannabis", "rank": "primary", "age_first_used": 13}]),
            id="empty cells are left out",
        ),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_form(question, said, kept):
    assert given(FORM.by_id[question], said) == kept


@pytest.mark.parametrize(
    ("question", "said", "words"),
    [
        pytest.param("told_person", "maybe", "'maybe' is no answer", id="not one of the five"),
        pytest.param("injecting", "often", "'often' is not one of its answers", id="not a choice"),
        pytest.param("injecting", ["never"], "is not one of its answers", id="a list for a choice"),
        pytest.param("alcohol_units", "many", "is not a number", id="not a number"),
        pytest.param("alcohol_units", True, "is not a number", id="a flag is no number"),
        pytest.param("alcohol_units", -1, "-1 is not possible", id="below the lowest"),
        pytest.param("alcohol_units", 1001, "1001 is not possible", id="above the highest"),
        pytest.param("alcohol_units", float("nan"), "is not possible", id="not a number at all"),
        pytest.param("lose_home_on", "soon", "is not a day", id="not a day"),
        pytest.param("strengths", "   ", "holds no words", id="empty words"),
        pytest.param("strengths", 3, "holds no words", id="a number for words"),
        pytest.param("health_check_covered", [], "names nothing", id="several that name nothing"),
        pytest.param("health_check_covered", ["wound_care", "wound_care"], "the same twice", id="named twice"),
        pytest.param("substances_used", "cannabis", "is no table", id="not a table"),
        pytest.param("substances_used", [{"substance": "tea"}], "not one of its answers", id="unknown substance"),
        pytest.param("substances_used", [{"rank": "primary"}], "does not say its substance", id="a row without one"),
        pytest.param("substances_used", [{"substance": "cannabis", "colour": "x"}], "no column colour", id="a column"),
        pytest.param("substances_used", [{"substance": "cannabis"}] * 2, "named twice", id="a substance twice"),
        pytest.param("substances_used", [{"substance": "other"}] * 13, "13 rows are too many", id="too many rows"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_its_clause(question, said, words):
    with pytest.raises(StepRefused, match=words) as refused:
        given(FORM.by_id[question], said)
    assert refused.value.field == question
    assert refused.value.clause == FORM.by_id[question].source


class TestWhoIsAsked:
    @pytest.mark.parametrize(
        ("question", "answers", "about", "asked"),
        [
            pytest.param("pregnant", {}, GIRL, True, id="pregnancy is asked of a girl"),
            pytest.param("pregnant", {}, BOY, False, id="pregnancy is not asked of a boy"),
            pytest.param("pregnant", {}, About(16, "unknown"), True, id="it is asked where sex is not known"),
            pytest.param("antenatal_care", {"pregnant": "yes"}, GIRL, True, id="antenatal care follows pregnancy"),
            pytest.param("antenatal_care", {"pregnant": "no"}, GIRL, False, id="and only that"),
            pytest.param("antenatal_care", {"pregnant": "yes"}, BOY, False, id="what hangs on a question not asked"),
            pytest.param("excluded", {}, About(18, "male"), True, id="18 is in"),
            pytest.param("excluded", {}, About(19, "male"), False, id="19 is out"),
            pytest.param("excluded", {}, About(None, "male"), False, id="an age not known settles nothing"),
            pytest.param("shared_equipment", {"injecting": "previously"}, BOY, True, id="sharing follows injecting"),
            pytest.param("shared_equipment", {"injecting": "declined"}, BOY, False, id="declined is not previously"),
        ],
    )
    def test_a_question_applies_by_age_sex_and_earlier_answers(self, question, answers, about, asked):
        assert applies(FORM, FORM.by_id[question], stand(**answers), about) is asked


class TestWhatWaits:
    @pytest.mark.requirement("ASM-13")
    @pytest.mark.parametrize(
        ("answers", "waiting"),
        [
            pytest.param({"alcohol_units": 14}, False, id="14 units are within the guideline"),
            pytest.param({"alcohol_units": 15}, True, id="15 units are flagged for the plan"),
            pytest.param({"alcohol_change": "same"}, False, id="the same as before"),
            pytest.param({"alcohol_change": "more"}, True, id="rising drinking is flagged for the plan"),
        ],
    )
    def test_excessive_or_rising_drinking_of_anybody_is_flagged_for_the_plan(self, answers, waiting):
        standings = stand(drinks_alcohol="yes", substances_used=[{"substance": "heroin"}], **answers)
        found = [one for one in matters(FORM, standings, BOY) if "care plan" in one.words]
        assert bool(found) is waiting
        assert all("plan_drafted" in one.before for one in found)

    @pytest.mark.requirement("ASM-18")
    def test_both_needs_want_a_first_response_before_referring_on(self):
        standings = stand(mental_condition="yes", physical_condition="yes")
        before = [one.words for one in matters(FORM, standings, BOY) if "referred_onward" in one.before]
        assert before == [
            "Record the first response to the mental health need",
            "Record the first response to the drug or alcohol need",
            "Record the first response to the physical health need",
        ]
        answered = stand(
            mental_condition="yes", physical_condition="yes", mental_response="yes", substance_response="yes",
            physical_response="yes",
        )  # fmt: skip
        assert not [one for one in matters(FORM, answered, BOY) if "referred_onward" in one.before]

    @pytest.mark.requirement("ASM-20")
    def test_pregnancy_wants_antenatal_care_and_the_specialist_link(self):
        assert "Arrange antenatal care" in waits(stand(pregnant="yes"))
        assert "Make the link to the specialist antenatal service" in waits(stand(pregnant="yes", antenatal_care="yes"))
        arranged = stand(
            pregnant="yes", antenatal_care="yes", antenatal_specialist="yes", antenatal_who="Ms Teal, 3 Jan"
        )
        assert not [one for one in waits(arranged) if "antenatal" in one]

    def test_a_child_waits_until_each_one_is_assessed(self):
        parent = stand(parent="yes")
        words = "Assess the needs of each child"
        assert words in waits(parent)
        assert words in waits(parent, children=[1, 2], assessed=[1])
        assert words not in waits(parent, children=[1, 2], assessed=[1, 2])

    @pytest.mark.requirement("ASM-25")
    def test_domestic_abuse_is_asked_both_ways_and_opens_the_checklist(self):
        suffered = [one for one in matters(FORM, stand(abuse_suffered="now"), GIRL) if one.instrument]
        assert [one.instrument for one in suffered] == ["dash_ric"]
        assert not [
            one for one in matters(FORM, stand(abuse_suffered="now"), GIRL, tools={"dash_ric"}) if one.instrument
        ]
        assert any("safe way to work" in one for one in waits(stand(abuse_done="now")))

    @pytest.mark.requirement("ASM-26")
    @pytest.mark.parametrize("told", ["sex_work", "sexual_risk"])
    def test_sex_work_and_sexual_risk_open_advice_until_it_is_given(self, told):
        assert any("information, advice and support" in one for one in waits(stand(**{told: "yes"})))
        given_now = stand(**{told: "yes"}, sexual_health_advice="yes")
        assert not any("information, advice and support" in one for one in waits(given_now))

    def test_what_nobody_asked_waits_too(self):
        assert "Hold a clinical interview beside the questionnaires" in waits({})
        assert "Hold a clinical interview beside the questionnaires" not in waits(stand(clinical_interview="yes"))


@dataclass
class Told:
    kind: str
    on: date
    detail: dict = field(default_factory=dict)


MEDICAL = Told("medical_assessment_recorded", date(2014, 12, 10))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param([Told("intervention_started", date(2014, 12, 9), {"type": "detox_community"})], True, id="none"),
        pytest.param(
            [MEDICAL, Told("intervention_started", date(2014, 12, 9), {"type": "detox_community"})], True, id="after it"
        ),
        pytest.param(
            [MEDICAL, Told("intervention_started", date(2014, 12, 10), {"type": "detox_community"})],
            False,
            id="same day",
        ),
        pytest.param([Told("intervention_started", date(2014, 12, 9), {"type": "psy_cbt"})], False, id="no detox"),
    ],
)
def test_detoxification_without_a_medical_assessment_before_it_is_found(told, found):
    assert bool(detoxification_without_medical_assessment(FORM, told)) is found


class TestDualDiagnosis:
    @pytest.mark.requirement("ASM-17")
    @pytest.mark.parametrize(
        ("answers", "severe", "any_condition"),
        [
            pytest.param({"mental_condition": "yes"}, None, True, id="a condition, no diagnosis asked about"),
            pytest.param(
                {"mental_condition": "yes", "severe_mental_illness": "yes", "problem_use": "yes"}, True, True, id="both"
            ),
            pytest.param(
                {"mental_condition": "yes", "severe_mental_illness": "no", "problem_use": "yes"},
                False,
                True,
                id="wider",
            ),
            pytest.param(
                {"mental_condition": "yes", "severe_mental_illness": "yes", "problem_use": "declined"},
                None,
                True,
                id="severe illness, the use not told",
            ),
            pytest.param({"mental_condition": "no"}, False, False, id="neither"),
            pytest.param({"mental_condition": "declined"}, None, None, id="declined"),
            pytest.param({}, None, None, id="not asked"),
        ],
    )
    def test_both_definitions_are_told_and_the_specification_says_which_counts(self, answers, severe, any_condition):
        told = dual_diagnosis(FORM, stand(**answers))
        assert (told.severe_illness, told.any_condition, told.counted) == (severe, any_condition, severe)
        tiny = dual_diagnosis(TINY, {})
        assert tiny.counts == "any_condition"

    def test_matching_looks_at_severity_withdrawal_and_conditions(self):
        standings = stand(
            withdrawal_signs="yes", difficult_withdrawal="no", cognitive_deficit="not_known", mental_condition="yes",
            physical_condition="no", pregnant="yes",
        )  # fmt: skip
        told = matching_inputs(FORM, standings, {"cannabis": "mild"})
        assert told.severity == {"cannabis": "mild"}
        assert (told.withdrawal_signs, told.difficult_withdrawal, told.cognitive_deficit) == (True, False, None)
        assert (told.mental_condition, told.physical_condition, told.pregnant) == (True, False, True)


def test_what_changed_is_new_gone_or_other():
    before, after = stand(told_person="yes", took_part="no"), stand(told_person="yes", took_part="yes", carer_told="no")
    assert changed(before, after) == ["took_part", "carer_told"]
    assert changed(after, stand(took_part="yes")) == ["told_person", "carer_told"]


#: The subjects of ASM-04, and the domains that cover each.
SUBJECTS = {
    "consumption": {"substances", "alcohol", "dependence"},
    "mental health": {"mental_health"},
    "family and relationships": {"family"},
    "education and employment": {"education"},
    "abuse and trauma": {"abuse"},
    "offending": {"offending"},
    "housing": {"housing"},
    "finance": {"practical"},
    "physical and sexual health": {"physical_health", "sexual_health"},
    "social networks": {"networks"},
}


@pytest.mark.requirement("ASM-04")
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_is_covered_by_a_domain_with_questions(subject):
    for domain in SUBJECTS[subject]:
        assert FORM.questions_of(domain), domain
        assert FORM.domain(domain).source


def test_every_meaning_that_the_product_reads_is_asked():
    assert set(FORM.by_meaning) == set(Meaning)
