"""Whom outreach work was done with, where they have a record."""

from __future__ import annotations

from throughcare.access.viewer import Viewer
from throughcare.people.models import Person
from throughcare.people.queries import person_seen_by


def person_met(viewer: Viewer, person_id: int | None) -> Person | None:
    """The person, with the look logged; None without a record, 404 when the viewer's agency does not know them."""
    return None if person_id is None else person_seen_by(viewer, person_id)
