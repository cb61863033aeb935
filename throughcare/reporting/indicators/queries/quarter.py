"""The quarter: how things stand, what can still be saved, and every indicator with its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.foundations.dates import quarter_bounds, quarter_of
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Figure, Link, Spark, Status
from throughcare.foundations.today import today
from throughcare.pathway.casework.steps import address
from throughcare.reporting.indicators import rules, wording
from throughcare.reporting.indicators.definitions import Indicator
from throughcare.reporting.indicators.queries.saveable import Running, Saveable, running_of, saveables
from throughcare.reporting.indicators.queries.standing import guide_of, is_on_course, standing
from throughcare.reporting.indicators.queries.stored import (
    Kept,
    indicator_url,
    kept,
    period_named,
    quarter_link,
)
from throughcare.reporting.indicators.results import Period, Result
from throughcare.reporting.indicators.rules import Hidden, Told, Total


@dataclass(frozen=True, slots=True)
class QuarterPage:
    title: str
    sentence: str
    jumps: Sequence[Link]
    figures: Sequence[Figure] = ()
    saveable: Sequence[Saveable] = ()
    empty: str = ""
    """Said where nothing is kept for the quarter; there are no figures then, and never zeros."""
    may_refresh: bool = False
    totals_only: bool = False
    counted_url: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the viewer may see of the figures of one quarter."""

    viewer: Viewer
    kept: Kept
    period: Period
    running: Running
    told: Mapping[str, Told] = field(default_factory=dict)
    """What may be told of each, for those who see totals only."""
    told_before: Mapping[Period, Mapping[str, Told]] = field(default_factory=dict)

    @property
    def results(self) -> Mapping[str, Result]:
        return self.kept.results.get(self.period, {})

    @property
    def totals_only(self) -> bool:
        return not self.viewer.may(Permission.VIEW_FIGURES)


def quarter_page(viewer: Viewer, quarter: str | None = None) -> QuarterPage:
    """Two queries for the figures and three more where cases can still be saved, however many there are."""
    period = period_named(quarter)
    seen = seen_by(viewer, kept(), period)
    if not seen.results:
        return nothing_yet(seen)
    boxes = saveables(viewer, seen.results, seen.running, today())
    indicators = [one.indicator for one in seen.results.values()]
    return QuarterPage(
        title=wording.quarter(period),
        sentence=" ".join(how_things_stand(seen, indicators)),
        jumps=[*jumps(seen, boxes), *beside(seen)],
        figures=[figure(seen, one) for one in indicators],
        saveable=boxes,
        may_refresh=viewer.may(Permission.REFRESH_FIGURES),
        totals_only=seen.totals_only,
        counted_url=address("indicators:counted"),
    )


def seen_by(viewer: Viewer, of: Kept, period: Period) -> Seen:
    results = of.results.get(period, {})
    if not viewer.may(Permission.VIEW_FIGURES):
        told = {one: told_of(of, one) for one in {period, *of.full_quarters}}
        return Seen(viewer, of, period, Running({}, {}), told[period], told)
    if not viewer.may(Permission.VIEW_CASES_BEHIND_FIGURES):
        return Seen(viewer, of, period, Running({}, {}))
    return Seen(viewer, of, period, running_of(viewer, results.values(), period, today()))


def told_of(of: Kept, period: Period) -> dict[str, Told]:
    """What may be told of all indicators of a quarter together."""
    results = of.results.get(period, {})
    return dict(zip(results, rules.tell([total_of(of, one) for one in results.values()]), strict=True))


def total_of(of: Kept, result: Result) -> Total:
    counts, judged, indicator = result.tally.total, result.whole, result.indicator
    annual = judged.year_to_date is not None
    earlier = [of.results[one].get(indicator.id) for one in of.of_year(result.period)] if annual else []
    return Total(
        population=population(indicator),
        numerator=counts.numerator,
        denominator=counts.denominator,
        pending=counts.pending,
        void=counts.void,
        not_asked=counts.not_asked,
        so_far=judged.so_far if annual else None,
        quarters=tuple(one.tally.total.numerator for one in earlier if one),
        is_met=judged.target.is_met_by if judged.target else None,
    )


