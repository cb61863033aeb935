"""What must be true of every clock, tried on generated histories."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from throughcare.clocks.rules import STATES, Happening, explain, replay, tally, up_to
from throughcare.clocks.tests.factories import (
    ENGLAND,
    INVENTED,
    ON_HOLD,
    ON_HOLD_WORKING,
    SOUTHAMPTON,
    length,
    match,
    matches,
    promise,
)
from throughcare.foundations.dates import TIME_ZONE
from throughcare.specification.definitions import Condition, WaitingRule

FIRST = date(2014, 11, 1)
A_DAY = timedelta(days=1)

SAID = {
    "referral_received": {"urgency": ("routine", "urgent")},
    "triage_completed": {"outcomes": (["comprehensive_assessment"], ["brief_intervention"])},
    "plan_signed_off": {"kind": ("integrated", "interim")},
    "intervention_started": {"type": ("psy_cbt", "psy_mi", "other")},
    "session_recorded": {"outcome": ("away", "back", "did_not_attend", "attended")},
    "instrument_completed": {"instrument": ("top",), "stage": ("start", "review", "exit")},
    "followed_up": {"point": ("3_months", "6_months"), "reached": ("yes", "no")},
    "exited": {"reason": ("completed", "died")},
    "withdrawn": {},
    "came_back": {},
    "first_contact_made": {},
    "triage_offered": {},
    "assessment_completed": {},
    "review_completed": {},
}

EVERY_KIND_OF_PROMISE = (
    *SOUTHAMPTON,
    *INVENTED,
    promise(
        "referral_received", "assessment_completed", "1 months", id="month", every=True, may_precede="5 working_days"
    ),
    promise(
        "assessment_completed, review_completed", "review_completed", "6 weeks", id="often", every=True, repeats=True,
        pauses_on="session_recorded outcome=away", resumes_on="session_recorded outcome=back",
    ),
    promise("triage_completed", "plan_signed_off", "9 days", id="windowed", not_before="3 days", voided_by="withdrawn"),
    replace(
        promise("referral_received", "triage_completed", "3 days", id="conditional"),
        only_if=(Condition(happened=matches("intervention_started")), Condition(age_to=15, age_from=11)),
    ),
    promise(
        "referral_received", "first_contact_made", "30 hours", id="hours", every=True, repeats=True,
        pauses_on="session_recorded outcome=away", resumes_on="session_recorded outcome=back",
    ),
)  # fmt: skip

#: Nothing that happens later changes how these stood on a day.
PLAIN = tuple(one for one in EVERY_KIND_OF_PROMISE if not one.pauses_on and not one.only_if)

days = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
births = st.none() | st.dates(date(1990, 1, 1), date(2005, 12, 31))


@st.composite
def happenings(draw, kinds=tuple(SAID)):
    kind = draw(st.sampled_from(kinds))
    on = draw(days)
    detail = {key: draw(st.sampled_from(words)) for key, words in SAID[kind].items()}
    minute = draw(st.none() | st.integers(0, 24 * 60 - 1))
    at = None
    if minute is not None:
        at = datetime.combine(on, time(minute // 60, minute % 60), TIME_ZONE)
    return Happening(kind, on, detail, 0, at)


histories = st.lists(happenings(), max_size=25).map(
    lambda ones: [replace(one, order=order) for order, one in enumerate(ones)]
)


def clocks_of(history, definitions=EVERY_KIND_OF_PROMISE, born=None):
    return replay(history, definitions, ENGLAND, born)


@given(histories, births, st.randoms(use_true_random=False))
def test_any_order_of_recording_gives_the_same_clocks(history, born, random):
    shuffled = history.copy()
    random.shuffle(shuffled)
    shuffled = [replace(one, order=order) for order, one in enumerate(shuffled)]
    assert clocks_of(shuffled, born=born) == clocks_of(history, born=born)


@given(histories, happenings(), st.data())
def test_a_correction_equals_having_recorded_it_right(history, right, data):
    place = data.draw(st.integers(0, len(history)))
    as_it_was = [*history[:place], right, *history[place:]]
    wrong = replace(right, on=data.draw(days), at=None, detail={})
    as_first_recorded = [*history[:place], wrong, *history[place:]]
    corrected = [one for one in as_first_recorded if one is not wrong] + [replace(right, order=99)]
    assert clocks_of(corrected) == clocks_of(as_it_was)


@given(histories, births, st.integers(-5, 400))
def test_every_clock_is_in_one_state_on_every_day(history, born, later):
    on = FIRST + timedelta(days=later)
    clocks = [clock for clock in clocks_of(history, born=born) if clock.start_on <= on]
    states = [clock.state_on(on) for clock in clocks]
    assert sum(states.count(one) for one in STATES) == len(clocks)
    for clock, judged in zip(clocks, states, strict=True):
        is_over = any(one is not None and one <= on for one in (clock.stopped_on, clock.voided_on, clock.ended_on))
        assert clock.is_open_on(on) == (not is_over)
        if judged in ("running", "paused"):
            assert not is_over
        if judged in ("met", "late", "void"):
            assert is_over


@given(histories, births)
def test_a_clock_ends_in_one_way_at_most(history, born):
    for clock in clocks_of(history, born=born):
        assert sum(one is not None for one in (clock.stopped_on, clock.voided_on, clock.ended_on, clock.paused_on)) <= 1
        assert (clock.due_on is None) == (clock.paused_on is not None)
        assert bool(clock.void_reason) == (clock.voided_on is not None)


@given(histories, births)
def test_due_is_never_before_the_start(history, born):
    for clock in clocks_of(history, born=born):
        assert clock.due_on is None or clock.due_on >= clock.start_on
        assert clock.due_at is None or (
            clock.due_at >= clock.start_at and clock.due_at.astimezone(TIME_ZONE).date() == clock.due_on
        )
        assert clock.paused_on is None or clock.paused_on >= clock.start_on


@given(histories, births)
def test_no_two_clocks_of_a_promise_start_together(history, born):
    clocks = clocks_of(history, born=born)
    starts = [
        (one.definition_id, one.start_on, one.start_at if one.due_at or one.paused_on else None) for one in clocks
    ]
    assert len(set(starts)) == len(starts)
    in_sequence = [(clock.definition_id, clock.sequence) for clock in clocks]
    assert len(set(in_sequence)) == len(in_sequence)


@given(histories, days)
def test_a_replay_up_to_a_day_tells_what_the_full_replay_tells_of_it(history, on):
    then = clocks_of(up_to(history, on), PLAIN)
    now = [clock for clock in clocks_of(history, PLAIN) if clock.start_on <= on]
    assert [_told(clock, on) for clock in then] == [_told(clock, on) for clock in now]


def _told(clock, on):
    return (
        clock.definition_id,
        clock.start_on,
        clock.start_at,
        clock.due_on,
        clock.due_at,
        clock.state_on(on),
        clock.is_open_on(on),
    )


@given(histories, days, births)
def test_a_clock_that_later_happenings_leave_alone_stood_then_as_it_is_told_now(history, on, born):
    """Also with pauses and conditions: whatever the two replays agree on, they agree on the state of."""
    now = {(c.definition_id, c.start_on, c.start_at, c.due_on, c.due_at): c for c in clocks_of(history, born=born)}
    for then in clocks_of(up_to(history, on), born=born):
        told_now = now.get((then.definition_id, then.start_on, then.start_at, then.due_on, then.due_at))
        if told_now is not None and then.due_on is not None:
            assert told_now.state_on(on) == then.state_on(on)


@given(histories)
def test_pausing_never_shortens(history):
    for definition in (ON_HOLD, ON_HOLD_WORKING):
        without = clocks_of(history, [replace(definition, pauses_on=(), resumes_on=())])
        for paused, plain in zip(clocks_of(history, [definition]), without, strict=True):
            assert paused.due_on is None or paused.due_on >= plain.due_on


@given(histories)
def test_a_pause_never_makes_a_breach(history):
    on = FIRST + timedelta(days=300)
    for definition in (ON_HOLD, ON_HOLD_WORKING):
        without = clocks_of(history, [replace(definition, pauses_on=(), resumes_on=())])
        for paused, plain in zip(clocks_of(history, [definition]), without, strict=True):
            if plain.state_on(on) in ("met", "void"):
                assert paused.state_on(on) == plain.state_on(on)


@given(histories, st.sampled_from(["days", "working_days"]), st.integers(0, 20))
def test_due_dates_with_pauses_agree_with_walking_day_by_day(history, unit, count):
    """An oracle that knows no formula: it walks the days and counts those that are neither paused nor off."""
    definition = replace(ON_HOLD, within=length(f"{count} {unit}"), stops_on=matches("plan_drafted"))
    history = [replace(one, at=None) for one in history if one.kind in ("referral_received", "session_recorded")]
    for clock in clocks_of(history, [definition]):
        assert clock.due_on == _walked(history, clock.start_on, unit, count)


def _walked(history, start, unit, count):
    def is_paused(on):
        """By that day, the last day that paused without resuming comes after every day that resumed."""
        paused = False
        for day in sorted({one.on for one in history if one.on <= on}):
            outcomes = {one.detail.get("outcome") for one in history if one.on == day}
            paused = "back" not in outcomes and ("away" in outcomes or paused)
        return paused

    def counts(on):
        return unit == "days" or ENGLAND.is_working(on)

    # The promise's own days are those after the start; each paused day that counts gives one of them back.
    on, owed = start, count + (is_paused(start) and counts(start))
    while owed or is_paused(on):
        on += A_DAY
        if on > FIRST + timedelta(days=600):
            return None
        if counts(on) and not is_paused(on):
            owed -= 1
            if owed < 0:
                return on
    return on


WAITING = (WaitingRule((match("session_recorded outcome=did_not_attend"), match("triage_offered"))),)
CHOICES = st.none() | st.frozensets(st.sampled_from(sorted(SAID)))


@given(histories, births, st.integers(0, 200), CHOICES)
def test_the_parts_of_a_wait_never_overlap_and_add_up(history, born, later, step_kinds):
    on = FIRST + timedelta(days=later)
    definitions = {one.id: one for one in EVERY_KIND_OF_PROMISE}
    for clock in clocks_of(history, born=born):
        wait = explain(clock, definitions[clock.definition_id], history, ENGLAND, on, WAITING, step_kinds)
        assert wait.us + wait.person + wait.off + wait.paused == wait.elapsed == (wait.end_on - wait.start_on).days
        covered = []
        edge = wait.start_on
        for step in wait.steps:
            assert step.from_on == edge
            edge = step.to_on
            assert step.us + step.person + step.off + step.paused == step.days > 0
            for stretch in step.stretches:
                covered += [stretch.first + timedelta(days=n) for n in range(stretch.days)]
        assert covered == [wait.start_on + timedelta(days=n + 1) for n in range(wait.elapsed)]
        assert edge == wait.end_on
        assert wait.longest is None or wait.longest.days == max(step.days for step in wait.steps)


@given(histories, st.integers(0, 200))
def test_the_parts_of_a_wait_are_what_the_clock_counts(history, later):
    """Days used are the days of the wait less the paused ones, in working days less those off too."""
    on = FIRST + timedelta(days=later)
    for definition in (*SOUTHAMPTON, ON_HOLD, ON_HOLD_WORKING):
        for clock in replay(up_to(history, on), (definition,), ENGLAND, None):
            counted = tally(clock, definition.within, ENGLAND, on)
            wait = explain(clock, definition, history, ENGLAND, on, WAITING)
            if counted is None or clock.start_on > wait.end_on or _starts_paused(clock, definition, history):
                continue
            if clock.stopped_on is not None and clock.stopped_on < clock.start_on:
                continue
            used = wait.us + wait.person + (0 if counted.unit == "working_days" else wait.off)
            assert counted.used == used


def _starts_paused(clock, definition, history):
    """A pause from day 0 on takes that day as well, which is no day of the wait."""
    return bool(definition.pauses_on) and any(
        one.kind == "session_recorded" and one.detail["outcome"] == "away" and one.on <= clock.start_on
        for one in history
    )
