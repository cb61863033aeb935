"""Tells the database who is looking, for one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from types import MappingProxyType

import pghistory
from django.db import connections, transaction

from throughcare.access.viewer import Viewer
from throughcare.foundations.today import is_pretended, pretending_today_is
from throughcare.organisations.queries import kept_today

#: Who is looking through each connection, by the name of its address.
_looking: ContextVar[Mapping[str, int]] = ContextVar("looking", default=MappingProxyType({}))


class SomebodyElseIsLooking(RuntimeError):
    """One transaction has one viewer: what it reads and what its history says must be the same person's."""


@contextmanager
def database_context(viewer: Viewer, using: str = "default") -> Iterator[None]:
    """Opens a transaction in which the database answers as it may answer this viewer; it ends with the block.

    Inside it `today()` is the day of this system: the real one, or the one that a demonstration keeps. Inside the
    context of another viewer it is refused, since the outer block would go on with the inner one's sight.
    """
    if _looking.get().get(using, viewer.user_id) != viewer.user_id:
        raise SomebodyElseIsLooking(f"User {viewer.user_id} cannot look inside the transaction of another")
    token = _looking.set({**_looking.get(), using: viewer.user_id})
    try:
        with transaction.atomic(using=using), pghistory.context(user=viewer.user_id):
            look_as(viewer, using=using)
            with nullcontext() if is_pretended() else pretending_today_is(kept_today()):
                yield
    finally:
        _looking.reset(token)


def look_as(viewer: Viewer, using: str = "default") -> None:
    """Sets the viewer for the rest of the open transaction."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "select set_config('app.user_id', %s, true), set_config('app.agency_id', %s, true),"
            " set_config('app.permissions', %s, true)",
            [str(viewer.user_id), str(viewer.agency_id), ",".join(sorted(viewer.permissions))],
        )
