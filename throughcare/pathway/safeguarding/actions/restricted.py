"""Writes notes for named roles alone."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.models import KeptFrom, RestrictedNote, RestrictedWords
from throughcare.people.models import Person


@transaction.atomic
def write_restricted_note(
    thread_id: int, *, by: Viewer, on: date, kind: str, words: str, kept_from: Person | None = None
) -> RestrictedNote:
    """Keeps a note apart from the record. `kept_from` is somebody here whose key workers must not learn of it."""
    episode = Episode.objects.get(pk=thread_id)
    if kept_from is not None:
        _refuse_to_whom_it_must_not_go(episode, kept_from, by)
    note = RestrictedNote.objects.create(thread_id=thread_id, kind=kind, written_on=on, written_by_id=by.user_id)
    RestrictedWords.objects.create(thread_id=thread_id, note=note, words=words.strip(), written_by_id=by.user_id)
    if kept_from is not None:
        KeptFrom.objects.create(thread_id=thread_id, note=note, person=kept_from, written_by_id=by.user_id)
    return note


def _refuse_to_whom_it_must_not_go(episode: Episode, kept_from: Person, by: Viewer) -> None:
    if kept_from.pk == episode.person_id:
        raise StepRefused("kept_from", "This is the person whose record it is", "Name the other person.")
    if Episode.objects.filter(person=kept_from, keyworker_id=by.user_id).exists():
        raise StepRefused(
            "kept_from",
            "You are their key worker, and it is kept from their workers",
            "Ask the safeguarding lead to write it.",
        )
