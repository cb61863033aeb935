"""Requests of the safeguarding hub: one with all that its page shows, and the list, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.clocks.rules import Happening
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Link, Row, RowGroup, Status
from throughcare.foundations.today import is_pretended, today
from throughcare.pathway.episode.matters import specification_of
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.queries import notes_of
from throughcare.pathway.episode.terms import Stage
from throughcare.pathway.safeguarding.models import (
    HubRecord,
    InformationRequest,
    InformationShared,
    RecordAsked,
    SummaryForServices,
)
from throughcare.pathway.safeguarding.rules import minutes_left
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification
from throughcare.specification.terms import ThreadKind

OPEN = Q(stopped_on__isnull=True, voided_on__isnull=True, ended_on__isnull=True)


@dataclass(frozen=True, slots=True)
class RequestForStep:
    """One request with all that its pages ask of it."""

    matter_id: int
    episode: Episode
    person: Person
    request: InformationRequest
    specification: Specification
    happenings: tuple[Happening, ...]
    notes: Mapping[int, Mapping[str, str]]
    clocks: Sequence[Clock]
    asked: Sequence[RecordAsked]
    shared: InformationShared | None
    hub_record: HubRecord | None
    opened_on: date
    closed_on: date | None

    def has(self, kind: str) -> bool:
        return any(one.kind == kind for one in self.happenings)

    @property
    def is_answered(self) -> bool:
        return self.has("request_answered")

    @property
    def answered_in_time(self) -> Clock | None:
        """The promise of the answer, once it is out."""
        kept = [one for one in self.clocks if one.stopped_on is not None]
        return min(kept, key=lambda one: (one.start_on, one.pk), default=None)

    @property
    def deadline(self) -> Clock | None:
        """The promise that runs now; once the answer is out, the one that it kept or missed."""
        running = [one for one in self.clocks if one.stopped_on is None and one.voided_on is None]
        return next(iter([*running, *self.clocks]), None)


def request_for_step(viewer: Viewer, thread_id: int, matter_id: int) -> RequestForStep:
    """The request, with the look logged; 404 when it is not of that case, or the viewer may not see it."""
    seen = Matter.objects.filter(thread_id__in=cases_seen_by(viewer), episode_id=thread_id, pk=matter_id)
    matter = seen.select_related("person", "thread__information_request").first()
    stay = Episode.objects.select_related("keyworker").filter(pk=thread_id).first()
    if matter is None or stay is None or not hasattr(matter.thread, "information_request"):
        raise Http404
    log_access(viewer, Looked.READ, "information_request", matter_id)
    return RequestForStep(
        matter_id=matter_id,
        episode=stay,
        person=matter.person,
        request=matter.thread.information_request,
        specification=specification_of(matter),
        happenings=tuple(sorted(map(as_happening, current_milestones([matter_id])))),
        notes=notes_of(matter_id),
        clocks=list(Clock.objects.filter(thread_id=matter_id).order_by("-start_on", "-pk")),
        asked=list(RecordAsked.objects.filter(thread_id=matter_id).select_related("asked_by").order_by("pk")),
        shared=InformationShared.objects.filter(thread_id=matter_id).order_by("-pk").first(),
        hub_record=HubRecord.objects.filter(thread_id=matter_id).order_by("-pk").first(),
        opened_on=matter.opened_on,
        closed_on=matter.closed_on,
    )


def asked_for_step(viewer: Viewer, matter_id: int, asked_id: int) -> RecordAsked:
    """404 when it is not of that request, or the viewer may not see it."""
    seen = RecordAsked.objects.filter(thread_id__in=cases_seen_by(viewer), thread_id=matter_id, pk=asked_id)
    found = seen.first()
    if found is None:
        raise Http404
    return found


def requests_of(thread_id: int) -> list[Matter]:
    """Every request about an episode, the latest first. One query."""
    found = Matter.objects.filter(episode_id=thread_id, thread__kind=ThreadKind.INFORMATION_REQUEST)
    return list(found.select_related("thread__information_request").order_by("-opened_on", "-pk"))


def summary_for_reading(viewer: Viewer, thread_id: int, summary_id: int) -> SummaryForServices:
    """A summary as it went out, with the look logged; 404 when it is not of that case."""
    seen = SummaryForServices.objects.filter(thread_id__in=cases_seen_by(viewer), thread_id=thread_id, pk=summary_id)
    found = seen.select_related("made_by").first()
    if found is None:
        raise Http404
    log_access(viewer, Looked.READ, "safeguarding_summary", summary_id)
    return found


# What is known already ----------------------------------------------------------------------------------------------


def opening_line(stay: Episode, person: Person) -> str:
    """The first line of an answer, as the diary has it: since when, last seen, missed, and who knows them best."""
    said = {"name": person.name, "born": wording.full_day(person.born), "day": wording.full_day(stay.opened_on)}
    if stay.closed_on is None:
        since = _("%(name)s, born %(born)s, has been with us since %(day)s.") % said
    else:
        said["end"] = wording.full_day(stay.closed_on)
        since = _("%(name)s, born %(born)s, was with us from %(day)s to %(end)s.") % said
    return " ".join([since, last_seen_in_words(stay.last_seen_on, stay.missed_in_a_row), _key_worker(stay)])


def last_seen_in_words(last_seen_on: date | None, missed: int) -> str:
    seen = _("Last seen on %(day)s.") % {"day": wording.full_day(last_seen_on)} if last_seen_on else _("Not seen yet.")
    many = ngettext(
        "%(count)s appointment missed since then.", "%(count)s appointments missed in a row since then.", missed
    )
    return f"{seen} {many % {'count': missed}}" if missed else f"{seen} {_('No appointment missed since then.')}"


def _key_worker(stay: Episode) -> str:
    if stay.keyworker is None:
        return _("No key worker is named.")
    return _("Key worker: %(name)s.") % {"name": stay.keyworker.display_name}


def stage_in_words(stay: Episode) -> str:
    return str(Stage(stay.stage).label)


# Deadlines ----------------------------------------------------------------------------------------------------------


def now_here() -> datetime | None:
    """The moment from which hours are counted; on a pretended day there is none, and only days are told."""
    return None if is_pretended() else timezone.now()


def deadline_status(clock: Clock, now: datetime | None) -> Status:
    """How a deadline stands, in hours and minutes where it is promised in hours."""
    if clock.stopped_on is not None:
        return _kept(clock)
    left = minutes_left(clock.due_at, now) if now else None
    if left is not None:
        words = _("Overdue by %(time)s") if left < 0 else _("%(time)s left")
        kind = "overdue" if left < 0 else "soon"
        return Status(kind, words % {"time": hours_and_minutes(abs(left))})
    late = clock.due_on is not None and clock.due_on < today()
    words = (wording.was_due if late else wording.due)(clock.due_on, today()) if clock.due_on else _("No deadline")
    return Status("overdue" if late else "running", words)


def _kept(clock: Clock) -> Status:
    if clock.due_at is not None and clock.stopped_at is not None:
        over = -(minutes_left(clock.due_at, clock.stopped_at) or 0)
        if over > 0:
            return Status("late", _("Answered %(time)s late") % {"time": hours_and_minutes(over)})
        return Status("met", _("Answered in time"))
    late = clock.due_on is not None and clock.stopped_on is not None and clock.stopped_on > clock.due_on
    return Status("late", _("Answered late")) if late else Status("met", _("Answered in time"))


def hours_and_minutes(minutes: int) -> str:
    """ "1 hour 12 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(parts)


