"""What keeping answers, versions, children, contributions and summaries leaves in the record."""

from datetime import date

import pytest

from tests.pages import recorded
from throughcare.access.context import look_as
from throughcare.clocks.models import Thread
from throughcare.foundations.audit.models import AccessLogEntry, Looked
from throughcare.pathway.assessment import actions, queries
from throughcare.pathway.assessment.models import (
    AssessmentAnswer,
    AssessmentVersion,
    Child,
    Contribution,
    IssuedSummary,
    MedicalAssessment,
)
from throughcare.pathway.assessment.tests.factories import ASSESSED, TRIAGED, now, triaged
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.triage.actions import complete_triage
from throughcare.specification import queries as specifications


@pytest.fixture
def thread_id(world):
    return triaged(world)


def save(world, thread_id, on=ASSESSED, **answers):
    return actions.save_answers(thread_id, by=world.worker, on=on, answers=answers)


class TestAnswers:
    def test_the_first_answers_start_the_assessment_and_later_ones_do_not(self, world, thread_id):
        save(world, thread_id, told_person="yes")
        save(world, thread_id, took_part="no")
        assert len(recorded(world, "assessment_started", thread_id)) == 1

    def test_the_latest_answer_stands_and_the_earlier_stays(self, world, thread_id):
        save(world, thread_id, on=TRIAGED, told_person="not_asked")
        save(world, thread_id, told_person="yes")
        standing = now(world, thread_id).standings["told_person"]
        assert (standing.answer, standing.on, standing.source, standing.version) == ("yes", ASSESSED, "interview", 1)
        assert AssessmentAnswer.objects.filter(thread_id=thread_id, question="told_person").count() == 2

    def test_keeping_an_answer_marks_the_case_as_changed_for_the_extract(self, world, thread_id):
        before = Thread.objects.get(pk=thread_id).changed_at
        save(world, thread_id, told_person="yes")
        save(world, thread_id, took_part="yes")
        assert Thread.objects.get(pk=thread_id).changed_at > before

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            pytest.param({"colour": "red"}, "colour is not a question", id="an unknown question"),
            pytest.param({}, "There is no answer", id="no answer"),
            pytest.param({"told_person": "yes", "injecting": "often"}, "not one of its answers", id="one of two wrong"),
            pytest.param({"shared_equipment": "never"}, "is not asked here", id="a question that hangs on another"),
            pytest.param({"child_safe": "yes"}, "is asked about a child", id="a child's question without a child"),
        ],
    )
    def test_a_mistake_is_refused_and_nothing_is_kept(self, world, thread_id, answers, words):
        with pytest.raises(StepRefused, match=words):
            save(world, thread_id, **answers)
        assert not AssessmentAnswer.objects.exists()
        assert not recorded(world, "assessment_started", thread_id)

    @pytest.mark.parametrize(
        "said",
        [
            {"source": "rumour"},
            {"source": "agency"},
            {"source": "agency", "agency": "nowhere"},
            {"agency": "camhs"},
            {"on": date(2015, 1, 1)},
            {"on": date(1999, 5, 1)},
        ],
        ids=["no source", "agency unnamed", "agency unknown", "agency without source", "to come", "before birth"],
    )
    def test_who_told_it_and_when_must_make_sense(self, world, thread_id, said):
        told = {"on": ASSESSED, "answers": {"told_person": "yes"}, **said}
        with pytest.raises(StepRefused):
            actions.save_answers(thread_id, by=world.worker, **told)
        assert not AssessmentAnswer.objects.exists()

    def test_answers_given_together_may_hang_on_each_other(self, world, thread_id):
        save(world, thread_id, injecting="currently", shared_equipment="never", needle_exchange_fits="yes")
        assert now(world, thread_id).standings["shared_equipment"].answer == "never"

    def test_a_service_without_questions_says_so(self, tiny_world, monkeypatch):
        thread_id = tiny_world.referred(on=date(2021, 12, 20))
        bare = specifications.current().model_copy(update={"assessment": None})
        monkeypatch.setattr(specifications, "governing", lambda _day: bare)
        with pytest.raises(StepRefused, match="names no questions"):
            save(tiny_world, thread_id, dreams="yes")


class TestKnownAlready:
    def test_what_triage_asked_stands_with_its_day_until_it_is_asked_again(self, world, thread_id):
        standing = now(world, thread_id).standings["unsafe_housing"]
        assert (standing.answer, standing.source, standing.on) == ("no", "triage", TRIAGED)
        save(world, thread_id, unsafe_housing="not_asked")
        assert now(world, thread_id).standings["unsafe_housing"].source == "triage"
        save(world, thread_id, unsafe_housing="yes")
        assert now(world, thread_id).standings["unsafe_housing"].source == "interview"


