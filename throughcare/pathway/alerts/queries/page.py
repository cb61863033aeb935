"""One alert: what raised it, what is wanted, who has had it, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Known, Table
from throughcare.foundations.today import now
from throughcare.pathway.alerts.models import Alert, Recipient
from throughcare.pathway.alerts.queries.open import OpenAlert, open_alerts, told, when_raised
from throughcare.pathway.alerts.terms import Why
from throughcare.pathway.episode.matters import specification_of
from throughcare.pathway.episode.models import Note
from throughcare.people.models import Person
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind


@dataclass(frozen=True, slots=True)
class AlertPage:
    person: Person
    specification: Specification
    title: str
    raised: str
    still: OpenAlert | None
    """None once somebody has acted."""
    known: Sequence[Known]
    chain: Table
    ended: str
    """Who acted and when, in a sentence; empty while nobody has."""
    what_was_done: Sequence[str]


def alert_page(viewer: Viewer, thread_id: int) -> AlertPage:
    """The alert, with the look logged; 404 when it is none that the viewer may see. Reading it changes nothing."""
    seen = Alert.objects.filter(thread_id__in=cases_seen_by(viewer))
    alert = seen.select_related("thread__matter__person", "source").filter(pk=thread_id).first()
    if alert is None:
        raise Http404
    matter = alert.thread.matter
    log_access(viewer, Looked.READ, "episode", matter.episode_id, "alert")
    specification = specification_of(matter)
    still = told(viewer, open_alerts(viewer).filter(pk=thread_id))
    ended, done = ending(thread_id, specification)
    return AlertPage(
        person=matter.person,
        specification=specification,
        title=alert.label,
        raised=when_raised(alert, now()),
        still=still[0] if still else None,
        known=known_of(alert),
        chain=chain_table(alert, still[0] if still else None),
        ended=ended,
        what_was_done=done,
    )


def known_of(alert: Alert) -> list[Known]:
    source: Milestone = alert.source
    day = wording.list_day(source.happened_on, now().date())
    what = _("%(what)s, %(day)s") % {"what": MilestoneKind(source.kind).label, "day": day}
    return [Known(_("What was said"), alert.label, what), Known(_("What is wanted"), alert.action_wanted, "")]


def chain_table(alert: Alert, still: OpenAlert | None) -> Table:
    """Who has it and since when, and while it is open who would get it next."""
    came_to = Recipient.objects.filter(thread_id=alert.pk).select_related("user").order_by("level")
    rows: list[list[Cell | str]] = [
        [Cell(one.user.display_name, under=str(Why(one.why).label)), since(alert, one)] for one in came_to
    ]
    if still is not None:
        rows += following_rows(still)
    return Table([Column(_("Who")), Column(_("When"))], rows, caption=_("Who has this alert, and who gets it next"))


def since(alert: Alert, one: Recipient) -> str:
    """Where nobody wrote down at which time it was raised, the first has it since that day."""
    today = now().date()
    timed = one.level > 0 or alert.raised_at is not None
    when = wording.time_or_day(one.given_at, today) if timed else wording.list_day(alert.raised_on, today)
    return _("Has it since %(when)s") % {"when": when}


def following_rows(still: OpenAlert) -> list[list[Cell | str]]:
    has = {one.pk for one in still.holders}
    rest = [place for place in still.chain.places if place.colleague.user_id not in has]
    return [
        [
            Cell(place.colleague.name, under=str(place.why.label)),
            _("Gets it %(when)s") % {"when": still.goes_on_when} if at == 0 else _("After that"),
        ]
        for at, place in enumerate(rest)
    ]


def ending(thread_id: int, specification: Specification) -> tuple[str, list[str]]:
    acted = Milestone.objects.filter(thread_id=thread_id, kind="alert_acknowledged").select_related("recorded_by")
    milestone = acted.first()
    if milestone is None:
        return "", []
    moment, today = milestone.happened_at, now().date()
    when = wording.day_and_time(moment, today) if moment else wording.list_day(milestone.happened_on, today)
    said = {"name": milestone.recorded_by.display_name, "when": when}
    action = title_of(specification.alert_actions, milestone.detail.get("action"))
    words = Note.objects.filter(milestone_id=milestone.origin_id).order_by("pk").values_list("words", flat=True)
    return _("%(name)s acted on it: %(when)s.") % said, [action, *words]
