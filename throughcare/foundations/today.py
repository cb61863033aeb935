"""The day that pages and commands take for today: the real one, unless a demo or a test says otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_pretended: ContextVar[date | None] = ContextVar("today", default=None)


def today() -> date:
    """The day on which whoever is looking stands."""
    return _pretended.get() or timezone.localdate()


def now() -> datetime:
    """The moment at which whoever is looking stands: the time of day is always the real one."""
    moment = timezone.localtime()
    day = _pretended.get()
    return moment if day is None else datetime.combine(day, moment.time(), moment.tzinfo)


def is_pretended() -> bool:
    return _pretended.get() is not None


@contextmanager
def pretending_today_is(day: date | None) -> Iterator[None]:
    token = _pretended.set(day)
    try:
        yield
    finally:
        _pretended.reset(token)
