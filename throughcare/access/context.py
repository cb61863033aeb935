"""Tells the database who is looking, for one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from types import MappingProxyType

import pghistory
from django.db import connections, transaction

from throughcare.access.links import FoundLink, person_account
from throughcare.access.viewer import Viewer, viewer_of
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
    """Sets the viewer for the rest of the open transaction; no link narrows what they see."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "select set_config('app.user_id', %s, true), set_config('app.agency_id', %s, true),"
            " set_config('app.permissions', %s, true), set_config('app.link_id', '', true),"
            " set_config('app.link_case', '', true), set_config('app.link_person', '', true)",
            [str(viewer.user_id), str(viewer.agency_id), ",".join(sorted(viewer.permissions))],
        )


# One-time links ------------------------------------------------------------------------------------------------------


@contextmanager
def link_context(link: FoundLink) -> Iterator[Viewer]:
    """A transaction for whoever holds a link: the rows of one case and one person to read, and the link to write.

    Gives the viewer by whom things are recorded: the agency's account for what people do themselves.
    """
    viewer = viewer_of(person_account(link.agency_id))
    with database_context(viewer):
        _look_through(link)
        yield viewer


@contextmanager
def recording_for(link: FoundLink, viewer: Viewer) -> Iterator[None]:
    """Within a link's context: the agency records what the link is for, with the sight that an action needs.

    An action leans on more than the case, such as who is on duty for an alert. It is run with checked answers and with
    the link's own case alone; afterwards the link sees as little as before.
    """
    look_as(viewer)
    try:
        yield
    finally:
        if not connections["default"].needs_rollback:
            _look_through(link)


def _look_through(link: FoundLink) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select set_config('app.link_id', %s, true), set_config('app.link_case', %s, true),"
            " set_config('app.link_person', %s, true)",
            [str(link.link_id), str(link.case_id), str(link.person_id)],
        )
