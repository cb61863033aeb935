"""What is told of a person, case by case, on its way to the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from throughcare.clocks.rules import Happening
from throughcare.demo.bulk.tables import MILESTONE, TABLES, THREAD, Table
from throughcare.specification.schema import Specification
from throughcare.specification.terms import CLOSING_KINDS


@dataclass(slots=True)
class Told:
    """A milestone as it will stand in its table."""

    number: int
    origin: int
    revision: int
    kind: str
    on: date
    at: datetime | None
    detail: dict
    because: str
    retracted: bool
    recorded_on: date
    by: int

    def happening(self) -> Happening:
        return Happening(self.kind, self.on, self.detail, self.origin, self.at)


class Case:
    """An episode while it is told."""

    __slots__ = (
        "born",
        "closed_by",
        "closed_on",
        "current",
        "history",
        "opened_on",
        "plans",
        "specification",
        "thread",
    )

    def __init__(self, thread: int, born: date, opened_on: date, specification: Specification):
        self.thread, self.born, self.specification = thread, born, specification
        self.opened_on, self.closed_on, self.closed_by = opened_on, None, ""
        self.history: list[Told] = []
        self.current: dict[int, Told] = {}
        self.plans: list[list] = []

    def happenings(self) -> list[Happening]:
        """As `current_milestones` gives them: in the order of first recording."""
        return [self.current[origin].happening() for origin in sorted(self.current)]

    def settle(self) -> None:
        """The days between which the episode stands, after a step that may move them."""
        opened, closed, by = None, None, ""
        for told in self.current.values():
            if told.kind == "referral_received":
                opened = told.on if opened is None else min(opened, told.on)
            elif told.kind in CLOSING_KINDS:
                closed, by = told.on, told.kind
        self.opened_on, self.closed_on, self.closed_by = opened, closed, by


class Rows:
    """Rows by table, numbered from nought in each part of a load."""

    def __init__(self):
        self.by_table: dict[str, list[tuple]] = {table.name: [] for table in TABLES}
        self.threads = self.milestones = self.plans = 0

    def add(self, table: Table, *row) -> None:
        self.by_table[table.name].append(row)

    def thread(self, kind: str) -> int:
        number, self.threads = self.threads, self.threads + 1
        self.by_table[THREAD.name].append((number, kind))
        return number

    def keep(self, thread: int, told: Told) -> None:
        self.by_table[MILESTONE.name].append(
            (told.number, thread, told.origin, told.revision, told.kind, told.on, told.at, told.detail, told.because,
             told.retracted, told.recorded_on, told.by)
        )  # fmt: skip