def due_in_words(clock: Clock) -> str:
    if clock.due_at is not None:
        return _("Due %(moment)s") % {"moment": wording.day_and_time(clock.due_at, today())}
    return wording.due(clock.due_on, today()) if clock.due_on else ""


# The list of open requests ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestList:
    sentence: str
    groups: Sequence[RowGroup]


def open_list(viewer: Viewer, address: Callable[[Matter], str]) -> RequestList:
    """Every open request: unanswered urgent ones first, then by deadline. The queries do not grow with the list."""
    seen = Matter.objects.filter(thread_id__in=cases_seen_by(viewer), closed_on__isnull=True)
    found = seen.filter(thread__kind=ThreadKind.INFORMATION_REQUEST).select_related(
        "person", "thread__information_request"
    )
    matters = [one for one in found if hasattr(one.thread, "information_request")]
    due: dict[int, Clock] = {}
    for clock in Clock.objects.filter(OPEN, thread_id__in=[one.pk for one in matters]).order_by("due_on", "pk"):
        due.setdefault(clock.thread_id, clock)
    answered = {
        one.thread_id for one in current_milestones([one.pk for one in matters]) if one.kind == "request_answered"
    }
    now = now_here()
    rows = sorted(
        (_row(one, due.get(one.pk), one.pk in answered, now, address) for one in matters), key=lambda pair: pair[0]
    )
    groups = [
        RowGroup(title % {"count": len(these)}, these)
        for title, place in (
            (_("Most urgent: %(count)s"), 0),
            (_("To answer: %(count)s"), 1),
            (_("Answered, waiting for the hub: %(count)s"), 2),
        )
        if (these := [row for order, row in rows if order[0] == place])
    ]
    many = ngettext("%(count)s request is open.", "%(count)s requests are open.", len(matters))
    return RequestList(many % {"count": len(matters)} if matters else _("No request is open."), groups)


def _row(
    matter: Matter, due: Clock | None, answered: bool, now: datetime | None, address: Callable[[Matter], str]
) -> tuple[tuple, Row]:
    asked = matter.thread.information_request
    specification = specifications.governing(matter.opened_on)
    priority = specification.request_priorities.get(asked.priority)
    urgent = bool(priority and priority.urgent) and not answered
    status = deadline_status(due, now) if due else Status("running", _("Nothing is due"))
    row = Row(
        status=status,
        name=matter.person.name,
        url=address(matter),
        age=str(age_on(matter.person.born, today())),
        when=due_in_words(due) if due else "",
        what=title_of(specification.request_priorities, asked.priority),
        held_up_by=_("Received on %(day)s. From: %(source)s")
        % {
            "day": wording.short_day(matter.opened_on, today()),
            "source": title_of(specification.concern_sources, asked.source),
        },
        action=Link(
            _("Open request") if answered else _("Answer"),
            address(matter),
            _("about %(name)s") % {"name": matter.person.name},
        ),
        urgent=urgent or status.kind == "overdue",
    )
    place = 2 if answered else 0 if urgent else 1
    when = due.due_on if due and due.due_on else date.max
    return (place, when, due.due_at.timestamp() if due and due.due_at else 0.0, matter.pk), row


def now_in_words() -> str:
    """The time of the page, so that a page left open is not taken for a running clock."""
    return "" if is_pretended() else wording.clock_time(timezone.now())
