"""Nobody in the gap: every open case is on somebody's list with a day ahead, or on the gaps list with the reason.

Whole lives are generated: steps that are allowed and steps that are refused, late recording, corrections, key workers
who leave, people who come back. After each, and again on the day before the next, every open case is looked for on
every list that the pages show.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.world import World
from throughcare.access.actions import add_user
from throughcare.access.models import User
from throughcare.access.viewer import viewer_of
from throughcare.clocks.queries import current_milestones
from throughcare.foundations.dates import calendar_for
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.casework.actions import assign_keyworker, correct
from throughcare.pathway.casework.queries import worklist
from throughcare.pathway.casework.queries.day import expected_from
from throughcare.pathway.casework.queries.gaps import gap_cases, reasons_of
from throughcare.pathway.casework.queries.replayed import gaps
from throughcare.pathway.casework.queries.stored import due_promises, on_the_list_of
from throughcare.pathway.casework.rules import KEYWORKER
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import leave_treatment, withdraw
from throughcare.pathway.plan.actions import draft_plan, sign_off_plan
from throughcare.pathway.referral.actions import receive_referral
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.rules import words_for
from throughcare.specification.schema import Specification
from throughcare.specification.terms import DETAIL_KEYS

pytestmark = pytest.mark.slow

A_DAY = timedelta(days=1)
FIRST_DAYS = {"southampton-esap": date(2014, 4, 28), "tiny": date(2020, 6, 15)}
WORKERS = ("keyworker", "second", "manager")


# What is on which list ------------------------------------------------------------------------------------------------


@dataclass
class Lists:
    """Every list of one agency on one day, as the pages read them from the stored rows."""

    day: date
    open_cases: set[int]
    gaps: dict[int, tuple[str, ...]]
    workers: dict[str, set[int]]
    """By user name: the cases whose promises stand on that colleague's list, and those of their caseload."""
    promised: dict[str, set[tuple]]
    """By user name: the promises on that colleague's list."""
    roles: dict[str, list[str]]
    """By role: the colleagues in it."""
    teams: dict[str, set[int]]
    """By role: what stands on the list of everybody in it."""
    ahead: set[int]
    """The cases with a promise due on the day or later, or an appointment."""
    promises: set[tuple]

    @property
    def listed(self) -> set[int]:
        return set().union(*self.workers.values(), *self.teams.values())


def lists_of(world: World, day: date) -> Lists:
    viewer = world.worker
    found = list(due_promises(viewer).select_related("thread__episode__keyworker"))
    episodes = list(Episode.objects.filter(closed_on__isnull=True).select_related("keyworker"))
    workers: dict[str, set[int]] = {}
    promised: dict[str, set[tuple]] = {}
    roles: dict[str, list[str]] = {}
    expected: set[int] = set()
    for user in User.objects.filter(agency_id=viewer.agency_id, is_active=True):
        own = due_promises(viewer).filter(on_the_list_of(viewer_of(user)))
        caseload = {episode.pk for episode in episodes if episode.keyworker_id == user.pk}
        promised[user.username] = {(clock.thread_id, clock.definition) for clock in own}
        awaited = set(expected_from(viewer_of(user), day).values_list("pk", flat=True))
        expected |= awaited
        workers[user.username] = {thread for thread, _ in promised[user.username]} | caseload | awaited
        for role in user.roles:
            roles.setdefault(role, []).append(user.username)
    teams: dict[str, set[int]] = {}
    for clock in found:
        if clock.owner != KEYWORKER or not is_current(clock.thread.episode.keyworker):
            teams.setdefault(clock.owner, set()).add(clock.thread_id)
    return Lists(
        day=day,
        open_cases={episode.pk for episode in episodes},
        gaps={episode.pk: reasons_of(episode) for episode in gap_cases(viewer, day)},
        workers=workers,
        promised=promised,
        roles=roles,
        teams=teams,
        ahead={clock.thread_id for clock in found if clock.due_on >= day} | expected,
        promises={(clock.thread_id, clock.definition, clock.start_on, clock.due_on) for clock in found},
    )


def is_current(worker: User | None) -> bool:
    return worker is not None and worker.is_active


