"""An alert is raised in the transaction of its answer, goes on one step at a time, and ends with an action alone."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.world import TODAY
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock, Milestone
from throughcare.foundations.dates import TIME_ZONE
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.alerts.actions import acknowledge, pass_on, raise_alert
from throughcare.pathway.alerts.actions.duty import put_on_duty
from throughcare.pathway.alerts.models import Alert, Delivery, Recipient
from throughcare.pathway.alerts.tests.factories import LOW, at, low_answers, urgent, with_keyworker
from throughcare.pathway.casework.actions import correct
from throughcare.pathway.episode.models import Episode, Matter, Note
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import complete_instrument


def had_by(thread_id: int) -> list[tuple[str, int, str]]:
    rows = Recipient.objects.filter(thread_id=thread_id).order_by("level")
    return [(one.user.username, one.level, one.why) for one in rows.select_related("user")]


def kinds(thread_id: int) -> list[str]:
    return list(Milestone.objects.filter(thread_id=thread_id).order_by("pk").values_list("kind", flat=True))


def on_duty(world, role: str, first: int, last: int) -> None:
    day = datetime.combine(TODAY, time.min, TIME_ZONE)
    hours = (day + timedelta(hours=first), day + timedelta(hours=last))
    put_on_duty(by=world.viewer("manager"), user_id=world.staff[role].pk, starts_at=hours[0], ends_at=hours[1])


def test_an_answer_raises_an_alert_to_the_key_worker_with_a_deadline_and_a_message(world):
    alert = low_answers(world, with_keyworker(world))
    assert (alert.flag, alert.urgency, alert.raised_on) == ("low_psych_health", "prompt", TODAY)
    assert had_by(alert.pk) == [("keyworker", 0, "keyworker")]
    assert Matter.objects.get(pk=alert.pk).for_user.username == "keyworker"
    clock = Clock.objects.get(thread_id=alert.pk)
    assert (clock.definition, clock.start_on, clock.due_on) == ("alert-prompt", TODAY, date(2015, 1, 5))
    assert [one.recipient.username for one in Delivery.objects.all()] == ["keyworker"]


def test_an_answer_without_a_flag_or_with_a_routine_one_raises_nothing(world):
    thread_id = with_keyworker(world)
    for answers in ({"psych_health": 12}, {"housing_risk": "yes"}):
        complete_instrument(thread_id, by=world.worker, on=TODAY, instrument="top", stage="start", answers=answers)
    assert not Alert.objects.exists()


def test_what_a_story_tells_of_earlier_days_is_raised_then_and_sends_nothing(world):
    day = date(2014, 12, 10)
    alert = low_answers(world, with_keyworker(world), on=day, recorded_on=day)
    assert (alert.raised_on, alert.raised_at) == (day, None)
    assert Clock.objects.get(thread_id=alert.pk).due_on == date(2014, 12, 12)
    assert not Delivery.objects.exists()


def test_an_answer_of_last_week_that_is_written_down_now_is_raised_now(world):
    with at("09:15") as moment:
        alert = low_answers(world, with_keyworker(world), on=date(2014, 12, 10))
    assert (alert.raised_on, alert.raised_at) == (TODAY, moment)


def test_one_step_raises_one_alert_for_a_flag(world):
    thread_id = with_keyworker(world)
    alert = low_answers(world, thread_id)
    source = Milestone.objects.get(pk=alert.source_id)
    correct(source, by=world.worker, answers={"psych_health": 2})
    again = raise_alert(
        Episode.objects.get(pk=thread_id), by=world.worker, on=TODAY, flag=alert.flag, label="x", action_wanted="x",
        urgency="prompt", source_milestone=source,
    )  # fmt: skip
    assert again == alert
    assert Alert.objects.count() == Matter.objects.filter(thread__kind="alert").count() == 1


def test_a_correction_raises_what_the_first_answer_did_not(world):
    thread_id = with_keyworker(world)
    milestone = complete_instrument(
        thread_id, by=world.worker, on=TODAY, instrument="top", stage="start", answers={"psych_health": 15}
    )
    correct(milestone, by=world.worker, answers=LOW)
    assert Alert.objects.get().source_id == milestone.pk


def test_a_refused_step_leaves_no_alert(world):
    thread_id = with_keyworker(world)
    with pytest.raises(StepRefused):
        complete_instrument(
            thread_id, by=world.worker, on=TODAY, instrument="top", stage="start", answers={**LOW, "alcohol_days": 90}
        )
    assert not Alert.objects.exists()
    assert not Matter.objects.exists()


@pytest.mark.parametrize(("urgency", "hours"), [("urgent", 4), ("emergency", 1)])
def test_the_deadline_of_an_urgent_alert_runs_in_hours(world, urgency, hours):
    thread_id = with_keyworker(world)
    with at("10:00") as moment:
        alert = urgent(world, thread_id, urgency)
    assert Clock.objects.get(thread_id=alert.pk).due_at == moment + timedelta(hours=hours)


def test_nobody_on_duty_goes_to_the_manager(world):
    on_duty(world, "triage", 1, 2)
    with at("10:00"):
        alert = urgent(world, with_keyworker(world))
    assert had_by(alert.pk) == [("manager", 0, "manager")]


def test_whoever_is_on_duty_has_it_while_the_key_worker_is_not(world):
    on_duty(world, "triage", 9, 17)
    with at("10:00"):
        alert = urgent(world, with_keyworker(world))
    assert had_by(alert.pk) == [("triage", 0, "on_duty")]


def test_silence_moves_it_up_one_step_at_a_time_and_whoever_had_it_keeps_it(world):
    on_duty(world, "triage", 9, 17)
    operator = world.viewer("operator")
    with at("10:00"):
        alert = urgent(world, with_keyworker(world))
    with at("14:00"):
        assert pass_on(alert.pk, by=operator) is None
    with at("14:01"):
        assert pass_on(alert.pk, by=operator).user == world.staff["manager"]
        assert pass_on(alert.pk, by=operator) is None
    first, second = Clock.objects.filter(thread_id=alert.pk).order_by("sequence")
    assert first.stopped_at > first.due_at
    assert (second.stopped_on, second.due_at.astimezone(TIME_ZONE).time()) == (None, time(18, 1))
    with at("18:02"):
        assert pass_on(alert.pk, by=operator).user == world.staff["keyworker"]
    with at("23:00"):
        assert pass_on(alert.pk, by=operator) is None
    assert [name for name, _level, _why in had_by(alert.pk)] == ["triage", "manager", "keyworker"]
    assert kinds(alert.pk) == ["alert_raised", "alert_escalated", "alert_escalated"]
    assert Delivery.objects.count() == 3
    assert Matter.objects.get(pk=alert.pk).closed_on is None


def test_a_promise_in_working_days_goes_on_the_day_after_it_ran_out(world):
    alert = low_answers(world, with_keyworker(world))
    for day, goes in ((date(2015, 1, 5), False), (date(2015, 1, 6), True)):
        with pretending_today_is(day):
            assert (pass_on(alert.pk, by=world.viewer("operator")) is not None) is goes


def test_an_action_with_words_ends_it_and_nothing_comes_after(world):
    with at("10:00"):
        alert = urgent(world, with_keyworker(world))
    with at("10:30"):
        done = acknowledge(alert.pk, by=world.worker, action="spoke_with_person", words="Rang; safe with her aunt.")
    assert Note.objects.get(milestone=done).words == "Rang; safe with her aunt."
    assert Matter.objects.get(pk=alert.pk).closed_on == TODAY
    clock = Clock.objects.get(thread_id=alert.pk)
    assert clock.stopped_at < clock.due_at
    with at("20:00"):
        assert pass_on(alert.pk, by=world.viewer("operator")) is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"action": "spoke_with_person", "words": "  "}, "words"),
        ({"action": "sang", "words": "Sang a song."}, "action"),
    ],
)
def test_without_words_or_with_an_unknown_action_it_stays_open(world, said, field):
    alert = low_answers(world, with_keyworker(world))
    with pytest.raises(StepRefused) as refused:
        acknowledge(alert.pk, by=world.worker, **said)
    assert refused.value.field == field
    assert kinds(alert.pk) == ["alert_raised"]


def test_it_is_ended_once_and_the_second_hears_who_did(world):
    alert = low_answers(world, with_keyworker(world))
    acknowledge(alert.pk, by=world.worker, action="risk_assessed", words="Done.")
    with pytest.raises(StepRefused, match="Keyworker Brackwater acted on this alert on 2014-12-31"):
        acknowledge(alert.pk, by=world.viewer("manager"), action="risk_assessed", words="Done too.")


def test_when_nobody_may_act_the_alert_stands_all_the_same(world):
    thread_id = with_keyworker(world)
    for user in world.staff.values():
        user.roles = ["data_lead"]
        user.save()
    alert = low_answers(world, thread_id)
    assert had_by(alert.pk) == []
    assert Clock.objects.filter(thread_id=alert.pk, stopped_on=None).exists()


def test_another_agency_neither_sees_nor_ends_it(world):
    alert = low_answers(world, with_keyworker(world))
    look_as(world.stranger)
    assert not Alert.objects.exists()
    with pytest.raises(Exception, match="does not exist"):
        acknowledge(alert.pk, by=world.stranger, action="risk_assessed", words="Done.")


class TestDuty:
    def test_two_times_of_one_colleague_do_not_overlap(self, world):
        on_duty(world, "triage", 9, 17)
        with pytest.raises(StepRefused, match="already"):
            on_duty(world, "triage", 16, 20)
        on_duty(world, "triage", 17, 20)

    def test_it_ends_after_it_starts_and_is_of_ones_own_team(self, world):
        with pytest.raises(StepRefused, match="after it starts"):
            on_duty(world, "triage", 9, 9)
        with pytest.raises(StepRefused, match="no colleague"):
            on_duty(world, "stranger", 9, 17)
