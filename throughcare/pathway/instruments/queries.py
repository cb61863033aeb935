"""The tools that a person's specification offers, and each time one was completed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.clocks.queries import as_happening
from throughcare.clocks.rules import Happening
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.fhir.exporting import Answered
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.structure import Flag, Instrument, MissingFlag
from throughcare.pathway.instruments.terms import Status, Urgency
from throughcare.specification.rules import title_of

URGENCIES = list(Urgency)


@dataclass(frozen=True, slots=True)
class Completed:
    """One completed tool as it stands: after a correction the latest answers count."""

    origin_id: int
    tool: Instrument | None
    title: str
    on: date
    stage: str
    total: int | None
    band: str
    flags: tuple[Flag | MissingFlag, ...]
    status: Status

    @property
    def result(self) -> str:
        """ "Score 23, Possible dependence", or how far it could be scored."""
        if self.total is None:
            return str(self.status.label)
        if self.band:
            return _("Score %(total)s, %(band)s") % {"total": self.total, "band": self.band}
        return _("Score %(total)s") % {"total": self.total}


def completed(episode: EpisodeForStep, instrument: str | None = None) -> list[Completed]:
    """Every completed tool of the episode, or those of one, the latest first. One query."""
    done = {one.order: one for one in episode.happenings if one.kind == "instrument_completed"}
    latest = {
        row.milestone_id: row
        for row in Administration.objects.filter(thread_id=episode.thread_id).order_by("pk")
        if row.milestone_id in done and instrument in (None, row.instrument)
    }
    return [_as_completed(episode, done[origin], row) for origin, row in sorted(latest.items(), key=_newest(done))]


def newest(episode: EpisodeForStep, instrument: str) -> Completed:
    """What was completed just now."""
    rows = Administration.objects.filter(thread_id=episode.thread_id, instrument=instrument)
    row = rows.select_related("milestone").latest("pk")
    return _as_completed(episode, as_happening(row.milestone), row)


def answered(viewer: Viewer, origin_id: int) -> Answered:
    """A completed tool as it stands, to be sent to another system; 404 where it is not the viewer's to see."""
    rows = Administration.objects.filter(milestone_id=origin_id, thread_id__in=cases_seen_by(viewer)).order_by("-pk")
    row = rows.first()
    milestone = Milestone.objects.filter(origin_id=origin_id).order_by("-revision").first()
    tool = instruments().get(row.instrument) if row else None
    if row is None or tool is None or milestone.retracted:
        raise Http404
    return Answered(
        tool=tool,
        version=row.version,
        answers=row.answers,
        total=row.total,
        status=Status(row.status),
        subject=Episode.objects.values_list("person__service_user_id", flat=True).get(pk=row.thread_id),
        on=milestone.happened_on,
        at=milestone.happened_at,
        amended=rows.count() > 1 or milestone.revision > 1,
    )


def last_of_each(all_completed: list[Completed]) -> dict[str, Completed]:
    last: dict[str, Completed] = {}
    for one in all_completed:
        if one.tool is not None:
            last.setdefault(one.tool.id, one)
    return last


def tools_offered(episode: EpisodeForStep) -> tuple[list[Instrument], int]:
    """The tools that can be completed, and how many the specification names beyond those that are here."""
    known = instruments()
    offered = [known[name] for name in episode.specification.instruments if name in known]
    return offered, len(episode.specification.instruments) - len(offered)


def tool_offered(episode: EpisodeForStep, name: str) -> Instrument:
    """404 where the specification does not offer it or its definition is not here."""
    tool = instruments().get(name)
    if tool is None or name not in episode.specification.instruments:
        raise Http404
    return tool


def _newest(done: dict):
    return lambda pair: (-done[pair[0]].on.toordinal(), -pair[1].pk)


def _as_completed(episode: EpisodeForStep, happening: Happening, row: Administration) -> Completed:
    tool = instruments().get(row.instrument)
    return Completed(
        origin_id=happening.order,
        tool=tool,
        title=tool.short_name if tool else row.instrument,
        on=happening.on,
        stage=title_of(episode.specification.instrument_stages, happening.detail.get("stage")),
        total=row.total,
        band=band_label(tool, row.band),
        flags=worst_first(flag_named(tool, name) for name in row.flags),
        status=Status(row.status),
    )


def band_label(tool: Instrument | None, band: str | None) -> str:
    """Empty where there is no band, or a later version of the tool no longer has it."""
    try:
        return tool.band(band).label if tool and band else ""
    except StopIteration:
        return ""


def worst_first(flags: Iterable[Flag | MissingFlag | None]) -> tuple[Flag | MissingFlag, ...]:
    return tuple(sorted(filter(None, flags), key=lambda flag: URGENCIES.index(flag.urgency), reverse=True))


def flag_named(tool: Instrument | None, name: str) -> Flag | MissingFlag | None:
    try:
        return tool.flag(name) if tool else None
    except KeyError:
        return None
