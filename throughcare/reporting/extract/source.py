"""What the facts are made from: threads and their milestones as they were recorded, without a name among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from throughcare.specification.terms import MilestoneKind

#: Things of one day and no known time stand in the order of the pathway, whatever the order of recording.
PATHWAY_ORDER = {kind.value: place for place, kind in enumerate(MilestoneKind)}


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """What milestones belong to. An episode has a person; anonymous activity has none."""

    id: int
    kind: str = "episode"
    episode_kind: str | None = None
    person: str | None = None
    born: date | None = None
    sex: str | None = None
    ethnicity: str | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One revision of something that happened. A correction is a higher revision of the same origin."""

    id: int
    thread: int
    origin: int
    revision: int
    kind: str
    happened_on: date
    recorded_on: date
    detail: Mapping = field(default_factory=dict)
    happened_at: time | None = None
    retracted: bool = False
    because_given: bool = False


def as_known(milestones: Iterable[MilestoneRow], day: date) -> list[MilestoneRow]:
    """What was known on `day`: the latest revision recorded by then of each thing that had happened by then.

    A revision recorded later is ignored, so what it corrected stands again; one that takes a thing back removes it.
    """
    latest: dict[int, MilestoneRow] = {}
    for milestone in milestones:
        if milestone.recorded_on > day:
            continue
        known = latest.get(milestone.origin)
        if known is None or milestone.revision > known.revision:
            latest[milestone.origin] = milestone
    standing = [m for m in latest.values() if not m.retracted and m.happened_on <= day]
    return sorted(standing, key=in_order)


def in_order(one: MilestoneRow) -> tuple:
    at = one.happened_at
    return one.happened_on, at is not None, at or time.min, PATHWAY_ORDER.get(str(one.kind), 99), one.origin
