"""Whoever holds a one-time link sees one case and one person, changes nothing but the link, and looks nobody up.

Tables are found in the database, not listed here. What refuses is the database, whatever the pages do.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.lived import lived_case
from tests.test_another_agency import REFUSED, Attempt, guarded, rows_of
from throughcare.access.actions import hold_link, issue_link, keep_answers, open_link, revoke_link, use_up_link
from throughcare.access.context import SomebodyElseIsLooking, database_context, link_context, look_as, recording_for
from throughcare.access.links import LinkSpent, find_link, hash_of, person_account
from throughcare.access.models import OneTimeLink, User
from throughcare.access.terms import LinkState, LinkTask
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import AccessLogEntry, Looked
from throughcare.pathway.episode.models import Episode

#: What PostgreSQL answers where a function was asked about somebody whom nobody found.
NOBODY_FOUND = "P0002"
#: What functions reach in a link's context too, and why that tells nothing.
LEFT_OPEN = {
    "access_onetimelink": "a token is asked about before anybody looks",
    "safeguarding_keptfrom": "only whether the viewer is a key worker from whom something is kept: nobody by a link",
    "episode_episode": "the same question; no other function has it",
}
#: A link writes its own row here, and no other.
OWN_TABLES = {"access_onetimelink", "access_onetimelinkevent"}


def issued(world, thread_id: int) -> str:
    """The token of a new link about a case."""
    person_id = Episode.objects.get(pk=thread_id).person_id
    return issue_link(
        by=world.worker, case_id=thread_id, person_id=person_id, task=LinkTask.INSTRUMENT, about={}, days=7
    )[1]


@pytest.fixture
def two(world):
    """Two people of one agency, of whom the first holds a link; what the key worker sees in every table."""
    held, other = lived_case(world.worker), lived_case(world.worker)
    token = issued(world, held)
    issued(world, held)
    link = find_link(token)
    open_link(link)
    seen = {table: rows_of(table) for table, *_ in guarded()}
    return link, other, seen


def of_the_link(link) -> dict[str, set[str]]:
    """What the key worker would see of this case and person alone, by table: asked with the table's own columns."""
    found = {}
    for table, columns, *_ in guarded():
        if "thread_id" in columns:
            where = f"one.thread_id = {link.case_id}"
        elif "person_id" in columns:
            where = f"one.person_id = {link.person_id}"
        elif table in ("people_person", "people_personevent"):
            where = f"one.id = {link.person_id}"
        elif "case_id" in columns:
            where = f"one.case_id = {link.case_id}"
        elif table == "clocks_thread":
            where = f"one.id = {link.case_id}"
        else:
            where = "false"
        found[table] = {row for (row,) in Attempt(f"select to_jsonb(one)::text from {table} one where {where}").rows}
    return found


def test_nothing_is_seen_but_the_case_and_the_person(two):
    link, _other, seen = two
    allowed = of_the_link(link)
    with link_context(link):
        shown = {table: set(rows_of(table)) for table in seen}
    beyond = {table: rows - allowed[table] for table, rows in shown.items() if rows - allowed[table]}
    assert not beyond
    assert shown["people_person"]
    assert shown["clocks_milestone"]
    assert shown["instruments_administration"]


def test_nothing_of_the_agencys_own_is_read(two):
    link, *_ = two
    with link_context(link):
        for table in ("foundations_accesslogentry", "drafts_draft", "people_registrationevent"):
            assert rows_of(table) == []
        assert [row["id"] for row in OneTimeLink.objects.values("id")] == [link.link_id]


def test_nothing_is_changed_or_removed_but_the_link(two, world):
    link, _other, seen = two
    wrong = []
    with link_context(link):
        for table, columns, *_ in guarded():
            for statement in (f"update {table} set {columns[-1]} = {columns[-1]}", f"delete from {table}"):
                attempt = Attempt(statement)
                if not attempt.is_refused and attempt.touched:
                    wrong.append(statement)
    assert not wrong
    look_as(world.worker)
    assert {table: rows_of(table) for table in seen} == seen


def test_nothing_is_added_but_to_the_log(two):
    """The very rows that are there already, offered anew: refused before it is told that they exist."""
    link, _other, seen = two
    wrong = []
    with link_context(link):
        for table, rows in seen.items():
            if table in OWN_TABLES or table == "foundations_accesslogentry":
                continue
            add = f"insert into {table} select * from jsonb_populate_record(null::{table}, %s)"
            wrong += [table for row in rows if not Attempt(add, [row]).is_refused]
    assert not wrong


def test_a_line_is_added_to_the_log(two, world):
    link, *_ = two
    with link_context(link) as viewer:
        log_access(viewer, Looked.READ, "episode", link.case_id, "on their own phone")
    look_as(world.worker)
    line = AccessLogEntry.objects.get(why="on their own phone")
    assert (line.user_id, line.record_id) == (viewer.user_id, link.case_id)


@pytest.mark.parametrize(
    "change",
    [
        "case_id = {other}",
        "person_id = 1",
        "agency_id = agency_id",
        "expires_at = now() + interval '1 year'",
        "token_hash = 'x'",
        "about = '{{}}'",
        "task = 'other'",
        "issued_by_id = issued_by_id",
    ],
)
def test_a_link_is_never_prolonged_or_turned_to_something_else(two, world, change):
    """Not even by a member of staff: they send another one."""
    link, other, _seen = two
    statement = f"update access_onetimelink set {change.format(other=other)}"
    with link_context(link):
        assert Attempt(statement).is_refused
    look_as(world.worker)
    assert Attempt(statement).is_refused


