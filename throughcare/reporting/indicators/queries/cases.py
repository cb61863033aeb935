"""The cases behind a figure, as far as the viewer may see them, each with the clock that explains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on, quarter_of
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Cell, Column, Link, Pages, Table
from throughcare.foundations.today import today
from throughcare.organisations.models import Agency
from throughcare.pathway.casework import wording as casework
from throughcare.pathway.casework.queries.paging import page_of
from throughcare.pathway.casework.queries.stored import specification_of
from throughcare.pathway.casework.steps import address, address_for
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.outreach.models import Activity
from throughcare.reporting.extract import files
from throughcare.reporting.indicators import wording
from throughcare.reporting.indicators.definitions import Indicator
from throughcare.reporting.indicators.queries.stored import (
    facts_folder,
    indicator_url,
    indicators_of,
    kept,
    period_named,
)
from throughcare.reporting.indicators.results import Counts, Period, Result
from throughcare.specification import queries as specifications


@dataclass(frozen=True, slots=True)
class Behind:
    """Which cases are asked for: a part of a figure, of everybody or of one group of a breakdown."""

    indicator: Indicator
    period: Period
    part: str
    break_down: str | None = None
    group: str | None = None

    @property
    def url(self) -> str:
        return address("indicators:cases", quarter=quarter_of(self.period.first), indicator=self.indicator.id)

    @property
    def query(self) -> dict[str, str]:
        asked = {"part": self.part, "by": self.break_down, "group": self.group}
        return {name: value for name, value in asked.items() if value}

    @property
    def link(self) -> str:
        return f"{self.url}?{urlencode(self.query)}"


@dataclass(frozen=True, slots=True)
class CaseList:
    sentence: str
    table: Table | None
    pages: Pages | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class CasesPage:
    title: str
    above: Link
    id: str
    cases: CaseList
    others: Sequence[Link]
    """The other parts of the figure."""


# Which part ---------------------------------------------------------------------------------------------------------


def parts_of(indicator: Indicator) -> dict[str, str]:
    """The parts that a figure falls into, those who were let down first."""
    if indicator.kind == "count":
        return {"numerator": _("Counted")}
    parts = {"not_met": _("Not met"), "numerator": _("Met")}
    if indicator.clocks:
        parts |= {"pending": _("Still running"), "void": _("No longer counts")}
    return parts


def number_in(counts: Counts, part: str) -> int:
    if part == "not_met":
        return (counts.denominator or 0) - counts.numerator
    return getattr(counts, part)


def indicator_named(period: Period, id_: str) -> Indicator:
    found = next((one for one in indicators_of(period) if one.id == id_), None)
    if found is None:
        raise Http404(f"no indicator {id_} in that quarter")
    return found


def asked_for(indicator: Indicator, period: Period, asked: Mapping[str, str]) -> Behind:
    parts = parts_of(indicator)
    part = asked.get("part") or next(iter(parts))
    by, group = asked.get("by") or None, asked.get("group") or None
    if part not in parts or (by is not None and by not in indicator.break_down) or (by is None) != (group is None):
        raise Http404("no such part of the figure")
    return Behind(indicator, period, part, by, group)


# The page -----------------------------------------------------------------------------------------------------------


def cases_page(viewer: Viewer, quarter: str, id_: str, asked: Mapping[str, str]) -> CasesPage:
    period = period_named(quarter)
    indicator = indicator_named(period, id_)
    behind = asked_for(indicator, period, asked)
    counted = kept(id_)
    result = counted.results.get(period, {}).get(id_)
    if result is None:
        raise Http404("nothing is counted for that quarter")
    others = [
        part_link(result, part)
        for part in parts_of(indicator)
        if (part != behind.part or behind.break_down) and number_in(result.tally.total, part)
    ]
    return CasesPage(
        title=title_of(behind),
        above=Link(indicator.title, indicator_url(period, indicator)),
        id=indicator.id,
        cases=cases_behind(viewer, behind, counted.read_at, asked.get("page")),
        others=others,
    )


def part_link(result: Result, part: str) -> Link:
    """ "Not met: 3", leading to those cases."""
    said = f"{parts_of(result.indicator)[part]}: {number_in(result.tally.total, part):,}"
    return Link(said, Behind(result.indicator, result.period, part).link)


def title_of(behind: Behind) -> str:
    said = {"part": parts_of(behind.indicator)[behind.part], "quarter": wording.quarter(behind.period)}
    if behind.break_down is None:
        return _("%(part)s, %(quarter)s") % said
    group = wording.group(
        behind.indicator, behind.break_down, behind.group, specifications.current(), agency_names()
    )  # fmt: skip
    return _("%(part)s, %(group)s, %(quarter)s") % {**said, "group": group}


def agency_names() -> dict[str, str]:
    return dict(Agency.objects.values_list("key", "name"))


def cases_behind(
    viewer: Viewer, behind: Behind, read_at: datetime | None, number: object = 1, only: int | None = None
) -> CaseList:
    """A page of the cases. The facts say which they are; every record then comes through the viewer.

    Facts hold the cases of every agency; one that the viewer may not see is counted in the sentence and never listed.
    Each page read is one line in the access log. `only` shows so many and no further pages.
    """
    try:
        units, as_kept = units_behind(behind, read_at)
    except files.NotAnExtract:
        return CaseList(
            _("The facts behind this figure are not here. Work the figures out again to see the cases."), None
        )
    asked = " ".join([behind.indicator.id, quarter_of(behind.period.first), *behind.query.values()])
    log_access(viewer, Looked.READ, "cases behind a figure", why=asked[:300])
    seen = threads_seen(viewer, units)
    shown = [one for one in units if one.thread in seen]
    listed, pages, count = page_of(shown, number, behind.url, **behind.query)
    said = [how_many(behind, count)]
    without_name = sum(one.number for one in units if one.person is None)
    if without_name:
        phrase = ngettext(
            "%(count)s person was counted without a name.",
            "%(count)s people were counted without a name.",
            without_name,
        )
        said.append(phrase % {"count": f"{without_name:,}"})
    elsewhere = len([one for one in units if one.person is not None]) - count
    if elsewhere:
        said.append(
            ngettext("%(count)s more is not yours to see.", "%(count)s more are not yours to see.", elsewhere)
            % {"count": elsewhere}
        )
    if not as_kept:
        said.append(_("The facts have been brought up to date since the figures were worked out; the two may differ."))
    if only is not None:
        listed, pages = listed[:only], None
    return CaseList(" ".join(said), table_of(viewer, behind, listed) if listed else None, pages, count)


def how_many(behind: Behind, count: int) -> str:
    if not count:
        return _("No cases to show.")
    if behind.part == "pending":
        phrase = ngettext("%(count)s case.", "%(count)s cases, soonest due first.", count)
    else:
        phrase = ngettext("%(count)s case.", "%(count)s cases, the latest first.", count)
    return phrase % {"count": f"{count:,}"}


def units_behind(behind: Behind, read_at: datetime | None) -> tuple[list, bool]:
    """The rows of the facts behind the figure, and whether they are the ones that it was counted on."""
    from throughcare.reporting.indicators.engine import Engine  # takes seconds, and few pages count

    folder = facts_folder()
    with files.held(folder, to_write=False):
        about = files.About.read(folder)
        engine = Engine.on_files(folder, about.known_on, only=behind.indicator.table)
        units = engine.units(behind.indicator, behind.period, behind.part, behind.break_down, behind.group)
    return units, about.read_at == read_at


def threads_seen(viewer: Viewer, units: Sequence) -> set[int]:
    """Of the threads behind a figure those that the viewer may see and that are about a person. Two queries."""
    threads = {one.thread for one in units if one.person is not None}
    seen = cases_seen_by(viewer)
    episodes = Episode.objects.filter(pk__in=threads).filter(pk__in=seen).values_list("pk", flat=True)
    activities = Activity.objects.filter(pk__in=threads, person__isnull=False).filter(pk__in=seen)
    return {*episodes, *activities.values_list("pk", flat=True)}


# The table ----------------------------------------------------------------------------------------------------------


def table_of(viewer: Viewer, behind: Behind, units: Sequence) -> Table:
    """Two queries for the people, one more for their clocks."""
    indicator = behind.indicator
    threads = {one.thread for one in units}
    people = {
        one.pk: one
        for model in (Episode, Activity)
        for one in model.objects.filter(pk__in=threads).select_related("person")
    }
    explained = indicator.clocks or ((indicator.explained_by,) if indicator.explained_by else ())
    clocks = {
        (one.thread_id, one.definition, one.sequence): one
        for one in Clock.objects.filter(thread_id__in=threads, definition__in=explained)
    }
    day = today()
    columns = [Column(_("Person")), Column(_("Counted on"))]
    if explained:
        columns = [
            Column(_("Person")),
            *map(Column, (_("Counted from"), _("Due"), _("Kept"), _("How it went"), _("Clock"))),
        ]
    rows = []
    for unit in units:
        record = people[unit.thread]
        cells: list = [person_cell(viewer, record, day)]
        if explained:
            key = (unit.thread, unit.definition or indicator.explained_by, unit.sequence or 1)
            cells += clock_cells(viewer, record, clocks.get(key), day)
        else:
            cells.append(words.list_day(unit.on, day))
        rows.append(cells)
    return Table(columns, rows, caption=title_of_table(behind), cards=True)


def title_of_table(behind: Behind) -> str:
    return _("%(title)s: %(part)s") % {"title": behind.indicator.title, "part": parts_of(behind.indicator)[behind.part]}


def person_cell(viewer: Viewer, record: Episode | Activity, day: date) -> Cell:
    person = record.person
    return Cell(
        person.name,
        url=address_for(viewer, "casework:person", person_id=person.pk),
        under=_("aged %(age)s") % {"age": age_on(person.born, day)},
    )


def clock_cells(viewer: Viewer, episode: Episode, clock: Clock | None, day: date) -> list:
    if clock is None:
        return ["–", "–", "–", _("Changed since it was counted"), "–"]
    specification = specification_of(episode)
    within = specification.clock(clock.definition).within
    url = address_for(
        viewer, "casework:promise", thread_id=clock.thread_id, definition=clock.definition, sequence=clock.sequence
    )
    return [
        words.list_day(clock.start_on, day),
        words.list_day(clock.due_on, day) or _("Paused"),
        words.list_day(clock.stopped_on, day) or "–",
        Cell(status=casework.status_of(clock, within, specification, day)),
        Cell(_("Day by day"), url=url) if url else "–",
    ]
