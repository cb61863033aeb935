"""Tells the database who is looking, for one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import connections, transaction

from throughcare.access.viewer import Viewer


@contextmanager
def database_context(viewer: Viewer, using: str = "default") -> Iterator[None]:
    """Opens a transaction in which the database answers as it may answer this viewer; it ends with the block."""
    with transaction.atomic(using=using), pghistory.context(user=viewer.user_id):
        look_as(viewer, using=using)
        yield


def look_as(viewer: Viewer, using: str = "default") -> None:
    """Sets the viewer for the rest of the open transaction."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "select set_config('app.user_id', %s, true), set_config('app.agency_id', %s, true)",
            [str(viewer.user_id), str(viewer.agency_id)],
        )
