"""Safeguarding concerns: one with all that became of it, and the list of those still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
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
from throughcare.foundations.today import today
from throughcare.pathway.episode.matters import specification_of
from throughcare.pathway.episode.models import Matter
from throughcare.pathway.episode.queries import EpisodeForStep, notes_of
from throughcare.pathway.safeguarding.models import Concern
from throughcare.pathway.safeguarding.rules import may_close
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification
from throughcare.specification.terms import ThreadKind

ENDED = {"stopped_on__isnull": True, "voided_on__isnull": True, "ended_on__isnull": True}


@dataclass(frozen=True, slots=True)
class ConcernForStep:
    """One concern with all that its pages ask of it."""

    matter_id: int
    person: Person
    concern: Concern
    specification: Specification
    happenings: tuple[Happening, ...]
    notes: Mapping[int, Mapping[str, str]]
    opened_on: date
    closed_on: date | None

    @property
    def route(self):
        return self.specification.concern_routes.get(self.concern.route)

    @property
    def is_sent(self) -> bool:
        return any(one.kind == "concern_sent" for one in self.happenings)

    @property
    def may_be_closed(self) -> bool:
        return self.closed_on is None and may_close(self.happenings)


def concern_for_step(viewer: Viewer, thread_id: int, matter_id: int) -> ConcernForStep:
    """The concern, with the look logged; 404 when it is not of that case, or the viewer may not see it."""
    seen = Matter.objects.filter(thread_id__in=cases_seen_by(viewer), episode_id=thread_id, pk=matter_id)
    matter = seen.select_related("person", "thread__concern").filter(thread__kind=ThreadKind.CONCERN).first()
    if matter is None or not hasattr(matter.thread, "concern"):
        raise Http404
    log_access(viewer, Looked.READ, "concern", matter_id)
    return ConcernForStep(
        matter_id=matter_id,
        person=matter.person,
        concern=matter.thread.concern,
        specification=specification_of(matter),
        happenings=tuple(sorted(map(as_happening, current_milestones([matter_id])))),
        notes=notes_of(matter_id),
        opened_on=matter.opened_on,
        closed_on=matter.closed_on,
    )


def concerns_of(episode: EpisodeForStep) -> list[tuple[Matter, Concern]]:
    """Every concern raised on this episode, the latest first. One query."""
    found = Matter.objects.filter(episode_id=episode.thread_id, thread__kind=ThreadKind.CONCERN)
    rows = found.select_related("thread__concern").order_by("-opened_on", "-pk")
    return [(one, one.thread.concern) for one in rows if hasattr(one.thread, "concern")]


def open_concerns(threads: Collection[int]) -> int:
    """How many concerns of these episodes are still open. One query."""
    return Matter.objects.filter(
        episode_id__in=list(threads), closed_on__isnull=True, thread__kind=ThreadKind.CONCERN
    ).count()


# The list of open concerns ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConcernList:
    sentence: str
    groups: Sequence[RowGroup]


def open_list(viewer: Viewer, address: Callable[[Matter], str]) -> ConcernList:
    """Every open concern, those that go at once first, then by the day their next step is due.

    `address` gives the page of a concern by episode and matter. The queries do not grow with the list.
    """
    seen = Matter.objects.filter(thread_id__in=cases_seen_by(viewer), closed_on__isnull=True)
    matters = list(
        seen.filter(thread__kind=ThreadKind.CONCERN).select_related("person", "thread__concern").order_by("opened_on")
    )
    matters = [one for one in matters if hasattr(one.thread, "concern")]
    due = _next_due([one.pk for one in matters])
    sent = _last_step([one.pk for one in matters])
    rows = sorted((_row(one, due.get(one.pk), sent[one.pk], address) for one in matters), key=lambda pair: pair[0])
    groups = [
        RowGroup(title % {"count": len(found)}, found)
        for title, at_once in ((_("Send at once: %(count)s"), True), (_("Open: %(count)s"), False))
        if (found := [row for order, row in rows if (order[0] == 0) == at_once])
    ]
    many = ngettext("%(count)s concern is open.", "%(count)s concerns are open.", len(matters))
    return ConcernList(many % {"count": len(matters)} if matters else _("No concern is open."), groups)


def _next_due(matters: Collection[int]) -> dict[int, Clock]:
    due: dict[int, Clock] = {}
    for clock in Clock.objects.filter(thread_id__in=list(matters), **ENDED).order_by("due_on", "pk"):
        due.setdefault(clock.thread_id, clock)
    return due


def _last_step(matters: Collection[int]) -> dict[int, list[Happening]]:
    told: dict[int, list[Happening]] = defaultdict(list)
    for one in current_milestones(list(matters)):
        told[one.thread_id].append(as_happening(one))
    return told


def _row(
    matter: Matter, due: Clock | None, told: Sequence[Happening], address: Callable[[Matter], str]
) -> tuple[tuple, Row]:
    concern = matter.thread.concern
    specification = specifications.governing(matter.opened_on)
    way = specification.concern_routes.get(concern.route)
    sent = any(one.kind == "concern_sent" for one in told)
    at_once = bool(way and way.at_once and not sent)
    day = today()
    late = due is not None and due.due_on is not None and due.due_on < day
    status = Status("overdue", _("Send at once")) if at_once else Status("overdue" if late else "running", _step(told))
    row = Row(
        status=status,
        name=matter.person.name,
        url=address(matter),
        age=str(age_on(matter.person.born, day)),
        when=(wording.was_due if late else wording.due)(due.due_on, day) if due and due.due_on else "",
        what=way.title if way else _("Safeguarding concern"),
        held_up_by=_("Raised on %(day)s. %(step)s")
        % {"day": wording.short_day(matter.opened_on, day), "step": _step(told)},
        action=Link(_("Open concern"), address(matter), _("about %(name)s") % {"name": matter.person.name}),
        urgent=at_once or late,
    )
    return (0 if at_once else 1, due.due_on if due and due.due_on else date.max, matter.pk), row


def _step(told: Sequence[Happening]) -> str:
    """Where it stands, from its last step."""
    words = {
        "concern_raised": _("Not sent yet"),
        "concern_sent": _("Waiting for the answer"),
        "concern_chased": _("Answer chased"),
        "concern_answered": _("Answered, not closed"),
        "concern_closed": _("Closed"),
    }
    return words.get(sorted(told)[-1].kind if told else "concern_raised", "")


def outcome_in_words(specification: Specification, told: Sequence[Happening]) -> str:
    """Where a concern stands, with what was answered."""
    answered = next((one for one in reversed(told) if one.kind in ("concern_answered", "concern_closed")), None)
    words = title_of(specification.concern_outcomes, answered.detail.get("outcome")) if answered else ""
    return f"{_step(told)}: {words}" if words else _step(told)
