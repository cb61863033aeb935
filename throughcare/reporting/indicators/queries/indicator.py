"""One indicator in one quarter: who was let down, each breakdown, and how it went before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.foundations.pages.components import Cell, Column, Link, Table
from throughcare.reporting.indicators import wording
from throughcare.reporting.indicators.definitions import Indicator
from throughcare.reporting.indicators.queries.cases import (
    Behind,
    CaseList,
    agency_names,
    cases_behind,
    indicator_named,
    number_in,
    part_link,
    parts_of,
)
from throughcare.reporting.indicators.queries.counted import Counted, counted_as
from throughcare.reporting.indicators.queries.standing import standing
from throughcare.reporting.indicators.queries.stored import Kept, indicator_url, kept, period_named, quarter_link
from throughcare.reporting.indicators.results import Counts, Judgement, Period, Result
from throughcare.specification import queries as specifications

#: So many of those who were let down stand on the page; the rest is one link away.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class BreakDown:
    title: str
    table: Table
    words: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    title: str
    id: str
    above: Link
    sentence: str
    parts: Sequence[Link]
    let_down: str
    """The heading of the list: how many were let down."""
    cases: CaseList | None
    """The latest of them. A count lets nobody down and has no list here."""
    more: Link | None
    breakdowns: Sequence[BreakDown]
    before: Table
    counted: Counted


def indicator_page(viewer: Viewer, quarter: str, id_: str) -> IndicatorPage:
    """Two queries for the figures, and those of the list of cases for viewers who may see it."""
    period = period_named(quarter)
    indicator = indicator_named(period, id_)
    of = kept(id_)
    result = of.results.get(period, {}).get(id_)
    if result is None:
        raise Http404("nothing is counted for that quarter")
    may_see = viewer.may(Permission.VIEW_CASES_BEHIND_FIGURES)
    let_down = number_in(result.tally.total, "not_met") if indicator.kind == "proportion" else 0
    behind = Behind(indicator, period, "not_met")
    cases = cases_behind(viewer, behind, of.read_at, only=SHOWN) if may_see and let_down else None
    return IndicatorPage(
        title=indicator.title,
        id=indicator.id,
        above=quarter_link(period),
        sentence=" ".join(how_it_stands(of, result)),
        parts=[part_link(result, one) for one in parts_of(indicator) if may_see and number_in(result.tally.total, one)],
        let_down=_("Not met: %(count)s") % {"count": f"{let_down:,}"},
        cases=cases,
        more=Link(_("All %(count)s") % {"count": f"{cases.count:,}"}, behind.link)
        if cases and cases.count > SHOWN
        else None,
        breakdowns=break_downs(result, may_see),
        before=before(of, indicator),
        counted=counted_as(indicator, specifications.current_book().in_force_on(period.last)),
    )


def how_it_stands(of: Kept, result: Result) -> list[str]:
    counts, judged = result.tally.total, result.whole
    said = [share(result)]
    if judged.target is not None:
        told = {"target": wording.amount(judged.target), "year": judged.target.year}
        told["status"] = standing(judged, result.period, result.day).words.lower()
        said.append(_("Target %(target)s (%(year)s): %(status)s.") % told)
    if counts.pending:
        running = ngettext("%(count)s is still running.", "%(count)s are still running.", counts.pending)
        said.append(running % {"count": f"{counts.pending:,}"})
    year = of.results.get(result.period.year_to_date, {}).get(result.indicator.id)
    if year is not None and year.period != result.period and judged.year_to_date is None:
        said.append(_("This year so far: %(share)s.") % {"share": wording.share(year.tally.total)})
    said.append(wording.recorded_until(of.known_on, of.read_at))
    return said


def share(result: Result) -> str:
    """ "53 of 56 (94.6%).", or "1,109 so far this year, 341 this quarter."."""
    counts, judged = result.tally.total, result.whole
    if counts.denominator is not None:
        return _("%(share)s.") % {"share": wording.share(counts)}
    if judged.year_to_date is None:
        return _("%(number)s this quarter.") % {"number": f"{counts.numerator:,}"}
    said = {"so_far": f"{judged.so_far:,}", "number": f"{counts.numerator:,}"}
    return _("%(so_far)s so far this year, %(number)s this quarter.") % said


# Breakdowns ---------------------------------------------------------------------------------------------------------


def break_downs(result: Result, may_see: bool) -> list[BreakDown]:
    agencies = agency_names()
    return [break_down(result, name, groups, agencies, may_see) for name, groups in result.tally.groups.items()]


def break_down(
    result: Result, name: str, groups: Mapping[str, Counts], agencies: Mapping[str, str], may_see: bool
) -> BreakDown:  # fmt: skip
    indicator, total = result.indicator, result.tally.total
    specification = specifications.current_book().in_force_on(result.period.last)
    title = wording.heading(indicator, name)
    judged = {group: one for (by, group), one in result.groups.items() if by == name and one.target}
    rows = []
    for group, counts in groups.items():
        said = wording.group(indicator, name, group, specification, agencies)
        cells = numbers(result, counts, name, group, may_see)
        if judged:
            cells += target_cells(result, judged.get(group))
        rows.append([said, *cells])
    foot = [_("Everybody"), *numbers(result, total, None, None, may_see), *(["–", "–"] if judged else [])]
    return BreakDown(
        title=title_of(indicator, name, title),
        table=Table([Column(title), *columns(indicator, bool(judged))], rows, caption=title, foot=foot, cards=True),
        words=outside(indicator, name, groups, total),
    )


def title_of(indicator: Indicator, name: str, heading: str) -> str:
    """ "By age"; where there is more than one way to group ages, with the groups."""
    if name in indicator.bands and len(indicator.bands) > 1:
        groups = ", ".join(map(wording.band, indicator.bands[name]))
        return _("By age: %(groups)s") % {"groups": groups}
    return _("By %(what)s") % {"what": heading[:1].lower() + heading[1:]}


def columns(indicator: Indicator, judged: bool) -> list[Column]:
    if indicator.kind == "count":
        found = [Column(_("Number"), numeric=True)]
    else:
        found = [Column(_("Share"), numeric=True), Column(_("Of all"), numeric=True)]
        found += [Column(said, numeric=True) for part, said in parts_of(indicator).items() if part != "numerator"]
    if judged:
        found += [Column(_("Target")), Column(_("Status"))]
    return found


def numbers(result: Result, counts: Counts, name: str | None, group: str | None, may_see: bool) -> list[Cell | str]:
    indicator, period = result.indicator, result.period

    def cell(part: str) -> Cell | str:
        number = number_in(counts, part)
        if not number or not may_see:
            return f"{number:,}"
        return Cell(f"{number:,}", url=Behind(indicator, period, part, name, group).link)

    if indicator.kind == "count":
        return [cell("numerator")]
    shares = [wording.percent_of(counts), wording.count_of(counts)]
    return [*shares, *(cell(part) for part in parts_of(indicator) if part != "numerator")]


def target_cells(result: Result, judged: Judgement | None) -> list[Cell | str]:
    if judged is None:
        return ["–", "–"]
    so_far = _("%(number)s so far this year") % {"number": f"{judged.so_far:,}"} if judged.year_to_date else ""
    return [
        Cell(wording.amount(judged.target), under=judged.target.year),
        Cell(status=standing(judged, result.period, result.day), under=so_far),
    ]


def outside(indicator: Indicator, name: str, groups: Mapping[str, Counts], total: Counts) -> str:
    """People of other or unknown ages are in the total only, which is said, or the sum would look wrong."""
    if name not in indicator.bands:
        return ""
    whole = "numerator" if indicator.kind == "count" else "denominator"
    rest = getattr(total, whole) - sum(getattr(one, whole) for one in groups.values())
    if rest <= 0:
        return ""
    phrase = ngettext(
        "%(count)s of another or unknown age is in the total only.",
        "%(count)s of other or unknown ages are in the total only.",
        rest,
    )
    return phrase % {"count": f"{rest:,}"}


# Before -------------------------------------------------------------------------------------------------------------


def before(of: Kept, indicator: Indicator) -> Table:
    """Every quarter that is kept, the latest first: the words of the drawn line."""
    rows = [row_before(one, of.results[one].get(indicator.id)) for one in of.quarters]
    titles = [_("Number")] if indicator.kind == "count" else [_("Share"), _("Of all")]
    if indicator.clocks:
        titles += [_("Still running"), _("No longer counts")]
    return Table(
        [Column(_("Quarter")), *(Column(title, numeric=True) for title in titles)],
        [row for row in rows if row],
        caption=_("Quarter by quarter"),
        cards=True,
    )


def row_before(period: Period, result: Result | None) -> list[Cell | str]:
    if result is None:
        return []
    counts = result.tally.total
    quarter = Cell(wording.quarter(period), url=indicator_url(period, result.indicator))
    said = [wording.percent_of(counts)]
    if result.indicator.kind != "count":
        said.append(wording.count_of(counts))
    if result.indicator.clocks:
        said += [f"{counts.pending:,}", f"{counts.void:,}"]
    return [quarter, *said]