class TestVersions:
    @pytest.mark.requirement("ASM-32")
    def test_later_answers_make_a_new_dated_version_and_the_earlier_stays_readable(self, world, thread_id):
        actions.complete_assessment(
            thread_id, by=world.worker, on=TRIAGED, how="supported", setting="school", answers={"took_part": "no"}
        )
        actions.update_assessment(
            thread_id, by=world.worker, on=ASSESSED, how="interview", answers={"took_part": "yes", "trauma": "declined"}
        )
        found = now(world, thread_id)
        assert [(one.number, kept_by.on) for one, kept_by in found.versions] == [(2, ASSESSED), (1, TRIAGED)]
        assert found.at_version(1)["took_part"].answer == "no"
        assert "trauma" not in found.at_version(1)
        assert found.at_version(2)["took_part"].answer == "yes"
        (completed,) = recorded(world, "assessment_completed", thread_id)
        assert completed.detail == {"how": "supported", "setting": "school"}
        assert found.standings["took_part"].source == "interview"

    def test_an_assessment_completed_bare_leaves_no_rows(self, world, thread_id):
        actions.complete_assessment(thread_id, by=world.worker, on=ASSESSED)
        (done,) = recorded(world, "assessment_completed", thread_id)
        assert done.detail == {}
        assert not AssessmentAnswer.objects.exists()
        assert not AssessmentVersion.objects.exists()

    def test_an_update_of_nothing_and_before_completion_is_refused(self, world, thread_id):
        with pytest.raises(StepRefused, match="No assessment is completed"):
            actions.update_assessment(thread_id, by=world.worker, on=ASSESSED, answers={"took_part": "yes"})
        actions.complete_assessment(thread_id, by=world.worker, on=ASSESSED, answers={"took_part": "yes"})
        with pytest.raises(StepRefused, match="Nothing was answered since"):
            actions.update_assessment(thread_id, by=world.worker, on=ASSESSED)
        assert AssessmentVersion.objects.count() == 1

    def test_a_wrong_answer_stops_the_completion_too(self, world, thread_id):
        with pytest.raises(StepRefused):
            actions.complete_assessment(thread_id, by=world.worker, on=ASSESSED, answers={"took_part": "maybe"})
        assert not recorded(world, "assessment_completed", thread_id)


class TestChildren:
    @pytest.mark.requirement("ASM-19")
    def test_a_parent_waits_until_the_needs_of_each_child_are_assessed(self, world, thread_id):
        words = "Assess the needs of each child"
        save(world, thread_id, parent="yes")
        assert words in [one.words for one in now(world, thread_id).matters]
        wren = actions.add_child(thread_id, by=world.worker, known_as="Wren", age=2, regular_contact="yes")
        actions.assess_child(wren, by=world.worker, on=ASSESSED, answers={"child_safe": "yes"})
        assert words not in [one.words for one in now(world, thread_id).matters]
        actions.add_child(thread_id, by=world.worker, known_as="Robin")
        assert words in [one.words for one in now(world, thread_id).matters]
        assert len(recorded(world, "child_needs_assessed", thread_id)) == 1
        found = now(world, thread_id)
        assert "child_safe" not in found.standings
        assert found.of_child(wren.pk)["child_safe"].answer == "yes"

    def test_regular_contact_with_children_asks_the_same(self, world, thread_id):
        save(world, thread_id, children_in_contact="yes")
        assert "Assess the needs of each child" in [one.words for one in now(world, thread_id).matters]

    def test_what_a_child_was_called_before_stays_in_its_history(self, world, thread_id):
        wren = actions.add_child(thread_id, by=world.worker, known_as="Wren")
        actions.change_child(wren, by=world.worker, known_as="Wren Teal", born=date(2013, 1, 2))
        assert [one.known_as for one in wren.events.all()] == ["Wren"]

    @pytest.mark.parametrize(
        "said",
        [{"known_as": " "}, {"known_as": "W", "born": date(2015, 2, 1)}, {"known_as": "W", "age": 18},
         {"known_as": "W", "regular_contact": "often"}],
        ids=["no name", "born to come", "grown up", "no answer"],
    )  # fmt: skip
    def test_what_cannot_be_true_of_a_child_is_refused(self, world, thread_id, said):
        with pytest.raises(StepRefused):
            actions.add_child(thread_id, by=world.worker, **said)
        assert not Child.objects.exists()


