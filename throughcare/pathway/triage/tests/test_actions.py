"""What a triage keeps, what it points to, and what is done at once; nothing of a refused step is kept."""

from datetime import date

import pytest

from tests.pages import recorded
from throughcare.clocks.models import Clock
from throughcare.pathway.assessment.actions import complete_assessment
from throughcare.pathway.episode.models import Episode, Note
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.triage.actions import (
    book_appointment,
    complete_triage,
    encourage,
    give_crisis_support,
    give_feedback,
    submit_own_triage,
)
from throughcare.pathway.triage.models import (
    CrisisSupport,
    DaysOfUse,
    OwnTriageReview,
    PathwayAdvice,
    QuestionAnswer,
)
from throughcare.pathway.triage.queries import review_list

REFERRED, TRIAGED = date(2014, 12, 1), date(2014, 12, 3)


@pytest.fixture
def thread_id(world):
    return world.referred(on=REFERRED)


def triaged(world, thread_id, **said):
    told = {"outcomes": ["comprehensive_assessment"], **said}
    return complete_triage(thread_id, by=world.worker, on=TRIAGED, **told)


@pytest.mark.requirement("TRI-01")
def test_urgency_motivation_risk_and_the_most_fitting_help_are_recorded(world, thread_id):
    triage = triaged(
        world, thread_id, urgency="urgent", motivation="ready", risks={"self_harm": "yes"}, severity="significant",
        outcomes=["crisis_intervention", "comprehensive_assessment"],
    )  # fmt: skip
    assert triage.detail["urgency"] == "urgent"
    assert triage.detail["motivation"] == "ready"
    assert list(triage.riskanswer_set.values_list("risk", "answer")) == [("self_harm", "yes")]
    assert triage.pathway_advice.recommended == ["comprehensive-assessment", "crisis"]
    assert triage.detail["outcomes"] == ["crisis_intervention", "comprehensive_assessment"]


@pytest.mark.requirement("TRI-05")
def test_substances_severity_and_life_around_are_kept_and_what_was_not_asked_is_no_answer(world, thread_id):
    triage = triaged(
        world, thread_id, substances=["cannabis", "alcohol"], days={"cannabis": 28}, severity="moderate",
        questions={"mental_health": "yes", "school_or_work": "declined", "settled_home": "no"},
    )  # fmt: skip
    assert triage.detail["substances"] == ["cannabis", "alcohol"]
    assert triage.detail["severity"] == "moderate"
    assert list(DaysOfUse.objects.filter(milestone=triage).values_list("substance", "days")) == [("cannabis", 28)]
    answers = dict(QuestionAnswer.objects.filter(milestone=triage).values_list("question", "answer"))
    assert answers["school_or_work"] == "declined"
    assert "other_people" not in answers


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"risks": {"sharks": "yes"}}, "risks"),
        ({"questions": {"mood": "yes"}}, "questions"),
        ({"questions": {"mental_health": "perhaps"}}, "mental_health"),
        ({"days": {"cannabis": 3}}, "days"),
        ({"substances": ["cannabis"], "days": {"cannabis": 29}}, "days"),
        ({"severity": "ghastly"}, "severity"),
        ({"how": "pigeon"}, "how"),
        ({"setting": "moon"}, "setting"),
        ({"motivation": "eager"}, "motivation"),
        ({"urgency": "now"}, "urgency"),
    ],
)
def test_a_word_that_is_not_the_specifications_is_refused_and_nothing_kept(world, thread_id, said, field):
    with pytest.raises(StepRefused) as refused:
        triaged(world, thread_id, **said)
    assert refused.value.field == field
    assert not recorded(world, "triage_completed", thread_id)
    assert not QuestionAnswer.objects.exists()


@pytest.mark.parametrize("how", ["telephone", "in_person", "online"])
@pytest.mark.parametrize(
    "setting", ["custody_suite", "prison", "outreach", "primary_care", "secondary_care", "community"]
)
def test_a_triage_says_how_and_where_it_was_held(world, thread_id, how, setting):
    assert triaged(world, thread_id, how=how, setting=setting).detail["setting"] == setting


class TestAdvice:
    def test_what_is_followed_needs_no_reason(self, world, thread_id):
        advice = triaged(world, thread_id, severity="moderate").pathway_advice
        assert (advice.recommended, advice.rules, advice.followed) == (
            ["comprehensive-assessment"], ["effect-on-life"], True,
        )  # fmt: skip

    def test_another_way_is_kept_with_its_reason(self, world, thread_id):
        advice = triaged(world, thread_id, severity="slight", why_not="Wants to tell it all once").pathway_advice
        assert advice.recommended == ["brief-intervention"]
        assert (advice.followed, advice.why_not) == (False, "Wants to tell it all once")

    def test_nothing_asked_keeps_no_advice(self, world, thread_id):
        triaged(world, thread_id)
        assert not PathwayAdvice.objects.exists()


@pytest.mark.requirement("TRI-13")
def test_a_need_for_structured_treatment_starts_the_five_working_days(world, thread_id):
    triaged(world, thread_id)
    clock = Clock.objects.get(thread_id=thread_id, definition="comprehensive-assessment")
    assert (clock.start_on, clock.due_on) == (TRIAGED, date(2014, 12, 10))
    other = world.referred(on=REFERRED)
    triaged(world, other, outcomes=["brief_intervention"])
    assert not Clock.objects.filter(thread_id=other, definition="comprehensive-assessment").exists()


