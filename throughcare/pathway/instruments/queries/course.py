"""The course of one tool: its scales over time, what changed since the baseline, and when it is due again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from throughcare.clocks.models import Milestone
from throughcare.clocks.queries import current_milestones
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.charts import Chart, ChartBand, ChartPoint
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.change import NotComparable, compare, reliable_change
from throughcare.pathway.instruments.offering import due_again
from throughcare.pathway.instruments.queries.completed import Completed, baseline_of, completed
from throughcare.pathway.instruments.queries.offered import rhythm_words
from throughcare.pathway.instruments.structure import Instrument
from throughcare.specification.terms import MilestoneKind

Number = int | float


@dataclass(frozen=True, slots=True)
class Course:
    """Everything about one tool in one stay; `all` has the latest first."""

    tool: Instrument
    all: Sequence[Completed]
    baseline: Completed | None
    charts: Sequence[Chart]
    change: Sequence[str]
    due: str


def course_of(episode: EpisodeForStep, tool: Instrument) -> Course:
    """One query."""
    everything = completed(episode, tool.id)
    baseline = baseline_of(everything)
    return Course(
        tool=tool,
        all=everything,
        baseline=baseline,
        charts=list(charts_of(tool, everything)),
        change=change_words(tool, baseline, everything),
        due=next_due_words(tool, everything, episode.closed_on is not None),
    )


def milestone_of(episode: EpisodeForStep, tool: Instrument, origin_id: int) -> tuple[Milestone, Completed]:
    """A completed tool with the milestone to correct; 404 when there is none, or it was taken back. Two queries."""
    found = next((one for one in completed(episode, tool.id) if one.origin_id == origin_id), None)
    milestones = current_milestones([episode.thread_id])
    stands = next((one for one in milestones if one.origin_id == origin_id), None)
    if found is None or stands is None or stands.kind != MilestoneKind.INSTRUMENT_COMPLETED:
        raise Http404
    return stands, found


# Scales over time ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scale:
    """One thing that a tool measures: its id (empty for the total), its label and its ends."""

    id: str
    label: str
    least: int
    most: int
    bands: tuple[ChartBand, ...] = ()
    better: str = ""

    def value(self, one: Completed) -> Number | None:
        if not self.id:
            return one.total
        if self.id in one.subscales:
            return one.subscales[self.id]
        given = one.answers.get(self.id)
        return given if type(given) in (int, float) else None


def scales_of(tool: Instrument) -> Iterator[Scale]:
    """The total and its parts; where each answer stands alone, every amount with two ends."""
    if tool.has_total and tool.range:
        bands = tuple(ChartBand(band.label, band.min, band.max) for band in tool.bands)
        yield Scale("", _("Total score"), tool.range.min, tool.range.max, bands, tool.higher_means)
    for part in tool.subscales:
        yield Scale(part.id, part.label, part.range.min, part.range.max, better=tool.higher_means)
    if tool.has_total:
        return
    of_items = tuple(ChartBand(band.label, band.min, band.max) for band in tool.bands)
    for item in tool.items:
        if item.numeric:
            direction = item.higher_means or tool.higher_means
            yield Scale(item.id, item.label, item.numeric.min, item.numeric.max, of_items, direction)


def charts_of(tool: Instrument, everything: Sequence[Completed]) -> Iterator[Chart]:
    for scale in scales_of(tool):
        measured = [(one, scale.value(one)) for one in reversed(everything)]
        points = [_point(scale, one, value) for one, value in measured if value is not None]
        if points:
            yield Chart(
                id=f"{tool.id}-{scale.id or 'total'}",
                title=scale.label,
                words=_direction(scale.better),
                least=scale.least,
                most=scale.most,
                bands=scale.bands,
                points=points,
            )


def _point(scale: Scale, one: Completed, value: Number) -> ChartPoint:
    band = next((band.label for band in scale.bands if band.least <= value <= band.most), "")
    return ChartPoint(one.on, value, wording.short_day(one.on, today()), band)


def _direction(higher_means: str) -> str:
    words = {"worse": _("Higher is worse."), "better": _("Higher is better.")}
    return words.get(higher_means, "")


# Change --------------------------------------------------------------------------------------------------------------


def change_words(tool: Instrument, baseline: Completed | None, everything: Sequence[Completed]) -> list[str]:
    """What changed since the baseline, scale by scale, and what the tool's authors say about such a change."""
    latest = next((one for one in everything if one.is_scored), None)
    if baseline is None or latest is None or latest.origin_id == baseline.origin_id:
        return []
    changed = [words for scale in scales_of(tool) if (words := _changed(tool, scale, baseline, latest))]
    return [*changed, *published_words(tool)] if changed else []


def _changed(tool: Instrument, scale: Scale, baseline: Completed, latest: Completed) -> str:
    before, after = scale.value(baseline), scale.value(latest)
    if before is None or after is None:
        return ""
    is_part = scale.id and scale.id not in {item.id for item in tool.items}
    said = {
        "scale": scale.label,
        "before": before,
        "after": after,
        "then": wording.short_day(baseline.on, today()),
        "now": wording.short_day(latest.on, today()),
        "class": "" if is_part else class_words(tool, scale.id or None, before, after, latest),
    }
    if said["class"]:
        return _("%(scale)s: %(before)s on %(then)s, %(after)s on %(now)s. %(class)s.") % said
    return _("%(scale)s: %(before)s on %(then)s, %(after)s on %(now)s.") % said


def class_words(tool: Instrument, item: str | None, before: Number, after: Number, latest: Completed) -> str:
    try:
        found = compare(tool, before, after, item=item, sex=latest.answers.get("sex"))
    except NotComparable:
        return ""
    words = str(kinds_of_change().get(found.kind, ""))
    if found.recovered:
        return _("%(change)s, below the tool’s own threshold") % {"change": words}
    return words


def kinds_of_change() -> dict[str, str]:
    return {
        "reliably_improved": _("Reliably improved"),
        "reliably_deteriorated": _("Reliably worse"),
        "no_reliable_change": _("No reliable change"),
        "improved": _("Improved"),
        "worsened": _("Worse"),
        "unchanged": _("Unchanged"),
        "increased": _("More"),
        "reduced": _("Less"),
        "abstinent": _("None any more"),
        "started": _("Started"),
        "not_using": _("None then and now"),
    }


def published_words(tool: Instrument) -> list[str]:
    """The published reliable change with its words; where there is none, that there is none."""
    words = str(tool.change.get("text", "")).strip()
    threshold = reliable_change(tool) if tool.has_total else tool.change.get("reliable_change")
    if isinstance(threshold, dict):
        threshold = None
    if threshold is None:
        return [_("No published reliable change: whether a change is more than chance cannot be said.")]
    told = _("Published reliable change: %(threshold)s or more.") % {"threshold": threshold}
    return [f"{told} {words}".strip()]


def next_due_words(tool: Instrument, everything: Sequence[Completed], closed: bool) -> str:
    """When it is due again, and on whose word."""
    last = next((one for one in everything if one.is_scored), None)
    if last is None or closed:
        return ""
    rhythm = rhythm_words(tool)
    on: date | None = due_again(tool, last.on)
    if on is None:
        return _("Repeated: %(rhythm)s.") % {"rhythm": rhythm}
    words = _("Due again on %(day)s: %(rhythm)s.") if on > today() else _("Due again since %(day)s: %(rhythm)s.")
    return words % {"day": wording.short_day(on, today()), "rhythm": rhythm}