def faults(world: World, lists: Lists) -> list[str]:
    """Every open case that is in neither list, and every difference between pages and commands."""
    viewer, day = world.worker, lists.day
    found = []
    for case in sorted(lists.open_cases):
        if case in lists.gaps:
            continue
        if case not in lists.ahead:
            found.append(f"{case} has nothing ahead, and is on no gaps list")
        if case not in lists.listed:
            found.append(f"{case} is on nobody's list, and on no gaps list")
    found += [f"{case} is closed and in a gap" for case in lists.gaps.keys() - lists.open_cases]
    told = {gap.thread_id: gap.reasons for gap in gaps(viewer, day)}
    if told != lists.gaps:
        found.append(f"the command says {told}, the page {lists.gaps}")
    due = worklist(viewer, day)
    if {(one.thread_id, one.definition.id, one.clock.start_on, one.clock.due_on) for one in due} != lists.promises:
        found.append("the command's worklist and the stored promises differ")
    for one in due:
        expected = {one.worker} if one.worker else set(lists.roles.get(one.clock.owner, ()))
        promise = one.thread_id, one.definition.id
        listed = {name for name, promises in lists.promised.items() if promise in promises}
        if not expected <= listed:
            found.append(f"{promise} is on the lists of {listed}, not of {expected}")
    return found


# Lives ----------------------------------------------------------------------------------------------------------------


