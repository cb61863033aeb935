"""Whom outreach work was done with, where they have a record."""

from __future__ import annotations

from django.http import Http404

from throughcare.access.viewer import Viewer
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.people.models import Person


def person_met(viewer: Viewer, person_id: int | None) -> Person | None:
    """The person, with the look logged; None without a record, 404 when the viewer's agency does not know them."""
    if person_id is None:
        return None
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    log_access(viewer, Looked.READ, "person", person_id)
    return person