def population(indicator: Indicator) -> tuple:
    """What two indicators must have in common to count among the same cases."""
    which = indicator.which.text if indicator.which else ""
    of = indicator.denominator.text if indicator.denominator else indicator.id if indicator.kind == "count" else ""
    return indicator.table, indicator.period_date, indicator.clocks, indicator.pathways, which, of


# How things stand ---------------------------------------------------------------------------------------------------


def how_things_stand(seen: Seen, indicators: Sequence[Indicator]) -> list[str]:
    day, period = seen.kept.known_on, seen.period
    said = []
    if period.first <= day < period.last:
        gone = {"day": (day - period.first).days + 1, "all": (period.last - period.first).days + 1}
        said.append(_("Day %(day)s of %(all)s.") % gone)
    said.append(wording.recorded_until(day, seen.kept.read_at))
    statuses = [status(seen, one) for one in indicators]
    judged = [one.kind for one in statuses if one.kind != "none"]
    met = judged.count("met")
    if judged:
        words_ = (
            ngettext(
                "%(met)s of %(all)s target is met or on course.", "%(met)s of %(all)s targets are met or on course.",
                len(judged),
            )
            if day <= period.last
            else ngettext("%(met)s of %(all)s target is met.", "%(met)s of %(all)s targets are met.", len(judged))
        )  # fmt: skip
        said.append(words_ % {"met": met, "all": len(judged)})
    more = len(seen.running.needed)
    if more:
        said.append(
            ngettext("%(count)s more can still be met.", "%(count)s more can still be met.", more) % {"count": more}
        )
    return said


def jumps(seen: Seen, boxes: Sequence[Saveable]) -> list[Link]:
    links = []
    if boxes:
        count = seen.running.count
        phrase = ngettext("%(count)s case can still be in time", "%(count)s cases can still be in time", count)
        links = [Link(phrase % {"count": count}, "#saveable"), Link(_("All indicators"), "#indicators")]
    return links


def beside(seen: Seen) -> list[Link]:
    """The quarters before and after, where they are kept."""
    links = []
    for near in (seen.period.first - timedelta(days=1), seen.period.last + timedelta(days=1)):
        period = Period(*quarter_bounds(quarter_of(near)))
        if period in seen.kept.results:
            links.append(quarter_link(period))
    return links


def nothing_yet(seen: Seen) -> QuarterPage:
    """Says that nothing is counted, and where something is; never a zero."""
    quarters = seen.kept.quarters
    if not quarters:
        said = _("The figures have not been worked out yet.")
    elif seen.period.first > seen.kept.known_on:
        said = _("The figures of this quarter have not been worked out yet.")
    else:
        said = _("No figures are kept for this quarter. The first that is kept is %(quarter)s.") % {
            "quarter": wording.quarter(quarters[-1])
        }
    return QuarterPage(
        title=wording.quarter(seen.period),
        sentence=said,
        jumps=[quarter_link(quarters[0])] if quarters else [],
        empty=said,
        may_refresh=seen.viewer.may(Permission.REFRESH_FIGURES),
        totals_only=seen.totals_only,
    )


# One row of the table -----------------------------------------------------------------------------------------------


def figure(seen: Seen, indicator: Indicator) -> Figure:
    result = seen.results[indicator.id]
    told = seen.told.get(indicator.id)
    counts, target = result.tally.total, result.whole.target
    url = "" if seen.totals_only else indicator_url(seen.period, indicator)
    amount, under = target_words(seen, result)
    value, count = value_words(result, told)
    return Figure(
        id=indicator.id,
        title=indicator.title,
        url=url,
        value=value,
        count=count,
        target=amount,
        target_under=under,
        status=status(seen, indicator),
        pending=wording.number(told.pending if told else counts.pending),
        void=wording.number(told.void if told else counts.void),
        not_asked=not_asked(indicator, result, told),
        spark=spark(seen, indicator, None if target and target.per else target),
    )


