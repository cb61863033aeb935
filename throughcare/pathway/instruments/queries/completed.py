"""Each time a tool was completed, as it stands now and as it stood before it was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from throughcare.clocks.queries import as_happening
from throughcare.clocks.rules import Happening
from throughcare.foundations.dates import age_on
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.scoring import score
from throughcare.pathway.instruments.structure import Flag, Instrument, MissingFlag
from throughcare.pathway.instruments.terms import Mode, PointOfPlan, Status, Urgency
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind

URGENCIES = list(Urgency)
SCORED = frozenset({Status.COMPLETE, Status.PRORATED, Status.PARTIAL})


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
    point: str = ""
    """Whether the stage is before, during or after the plan's work; empty where the specification does not say."""
    mode: str = ""
    by: str = ""
    at_triage: bool = False
    answers: Mapping[str, object] = field(default_factory=dict)
    subscales: Mapping[str, int | None] = field(default_factory=dict)
    findings: Mapping[str, object] = field(default_factory=dict)
    offered_because: str = ""
    missing: tuple[str, ...] = ()
    """The labels of the questions without which it is not whole."""
    earlier: tuple[Completed, ...] = ()
    """The accounts that were corrected, the oldest first."""

    @property
    def is_scored(self) -> bool:
        """Whether there is something to compare: a total, or answers that each stand alone."""
        if self.tool is not None and not self.tool.has_total:
            return self.status in SCORED
        return self.total is not None

    @property
    def is_baseline(self) -> bool:
        return self.point == PointOfPlan.PRIOR

    @property
    def result(self) -> str:
        """ "Score 23, Possible dependence", or how far it could be scored."""
        if self.total is None:
            return str(self.status.label)
        if self.band:
            return _("Score %(total)s, %(band)s") % {"total": self.total, "band": self.band}
        return _("Score %(total)s") % {"total": self.total}

    @property
    def way(self) -> str:
        return str(Mode(self.mode).label) if self.mode in Mode.values else ""


def completed(episode: EpisodeForStep, instrument: str | None = None) -> list[Completed]:
    """Every completed tool of the episode, or those of one, the latest first. One query."""
    done = {one.order: one for one in episode.happenings if one.kind == MilestoneKind.INSTRUMENT_COMPLETED}
    accounts: dict[int, list[Administration]] = {}
    rows = Administration.objects.filter(thread_id=episode.thread_id).select_related("recorded_by").order_by("pk")
    for row in rows:
        if row.milestone_id in done and instrument in (None, row.instrument):
            accounts.setdefault(row.milestone_id, []).append(row)
    return [_told(episode, done[origin], rows) for origin, rows in sorted(accounts.items(), key=_newest(done))]


def newest(episode: EpisodeForStep, instrument: str) -> Completed:
    """What was completed just now."""
    rows = Administration.objects.filter(thread_id=episode.thread_id, instrument=instrument)
    row = rows.select_related("milestone", "recorded_by").latest("pk")
    return _as_completed(episode, as_happening(row.milestone), row)


def last_of_each(all_completed: list[Completed]) -> dict[str, Completed]:
    last: dict[str, Completed] = {}
    for one in all_completed:
        if one.tool is not None:
            last.setdefault(one.tool.id, one)
    return last


def baseline_of(all_completed: Iterable[Completed]) -> Completed | None:
    """What later answers are compared with: the first scored ones from before the work began, else the first."""
    scored = [one for one in reversed(list(all_completed)) if one.is_scored]
    return next((one for one in scored if one.is_baseline), scored[0] if scored else None)


def _newest(done: dict):
    return lambda pair: (-done[pair[0]].on.toordinal(), -pair[1][-1].pk)


def _told(episode: EpisodeForStep, happening: Happening, rows: list[Administration]) -> Completed:
    *before, last = rows
    return _as_completed(episode, happening, last, tuple(_as_completed(episode, happening, row) for row in before))


def _as_completed(
    episode: EpisodeForStep, happening: Happening, row: Administration, earlier: tuple[Completed, ...] = ()
) -> Completed:
    tool, stages = instruments().get(row.instrument), episode.specification.instrument_stages
    stage = happening.detail.get("stage")
    return Completed(
        origin_id=happening.order,
        tool=tool,
        title=tool.short_name if tool else row.instrument,
        on=happening.on,
        stage=title_of(stages, stage),
        total=row.total,
        band=band_label(tool, row.band),
        flags=worst_first(flag_named(tool, name) for name in row.flags),
        status=Status(row.status),
        point=stages[stage].group if stage in stages else "",
        mode=row.mode,
        by=row.recorded_by.display_name if row.recorded_by else "",
        at_triage=_is_at_triage(episode, happening),
        answers=row.answers,
        subscales=row.subscales,
        findings=row.findings,
        offered_because=row.offered_because,
        missing=missing_labels(tool, row, age_on(episode.person.born, happening.on)),
        earlier=earlier,
    )


def _is_at_triage(episode: EpisodeForStep, happening: Happening) -> bool:
    """Triage records its tools on its own day, right after itself."""
    triage = [one for one in episode.happenings if one.kind == MilestoneKind.TRIAGE_COMPLETED]
    return any(one.on == happening.on for one in triage)


def missing_labels(tool: Instrument | None, row: Administration, age: int) -> tuple[str, ...]:
    """What is still open where the answers could not be scored whole; a copied total has no open questions."""
    if tool is None or not row.answers or row.status not in (Status.INCOMPLETE, Status.PARTIAL, Status.PRORATED):
        return ()
    return tuple(tool.item(name).label for name in score(tool, row.answers, age).missing)


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
