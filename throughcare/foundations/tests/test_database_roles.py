"""The roles that sign in to the database may do what they need and no more."""

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

ALIASES = ["default", "owner", "extract", "loader"]


@pytest.mark.django_db(databases=ALIASES)
@pytest.mark.parametrize(
    ("alias", "role"), [("default", "app"), ("owner", "owner"), ("extract", "extract"), ("loader", "loader")]
)
def test_each_alias_signs_in_as_its_role(alias, role):
    with connections[alias].cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == (role,)


@pytest.mark.django_db
def test_no_role_steps_over_row_level_security():
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname from pg_roles where rolname in ('owner', 'app', 'extract', 'loader', 'finder') "
            "and not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb order by rolname"
        )
        assert [name for (name,) in cursor.fetchall()] == ["app", "extract", "finder", "loader", "owner"]


@pytest.mark.django_db
def test_the_application_cannot_make_tables():
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("create table mine (id int)")


@pytest.mark.django_db(databases=ALIASES)
def test_the_owner_gives_a_function_to_finder():
    with connections["owner"].cursor() as cursor:
        cursor.execute("create function found() returns int language sql security definer as 'select 1'")
        cursor.execute("alter function found() owner to finder")
        cursor.execute("select proowner::regrole::text from pg_proc where proname = 'found'")
        assert cursor.fetchone() == ("finder",)


@pytest.mark.django_db(databases=ALIASES)
@pytest.mark.parametrize("extension", ["pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch", "citext"])
def test_the_owner_can_add_the_extension(extension):
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"create extension if not exists {extension}")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_before_the_next(time):
    with connections["owner"].cursor() as cursor:
        cursor.execute("create table committed (id int)")