def value_words(result: Result, told: Told | None) -> tuple[str, str]:
    """The value and the line under it. Where the target is for a year, the value is that of the year."""
    counts, judged = result.tally.total, result.whole
    numerator = wording.number(told.numerator if told else counts.numerator)
    if judged.year_to_date is not None:
        so_far = told.so_far if told else judged.so_far
        value = "–" if isinstance(so_far, Hidden) else f"{so_far:,}"
        return value, _("%(number)s this quarter") % {"number": numerator}
    if counts.denominator is None:
        hidden = isinstance(told.numerator if told else 0, Hidden)
        return ("–", numerator) if hidden else (numerator, _("this quarter"))
    if told and not told.is_whole:
        return "–", wording.told_count(told)
    return wording.percent_of(counts), wording.count_of(counts)


def target_words(seen: Seen, result: Result) -> tuple[str, str]:
    """The target, and under it the year that it is of and, for a year's target, its straight share up to now."""
    target = result.whole.target
    if target is None:
        by_group = [one.target for one in result.groups.values() if one.target]
        return (_("by group"), by_group[0].year) if by_group else ("–", "")
    if target.per:
        said = {"year": target.year, "guide": f"{guide_of(result.whole, seen.period, seen.kept.known_on):,}"}
        return wording.amount(target), _("guide: %(guide)s (%(year)s)") % said
    return wording.amount(target), target.year


def status(seen: Seen, indicator: Indicator) -> Status:
    result = seen.results[indicator.id]
    told = seen.told.get(indicator.id)
    judged = result.whole
    if seen.totals_only and (told is None or not told.status):
        return Status("none", _("Not shown"))
    if judged.target is None and any(one.target for one in result.groups.values()):
        return status_of_groups(seen, result)
    return standing(judged, seen.period, seen.kept.known_on, reachable=indicator.id in seen.running.needed)


def status_of_groups(seen: Seen, result: Result) -> Status:
    """Where each group has its target and the whole has none."""
    if seen.totals_only:
        return Status("none", _("Not shown"))
    judged = [one for one in result.groups.values() if one.target]
    met = [one.status == "met" for one in judged]
    on_course = [is_on_course(one, seen.period, seen.kept.known_on) for one in judged]
    return wording.status_of_groups(met.count(True), on_course.count(True), len(judged))


def not_asked(indicator: Indicator, result: Result, told: Told | None) -> str:
    """The share of answers that nobody asked for, where an indicator counts answers."""
    counts = result.tally.total
    if indicator.not_asked is None or not counts.denominator:
        return "–"
    if told and (isinstance(told.not_asked, Hidden) or not told.is_whole):
        return wording.number(told.not_asked) if isinstance(told.not_asked, Hidden) else _("not shown")
    return words.percent(counts.not_asked / counts.denominator)


def spark(seen: Seen, indicator: Indicator, target) -> Spark | None:
    """The last full quarters; its label says every value, for those who do not see the line."""
    quarters = seen.kept.full_quarters
    if not quarters:
        return None
    results = [seen.kept.results[one].get(indicator.id) for one in quarters]
    told = [seen.told_before[one].get(indicator.id) if seen.totals_only else None for one in quarters]
    shown = [
        None if result is None or (one is not None and not one.is_whole) else result.tally.total.value
        for result, one in zip(results, told, strict=True)
    ]
    said = [value_told(result, one, value) for result, one, value in zip(results, told, shown, strict=True)]
    label = _("From %(first)s to %(last)s: %(values)s.") % {
        "first": wording.quarter(quarters[0]),
        "last": wording.quarter(quarters[-1]),
        "values": ", ".join(said),
    }
    if target:
        label = _("%(run)s Target: %(target)s.") % {"run": label, "target": wording.amount(target)}
    return Spark(shown, target.value if target else None, label)


def value_told(result: Result | None, told: Told | None, value: float | None) -> str:
    if result is None:
        return _("not counted")
    if told is not None and not told.is_whole:
        return _("not shown")
    if value is None:
        return _("no cases")
    return wording.percent_of(result.tally.total)