class TestOthers:
    def test_a_contribution_says_who_brought_what_and_whether_the_person_agrees(self, world, thread_id):
        told = {"agency": "camhs", "worker": "A nurse", "words": "Sleeps badly.", "agreed": "declined"}
        actions.record_contribution(thread_id, by=world.worker, on=ASSESSED, **told)
        assert Contribution.objects.get().agreed == "declined"
        for wrong in ({"agency": "nowhere"}, {"worker": ""}, {"words": " "}, {"agreed": "perhaps"}):
            with pytest.raises(StepRefused):
                actions.record_contribution(thread_id, by=world.worker, on=ASSESSED, **{**told, **wrong})
        assert Contribution.objects.count() == 1

    def test_a_medical_assessment_needs_the_consultation(self, world, thread_id):
        told = {"assessed_by": "Dr Teal", "consulted": "Jo", "consulted_on": ASSESSED, "finding": "Fit for it."}
        for wrong in ({"consulted": ""}, {"assessed_by": ""}, {"finding": ""}, {"consulted_on": date(2015, 1, 5)}):
            with pytest.raises(StepRefused):
                actions.record_medical_assessment(thread_id, by=world.worker, on=ASSESSED, **{**told, **wrong})
        assert not recorded(world, "medical_assessment_recorded", thread_id)
        actions.record_medical_assessment(thread_id, by=world.worker, on=ASSESSED, **told)
        assert MedicalAssessment.objects.get().consulted == "Jo"

    def test_a_summary_goes_out_with_consent_alone_and_is_logged_as_disclosed(self, world, thread_id):
        told = {"to": "camhs", "consent": "yes", "domains": ["taking_part"]}
        for wrong in ({"consent": "no"}, {"domains": []}, {"domains": ["moon"]}, {"to": "nowhere"}, {}):
            with pytest.raises(StepRefused):  # and nothing is answered yet
                actions.issue_summary(thread_id, by=world.worker, on=ASSESSED, **{**told, **wrong})
        save(world, thread_id, took_part="yes")
        for wrong in ({"consent": "no"}, {"domains": []}, {"domains": ["moon"]}, {"to": "nowhere"}):
            with pytest.raises(StepRefused):
                actions.issue_summary(thread_id, by=world.worker, on=ASSESSED, **{**told, **wrong})
        assert not IssuedSummary.objects.exists()
        assert not AccessLogEntry.objects.filter(looked=Looked.DISCLOSED).exists()
        actions.issue_summary(thread_id, by=world.worker, on=ASSESSED, **told)
        (milestone,) = recorded(world, "summary_issued", thread_id)
        assert milestone.detail == {"to": "camhs", "consent": "yes"}
        entry = AccessLogEntry.objects.get(looked=Looked.DISCLOSED)
        assert (entry.record_id, entry.why) == (thread_id, "to camhs: taking_part")


def test_severity_is_the_band_of_the_counted_criteria_for_each_substance(world, thread_id):
    milestone = recorded(world, "triage_completed", thread_id)[0]
    for substance, band in (("cannabis", "mild"), ("alcohol", "severe"), ("cannabis", "moderate")):
        Administration.objects.create(
            thread_id=thread_id, milestone=_instrument(world, thread_id), instrument="dsm5_sud", version="x",
            answers={"substance": substance}, band=band, status="complete",
        )  # fmt: skip
    assert milestone.thread_id == thread_id
    inputs = queries.pathway_inputs(episode_for_step(world.worker, thread_id))
    assert inputs.severity == {"cannabis": "moderate", "alcohol": "severe"}


def _instrument(world, thread_id):
    detail = {"instrument": "dsm5_sud", "stage": "start"}
    return record(thread_id, "instrument_completed", by=world.worker, on=ASSESSED, detail=detail)


def test_another_agency_reads_no_answer(world, thread_id):
    save(world, thread_id, took_part="yes")
    look_as(world.stranger)
    assert not AssessmentAnswer.objects.exists()


@pytest.mark.requirement("TRI-04")
@pytest.mark.parametrize("setting", ["custody_suite", "prison", "outreach", "primary_care", "secondary_care"])
def test_triage_and_full_assessment_are_held_anywhere_and_say_where(world, setting):
    thread_id = world.referred()
    told = {"by": world.worker, "on": TRIAGED, "setting": setting}
    triage = complete_triage(thread_id, outcomes=["comprehensive_assessment"], how="in_person", **told)
    assessment = actions.complete_assessment(thread_id, how="interview", **told | {"on": ASSESSED})
    assert [one.detail["setting"] for one in (triage, assessment)] == [setting, setting]
