"""A case is told by what happened, not by when it was written down or how often it was put right."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from throughcare.clocks.models import Clock
from throughcare.pathway.casework.actions import correct
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.referral.actions import receive_referral

pytestmark = pytest.mark.slow

REFERRED = date(2014, 10, 1)
LEFT = date(2014, 12, 20)
days = st.integers(0, (LEFT - REFERRED).days).map(lambda n: REFERRED + timedelta(days=n))

#: Steps that fit together in whatever order they come; a day offered lies after every day that is drawn.
SAID = {
    "first_contact_made": [{"how": "telephone"}, {"how": "online"}],
    "triage_offered": [{"for": "2014-12-22"}, {"for": "2015-01-05"}],
    "triage_completed": [{"outcomes": ["comprehensive_assessment"]}, {"outcomes": ["brief_intervention"]}],
    "assessment_offered": [{"for": "2014-12-29"}],
    "assessment_completed": [{}],
    "keyworker_assigned": [{"worker": "keyworker"}, {"worker": "manager"}],
    "plan_drafted": [{"kind": "integrated"}, {"kind": "interim"}],
    "intervention_started": [{"type": "psy_cbt"}, {"type": "brief_advice"}],
    "session_recorded": [
        {"type": "psy_cbt", "outcome": "attended"},
        {"type": "psy_cbt", "outcome": "did_not_attend"},
    ],
    "instrument_completed": [{"instrument": "top", "stage": "start"}],
    "review_completed": [{}],
    "joint_work_recorded": [{"agency": "camhs", "how": "joint_session"}],
}
KINDS = sorted(SAID)


@st.composite
def steps(draw):
    kind = draw(st.sampled_from(KINDS))
    return kind, draw(days), draw(st.sampled_from(SAID[kind]))


#: No two of one kind on one day: between those only the order of recording can tell which came last.
histories = st.lists(steps(), min_size=2, max_size=8, unique_by=lambda step: step[:2])
GENERATED = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Undone(Exception):
    """Ends an example, so that the next begins with an empty service."""


def case_with(world, history) -> int:
    thread = receive_referral(world.person(), by=world.worker, on=REFERRED, source="school", channel="letter").thread_id
    for kind, on, detail in history:
        record(thread, kind, by=world.worker, on=on, detail=detail)
    return thread


def told(thread: int) -> tuple[list[dict], dict]:
    clocks = Clock.objects.filter(thread_id=thread).order_by("definition", "sequence").values()
    episode = Episode.objects.filter(pk=thread).values().get()
    own = {"id", "thread_id", "person_id"}
    return (
        [{key: value for key, value in one.items() if key not in own} for one in clocks],
        {key: value for key, value in episode.items() if key not in own},
    )


@GENERATED
@given(history=histories, random=st.randoms(use_true_random=False))
def test_any_order_of_recording_gives_the_same_clocks_and_the_same_episode(world, history, random):
    shuffled = history.copy()
    random.shuffle(shuffled)
    with suppress(Undone), transaction.atomic():
        assert told(case_with(world, shuffled)) == told(case_with(world, history))
        raise Undone


@GENERATED
@given(history=histories, wrong_day=days, chosen=st.integers(0, 7), also_word=st.booleans())
def test_a_correction_gives_what_recording_it_right_would_have_given(world, history, wrong_day, chosen, also_word):
    chosen %= len(history)
    kind, on, detail = history[chosen]
    if any((kind, wrong_day) == one[:2] for one in history):
        return
    with suppress(Undone), transaction.atomic():
        thread = case_with(world, history[:chosen])
        first_said = SAID[kind][-1] if also_word else detail
        mistaken = record(thread, kind, by=world.worker, on=wrong_day, detail=first_said)
        for other, day, said in history[chosen + 1 :]:
            record(thread, other, by=world.worker, on=day, detail=said)
        correct(mistaken, by=world.worker, on=on, detail=detail)
        assert told(thread) == told(case_with(world, history))
        raise Undone


@GENERATED
@given(history=histories, never=steps())
def test_what_is_taken_back_leaves_the_case_as_if_it_had_never_been(world, history, never):
    if any(never[:2] == one[:2] for one in history):
        return
    with suppress(Undone), transaction.atomic():
        thread = case_with(world, history)
        mistaken = record(thread, never[0], by=world.worker, on=never[1], detail=never[2])
        correct(mistaken, by=world.worker, never=True)
        assert told(thread) == told(case_with(world, history))
        raise Undone
