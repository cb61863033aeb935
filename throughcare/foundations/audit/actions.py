"""Writes the log of what was looked at."""

from throughcare.foundations.audit.models import AccessLogEntry, Looked


def log_access(viewer, looked: Looked, about: str, record_id: int | None = None, why: str = "") -> None:
    """One line in the viewer's own agency's log, in the open transaction: no line, no look."""
    AccessLogEntry.objects.create(
        user_id=viewer.user_id, agency_id=viewer.agency_id, looked=looked, about=about, record_id=record_id, why=why
    )
