"""What goes into a replay and what comes out of it, and the state of a clock on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, get_args

State = Literal["running", "overdue", "met", "late", "paused", "void"]
STATES: tuple[str, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Happening:
    """A milestone as it stands now: what happened and when, superseded and retracted versions left out.

    `at` is the moment where the time is known; `on` is its local day. It is kept in UTC, where no hour comes twice.
    `order` is the order of recording; it sorts lists for people and never changes a clock.
    """

    kind: str
    on: date
    detail: Mapping = field(default_factory=dict)
    order: int = 0
    at: datetime | None = None

    def __post_init__(self) -> None:
        if self.at is None or self.at.tzinfo is UTC:
            return
        if self.at.tzinfo is None:
            raise ValueError(f"The moment of {self.kind} on {self.on} has no time zone; give it one")
        object.__setattr__(self, "at", self.at.astimezone(UTC))

    def __lt__(self, other: Happening) -> bool:
        return (self.on, self.at is not None, self.at, self.order) < (
            other.on,
            other.at is not None,
            other.at,
            other.order,
        )


def up_to(happenings: Iterable[Happening], day: date) -> list[Happening]:
    """What had happened by the end of that day."""
    return [one for one in happenings if one.on <= day]


def state(
    start: date,
    due: date | None,
    stopped: date | None,
    voided: date | None,
    paused: date | None,
    day: date,
    *,
    due_at: datetime | None = None,
    stopped_at: datetime | None = None,
    at: datetime | None = None,
) -> State:
    """How a clock stands on a day; it serves stored clocks and replayed ones alike.

    What came after `day` has not happened yet. Ask only about clocks that have started. The moments matter to clocks
    in hours alone; without them a stop on the due day is in time, and the due day itself is not yet overdue.
    """
    if voided is not None and voided <= day:
        return "void"
    if stopped is not None and stopped <= day:
        if due is None or stopped < due:
            return "met"
        if stopped > due:
            return "late"
        return "late" if due_at and stopped_at and stopped_at > due_at else "met"
    if paused is not None and paused <= day:
        return "paused"
    if due is None or day < due:
        return "running"
    if day > due:
        return "overdue"
    return "overdue" if due_at and at and at > due_at else "running"


def is_breach(judged: State) -> bool:
    return judged in ("overdue", "late")


@dataclass(frozen=True, slots=True)
class ReplayedClock:
    """One promise to one person. It has no state of its own: ask for the state on a day.

    `due_on` is None while the clock is paused. `ended_on` is the day on which the episode closed after the due date
    without a stop: the breach stays, but nobody has anything left to do about it.
    """

    definition_id: str
    start_on: date
    start_at: datetime | None
    due_on: date | None
    due_at: datetime | None
    stopped_on: date | None
    stopped_at: datetime | None
    voided_on: date | None
    void_reason: str
    ended_on: date | None
    paused_on: date | None
    owner: str
    sequence: int

    def state_on(self, day: date, at: datetime | None = None) -> State:
        return state(
            self.start_on,
            self.due_on,
            self.stopped_on,
            self.voided_on,
            self.paused_on,
            day,
            due_at=self.due_at,
            stopped_at=self.stopped_at,
            at=at,
        )

    def is_open_on(self, day: date) -> bool:
        """Whether someone still has something to do about it, and it belongs on a worklist."""
        return self.start_on <= day and not any(
            over is not None and over <= day for over in (self.stopped_on, self.voided_on, self.ended_on)
        )
