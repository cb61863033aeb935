"""Writes the log of what was looked at."""

from django.db import connection
from django.utils import timezone

from throughcare.foundations.audit.models import AccessLogEntry, Looked


def log_access(viewer, looked: Looked, about: str, record_id: int | None = None, why: str = "") -> None:
    """One line in the viewer's own agency's log, in the open transaction: no line, no look.

    Written without asking for the line back: whoever holds a one-time link adds to the log and reads nothing of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {AccessLogEntry._meta.db_table} (at, user_id, agency_id, looked, about, record_id, why)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [timezone.now(), viewer.user_id, viewer.agency_id, str(looked), about, record_id, why],
        )
