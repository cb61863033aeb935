"""What recording on an episode changes, and that nothing changes when a part is refused."""

from datetime import date, time

import pytest
from django.db import connection, transaction

from throughcare.access.context import look_as
from throughcare.clocks.models import Clock, Milestone
from throughcare.clocks.rules import state
from throughcare.pathway.casework.actions import assign_keyworker, correct
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode, Note
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import leave_treatment
from throughcare.pathway.interventions.actions import end_intervention, start_intervention
from throughcare.pathway.plan.actions import draft_plan, sign_off_plan
from throughcare.pathway.referral.actions import make_first_contact, receive_referral
from throughcare.pathway.triage.actions import complete_triage, offer_triage
from throughcare.specification.queries import governing

WED, THU, FRI, MON = date(2014, 10, 1), date(2014, 10, 2), date(2014, 10, 3), date(2014, 10, 6)


TRIAGE_OUTCOMES = [
    "crisis_intervention",
    "brief_intervention",
    "low_intensity_support",
    "refer_elsewhere",
    "comprehensive_assessment",
]


def clock(thread_id: int, definition: str) -> Clock:
    return Clock.objects.get(thread_id=thread_id, definition=definition)


def test_a_referral_opens_an_episode_and_starts_two_promises(world):
    thread = world.referred(on=WED, concern="School is worried about cannabis.")
    assert {c.definition: c.due_on for c in Clock.objects.filter(thread_id=thread)} == {
        "first-contact": FRI,
        "triage-offer": FRI,
    }
    episode = Episode.objects.get(pk=thread)
    assert (episode.stage, episode.opened_on, episode.closed_on) == ("referred", WED, None)
    assert Note.objects.get(thread_id=thread).words == "School is worried about cannabis."


@pytest.mark.requirement("REF-12")
@pytest.mark.parametrize(("on", "expected"), [(FRI, "met"), (MON, "late")])
@pytest.mark.parametrize("how", ["telephone", "in_person"])
def test_a_first_contact_is_measured_against_two_working_days_from_the_first_referral(world, how, on, expected):
    person = world.person()
    thread = world.referred(person, on=WED)
    world.referred(person, on=THU, source="gp")
    contact = make_first_contact(thread, by=world.worker, on=on, how=how)
    assert (contact.happened_on, contact.detail) == (on, {"how": how})
    promise = clock(thread, "first-contact")
    assert (promise.start_on, promise.due_on, promise.stopped_on) == (WED, FRI, on)
    judged = state(promise.start_on, promise.due_on, promise.stopped_on, promise.voided_on, promise.paused_on, on)
    assert judged == expected


@pytest.mark.requirement("REF-11")
def test_a_promise_counts_no_holiday_of_the_nation_the_service_is_in(world):
    assert clock(world.referred(on=date(2014, 12, 24)), "triage-offer").due_on == date(2014, 12, 30)


@pytest.mark.requirement("TRI-06")
def test_the_day_offered_for_triage_and_the_day_it_was_held_are_both_kept(world):
    thread = world.referred(on=WED)
    offer = offer_triage(thread, by=world.worker, on=THU, for_day=MON)
    held = complete_triage(thread, by=world.worker, on=date(2014, 10, 7), outcomes=["comprehensive_assessment"])
    assert (offer.happened_on, offer.detail, held.happened_on) == (THU, {"for": "2014-10-06"}, date(2014, 10, 7))
    promise = clock(thread, "triage-offer")
    assert (promise.start_on, promise.due_on, promise.stopped_on) == (WED, FRI, THU)


@pytest.mark.requirement("REF-20")
def test_a_second_referral_joins_the_open_episode_and_starts_no_promise(world):
    person = world.person()
    thread = world.referred(person, on=WED)
    again = receive_referral(person, by=world.worker, on=THU, source="gp", channel="letter")
    assert again.thread_id == thread
    assert Clock.objects.filter(thread_id=thread, definition="triage-offer").count() == 1


def test_the_same_source_on_the_same_day_is_refused_and_nothing_is_kept(world):
    person = world.person()
    world.referred(person, on=WED, source="school")
    with pytest.raises(StepRefused, match="already recorded") as refused:
        receive_referral(person, by=world.worker, on=WED, source="school", channel="email", concern="Twice.")
    assert refused.value.field == "source"
    assert Milestone.objects.count() == 1
    assert not Note.objects.filter(words="Twice.").exists()


@pytest.mark.parametrize(
    ("on", "words"),
    [
        pytest.param(date(2015, 1, 1), "after today", id="a day after today is refused"),
        pytest.param(date(1999, 5, 1), "before the person was born", id="a day before birth is refused"),
        pytest.param(date(2014, 9, 30), "before the referral", id="a day before the referral is refused"),
    ],
)
def test_an_impossible_day_is_refused_and_nothing_is_kept(world, on, words):
    thread = world.referred(on=WED)
    with pytest.raises(StepRefused, match=words) as refused:
        offer_triage(thread, by=world.worker, on=on, for_day=date(2015, 2, 1))
    assert refused.value.field == "on"
    assert Milestone.objects.filter(thread_id=thread).count() == 1


