"""Gives each test worker a database of its own, copied from one that the owner migrated once.

Tests sign in as the application does (alias `default`, role app), so row-level security holds in them. The aliases
`owner`, `extract` and `loader` reach the same database as those roles; each is another connection, which does not see
what a test has not committed.
"""

import os

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase

from throughcare.foundations.embedded.migrated import migration_state

TEMPLATES_KEPT = 3
USE_A_DATABASE = frozenset({"db", "transactional_db", "live_server", "worker_database", "embedded_server"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what uses a database, so that it can be run once more on another PostgreSQL."""
    for item in items:
        if item.get_closest_marker("django_db") or USE_A_DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


class WorkerDatabase:
    """The database of this process, thrown away and copied anew whenever a test has committed to it."""

    def __init__(self, server, template: str) -> None:
        self.server, self.template = server, template
        self.name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"

    def renew(self) -> None:
        connections.close_all()
        self.server.drop_database(self.name)
        self.server.create_database(self.name, template=self.template)

    def drop(self) -> None:
        connections.close_all()
        self.server.drop_database(self.name)


def _point_all_aliases_at(name: str) -> None:
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
        connections.databases[alias]["NAME"] = name


def _migrated_template(server) -> str:
    """The name of a template with the migrations as they are now, made if it is not there."""
    name = f"migrated_{migration_state()}"
    with server.one_at_a_time("template"):
        if not server.has_database(name):
            for old in server.databases(beginning="migrated_")[TEMPLATES_KEPT - 1 :]:
                server.drop_database(old)
            unfinished = f"{name}_unfinished"
            server.drop_database(unfinished)
            server.create_database(unfinished)
            _point_all_aliases_at(unfinished)
            call_command("migrate", database=settings.OWNER_ALIAS, verbosity=0, interactive=False)
            connections.close_all()
            server.rename_database(unfinished, name)
    return name


@pytest.fixture(scope="session")
def embedded_server():
    server = settings.EMBEDDED_SERVER
    server.ensure_running()
    yield server
    server.leave()


@pytest.fixture(scope="session")
def worker_database(embedded_server, django_db_blocker):
    with django_db_blocker.unblock():
        _drop_what_a_crash_left(embedded_server)
        database = WorkerDatabase(embedded_server, _migrated_template(embedded_server))
        database.renew()
        _point_all_aliases_at(database.name)
    with pytest.MonkeyPatch.context() as patch:
        # After a test that commits Django would TRUNCATE every table, which the application may not.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: database.renew())
        yield database
    with django_db_blocker.unblock():
        database.drop()


def _drop_what_a_crash_left(server) -> None:
    for name in server.databases(beginning="test_"):
        pid = int(name.rsplit("_", 1)[1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            server.drop_database(name)
        except PermissionError:
            pass


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, worker_database):
    """Replaces pytest-django's own: it would create and migrate as the application, which may do neither."""
