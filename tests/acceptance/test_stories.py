"""What a story may say and what is refused, from sections 3, 4 and 6 of the design."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from throughcare.foundations.command import BadInput
from throughcare.pathway.episode.models import Episode, Note

pytestmark = pytest.mark.django_db

REFERRED = "on: 2014-11-10, do: receive_referral, source: self, channel: telephone"
STARTED = "on: 2014-11-11, do: start_intervention, type: psy_cbt"


@pytest.fixture
def play(tmp_path):
    """Plays one person's steps, each on a line of its own; their first step stands on line 9."""

    def played(ref: str, *steps: str, today: str = "2015-01-31", specification: str = "southampton-esap") -> None:
        lines = [f"specification: {specification}", f"today: {today}", "people:", f"  - ref: {ref}"]
        lines += ["    given_name: Fern", "    family_name: Reed", "    born: 2000-01-15"]
        lines += ["    sex: unknown", "    story:", *(f"      - {{{step}}}" for step in steps)]
        story = tmp_path / f"{ref}.yaml"
        story.write_text("\n".join(lines), encoding="utf-8")
        call_command("play", str(story), stdout=StringIO(), stderr=StringIO())

    return played


def asked(command: str, *arguments: str):
    told = StringIO()
    call_command(command, *arguments, "--format", "json", stdout=told)
    return json.loads(told.getvalue())


def clocks(ref: str, *arguments: str) -> dict[str, tuple]:
    return {one["clock"]: (one["state"], one["due"], one["stopped"]) for one in asked("clocks", ref, *arguments)}


class TestCorrections:
    def test_an_exit_taken_back_leaves_the_interventions_running(self, play):
        exited = "on: 2014-11-20, do: exit, reason: dropped_out"
        play("fern", REFERRED, STARTED, exited, "on: 2014-11-21, do: correct, step: exit, was: 2014-11-20, to: never")
        assert Episode.objects.get().open_interventions == ["psy_cbt"]

    @pytest.mark.parametrize("day", ["2014-11-19", "2014-11-24"], ids=["earlier", "later"])
    def test_an_exit_on_another_day_takes_the_ends_of_its_interventions_along(self, play, day):
        exited = "on: 2014-11-20, do: exit, reason: completed_drug_free"
        corrected = f"on: 2014-12-01, do: correct, step: exit, was: 2014-11-20, to: {day}"
        play("fern", REFERRED, STARTED, exited, corrected)
        milestones = {m.kind: m for m in Episode.objects.get().thread.milestones.order_by("revision")}
        assert {str(milestones[kind].happened_on) for kind in ("exited", "intervention_ended")} == {day}

    def test_an_end_recorded_before_the_exit_stays_on_its_day(self, play):
        ended = "on: 2014-11-20, do: end_intervention, type: psy_cbt, reason: completed"
        exited = "on: 2014-11-20, do: exit, reason: completed_drug_free"
        taken_back = "on: 2014-11-21, do: correct, step: exit, was: 2014-11-20, to: never"
        play("fern", REFERRED, STARTED, ended, exited, taken_back)
        assert Episode.objects.get().open_interventions == []

    @pytest.mark.parametrize("to", ["2014-12-02", "{about: drugs}", "never"])
    def test_work_outside_an_episode_is_corrected_like_any_other(self, play, to):
        given = "on: 2014-12-01, do: brief_intervention, about: alcohol"
        play("fern", given, f"on: 2014-12-03, do: correct, step: brief_intervention, was: 2014-12-01, to: {to}")

    def test_a_corrected_concern_is_kept_beside_the_first(self, play):
        corrected = "on: 2014-11-12, do: correct, step: receive_referral, was: 2014-11-10, to: {concern: sleeps badly}"
        play("fern", f"{REFERRED}, concern: sleeps", corrected)
        assert list(Note.objects.filter(about="concern").order_by("pk").values_list("words", flat=True)) == [
            "sleeps",
            "sleeps badly",
        ]


class TestRefusals:
    @pytest.mark.parametrize(
        ("step", "field"),
        [
            ("on: 2014-11-12, recorded_on: 2015-02-01, do: make_first_contact, how: telephone", "recorded_on"),
            ("on: 2014-11-12, recorded_on: 2014-11-11, do: make_first_contact, how: telephone", "recorded_on"),
            ("on: 2014-11-12, do: complete_instrument, instrument: top, stage: start", "answers"),
            (
                "on: 2014-11-12, do: complete_instrument, instrument: audit, stage: start, answers: {q1: 1}, total: 4",
                "answers",
            ),
            ("on: 2014-11-12, do: record_session, type: psy_cbt, outcome: attended, minutes: -5", "minutes"),
            ("on: 2015-02-01, do: correct, step: receive_referral, was: 2014-11-10, to: never", "recorded_on"),
            ("on: 2014-11-12, do: correct, step: receive_referral, was: 2014-11-10, to: {goals: []}", "goals"),
        ],
    )
    def test_a_step_that_cannot_be_is_refused_at_its_line(self, play, step, field):
        with pytest.raises(BadInput, match=rf"fern.yaml:11: \w+: {field}: ") as refused:
            play("fern", REFERRED, step)
        assert refused.value.returncode == 2
        assert not Episode.objects.exists(), "nothing of that person is kept"

    def test_the_day_of_a_refused_story_is_kept_with_the_people_before(self, tmp_path):
        person = "given_name: Fern, family_name: Reed, born: 2000-01-15, sex: unknown, story"
        story = tmp_path / "two.yaml"
        first = f"  - {{ref: first, {person}: [{{{REFERRED}}}]}}"
        second = f"  - {{ref: second, {person}: [{{on: 2014-11-10, do: fly}}]}}"
        head = ["specification: southampton-esap", "today: 2014-11-10", "people:"]
        story.write_text("\n".join([*head, first, second]), encoding="utf-8")
        with pytest.raises(BadInput, match=r"two\.yaml:5: fly"):
            call_command("play", str(story), stdout=StringIO(), stderr=StringIO())
        assert clocks("first")["triage-offer"][0] == "running"
        with pytest.raises(BadInput, match="second"):
            asked("clocks", "second")