def test_an_unknown_word_is_refused_with_the_words_there_are(world):
    thread = world.referred()
    with pytest.raises(StepRefused, match="telephone") as refused:
        make_first_contact(thread, by=world.worker, on=THU, how="pigeon")
    assert refused.value.field == "how"


@pytest.mark.requirement("TRI-08")
def test_triage_ends_with_any_of_its_five_outcomes_and_never_with_none(world):
    thread = world.referred()
    with pytest.raises(StepRefused, match="at least one outcome"):
        complete_triage(thread, by=world.worker, on=MON, outcomes=[])
    with pytest.raises(StepRefused):
        complete_triage(thread, by=world.worker, on=MON, outcomes=["refused"])
    complete_triage(thread, by=world.worker, on=MON, outcomes=TRIAGE_OUTCOMES)
    assert Milestone.objects.get(thread_id=thread, kind="triage_completed").detail["outcomes"] == TRIAGE_OUTCOMES


def test_a_failing_instrument_at_triage_takes_the_whole_triage_back(world):
    thread = world.referred()
    with pytest.raises(StepRefused):
        complete_triage(
            thread,
            by=world.worker,
            on=MON,
            outcomes=["comprehensive_assessment"],
            instruments=[{"instrument": "audit", "answers": {"q1": 9}}],
        )
    assert not Milestone.objects.filter(kind="triage_completed").exists()
    assert Episode.objects.get(pk=thread).stage == "referred"


def test_the_same_version_of_a_plan_is_signed_off_once(world):
    thread = world.referred()
    draft_plan(thread, by=world.worker, on=MON, goals=["Sleep without weed"])
    sign_off_plan(thread, by=world.worker, on=MON)
    with pytest.raises(StepRefused, match="signed off on 2014-10-06"):
        sign_off_plan(thread, by=world.worker, on=date(2014, 10, 7))
    draft_plan(thread, by=world.worker, on=date(2014, 10, 8))
    sign_off_plan(thread, by=world.worker, on=date(2014, 10, 8))


def test_an_exit_ends_what_is_still_running_on_its_day(world):
    thread = world.referred()
    start_intervention(thread, by=world.worker, on=MON, type="psy_cbt")
    leave_treatment(thread, by=world.worker, on=date(2014, 12, 1), reason="completed_drug_free")
    ended = Milestone.objects.get(thread_id=thread, kind="intervention_ended")
    assert ended.happened_on == date(2014, 12, 1)
    episode = Episode.objects.get(pk=thread)
    assert (episode.stage, episode.planned, episode.open_interventions) == ("closed", True, [])


def test_ending_an_intervention_on_the_day_of_the_exit_only_adds_the_reason(world):
    thread = world.referred()
    start_intervention(thread, by=world.worker, on=MON, type="psy_cbt")
    leave_treatment(thread, by=world.worker, on=date(2014, 12, 1), reason="completed_drug_free")
    end_intervention(thread, by=world.worker, on=date(2014, 12, 1), type="psy_cbt", reason="completed_drug_free")
    revisions = Milestone.objects.filter(thread_id=thread, kind="intervention_ended").order_by("revision")
    assert [r.detail.get("reason") for r in revisions] == [None, "completed_drug_free"]


def test_nothing_more_is_recorded_after_the_end(world):
    thread = world.referred()
    leave_treatment(thread, by=world.worker, on=MON, reason="moved_away")
    with pytest.raises(StepRefused, match="after the episode ended"):
        make_first_contact(thread, by=world.worker, on=date(2014, 10, 7), how="telephone")
    with pytest.raises(StepRefused, match="already ended"):
        leave_treatment(thread, by=world.worker, on=date(2014, 10, 7), reason="moved_away")


def test_coming_back_opens_a_new_episode_and_is_told_on_the_old_one(world):
    person = world.person()
    first = world.referred(person, on=WED)
    start_intervention(first, by=world.worker, on=WED, type="psy_cbt")
    leave_treatment(first, by=world.worker, on=MON, reason="completed_drug_free")
    second = world.referred(person, on=date(2014, 11, 3))
    assert second != first
    assert Milestone.objects.get(thread_id=first, kind="came_back").happened_on == date(2014, 11, 3)
    assert clock(first, "follow-up-3-months").void_reason
    back = Milestone.objects.get(thread_id=second, kind="referral_received")
    correct(back, by=world.worker, on=date(2014, 11, 10))
    latest = Milestone.objects.filter(thread_id=first, kind="came_back").latest("revision")
    assert latest.happened_on == date(2014, 11, 10)