@dataclass
class Life:
    """Some people of one service on their way, and what happens to them."""

    world: World
    today: date
    people: list[Person]
    refused: int = 0
    told: list[str] = field(default_factory=list)

    @property
    def specification(self) -> Specification:
        return specifications.governing(self.today)

    def thread(self, number: int) -> int | None:
        episodes = Episode.objects.filter(person=self.people[number % len(self.people)]).order_by("-opened_on", "-pk")
        return episodes.values_list("pk", flat=True).first()

    def detail(self, kind: str, number: int) -> dict:
        """Words of the specification for this kind of step, and now and then one that it does not know."""
        said = {}
        for place, key in enumerate(sorted(DETAIL_KEYS[kind] - {"because"})):
            words = words_for(kind, key, self.specification)
            if words:
                word = words[(number // (place + 1)) % len(words)]
                said[key] = [word] if key in ("outcomes", "substances") else word
            elif key == "for":
                said[key] = (self.today + timedelta(days=number % 30)).isoformat()
        return {**said, "how": "pigeon"} if number % 97 == 96 and "how" in said else said

    def act(self, step: Callable, *drawn: int) -> None:
        try:
            with transaction.atomic():
                step(self, *drawn)
            self.told.append(f"{self.today} {step.__name__} {drawn}")
        except StepRefused as refused:
            self.refused += 1
            self.told.append(f"{self.today} {step.__name__} {drawn} refused: {refused}")


def refer(life: Life, who: int, number: int, lag: int) -> None:
    said = life.detail("referral_received", number)
    person = life.people[who % len(life.people)]
    receive_referral(
        person, by=life.world.worker, on=life.today - lag * A_DAY, source=said["source"], channel=said["channel"],
        urgency=said.get("urgency"), recorded_on=life.today,
    )  # fmt: skip


def simple_step(kind: str) -> Callable:
    def step(life: Life, who: int, number: int, lag: int) -> None:
        thread = life.thread(who)
        if thread is not None:
            said = life.detail(kind, number)
            record(thread, kind, by=life.world.worker, on=life.today - lag * A_DAY, detail=said, recorded_on=life.today)

    step.__name__ = kind
    return step


def assign(life: Life, who: int, number: int, lag: int) -> None:
    thread, worker = life.thread(who), WORKERS[number % len(WORKERS)]
    if thread is not None:
        assign_keyworker(
            thread, by=life.world.worker, on=life.today - lag * A_DAY, worker=worker, recorded_on=life.today
        )


def plan(life: Life, who: int, number: int, lag: int) -> None:
    thread, on = life.thread(who), life.today - lag * A_DAY
    if thread is not None:
        action = draft_plan if number % 3 == 0 else sign_off_plan
        action(thread, by=life.world.worker, on=on, recorded_on=life.today)


def leave(life: Life, who: int, number: int, lag: int) -> None:
    thread, on = life.thread(who), life.today - lag * A_DAY
    if thread is not None:
        reasons = list(life.specification.exit_reasons)
        action = withdraw if number % 4 == 0 else leave_treatment
        action(thread, by=life.world.worker, on=on, reason=reasons[number % len(reasons)], recorded_on=life.today)


def put_right(life: Life, who: int, number: int, lag: int) -> None:
    """A correction of some step: that it never was, or another day, or another word."""
    thread = life.thread(who)
    milestones = current_milestones([thread]) if thread is not None else []
    if not milestones:
        return
    chosen = milestones[number % len(milestones)]
    if chosen.kind == "came_back":
        return
    if lag % 3 == 0:
        correct(chosen, by=life.world.worker, never=True, recorded_on=life.today)
    elif lag % 3 == 1:
        moved = chosen.happened_on + timedelta(days=number % 9 - 4)
        correct(chosen, by=life.world.worker, on=moved, recorded_on=life.today)
    else:
        said = life.detail(chosen.kind, number + 1)
        correct(chosen, by=life.world.worker, detail=said, recorded_on=life.today)


def staff_changes(life: Life, who: int, number: int, lag: int) -> None:
    """A key worker leaves or comes back; the one who looks stays."""
    User.objects.filter(username=WORKERS[1 + number % 2]).update(is_active=lag % 2 == 1)


WAY = [
    refer,
    simple_step("first_contact_made"),
    simple_step("triage_offered"),
    simple_step("triage_completed"),
    simple_step("assessment_offered"),
    simple_step("assessment_completed"),
    assign,
    plan,
    simple_step("intervention_started"),
    staff_changes,
    simple_step("session_recorded"),
    simple_step("instrument_completed"),
    simple_step("review_completed"),
    simple_step("joint_work_recorded"),
    simple_step("intervention_ended"),
    leave,
    simple_step("followed_up"),
    put_right,
    staff_changes,
]

NEXT = -1

#: Mostly a few days on; the next step of the way or any other, recorded at once or up to some days late.
happened = st.tuples(
    st.integers(0, 12) | st.integers(0, 100),
    st.just(NEXT) | st.just(NEXT) | st.integers(0, len(WAY) - 1),
    st.integers(0, 1),
    st.integers(0, 500),
    st.just(0) | st.integers(0, 5),
)
lives = st.lists(happened, min_size=6, max_size=16)


def live(world: World, first: date, steps: list[tuple]) -> Life:
    """Lives through the steps, and looks at every list after each of them and on the day before the next."""
    life = Life(world, first, [world.person(born=first.replace(year=first.year - 8)) for _ in range(2)])
    come_to = [0, 0]  # a life without a referral shows nothing
    for ahead, which, who, number, lag in steps:
        if which == NEXT or come_to[who] == 0:
            which = come_to[who] % len(WAY)
            come_to[who] += 1
        if ahead:
            look(life, life.today + (ahead - 1) * A_DAY)
        life.today += ahead * A_DAY
        with pretending_today_is(life.today):
            life.act(WAY[which], who, number, lag)
        look(life, life.today)
    look(life, life.today + 100 * A_DAY)
    return life


def look(life: Life, day: date) -> None:
    with pretending_today_is(day):
        wrong = faults(life.world, lists_of(life.world, day))
    assert not wrong, "\n".join([f"On {day}:", *wrong, "after", *life.told])


def more_colleagues(world: World) -> None:
    add_user("second", "Second Brackwater", world.provider, ["keyworker"], "words-for-a-test")


GENERATED = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a life is told as it went; making it shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Undone(Exception):
    """Ends a life, so that the next begins with an empty service."""


def in_a_world_of_its_own(world: World, first: date, steps: list[tuple]) -> None:
    with suppress(Undone), transaction.atomic():
        more_colleagues(world)
        live(world, first, steps)
        raise Undone


@GENERATED
@given(steps=lives)
def test_no_life_in_southampton_leaves_an_open_case_on_neither_list(world, steps):
    in_a_world_of_its_own(world, FIRST_DAYS["southampton-esap"], steps)


@GENERATED
@given(steps=lives)
def test_no_life_in_an_invented_service_leaves_an_open_case_on_neither_list(tiny_world, steps):
    in_a_world_of_its_own(tiny_world, FIRST_DAYS["tiny"], steps)


def test_a_key_worker_who_leaves_before_the_assessment_leaves_the_case_to_the_team(world):
    """Treatment may start without a comprehensive assessment; what the named worker owed is then everybody's."""
    more_colleagues(world)
    life = Life(world, date(2014, 6, 2), [world.person()])
    with pretending_today_is(life.today):
        life.act(refer, 0, 0, 0)
        life.act(simple_step("triage_completed"), 0, 3, 0)
        assign_keyworker(life.thread(0), by=world.worker, on=life.today, worker="second")
        record(life.thread(0), "intervention_started", by=world.worker, on=life.today, detail={"type": "psy_cbt"})
    look(life, life.today + 3 * A_DAY)
    User.objects.filter(username="second").update(is_active=False)
    look(life, life.today + 5 * A_DAY)


# A good course --------------------------------------------------------------------------------------------------------

REFERRED = date(2014, 6, 2)
ENGLAND = calendar_for("england")


def good_course(contact=2, offer=2, wait=5, worker=5, assessed=5, start=0, reviews=(84, 84), leaves=80) -> list[tuple]:
    """Every step in time, each so many days after the one it waits for; working days where the promise counts them."""
    working = ENGLAND.add_working_days
    offered = working(REFERRED, offer)
    triaged = offered + wait * A_DAY
    assessed_on = working(triaged, assessed)
    started = assessed_on + start * A_DAY
    course = [
        ("first_contact_made", working(REFERRED, contact), {"how": "telephone"}),
        ("triage_offered", offered, {"for": triaged.isoformat()}),
        ("triage_completed", triaged, {"outcomes": ["comprehensive_assessment"]}),
        ("keyworker_assigned", working(triaged, min(worker, assessed)), {"worker": "keyworker"}),
        ("assessment_completed", assessed_on, {}),
        ("plan_signed_off", assessed_on, {"kind": "integrated"}),
        ("intervention_started", started, {"type": "psy_cbt"}),
        ("instrument_completed", started, {"instrument": "top", "stage": "start"}),
    ]
    on = assessed_on
    for length in reviews:
        on += length * A_DAY
        course += [("review_completed", on, {}), ("instrument_completed", on, {"instrument": "top", "stage": "review"})]
    left = max(on + leaves * A_DAY, started)  # nobody leaves before the help begins
    return [*course, ("exited", left, {"reason": "completed_drug_free"})]


def gone_through(world: World, course: list[tuple]) -> int:
    with pretending_today_is(course[-1][1]):
        thread = world.referred(on=REFERRED)
        for kind, on, detail in course:
            if kind == "exited":
                leave_treatment(thread, by=world.worker, on=on, reason=detail["reason"])
            else:
                record(thread, kind, by=world.worker, on=on, detail=detail)
    return thread


def days_in_a_gap(world: World, course: list[tuple]) -> list[date]:
    days = [REFERRED + n * A_DAY for n in range((course[-1][1] - REFERRED).days + 1)]
    return [day for day in days if gaps(world.worker, day)]


DRAWN = settings(GENERATED, max_examples=5)


@DRAWN
@given(
    contact=st.integers(0, 2), offer=st.integers(0, 2), wait=st.integers(0, 25), worker=st.integers(0, 5),
    assessed=st.integers(0, 5), start=st.integers(0, 30), reviews=st.lists(st.integers(1, 84), max_size=2),
    leaves=st.integers(1, 84),
)  # fmt: skip
def test_on_a_good_day_the_list_is_empty(world, **lengths):
    course = good_course(**lengths)
    with suppress(Undone), transaction.atomic():
        gone_through(world, course)
        assert days_in_a_gap(world, course) == []
        raise Undone


ESSENTIAL = [
    pytest.param("triage-offer", {"contact": 0}, id="once spoken to, only the triage offer is ahead"),
    pytest.param("comprehensive-assessment", {"wait": 25, "worker": 0}, id="after triage only the assessment is"),
    pytest.param("first-review", {}, id="once treatment runs only the first review is"),
    pytest.param("next-review", {}, id="after a review only the next one is"),
]


@pytest.mark.parametrize(("clock", "lengths"), ESSENTIAL)
def test_taking_that_promise_out_of_the_specification_leaves_a_gap(world, clock, lengths):
    """So the tests above are able to fail: the list is empty because of the promises, not of itself."""
    course = good_course(**lengths)
    gone_through(world, course)
    assert days_in_a_gap(world, course) == []
    book = specifications.current_book()
    without = [
        version.model_copy(update={"clocks": tuple(one for one in version.clocks if one.id != clock)})
        for version in book.versions
    ]
    specifications.use(replace(book, versions=tuple(without)))
    assert days_in_a_gap(world, course)
