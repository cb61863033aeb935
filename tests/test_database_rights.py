"""What each database role may do, whatever the code that signs in as it tries."""

import json

import pghistory
import pytest
from django.conf import settings
from django.db import connection

from tests.lived import lived_case
from tests.test_another_agency import Attempt, guarded, rows_of
from throughcare.access.context import look_as
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.people.models import Person
from throughcare.people.queries import find_people

TABLES = """
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1
"""
#: What runs with more sight than whoever calls it.
LENT_SIGHT = """
    select p.proname, pg_get_userbyid(p.proowner), p.proconfig,
           array(select r.rolname::text from pg_roles r
                  where r.rolname = any(%s) and has_function_privilege(r.oid, p.oid, 'execute') order by 1)
      from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace order by 1
"""


def asked(statement: str, params=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def tables() -> list[str]:
    return [name for (name,) in asked(TABLES)]


def may(role: str, table: str, right: str) -> bool:
    by_column = " or has_any_column_privilege(%s, %s, %s)" if right in {"select", "insert", "update"} else ""
    given = [settings.DATABASE_ROLES[role], f"public.{table}", right]
    return asked(f"select has_table_privilege(%s, %s, %s){by_column}", given * (2 if by_column else 1))[0][0]


# The application ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["owner", "extract", "loader", "finder"])
def test_the_application_cannot_become_another_role(db, other):
    assert Attempt(f'set role "{settings.DATABASE_ROLES[other]}"').is_refused
    assert Attempt(f'set session authorization "{settings.DATABASE_ROLES[other]}"').is_refused


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("truncate {}", id="empty it past every policy"),
        pytest.param("alter table {} disable trigger all", id="switch its triggers off"),
        pytest.param("alter table {} disable row level security", id="switch row security off"),
        pytest.param("alter table {} no force row level security", id="loosen row security"),
        pytest.param("create policy open on {} using (true)", id="add a policy of its own"),
        pytest.param("drop table {}", id="drop it"),
        pytest.param("grant all on {} to public", id="hand it on"),
    ],
)
def test_the_application_cannot_touch_what_guards_a_table(db, statement):
    let = []
    for table in tables():
        attempt = Attempt(statement.format(table))
        if not attempt.is_refused and "no privileges were granted" not in str(connection.connection.info.error_message):
            let.append(table)
    if statement.startswith("grant"):  # without the right to grant, PostgreSQL warns and gives nothing
        let = [table for table in let if asked("select has_table_privilege('public', %s, 'truncate')", [table])[0][0]]
    assert not let


@pytest.mark.parametrize(
    "statement",
    [
        "set session_replication_role = 'replica'",
        "create table public.mine (n int)",
        "create temporary table mine (n int)",
        "create function public.app_agency() returns bigint language sql as 'select 1'",
        "create or replace function public.refuse_change() returns trigger language plpgsql as 'begin return new; end'",
        "alter role current_user bypassrls",
        "select pg_read_file('/etc/passwd')",
        "copy people_person to program 'cat'",
    ],
)
def test_the_application_cannot_work_on_the_database_itself(db, statement):
    assert Attempt(statement).is_refused


def test_row_security_cannot_be_passed_by_asking_for_it(world):
    """Off, it makes a query fail rather than answer with every row."""
    world.referred()
    look_as(world.stranger)
    attempt = Attempt("set local row_security = off; select count(*) from clocks_milestone")
    assert attempt.refused or attempt.rows == [(0,)]


def test_statistics_tell_nothing_of_guarded_rows(world):
    world.referred()
    names = [table for table, *_ in guarded()]
    assert asked("select tablename, attname from pg_stats where tablename = any(%s)", [names]) == []


APPEND_ONLY = """
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname like %s)
     order by 1
"""


def append_only() -> list[str]:
    return [name for (name,) in asked(APPEND_ONLY, ["%append_only%"])]


@pytest.mark.parametrize("verb", ["update {0} set {1} = {1}", "delete from {0}"])
def test_history_milestones_and_logs_are_only_added_to(world, verb):
    lived_case(world.worker)
    found = append_only()
    assert {"clocks_milestone", "foundations_accesslogentry", "people_personevent", "plan_goalevent"} <= set(found)
    columns = {table: names[-1] for table, names, *_ in guarded()} | {"access_userevent": "pgh_label"}
    assert not [t for t in found if not Attempt(verb.format(t, columns[t])).is_refused]


