"""Which specification this system runs on."""

from __future__ import annotations

import datetime

from django.conf import settings

from .loader import SpecificationBook, load
from .schema import Specification

_in_use: SpecificationBook | None = None


def use(book: SpecificationBook | None) -> None:
    """Run on this book from now on; None goes back to the one that the settings name."""
    global _in_use
    _in_use = book


def current_book() -> SpecificationBook:
    """The deployment's specification with all its versions; raises SpecificationFaults when it has mistakes."""
    return _in_use or load(settings.THROUGHCARE_SPECIFICATION)


def governing(day: datetime.date) -> Specification:
    """The version that governs an episode whose referral was received on that day, to its end."""
    return current_book().in_force_on(day)
