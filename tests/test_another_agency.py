"""Another agency sees nothing, changes nothing and takes nothing, in any table that holds rows about people.

Tables are found in the database, not listed here: a new one is attacked from the day it is made, and a test asks for
a row in it.
"""

from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from tests.lived import lived_case
from tests.world import TODAY, make_world
from throughcare.access.context import SomebodyElseIsLooking, database_context, look_as
from throughcare.clocks.actions import open_thread
from throughcare.clocks.models import Clock, Thread
from throughcare.foundations.today import pretending_today_is
from throughcare.specification import queries as specifications

REFUSED = "42501"  # insufficient_privilege

GUARDED = """
    select c.relname,
           coalesce((select array_agg(a.attname::text order by a.attnum) from pg_attribute a
                      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '{}'),
           has_table_privilege(c.oid, 'update'), has_table_privilege(c.oid, 'delete')
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
     order by c.relname
"""


class Attempt:
    """What a statement came to: the rows it touched, or the code of the error that refused it."""

    def __init__(self, statement: str, params=None):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, params)
                self.rows = cursor.fetchall() if cursor.description else []
                self.touched, self.refused = cursor.rowcount, None
        except DatabaseError as wrong:
            self.rows, self.touched = [], 0
            self.refused = getattr(wrong.__cause__, "sqlstate", "?")
            self.said = str(wrong)

    @property
    def is_refused(self) -> bool:
        return self.refused == REFUSED


def guarded() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return cursor.fetchall()


def rows_of(table: str) -> list[str]:
    found = Attempt(f"select to_jsonb(one)::text from {table} one")
    assert found.refused is None, found.said
    return [row for (row,) in found.rows]


def nobody_looks() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.user_id', '', true), set_config('app.agency_id', '', true)")


@pytest.fixture
def lived(world):
    """Every guarded table with the rows that the key worker sees in it, the stranger looking."""
    lived_case(world.worker)
    seen = {table: rows_of(table) for table, *_ in guarded()}
    look_as(world.stranger)
    return seen


def test_every_guarded_table_has_a_row_to_attack(lived):
    """A table that stays empty here would pass every attack: let `lived_case` leave a row in it."""
    assert not [table for table, rows in lived.items() if not rows]
    assert len(lived) >= 14


def test_no_row_of_ours_is_seen(lived):
    shown = {table: set(rows_of(table)) & set(rows) for table, rows in lived.items()}
    assert not {table: rows for table, rows in shown.items() if rows}


def test_no_row_of_ours_is_changed_or_removed(world, lived):
    wrong = []
    for table, columns, may_update, may_delete in guarded():
        for verb, statement in (
            ("update", f"update {table} set {columns[-1]} = {columns[-1]}"),
            ("delete", f"delete from {table}"),
        ):
            attempt = Attempt(statement)
            if not attempt.is_refused and attempt.touched:
                wrong.append(f"{table}: {verb} touched {attempt.touched}")
            if not (may_update if verb == "update" else may_delete) and not attempt.is_refused:
                wrong.append(f"{table}: {verb} was not refused")
    assert not wrong
    look_as(world.worker)
    assert {table: rows_of(table) for table in lived} == lived


def test_no_row_can_be_written_into_a_case_or_a_person_of_ours(lived):
    """The very rows of the key worker, offered by another agency: refused, and not told that they exist already."""
    wrong = []
    for table, rows in lived.items():
        attempt = Attempt(f"insert into {table} select * from jsonb_populate_record(null::{table}, %s)", [rows[-1]])
        if not attempt.is_refused:
            wrong.append(f"{table}: {attempt.refused or 'written'}")
    assert not wrong


def test_no_row_of_their_own_can_be_moved_to_a_case_of_ours(world, lived):
    """A case of ours must not fill with what others wrote."""
    lived_case(world.stranger)
    look_as(world.worker)
    ours = Thread.objects.order_by("pk").first().pk
    look_as(world.stranger)
    moved = [
        table
        for table, columns, may_update, *_ in guarded()
        if may_update and "thread_id" in columns and table != "drafts_draft"
        and not Attempt(f"update {table} set thread_id = %s", [ours]).is_refused
    ]  # fmt: skip
    assert not moved


def test_nobody_gives_themselves_access(world, lived):
    for statement in (
        f"insert into access_caseaccess (agency_id, case_id, basis, valid)"
        f" select {world.stranger.agency_id}, 1, 'provider', tstzrange(null, null)",
        f"insert into people_registration (person_id, agency_id, registered_on)"
        f" values (1, {world.stranger.agency_id}, now())",
        "update access_caseaccess set case_id = 1",
        "delete from people_registration",
    ):
        assert Attempt(statement).is_refused, statement


def test_a_function_opens_a_case_for_the_agency_that_is_looking_and_for_no_other(world):
    look_as(world.stranger)
    theirs = open_thread("episode")
    look_as(world.worker)
    assert not Thread.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("verb", ["select", "insert", "update", "delete", "count"])
def test_without_anybody_looking_every_table_fails_and_none_answers_empty(lived, verb):
    nobody_looks()
    answered = []
    for table, columns, *_ in guarded():
        statement = {
            "select": f"select 1 from {table}",
            "count": f"select count(*) from {table}",
            "insert": f"insert into {table} select * from jsonb_populate_record(null::{table}, %s)",
            "update": f"update {table} set {columns[-1]} = {columns[-1]}",
            "delete": f"delete from {table}",
        }[verb]
        if not Attempt(statement, [lived[table][-1]] if verb == "insert" else None).is_refused:
            answered.append(table)
    assert not answered


@pytest.mark.parametrize(
    "call", ["open_case()", "open_registration(null, now()::date)", "find_people('a','b',null,null)"]
)
def test_without_anybody_looking_no_function_answers(lived, call):
    nobody_looks()
    assert Attempt(f"select {call}").is_refused


class Undone(Exception):
    """Ends a block early."""


@pytest.mark.django_db(transaction=True)
class TestTheContextEndsWithItsBlock:
    @pytest.fixture
    def committed(self):
        made = make_world("southampton-esap")
        with pretending_today_is(TODAY), database_context(made.worker):
            made.referred()
        yield made
        specifications.use(None)

    def test_after_it_nothing_is_answered(self, committed):
        assert Attempt("select 1 from clocks_clock").is_refused

    def test_after_a_failure_nothing_is_answered(self, committed):
        with suppress(Undone), database_context(committed.worker):
            raise Undone
        assert Attempt("select 1 from clocks_clock").is_refused

    def test_nobody_looks_inside_the_transaction_of_another(self, committed):
        """The outer block would go on with the sight of the inner one, and the history would name the wrong person."""
        with database_context(committed.worker):
            with pytest.raises(SomebodyElseIsLooking), database_context(committed.stranger):
                pass
            with database_context(committed.worker):
                pass
            assert Clock.objects.exists()
        with database_context(committed.stranger):
            assert not Clock.objects.exists()
