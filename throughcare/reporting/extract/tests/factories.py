"""Made-up threads for the tests of facts and figures: a few words for each thing that happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import count

from throughcare.reporting.extract.governing import Governing
from throughcare.reporting.extract.source import MilestoneRow, ThreadRow
from throughcare.specification.loader import load
from throughcare.specification.rules import unknown_words

_ids = count(1)


@cache
def southampton() -> Governing:
    return Governing(load("southampton-esap").versions)


def day(said: str | date) -> date:
    return date.fromisoformat(said) if isinstance(said, str) else said


@dataclass
class Thread:
    """One thread being written; `happened` returns the origin, for correcting it later."""

    id: int
    person: str | None = None
    born: str | None = None
    episode_kind: str | None = "treatment"
    provider: str = "esap"
    kind: str = "episode"
    milestones: list[MilestoneRow] = field(default_factory=list)

    def happened(self, on: str | date, what: str, /, recorded: str | date | None = None, **detail) -> int:
        assert not unknown_words(what, detail, southampton().versions[0])
        number = next(_ids)
        self.milestones.append(
            MilestoneRow(
                id=number,
                thread=self.id,
                origin=number,
                revision=1,
                kind=what,
                happened_on=day(on),
                recorded_on=day(recorded or on),
                detail=detail,
            )
        )
        return number

    def corrected(
        self, origin: int, recorded: str | date, /, on: str | date | None = None, never=False, **detail
    ) -> None:
        was = max((m for m in self.milestones if m.origin == origin), key=lambda m: m.revision)
        self.milestones.append(
            MilestoneRow(
                id=next(_ids),
                thread=self.id,
                origin=origin,
                revision=was.revision + 1,
                kind=was.kind,
                happened_on=day(on) if on else was.happened_on,
                recorded_on=day(recorded),
                detail={**was.detail, **detail},
                retracted=never,
            )
        )

    @property
    def row(self) -> ThreadRow:
        return ThreadRow(
            id=self.id,
            kind=self.kind,
            episode_kind=self.episode_kind,
            person=self.person,
            born=day(self.born) if self.born else None,
            sex="female",
            ethnicity="A",
            provider=self.provider,
        )


def episode(number: int, born: str, received: str, person: str | None = None, **more) -> Thread:
    """An episode that opens with a referral from a school."""
    thread = Thread(number, person or f"person-{number}", born, **more)
    thread.happened(received, "referral_received", source="school", channel="telephone")
    return thread


def activity(number: int) -> Thread:
    """Work with people whose names are not known."""
    return Thread(number, episode_kind=None, kind="activity")


def source(threads: Iterable[Thread]) -> list[tuple[ThreadRow, list[MilestoneRow]]]:
    return [(thread.row, thread.milestones) for thread in threads]
