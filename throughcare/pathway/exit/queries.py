"""What should be asked before somebody leaves."""

from __future__ import annotations

from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.structure import Instrument
from throughcare.specification.terms import MilestoneKind


def tools_owed_at_exit(episode: EpisodeForStep) -> list[tuple[Instrument, str]]:
    """The tools that the specification promises around an exit and that are not completed yet, with their stage."""
    owed = []
    for clock in episode.specification.clocks:
        if not any(match.kind == MilestoneKind.EXITED for match in clock.starts_on):
            continue
        for match in clock.stops_on:
            said = dict(match.where)
            done = any(match.fits(one.kind, one.detail) for one in episode.happenings)
            if match.kind != MilestoneKind.INSTRUMENT_COMPLETED or done:
                continue
            for name in sorted(said.get("instrument", ())):
                if name in instruments():
                    owed.append((instruments()[name], next(iter(sorted(said.get("stage", ()))), "")))
    return owed
