"""Notes for named roles: headers for everybody with the case, words for those who may, each reading logged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404

from throughcare.access.queries import cases_seen_by
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.pathway.safeguarding.models import RestrictedNote, RestrictedWords
from throughcare.people.models import Person
from throughcare.people.queries import matching


@dataclass(frozen=True, slots=True)
class ReadNote:
    """The words of a note, and from whose workers it is kept."""

    words: str
    kept_from: tuple[Person, ...]


def headers(threads: Collection[int]) -> list[RestrictedNote]:
    """That there are such notes, the latest first; the database leaves out what is kept from the viewer. One query."""
    rows = RestrictedNote.objects.filter(thread_id__in=list(threads)).select_related("written_by")
    return list(rows.order_by("-written_on", "-pk"))


def header(viewer: Viewer, thread_id: int, note_id: int) -> RestrictedNote:
    """404 when it is not of that case, or is kept from the viewer."""
    seen = RestrictedNote.objects.filter(thread_id__in=cases_seen_by(viewer), thread_id=thread_id, pk=note_id)
    note = seen.select_related("written_by").first()
    if note is None:
        raise Http404
    return note


def may_read(viewer: Viewer, note: RestrictedNote) -> bool:
    """Named roles, and whoever wrote it."""
    return viewer.may(Permission.READ_RESTRICTED) or note.written_by_id == viewer.user_id


def read(viewer: Viewer, note: RestrictedNote, *, why: str) -> ReadNote:
    """The words, with the reading and its reason logged; 404 for everybody whom the database keeps from them."""
    told = RestrictedWords.objects.filter(note=note).first()
    if told is None:
        raise Http404
    log_access(viewer, Looked.READ, "restricted_note", note.pk, why=why[:300])
    return ReadNote(told.words, tuple(one.person for one in note.kept_from.select_related("person")))


def people_named(viewer: Viewer, words: str) -> list[Person]:
    """Who could be meant by a number or a name, two at most: more than one is not told apart here."""
    return list(matching(viewer, words)[:2]) if words.strip() else []