def test_another_link_of_the_same_person_is_neither_read_nor_changed(two, world):
    link, *_ = two
    with link_context(link):
        assert Attempt('update access_onetimelink set answers = \'{"q1": "1"}\'').touched == 1
    look_as(world.worker)
    assert OneTimeLink.objects.exclude(answers={}).get().pk == link.link_id


@pytest.mark.parametrize(
    "call",
    [
        "open_case()",
        "open_registration(null, now()::date)",
        "open_registration((select app_link_person()), now()::date)",
        "find_people('', '', null, '9990000018')",
    ],
)
def test_no_function_sees_further_for_whoever_holds_a_link(two, call):
    with link_context(two[0]):
        assert Attempt(f"select {call}").refused in (REFUSED, NOBODY_FOUND)


def test_every_table_that_functions_reach_is_shut_for_whoever_holds_a_link(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename from pg_policies p where policyname = tablename || '_finder' and not exists"
            " (select from pg_policies o where o.tablename = p.tablename and o.permissive = 'RESTRICTIVE'"
            "   and o.policyname = o.tablename || '_link_finder' and o.qual ~ 'app_link' and o.with_check ~ 'app_link')"
        )
        assert {table for (table,) in cursor.fetchall()} == set(LEFT_OPEN)


def test_the_context_ends_with_its_block(two, world):
    with link_context(two[0]):
        pass
    with database_context(world.worker):
        assert len(rows_of("people_person")) == len(two[2]["people_person"])


def test_recording_sees_what_the_agency_sees_and_then_as_little_as_before(two):
    link, other, _seen = two
    with link_context(link) as viewer:
        with recording_for(link, viewer):
            assert Episode.objects.filter(pk=other).exists()
        assert not Episode.objects.filter(pk=other).exists()


def test_no_one_else_looks_inside_it(two, world):
    with link_context(two[0]), pytest.raises(SomebodyElseIsLooking), database_context(world.worker):
        pass


class TestTheLinkItself:
    @pytest.fixture
    def held(self, world):
        token = issued(world, world.referred())
        return token, find_link(token)

    def test_the_token_is_kept_nowhere(self, world, held):
        token, link = held
        assert len(token) >= 43  # 256 bits
        assert all(token not in row for table, *_ in guarded() for row in rows_of(table))
        assert OneTimeLink.objects.get(pk=link.link_id).token_hash == hash_of(token)

    def test_a_token_that_never_was_opens_nothing(self, world):
        assert find_link("never") is None
        assert find_link("") is None

    def test_it_is_asked_for_before_anybody_looks_and_answers_no_more_than_it_must(self, held):
        token, link = held
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.user_id', '', true), set_config('app.agency_id', '', true)")
            cursor.execute("select * from find_link(%s)", [hash_of(token)])
            columns = [column.name for column in cursor.description]
        assert columns == ["link_id", "agency_id", "case_id", "person_id", "task", "state"]
        assert find_link(token) == link

    def test_it_is_used_once(self, held):
        token, link = held
        with link_context(link):
            use_up_link(hold_link(link))
            with pytest.raises(LinkSpent) as spent:
                hold_link(link)
        assert spent.value.state == LinkState.USED
        assert find_link(token).state == LinkState.USED

    def test_it_is_withdrawn_and_its_answers_are_forgotten(self, world, held):
        token, link = held
        with link_context(link):
            keep_answers(link, {"q1": "3"})
        look_as(world.worker)
        revoke_link(link.link_id, by=world.worker)
        assert OneTimeLink.objects.get(pk=link.link_id).answers == {}
        assert find_link(token).state == LinkState.REVOKED
        with link_context(link), pytest.raises(LinkSpent):
            keep_answers(link, {"q1": "3"})

    def test_it_runs_out(self, world, held):
        _token, link = held
        now = timezone.now()
        about = {"case_id": link.case_id, "person_id": link.person_id, "agency_id": link.agency_id}
        OneTimeLink.objects.create(
            **about, task=LinkTask.INSTRUMENT, token_hash=hash_of("old"), issued_by_id=world.worker.user_id,
            issued_at=now - timedelta(days=7), expires_at=now - timedelta(seconds=1), answers={"q1": "3"},
        )  # fmt: skip
        old = find_link("old")
        assert old.state == LinkState.EXPIRED
        with link_context(old), pytest.raises(LinkSpent) as spent:
            hold_link(old)
        assert spent.value.state == LinkState.EXPIRED
        look_as(world.worker)
        issued(world, link.case_id)
        assert OneTimeLink.objects.get(pk=old.link_id).answers == {}

    def test_answers_are_kept_beside_one_another(self, held):
        _token, link = held
        with link_context(link):
            keep_answers(link, {"q1": "3"})
            keep_answers(link, {"q2": "1"})
            assert OneTimeLink.objects.get().answers == {"q1": "3", "q2": "1"}

    def test_the_account_that_records_it_is_nobodys_sign_in(self, world):
        account = person_account(world.worker.agency_id)
        assert not account.is_active
        assert not account.has_usable_password()
        assert person_account(world.worker.agency_id).pk == account.pk
        assert User.objects.filter(pk=account.pk, roles=[]).exists()
