"""Which specification and calendar govern a day, for the builder of the facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from throughcare.foundations.dates import WorkingCalendar, calendar_for


class Governing:
    """All dated versions of a deployment's specification. A day before the first version is governed by the first."""

    def __init__(self, versions: Sequence):
        self.versions = sorted(versions, key=lambda version: version.day)

    def specification_on(self, day: date):
        in_force = [version for version in self.versions if version.day <= day]
        return in_force[-1] if in_force else self.versions[0]

    def calendar_on(self, day: date) -> WorkingCalendar:
        specification = self.specification_on(day)
        return calendar_for(specification.nation, specification.closures)

    @cached_property
    def band_sets(self) -> dict[str, tuple[tuple[str, int | None, int | None], ...]]:
        """Every named set of age bands; where versions differ, the latest one's."""
        found: dict = {}
        for version in self.versions:
            found.update(version.age_bands)
        return dict(sorted(found.items()))
