"""What the viewer began to write and has not finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.foundations.drafts.models import Draft
from throughcare.foundations.drafts.queries import drafts_of
from throughcare.foundations.pages import wording as words
from throughcare.foundations.today import today
from throughcare.pathway.casework.steps import address, page_names
from throughcare.pathway.episode.models import Episode
from throughcare.people.models import Person


@dataclass(frozen=True, slots=True)
class ShownDraft:
    draft_id: int
    what: str
    url: str
    name: str
    person_url: str
    saved: str


@dataclass(frozen=True, slots=True)
class Drafts:
    sentence: str
    drafts: Sequence[ShownDraft]


def my_drafts(viewer: Viewer) -> Drafts:
    """The newest first, each with the page it belongs to and, where it has one, the person."""
    drafts = drafts_of(viewer)
    episodes = Episode.objects.filter(
        thread_id__in=cases_seen_by(viewer), pk__in=[draft.thread_id for draft in drafts if draft.thread_id]
    ).select_related("person")
    people = {episode.pk: episode.person for episode in episodes}
    shown = [shown_draft(draft, people.get(draft.thread_id)) for draft in drafts]
    many = ngettext("%(count)s draft that only you can see.", "%(count)s drafts that only you can see.", len(shown))
    return Drafts(many % {"count": len(shown)} if shown else _("You have no drafts."), shown)


def draft_page(viewer: Viewer, draft_id: int) -> str:
    """The page of one of the viewer's own drafts; empty when there is no such draft."""
    return Draft.objects.filter(owner_id=viewer.user_id, pk=draft_id).values_list("page", flat=True).first() or ""


def shown_draft(draft: Draft, person: Person | None) -> ShownDraft:
    try:
        name = resolve(draft.page).view_name
    except Resolver404:  # its page is gone since an update: the words can still be thrown away
        name, url = "", ""
    else:
        url = draft.page
    return ShownDraft(
        draft_id=draft.pk,
        what=str(page_names().get(name, _("A page of the record"))),
        url=url,
        name=person.name if person else "",
        person_url=address("casework:person", person_id=person.pk) if person else "",
        saved=words.day_and_time(draft.saved_at, today()),
    )
