"""The lists of pages come from stored rows, and agree with what a replay of everything says."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.context import look_as
from throughcare.access.models import User
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.casework.queries import day, worklist
from throughcare.pathway.casework.queries.gaps import gap_cases, gaps_page, reasons_of
from throughcare.pathway.casework.queries.person import person_page
from throughcare.pathway.casework.queries.replayed import gaps as replayed_gaps
from throughcare.pathway.casework.queries.stored import due_promises, on_the_list_of
from throughcare.pathway.casework.queries.team import caseload_page, team_page
from throughcare.pathway.casework.tests.factories import MONDAY, case_after, cases_at_every_point, walk

#: Days on which something in the way is running, overdue, or long past; nothing is recorded after them.
DAYS = (date(2014, 12, 20), date(2014, 12, 31), date(2015, 3, 1))


@pytest.fixture
def cases(world):
    return cases_at_every_point(world)


def replayed_list(viewer, on: date) -> set:
    """What the replay puts on a worker's list: their own, and that of each of their teams."""
    return {
        (due.thread_id, due.definition.id, due.clock.sequence, due.clock.due_on)
        for due in worklist(viewer, on)
        if (due.worker == viewer.username if due.worker else due.clock.owner in viewer.roles)
    }


@pytest.mark.parametrize("role", ["keyworker", "triage", "manager"])
@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_stored_list_of_a_worker_is_the_replayed_one(world, cases, role, on):
    viewer = world.viewer(role)
    look_as(viewer)
    with pretending_today_is(on):
        stored = due_promises(viewer).filter(on_the_list_of(viewer))
        found = {(clock.thread_id, clock.definition, clock.sequence, clock.due_on) for clock in stored}
    assert found == replayed_list(viewer, on)
    assert found


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("keyworker_still_here", [True, False])
def test_the_stored_gaps_are_the_replayed_ones(world, cases, on, keyworker_still_here):
    User.objects.filter(pk=world.worker.user_id).update(is_active=keyworker_still_here)
    viewer = world.viewer("manager")
    look_as(viewer)
    found = {(episode.pk, reasons_of(episode)) for episode in gap_cases(viewer, on)}
    assert found == {(gap.thread_id, gap.reasons) for gap in replayed_gaps(viewer, on)}
    assert found


def test_nothing_of_another_agency_is_on_any_list(world, cases):
    stranger = world.stranger
    look_as(stranger)
    assert not list(due_promises(stranger))
    assert not gaps_page(stranger).count
    assert not [row for group in day.my_day(stranger).groups for row in group.rows]


def test_the_sentence_counts_what_the_groups_show(world, cases):
    with pretending_today_is(MONDAY + timedelta(days=80)):
        page = day.my_day(world.worker)
    overdue, today, week, _left = page.groups
    assert f"{len(overdue.rows)} promises are overdue" in page.sentence
    assert all(row.urgent and row.status.kind == "overdue" for row in overdue.rows)
    assert not [row for row in (*today.rows, *week.rows) if row.urgent]


def test_a_missed_session_brings_the_person_among_the_missed(world, cases):
    page = day.my_day(world.worker)
    missed = {row.name: row for row in page.missed}
    # After ten steps the last session was missed; one step later the person came to a review.
    assert {cases[10][0].name} == set(missed)
    assert {row.status.words for row in missed.values()} == {"Missed 1"}


def test_an_offer_for_today_is_an_appointment(world, cases):
    viewer = world.viewer("triage")
    look_as(viewer)
    with pretending_today_is(MONDAY + timedelta(days=9)):
        page = day.my_day(viewer)
    assert [one.name for one in page.appointments] == [cases[4][0].name]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(lambda world: day.my_day(world.worker), id="my day"),
        pytest.param(lambda world: day.promises_on_list(world.worker), id="promises on my list"),
        pytest.param(lambda world: team_page(world.viewer("manager")), id="team"),
        pytest.param(lambda world: gaps_page(world.viewer("manager")), id="gaps"),
        pytest.param(lambda world: caseload_page(world.viewer("manager"), world.worker.user_id), id="caseload"),
    ],
)
def test_a_list_takes_the_same_queries_however_long_it_is(world, page):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(world)
        return len(captured)

    cases_at_every_point(world)
    few = queries()
    cases_at_every_point(world)
    cases_at_every_point(world)
    assert queries() == few


def test_the_team_adds_up(world, cases):
    with pretending_today_is(MONDAY + timedelta(days=100)):
        page = team_page(world.viewer("manager"))
    cases_cells = [row[1] for row in page.table.rows if row[1] != "–"]
    assert sum(map(int, cases_cells)) == int(page.table.foot[1]) == 13  # one of fourteen has left
    assert page.sentence.count("13 open cases") == 1


def test_the_page_of_a_person_takes_the_same_queries_however_much_happened(world):
    def queries(person) -> int:
        with CaptureQueriesContext(connection) as captured:
            person_page(world.worker, person.pk)
        return len(captured)

    short, _thread = case_after(world, 9)
    long, _thread = case_after(world, 13, start=MONDAY.replace(year=2013))
    case_after(world, 12, person=long)
    assert queries(long) == queries(short)


def test_a_gap_is_closed_by_the_next_step_of_the_case(world):
    triaged, _thread = case_after(world, 2)
    brief, thread = case_after(world, 2)
    walk(world, thread, "triage_completed", MONDAY, {"outcomes": ["brief_intervention"]})
    page = gaps_page(world.viewer("manager"))
    labels = {row.name: row.action.words for row in page.rows}
    assert labels == {triaged.name: "Complete triage", brief.name: "Start intervention"}
