"""Which specification this system runs on."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.conf import settings

from throughcare.organisations.models import Deployment
from throughcare.specification.loader import SpecificationBook, load
from throughcare.specification.schema import Specification

_in_use: SpecificationBook | None = None


def use(book: SpecificationBook | None) -> None:
    """Run on this book from now on; None goes back to the one that the settings name."""
    global _in_use
    _in_use = book


def current_book() -> SpecificationBook:
    """The deployment's specification with all its versions; raises SpecificationFaults when it has mistakes.

    Looked up once in a process: a running server goes on with the book it started on.
    """
    if _in_use is None:
        named = Deployment.objects.filter(pk=1).values_list("specification", flat=True).first()
        use(_with_local_instruments(load(named or settings.SPECIFICATION)))
    return _in_use


def _with_local_instruments(book: SpecificationBook) -> SpecificationBook:
    """The book with a deployment's own questionnaires offered beside those that each version names."""
    if not settings.ALSO_OFFERED_INSTRUMENTS:
        return book
    offered = [dict.fromkeys([*version.instruments, *settings.ALSO_OFFERED_INSTRUMENTS]) for version in book.versions]
    versions = [
        version.model_copy(update={"instruments": tuple(names)})
        for version, names in zip(book.versions, offered, strict=True)
    ]
    return replace(book, versions=tuple(versions))


def current() -> Specification:
    """The newest version: the words for roles and pages that belong to no episode."""
    return current_book().latest


def governing(day: datetime.date) -> Specification:
    """The version that governs an episode whose referral was received on that day, to its end."""
    return current_book().in_force_on(day)