class TestFeedback:
    def test_what_was_explained_agreed_and_given_is_kept(self, world, thread_id):
        triaged(world, thread_id)
        told = give_feedback(
            thread_id, by=world.worker, on=TRIAGED, explained="yes", agreed="yes", leaflet="no", words="Glad of it"
        )
        assert told.detail == {"explained": "yes", "agreed": "yes", "leaflet": "no"}
        assert Note.objects.get(milestone=told).words == "Glad of it"


class TestCrisis:
    @pytest.mark.requirement("TRI-16")
    def test_what_was_done_at_once_for_whom_when_and_by_whom(self, world, thread_id):
        given = give_crisis_support(
            thread_id, by=world.worker, on=TRIAGED, actions=["made_safe", "medical_help"], setting="custody_suite",
            detoxification="yes", for_young_person="yes", for_family="declined", words="Brother stays tonight",
        )  # fmt: skip
        kept = CrisisSupport.objects.get(milestone=given)
        assert kept.actions == ["made_safe", "medical_help"]
        assert (kept.detoxification, kept.for_young_person, kept.for_family) == ("yes", "yes", "declined")
        assert (given.happened_on, given.recorded_by_id) == (TRIAGED, world.worker.user_id)

    @pytest.mark.parametrize("actions", [[], ["magic"]])
    def test_without_a_known_action_nothing_is_kept(self, world, thread_id, actions):
        with pytest.raises(StepRefused):
            give_crisis_support(thread_id, by=world.worker, on=TRIAGED, actions=actions)
        assert not recorded(world, "crisis_support_given", thread_id)


class TestNotReadyYet:
    @pytest.mark.requirement("TRI-17")
    def test_encouragement_is_due_again_and_again_until_they_come(self, world, thread_id):
        triaged(world, thread_id, motivation="not_ready", outcomes=["low_intensity_support"])
        assert self.open_due(thread_id) == [date(2014, 12, 17)]
        encourage(thread_id, by=world.worker, on=date(2014, 12, 10), how="telephone")
        assert self.open_due(thread_id) == [date(2014, 12, 24)]
        complete_assessment(thread_id, by=world.worker, on=date(2014, 12, 15))
        assert self.open_due(thread_id) == []

    def test_nobody_who_wants_help_is_chased(self, world, thread_id):
        triaged(world, thread_id, motivation="ready")
        assert self.open_due(thread_id) == []

    def open_due(self, thread_id):
        running = Clock.objects.filter(thread_id=thread_id, definition="encouragement", stopped_on=None)
        return list(running.values_list("due_on", flat=True))


class TestFirstAppointment:
    def test_a_booking_is_an_appointment_until_they_came(self, world, thread_id):
        triaged(world, thread_id, outcomes=["low_intensity_support"])
        book_appointment(thread_id, by=world.worker, on=TRIAGED, for_day=date(2015, 1, 5), pathway="low-intensity")
        assert Episode.objects.get(pk=thread_id).appointment_on == date(2015, 1, 5)

    def test_a_day_before_the_booking_is_refused(self, world, thread_id):
        with pytest.raises(StepRefused):
            book_appointment(thread_id, by=world.worker, on=TRIAGED, for_day=date(2014, 12, 2))
        assert not recorded(world, "appointment_booked", thread_id)


class TestOwnAnswers:
    def submitted(self, world, thread_id, **said):
        return submit_own_triage(thread_id, by=world.worker, on=date(2014, 12, 2), how="online", **said)

    def test_they_wait_and_confirm_nothing(self, world, thread_id):
        self.submitted(world, thread_id, severity="moderate", substances=["cannabis"])
        (waiting,) = review_list(world.worker)
        assert waiting.thread_id == thread_id
        assert Episode.objects.get(pk=thread_id).stage == "referred"
        assert not PathwayAdvice.objects.exists()
        assert not Clock.objects.filter(thread_id=thread_id, definition="comprehensive-assessment").exists()

    def test_completing_the_triage_is_their_review_and_says_what_changed(self, world, thread_id):
        self.submitted(world, thread_id, severity="slight", risks={"self_harm": "no"})
        triage = triaged(world, thread_id, severity="moderate", risks={"self_harm": "no"})
        review = OwnTriageReview.objects.get(thread_id=thread_id)
        assert (review.milestone, review.changed) == (triage, ["severity"])
        assert review_list(world.worker) == []

    def test_those_at_risk_come_first_then_the_urgent_then_the_longest_wait(self, world):
        calm = world.referred(on=REFERRED)
        urgent = world.referred(on=REFERRED, urgency="urgent")
        at_risk = world.referred(on=REFERRED)
        for thread in (calm, urgent):
            self.submitted(world, thread)
        self.submitted(world, at_risk, risks={"self_harm": "yes"})
        assert [one.thread_id for one in review_list(world.worker)] == [at_risk, urgent, calm]

    def test_another_agencys_never_appear(self, world, thread_id):
        self.submitted(world, thread_id)
        assert review_list(world.stranger) == []

    def test_an_unknown_word_keeps_nothing(self, world, thread_id):
        with pytest.raises(StepRefused):
            self.submitted(world, thread_id, substances=["moonshine"])
        assert not recorded(world, "triage_submitted", thread_id)
