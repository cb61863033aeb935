"""Every promise ever made to one person, kept or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import (
    Cell,
    Column,
    Table,
)
from throughcare.foundations.today import today
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.record import Record, promise_url, record_of
from throughcare.pathway.casework.steps import address


@dataclass(frozen=True, slots=True)
class AllPromises:
    name: str
    url: str
    sentence: str
    tables: Sequence[tuple[str, Table]]
    """For each episode, under the day it began."""


def all_promises(viewer: Viewer, person_id: int) -> AllPromises:
    """Every promise ever made to the person, kept or not, episode by episode."""
    day = today()
    record = record_of(viewer, person_id)
    count = len(record.clocks)
    many = ngettext("%(count)s promise so far.", "%(count)s promises so far.", count)
    tables = []
    for episode in record.episodes:
        clocks = sorted(
            (clock for clock in record.clocks if clock.thread_id == episode.pk),
            key=lambda clock: (clock.start_on, clock.due_on or date.max, clock.definition),
        )
        title = _("Referred on %(day)s") % {"day": words.full_day(episode.opened_on)}
        if clocks:
            tables.append((title, promise_table(title, clocks, record, day)))
    return AllPromises(
        record.person.name, address("casework:person", person_id=person_id), many % {"count": count}, tables
    )


def promise_table(title: str, clocks: Iterable[Clock], record: Record, day: date) -> Table:
    columns = [Column(_("Promise")), Column(_("Counted from")), Column(_("Due")), Column(_("Result"), label="-")]
    rows = []
    for clock in clocks:
        specification = record.specification(clock.thread_id)
        definition = specification.clock(clock.definition)
        rows.append(
            [
                Cell(definition.title, promise_url(clock), under=definition.source),
                words.list_day(clock.start_on, day),
                words.list_day(clock.due_on, day) or _("Paused"),
                Cell(status=wording.status_of(clock, definition.within, specification, day)),
            ]
        )
    return Table(columns, rows, caption=title, cards=True)
