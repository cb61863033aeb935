"""Lists of cases start from what the agency may see, so PostgreSQL finds them by an index and walks no whole table."""

import json
from datetime import date

import pytest
from django.db import connection, connections

from tests.world import TODAY, make_world
from throughcare.access.context import database_context
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.casework.queries.gaps import gap_cases
from throughcare.pathway.casework.queries.stored import due_promises, on_the_list_of
from throughcare.specification import queries as specifications

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "loader", "owner"]), pytest.mark.slow]

CASES = 20_000
FEW = 1_000
LARGE = {"clocks_clock", "clocks_milestone", "episode_episode", "clocks_thread"}

#: A service of many cases, of which 40 are the viewer's agency's; the rest another's.
FILL = """
insert into people_person (id, service_user_id, given_name, family_name, born, sex, ethnicity, postcode)
  select n, 'T' || n, 'Fern', 'Copplestone', '1999-05-02', 'unknown', 'not_asked', ''
    from generate_series(100001, 100000 + {cases}) n;
insert into access_caseaccess (agency_id, case_id, basis, valid)
  select case when n % 500 = 0 then {ours} else {theirs} end, n, 'provider', tstzrange(null, null)
    from generate_series(100001, 100000 + {cases}) n;
insert into clocks_thread (id, kind, changed_at)
  select n, 'episode', now() from generate_series(100001, 100000 + {cases}) n;
insert into episode_episode (thread_id, person_id, provider_id, kind, opened_on, closed_by, closing_reason, stage,
                             urgency, missed_in_a_row, open_interventions, skipped)
  select n, n, case when n % 500 = 0 then {ours} else {theirs} end, 'treatment', '2014-12-01', '', '', 'referred', '',
         0, '{{}}', '{{}}' from generate_series(100001, 100000 + {cases}) n;
insert into clocks_clock (thread_id, definition, sequence, owner, start_on, due_on, void_reason)
  select n, 'first-contact', 1, 'triage', '2014-12-01', date '2014-12-01' + (n % 60)::int, ''
    from generate_series(100001, 100000 + {cases}) n;
"""


@pytest.fixture
def many():
    made = make_world("southampton-esap")
    with connections["loader"].cursor() as cursor:
        cursor.execute(FILL.format(cases=CASES, ours=made.provider.pk, theirs=made.neighbour.pk))
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    with pretending_today_is(TODAY):
        yield made
    specifications.use(None)


def rows_read(query) -> int:
    """How many rows of the large tables were looked at, those that a policy or filter then left out too."""
    sql, params = query.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, format json) {sql}", params)
        told = cursor.fetchone()[0]
    read, todo = 0, [told if isinstance(told, list) else json.loads(told)]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += one
        elif isinstance(one, dict):
            if one.get("Relation Name") in LARGE:
                left_out = one.get("Rows Removed by Filter", 0) + one.get("Rows Removed by Index Recheck", 0)
                read += (one["Actual Rows"] + left_out) * one["Actual Loops"]
            todo += one.values()
    return read


def test_the_lists_of_the_day_look_at_few_rows(many):
    viewer = many.viewer("triage")
    with database_context(viewer):
        listed = due_promises(viewer).filter(on_the_list_of(viewer))
        assert listed.count() == CASES // 500
        assert 0 < rows_read(listed[:25]) < FEW
        assert rows_read(listed.filter(due_on__lt=date(2014, 12, 31))[:25]) < FEW


def test_the_gaps_look_at_few_rows(many):
    viewer = many.viewer("manager")
    with database_context(viewer):
        assert gap_cases(viewer, TODAY).count() > 0
        assert rows_read(gap_cases(viewer, TODAY)[:25]) < FEW
