"""Promises made on matters beside an episode: alerts, safeguarding concerns, requests for information."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.clocks.rules import Happening, ReplayedClock, replay
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages.components import Link, Row
from throughcare.foundations.today import today
from throughcare.pathway.alerts.models import Recipient
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.stored import OPEN, told_of
from throughcare.pathway.casework.steps import StepPage, address, address_for
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.queries import calendar_of, promises_on
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.definitions import ClockDefinition
from throughcare.specification.schema import Specification

#: The page on which somebody sees to each kind of matter, and its button.
PAGES: dict[str, StepPage] = {
    "alert": StepPage("alerts:alert", _lazy("Read and act")),
    "concern": StepPage("safeguarding:concern", _lazy("Open concern")),
    "information_request": StepPage("safeguarding:request", _lazy("Open request")),
    "death_review": StepPage("safeguarding:death_review", _lazy("Open review")),
}


@dataclass(frozen=True, slots=True)
class MatterOnDay:
    """A matter as it stood at the end of a day, told from what had happened by then."""

    thread_id: int
    person: Person
    specification: Specification
    happenings: tuple[Happening, ...]
    clocks: tuple[ReplayedClock, ...]
    worker: str
    """The user name of the named person who is to see to it; empty when nobody is named."""

    def definition(self, clock: ReplayedClock) -> ClockDefinition:
        return self.specification.clock(clock.definition_id)


def matters_due(viewer: Viewer) -> QuerySet[Clock]:
    """The open promises on matters that stand on the viewer's list, the soonest first.

    Where somebody is named it is on their list, and an alert on that of everybody it came to; else, and when whoever is
    named may no longer sign in, it is on the list of all in the role that owns the promise.
    """
    nobody = Q(thread__matter__for_user__isnull=True) | Q(thread__matter__for_user__is_active=False)
    came_to = Exists(Recipient.objects.filter(thread_id=OuterRef("thread_id"), user_id=viewer.user_id))
    named = Q(thread__matter__for_user_id=viewer.user_id) | Q(came_to)
    listed = open_matters(viewer).filter(named | (nobody & Q(owner__in=viewer.roles)))
    return listed.order_by("due_on", F("due_at").asc(nulls_last=True), "pk")


def open_matters(viewer: Viewer) -> QuerySet[Clock]:
    """Every open promise on a matter of the agency."""
    seen = Clock.objects.filter(OPEN, thread_id__in=cases_seen_by(viewer), thread__matter__isnull=False)
    return seen.filter(due_on__isnull=False).select_related("thread__matter__person")


def rows_of(viewer: Viewer, clocks: Iterable[Clock]) -> list[Row]:
    """Each with the page on which it is seen to. One query."""
    clocks, day = list(clocks), today()
    governed = specifications_by_thread(clock.thread.matter for clock in clocks)
    return [_row(viewer, clock, governed[clock.thread_id], day) for clock in clocks]


def specifications_by_thread(matters: Iterable[Matter]) -> dict[int, Specification]:
    """The version that governs each: that of its episode, or of its own day where the episode was taken back."""
    matters = list(matters)
    opened = dict(Episode.objects.filter(pk__in={one.episode_id for one in matters}).values_list("pk", "opened_on"))
    return {one.pk: specifications.governing(opened.get(one.episode_id, one.opened_on)) for one in matters}


def _row(viewer: Viewer, clock: Clock, specification: Specification, day: date) -> Row:
    person, page = clock.thread.matter.person, PAGES.get(clock.thread.kind)
    definition = specification.clock(clock.definition)
    url = address_for(viewer, page.url_name, thread_id=clock.thread_id) if page else ""
    return Row(
        status=wording.status_of(clock, definition.within, specification, day),
        name=person.name,
        url=address("casework:person", person_id=person.pk),
        age=str(age_on(person.born, day)),
        when=wording.when_due(clock, day),
        what=definition.name,
        action=Link(str(page.label), url, _("for %(name)s") % {"name": person.name}) if url else None,
        urgent=wording.state_of(clock, day) == "overdue",
    )


def matters_on(viewer: Viewer, day: date, person: Person | None = None) -> list[MatterOnDay]:
    """Every matter that the viewer may see, replayed with what had happened on or before the day. Three queries."""
    found = Matter.objects.filter(thread_id__in=cases_seen_by(viewer), opened_on__lte=day)
    found = found.select_related("person", "thread", "for_user")
    matters = list(found if person is None else found.filter(person=person))
    governed, told = specifications_by_thread(matters), told_of([one.pk for one in matters])
    return [_replayed(one, governed[one.pk], [h for h in told.get(one.pk, []) if h.on <= day]) for one in matters]


def _replayed(matter: Matter, specification: Specification, happened: list[Happening]) -> MatterOnDay:
    promises = promises_on(specification, matter.thread.kind)
    clocks = replay(happened, promises, calendar_of(specification), matter.person.born)
    worker = matter.for_user.username if matter.for_user and matter.for_user.is_active else ""
    return MatterOnDay(matter.pk, matter.person, specification, tuple(happened), tuple(clocks), worker)
