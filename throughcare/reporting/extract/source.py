"""What the facts are made from: threads and their milestones as they were recorded, without a name among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from throughcare.clocks.rules import Happening


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of an assessment, or about a risk at triage (`risk.<id>`). Later answers stand before earlier ones."""

    id: int
    thread: int
    question: str
    given: str
    answer: Any
    answered_on: date
    recorded_on: date
    source: str
    child: int = 0
    agency: str = ""
    version: int = 0


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
    answers: tuple[AnswerRow, ...] = ()


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
    happened_at: datetime | None = None
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
    return sorted(standing, key=as_happening)


def as_happening(one: MilestoneRow) -> Happening:
    return Happening(kind=one.kind, on=one.happened_on, detail=one.detail, order=one.origin, at=one.happened_at)
