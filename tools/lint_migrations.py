"""Looks at migrations made since the last release for what would break a running system; called by ./check."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "WARNING"}


def last_release() -> str | None:
    """The newest tag like v1.2.0; no system runs without the migrations it had, so they can break nothing."""
    command = ["git", "describe", "--tags", "--abbrev=0", "--match", "v*"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


def main() -> int:
    since = last_release()
    if since is None:
        print("Nothing has been released yet, so no migration can break a running system.")  # noqa: T201
        return 0
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections
    from django_migration_linter import MigrationLinter

    settings.EMBEDDED_SERVER.ensure_running()
    try:
        apps = [app.label for app in django.apps.apps.get_app_configs() if app.name.startswith("throughcare.")]
        linter = MigrationLinter(str(ROOT), database="owner", no_cache=True, quiet=["ok", "ignore"], include_apps=apps)
        linter.lint_all_migrations(git_commit_id=since)
        linter.print_summary()
        return 1 if linter.has_errors else 0
    finally:
        connections.close_all()
        settings.EMBEDDED_SERVER.leave()


if __name__ == "__main__":
    sys.exit(main())