def test_a_correction_equals_having_recorded_it_right(world):
    wrong, right = world.referred(on=WED), world.referred(on=WED)
    offered = offer_triage(wrong, by=world.worker, on=MON, for_day=date(2014, 10, 9))
    offer_triage(right, by=world.worker, on=THU, for_day=date(2014, 10, 9))
    assert clock(wrong, "triage-offer").stopped_on > clock(wrong, "triage-offer").due_on
    correct(offered, by=world.worker, on=THU, reason="Typed the wrong day")
    said = ("definition", "sequence", "start_on", "due_on", "stopped_on", "voided_on", "ended_on", "owner")
    assert list(Clock.objects.filter(thread_id=wrong).values_list(*said).order_by("definition")) == list(
        Clock.objects.filter(thread_id=right).values_list(*said).order_by("definition")
    )


def test_a_step_that_never_happened_leaves_its_revision_and_no_clock(world):
    thread = world.referred()
    contact = make_first_contact(thread, by=world.worker, on=THU, how="telephone")
    correct(contact, by=world.worker, never=True, reason="Recorded for the wrong person")
    assert clock(thread, "first-contact").stopped_on is None
    assert not Clock.objects.filter(thread_id=thread, definition="structured-start").exists()
    assert Milestone.objects.filter(origin_id=contact.origin_id).count() == 2


def test_taking_back_the_only_referral_takes_back_the_episode(world):
    thread = world.referred()
    correct(Milestone.objects.get(thread_id=thread), by=world.worker, never=True)
    assert not Episode.objects.filter(pk=thread).exists()
    assert not Clock.objects.filter(thread_id=thread).exists()


def test_a_time_is_kept_as_the_moment_it_was(world):
    thread = world.referred(on=WED, at=time(14, 30))
    assert Milestone.objects.get(thread_id=thread).happened_at.isoformat() == "2014-10-01T13:30:00+00:00"


def test_another_agency_can_record_nothing_here(world):
    thread = world.referred()
    look_as(world.stranger)
    with pytest.raises(Episode.DoesNotExist):
        record(thread, "first_contact_made", by=world.stranger, on=THU, detail={"how": "telephone"})


@pytest.mark.parametrize("change", ["update clocks_milestone set because = ''", "delete from clocks_milestone"])
def test_the_database_itself_refuses_to_change_a_milestone(world, change):
    world.referred()
    with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():
        connection.cursor().execute(change)


def test_a_correction_names_a_colleague_or_is_refused(world):
    thread = world.referred()
    named = assign_keyworker(thread, by=world.worker, on=THU, worker="keyworker")
    for worker in ("nobody-here", "stranger"):
        with pytest.raises(StepRefused, match="not a colleague") as refused:
            correct(named, by=world.worker, detail={"worker": worker})
        assert refused.value.field == "worker"
    assert Episode.objects.get(pk=thread).keyworker.username == "keyworker"


def test_a_correction_cannot_move_an_offer_after_the_day_it_offers(world):
    thread = world.referred()
    offered = offer_triage(thread, by=world.worker, on=THU, for_day=FRI)
    with pytest.raises(StepRefused, match="before the day of the offer"):
        correct(offered, by=world.worker, on=MON)


@pytest.mark.requirement("REF-20")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"never": True}, id="an exit taken back"),
        pytest.param({"on": date(2014, 11, 10)}, id="an exit moved past the next referral"),
    ],
)
def test_a_correction_never_gives_a_person_two_episodes_at_once(world, change):
    person = world.person()
    first = world.referred(person, on=WED)
    left = leave_treatment(first, by=world.worker, on=MON, reason="moved_away")
    world.referred(person, on=date(2014, 11, 3))
    with pytest.raises(StepRefused, match="within another one"):
        correct(left, by=world.worker, **change)
    assert Episode.objects.get(pk=first).closed_on == MON


def test_nothing_was_recorded_after_today(world):
    thread = world.referred(on=WED)
    with pytest.raises(StepRefused, match="after today") as refused:
        make_first_contact(thread, by=world.worker, on=THU, how="telephone", recorded_on=date(2015, 1, 1))
    assert refused.value.field == "recorded_on"


@pytest.mark.requirement("INT-08")
def test_work_with_other_agencies_alone_is_recorded_and_is_no_treatment(world):
    thread = world.referred(on=WED)
    kinds = [one for one in governing(WED).interventions.values() if one.parent == "yp_multi_agency"]
    assert len(kinds) == 19
    assert [one.structured for one in kinds] == [False] * 19
    for kind in kinds:
        start_intervention(thread, by=world.worker, on=THU, type=kind.id)
    episode = Episode.objects.get(pk=thread)
    assert episode.open_interventions == [kind.id for kind in kinds]
    assert (episode.stage, episode.treatment_started_on) == ("referred", None)
    start_intervention(thread, by=world.worker, on=FRI, type="psy_cbt")
    assert Episode.objects.get(pk=thread).stage == "in_treatment"
