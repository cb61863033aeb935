"""Brings the embedded database up to date when its migrations are not those of the code."""

import hashlib
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from throughcare.foundations.embedded.server import DATABASE, EmbeddedServer


def migration_state() -> str:
    """A short fingerprint of every migration of every installed app: asking Django takes a second."""
    seen = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for migration in sorted(Path(app.path).glob("migrations/*.*")):
            if migration.suffix in (".py", ".sql"):
                seen.update(f"{app.label}/{migration.name}".encode())
                seen.update(migration.read_bytes())
    return seen.hexdigest()[:16]


def bring_up_to_date(server: EmbeddedServer) -> None:
    """Migrate the database of a running server, unless it already has every migration of the code."""
    state = migration_state()
    if _is_another_database() or _noted(server) == state:
        return
    with server.one_at_a_time("migrate"):
        if _noted(server) == state:
            return
        if sys.stderr.isatty():
            print("Preparing the database ...", file=sys.stderr)  # noqa: T201
        call_command("migrate", database=settings.OWNER_ALIAS, verbosity=0, interactive=False)
        note_state(server, state)


def note_state(server: EmbeddedServer, state: str) -> None:
    """Remember, beside the cluster, which migrations its database has."""
    if not _is_another_database():
        _note(server).write_text(state)


def _is_another_database() -> bool:
    """Tests use databases of their own on the server, which are copies of a migrated one."""
    return connections[settings.OWNER_ALIAS].settings_dict["NAME"] != DATABASE


def _noted(server: EmbeddedServer) -> str | None:
    try:
        return _note(server).read_text()
    except FileNotFoundError:
        return None


def _note(server: EmbeddedServer) -> Path:
    return server.folder / "migrated"