@pytest.fixture
def every_trigger_ignored(db):
    """As `pgtrigger.ignore()` would have it, for every trigger there is."""
    names = [name for (name,) in asked("select distinct tgname::text from pg_trigger where not tgisinternal")]
    asked("select set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])


def test_no_setting_keeps_a_change_out_of_the_history(world, every_trigger_ignored):
    person = world.person(postcode="SO14 3AB")
    with connection.cursor() as cursor:
        cursor.execute("update people_person set postcode = 'SO15 1AA' where id = %s", [person.pk])
    assert [event.postcode for event in Person.objects.get(pk=person.pk).events.all()] == ["SO14 3AB"]


def test_no_setting_opens_what_is_only_added_to(world, every_trigger_ignored):
    world.referred()
    assert Attempt("update clocks_milestone set because = 'x'").is_refused
    assert Attempt("delete from foundations_accesslogentry").is_refused


def test_who_made_a_change_cannot_be_written_anew(world):
    """The history names its user by a line of its own, which must be as lasting as the history."""
    person = world.person()
    with pghistory.context(user=world.worker.user_id):
        Person.objects.filter(pk=person.pk).update(postcode="SO15 1AA")
    for statement in ("""update pghistory_context set metadata = '{"user": 1}'""", "delete from pghistory_context"):
        assert Attempt(statement).is_refused, statement
    assert person.events.get().pgh_context.metadata == {"user": world.worker.user_id}


# Functions that see more than their caller ----------------------------------------------------------------------------


def test_only_these_functions_lend_their_sight_and_only_to_the_application(db):
    """Each is owned by the role that cannot sign in, and looks names up nowhere that somebody else could write."""
    roles = settings.DATABASE_ROLES
    found = {
        name: (owner, bool(path and path[0].startswith("search_path=pg_catalog")), callers)
        for name, owner, path, callers in asked(LENT_SIGHT, [[roles["app"], roles["extract"], roles["loader"]]])
    }
    lent = (roles["finder"], True, [roles["app"]])
    asked_of_the_viewer = dict.fromkeys(("case_kept_from_viewer", "note_kept_from_viewer", "death_panel_admits"), lent)
    acting = dict.fromkeys(("find_link", "find_people", "open_case", "open_registration"), lent)
    assert found == acting | asked_of_the_viewer


def test_a_look_across_agencies_reveals_what_tells_people_apart_and_leaves_a_line(world):
    person = world.person(nhs_number="9990000018", postcode="SO14 3AB")
    look_as(world.stranger)
    (match,) = find_people(world.stranger, nhs_number="9990000018")
    assert (match.person_id, match.with_us) == (person.pk, False)
    shown = asked("select to_jsonb(one)::text from find_people('', '', null, '9990000018') one")[0][0]
    assert set(json.loads(shown)) == {"person_id", "service_user_id", "given_name", "family_name", "born", "with_us"}
    assert not Person.objects.filter(pk=person.pk).exists()
    of_person = AccessLogEntry.objects.filter(looked="found", about="person", record_id=person.pk)
    assert of_person.filter(user_id=world.stranger.user_id).count() == 2


@pytest.mark.parametrize(
    "looked_for",
    [
        pytest.param({}, id="nothing said"),
        pytest.param({"family_name": "Copplestone"}, id="a family name alone"),
        pytest.param({"given_name": "Fern", "family_name": "Copplestone"}, id="names without a birth date"),
        pytest.param({"given_name": "F%", "family_name": "%", "born": "1999-05-02"}, id="wild cards"),
        pytest.param({"nhs_number": "%"}, id="a wild card for a number"),
        pytest.param({"born": "1999-05-02"}, id="a birth date alone"),
    ],
)
def test_a_look_across_agencies_finds_nobody_by_less_than_who_they_are(world, looked_for):
    world.person(given_name="Fern", nhs_number="9990000026")
    look_as(world.stranger)
    assert find_people(world.stranger, **looked_for) == []
    assert AccessLogEntry.objects.filter(looked="found", user_id=world.stranger.user_id).count() == 1


def test_registering_somebody_known_elsewhere_opens_the_person_and_no_case(world):
    person = world.person(nhs_number="9990000034")
    thread = world.referred(person)
    look_as(world.stranger)
    find_people(world.stranger, nhs_number="9990000034")
    asked("select open_registration(%s, now()::date)", [person.pk])
    assert Person.objects.filter(pk=person.pk).exists()
    assert asked("select count(*) from episode_episode where thread_id = %s", [thread]) == [(0,)]
    assert AccessLogEntry.objects.filter(user_id=world.stranger.user_id, record_id=person.pk).exists()


def test_nobody_is_registered_by_guessing_a_number(world):
    """A registration opens the whole person, so it takes having found them by who they are."""
    person = world.person()
    look_as(world.stranger)
    assert Attempt("select open_registration(%s, now()::date)", [person.pk]).refused
    assert not Person.objects.filter(pk=person.pk).exists()


# The other roles ------------------------------------------------------------------------------------------------------


def test_the_extract_only_reads(db):
    writes = [
        (t, right) for t in tables() for right in ("insert", "update", "delete", "truncate") if may("extract", t, right)
    ]
    assert not writes


def test_the_loader_removes_nothing_and_changes_no_history(db):
    assert not [t for t in tables() if may("loader", t, "delete") or may("loader", t, "truncate")]
    assert not [t for t in append_only() if may("loader", t, "update")]


@pytest.mark.parametrize("role", ["extract", "loader"])
def test_nobody_but_the_application_reads_sessions_passwords_or_drafts(db, role):
    """With a session one could go on as somebody else; what is not recorded yet is nobody's but the writer's.

    What somebody has answered on their phone and not sent is theirs in the same way.
    """
    assert not [
        t
        for t in ("django_session", "drafts_draft", "access_onetimelink")
        if may(role, t, "select") or may(role, t, "insert")
    ]
    password = "select has_column_privilege(%s, 'public.access_user', 'password', 'select')"
    assert asked(password, [settings.DATABASE_ROLES[role]]) == [(False,)]


def test_a_table_of_ours_has_the_rows_that_the_tests_say(world):
    """So that what is refused above is refused on a row."""
    lived_case(world.worker)
    assert rows_of("clocks_milestone")