class TestClocks:
    @pytest.mark.parametrize(
        ("day", "state"), [("2014-11-12", "running"), ("2014-11-13", "overdue"), ("2014-11-14", "late")]
    )
    def test_the_due_day_is_still_in_time(self, play, day, state):
        play("fern", REFERRED, "on: 2014-11-14, do: offer_triage, for: 2014-11-17")
        assert clocks("fern", "--on", day)["triage-offer"][0] == state

    def test_two_working_days_from_christmas_eve_end_on_the_30th(self, play):
        play("fern", "on: 2014-12-24, do: receive_referral, source: self, channel: telephone")
        assert clocks("fern")["triage-offer"][1] == "2014-12-30"

    def test_a_new_episode_voids_what_began_with_the_exit(self, play):
        again = "on: 2014-11-25, do: receive_referral, source: self, channel: telephone"
        play("fern", REFERRED, STARTED, "on: 2014-11-20, do: exit, reason: completed_drug_free", again)
        states = {clock: said[0] for clock, said in clocks("fern").items()}
        ended = ("top-exit", "follow-up-3-months", "follow-up-6-months")
        assert {states[clock] for clock in ended} == {"void"}

    def test_an_exit_top_after_the_exit_keeps_the_promise(self, play):
        top = "on: 2014-12-04, do: complete_instrument, instrument: top, stage: exit, answers: {alcohol_days: 1}"
        play("fern", REFERRED, STARTED, "on: 2014-11-20, do: exit, reason: completed_drug_free", top)
        assert clocks("fern")["top-exit"] == ("met", "2014-12-04", "2014-12-04")

    def test_a_referral_on_the_closing_day_opens_an_episode_of_its_own(self, play):
        again = "on: 2014-11-14, do: receive_referral, source: school, channel: email"
        play("fern", REFERRED, "on: 2014-11-14, do: withdraw, reason: declined_treatment", again)
        assert Episode.objects.count() == 2

    def test_a_second_referral_joins_the_open_episode_and_opens_no_clock(self, play):
        play("fern", REFERRED, "on: 2014-11-12, do: receive_referral, source: school, channel: email")
        assert Episode.objects.count() == 1
        assert len(asked("clocks", "fern")) == 2


class TestGaps:
    def test_an_appointment_today_lies_ahead_and_one_yesterday_does_not(self, play):
        play("fern", REFERRED, "on: 2014-11-12, do: offer_triage, for: 2014-11-20")
        assert asked("gaps", "--on", "2014-11-20") == []
        assert asked("gaps", "--on", "2014-11-21") == [{"person": "fern", "reasons": ["no_next_step"]}]

    def test_after_the_assessment_only_a_named_key_worker_owns_the_case(self, play):
        assessed = "on: 2014-11-12, do: complete_assessment"
        play("fern", REFERRED, assessed, "on: 2014-11-14, do: assign_keyworker, worker: rowan")
        assert asked("gaps", "--on", "2014-11-11") == []
        assert asked("gaps", "--on", "2014-11-13") == [{"person": "fern", "reasons": ["no_owner"]}]
        assert asked("gaps", "--on", "2014-11-14") == []


class TestWhoMayAsk:
    @pytest.mark.parametrize(
        "command", [["gaps"], ["worklist"], ["clocks", "fern"], ["indicators", "--quarter", "2014-Q4"]]
    )
    def test_a_commissioner_is_told_so_and_never_given_an_empty_answer(self, play, command):
        play("fern", REFERRED)
        with pytest.raises(BadInput, match="corin may not"):
            asked(*command, "--as", "corin")


class TestAnotherSpecification:
    def test_a_system_runs_on_a_specification_given_by_its_folder(self, play):
        knock = "on: 2021-03-01, at: 09:00, do: receive_referral, source: gull, channel: bottle"
        waved = "on: 2021-03-01, at: 12:30, do: make_first_contact, how: wave"
        play("gil", knock, waved, today="2021-03-31", specification="tests/specifications/tiny")
        assert clocks("gil")["wave-back"][0] == "late"

    def test_a_specification_that_is_not_there_is_refused(self, play):
        with pytest.raises(BadInput, match="narnia"):
            play("fern", REFERRED, specification="narnia")
