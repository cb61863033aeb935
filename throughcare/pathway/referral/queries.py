"""Who is referred: somebody of the index, and where their care stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.pathway.episode.models import Episode
from throughcare.people.models import Person
from throughcare.people.queries import IndexMatch, find_people, person_seen_by


@dataclass(frozen=True, slots=True)
class PersonReferred:
    """A person known to the viewer's agency; `open_since` when a referral now would join an open episode."""

    person: Person
    open_since: date | None
    ended_on: date | None
    """When the last episode ended, for somebody who comes back."""


def person_to_refer(viewer: Viewer, person_id: int) -> PersonReferred:
    """The person, with the look logged; 404 when the viewer's agency does not know them."""
    person = person_seen_by(viewer, person_id)
    episodes = list(
        Episode.objects.filter(person=person, thread_id__in=cases_seen_by(viewer)).order_by("opened_on", "pk")
    )
    open_now = next((episode for episode in episodes if episode.closed_on is None), None)
    ended = [episode.closed_on for episode in episodes if episode.closed_on is not None]
    return PersonReferred(person, open_now.opened_on if open_now else None, max(ended, default=None))


def people_like(viewer: Viewer, who: Mapping) -> list[IndexMatch]:
    """Whoever of the index this may be, by the number or by names and birth together; every look is logged."""
    named = all(who.get(name) for name in ("given_name", "family_name", "born"))
    if not named and not who.get("nhs_number"):
        return []
    asked = {name: who[name] for name in ("given_name", "family_name", "born") if named}
    return find_people(viewer, **asked, nhs_number=who.get("nhs_number", ""))
