"""What pages are made of: each component's content, to be filled by a query or view and drawn by one macro."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from throughcare.foundations.pages import wording

Kind = Literal["overdue", "late", "soon", "running", "met", "void", "missed", "flag", "paused", "none"]


@dataclass(frozen=True, slots=True)
class Status:
    """A state: a shape, a word, then a colour. Build those of a promise with the functions below."""

    kind: Kind
    words: str


def open_promise(days_left: int, working: bool = False) -> Status:
    """A promise still open: running, due soon, or overdue when the days left are below 0."""
    if days_left < 0:
        return Status("overdue", wording.overdue_by(-days_left, working))
    return Status("soon" if days_left <= wording.SOON_WITHIN else "running", wording.left(days_left, working))


def overdue_promise(days: int, working: bool = False) -> Status:
    """Open after its day; on a weekend no working day may have passed, and it is overdue all the same."""
    return Status("overdue", wording.overdue_by(days, working))


def promise_in_hours(due_at: datetime, now: datetime) -> Status:
    """An open promise that is counted in hours: amber from its last day on, since that is all there is."""
    left = due_at - now
    if left < timedelta(0):
        return Status("overdue", _("Overdue by %(span)s") % {"span": wording.span(left)})
    return Status("soon" if left < timedelta(days=1) else "running", _("%(span)s left") % {"span": wording.span(left)})


def kept_promise(days_late: int, working: bool = False) -> Status:
    """A promise kept: in time, or so many days late."""
    return Status("late" if days_late > 0 else "met", wording.late_by(days_late, working))


def paused_promise() -> Status:
    return Status("paused", _("Paused"))


def void_promise() -> Status:
    return Status("void", _("No longer counts"))


def nothing(words: str) -> Status:
    """An unknown is said, never left out: `nothing(_("Not asked yet"))`."""
    return Status("none", words)


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    url: str
    about: str = ""
    """What the link leaves unsaid to those who hear it alone, as in "for Rowan Nettlebed"."""


# The person ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a page is about. Unknowns are said in words, so no part may be empty except the action."""

    name: str
    url: str
    age: str
    """"17"; on the full strip `about` follows: "(born 3 March 2009). In treatment since 10 September 2026"."""
    about: str = ""
    risks: Sequence[Status] = ()
    alerts: Sequence[Link] = ()
    """What somebody must act on now, each leading to where they do; it stands before the risks."""
    risk_unknown: str = ""
    """Said when there is no risk in the list: "None recorded", "Not asked yet"."""
    next_due: Status | None = None
    """On the full strip the promise, with `next_due_when` below it; on the slim one both in a few words."""
    next_due_when: str = ""
    key_worker: str = ""
    consent: Sequence[str] = ()
    action: Link | None = None


# Rows ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One promise, gap or missed contact: how it stands, whose it is, and the one thing to do."""

    status: Status
    name: str
    url: str
    age: str = ""
    when: str = ""
    """The date under the status: "Was due Wed 18 Nov"."""
    what: str = ""
    """The promise: "Comprehensive assessment"."""
    held_up_by: str = ""
    """One quiet line: what holds it up, or what has worked before."""
    action: Link | None = None
    urgent: bool = False
    """Urgent rows have the solid button."""


@dataclass(frozen=True, slots=True)
class RowGroup:
    title: str
    """"Overdue: 2"."""
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Appointment:
    at: str
    name: str
    url: str
    age: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What must be acknowledged; `words` say to whom it goes next, and when."""

    title: str
    name: str
    url: str
    age: str
    words: str
    action: Link
    status: Status | None = None
    """How long there is left to act."""


# Promise and timeline -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Promise:
    """A running promise with its count of days, in the clock's own unit."""

    title: str
    url: str
    owner: str
    status: Status
    day: int
    total: int
    words: str
    """"Day 82 of 84. Due Wed 25 Nov."."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline; a step of the pathway has a solid dot."""

    day: str
    what: str
    is_step: bool = False
    status: Status | None = None
    words: str = ""
    link: Link | None = None
    folded: bool = False
    """A run of like entries: `what` is then the link that unfolds it."""


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    entries: Sequence[Happened]


@dataclass(frozen=True, slots=True)
class Known:
    """What need not be asked again, with where it came from and the way to change it."""

    label: str
    value: str
    source: str
    change: str = ""


# A clock explained --------------------------------------------------------------------------------------------------

Who = Literal["us", "person", "off", "paused"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Days in a row that were waited for one reason, counted from the start of the wait."""

    who: Who
    start: int
    days: int


@dataclass(frozen=True, slots=True)
class WaitStep:
    title: str
    dates: str
    segments: Sequence[Segment]

    def days(self, *who: Who) -> int:
        return sum(segment.days for segment in self.segments if not who or segment.who in who)


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait in steps. `due` is the number of the due day, counted from the start, or None while paused."""

    steps: Sequence[WaitStep]
    total: int
    due: int | None
    due_words: str
    """"Sun 6 Sep"."""
    person: str
    """The first name, for "Waiting for Linnet"."""

    def days(self, *who: Who) -> int:
        return sum(step.days(*who) for step in self.steps)

    @property
    def late(self) -> int:
        return max(0, self.total - self.due) if self.due is not None else 0

    @property
    def scale(self) -> int:
        return max(1, self.total, self.due or 0)


# Figures and tables -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spark:
    """The run of the last full quarters, oldest first; None where there was nothing to count."""

    values: Sequence[float | None]
    target: float | None = None
    label: str = ""

    WIDTH = 112
    HEIGHT = 42

    def _range(self) -> tuple[float, float]:
        seen = [value for value in [*self.values, self.target] if value is not None]
        low, high = (min(seen), max(seen)) if seen else (0.0, 1.0)
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    def _y(self, value: float) -> float:
        low, high = self._range()
        return round(37 - 32 * (value - low) / (high - low), 1)

    @property
    def points(self) -> list[tuple[float, float]]:
        step = (self.WIDTH - 10) / max(1, len(self.values) - 1)
        return [(round(4 + at * step, 1), self._y(value)) for at, value in enumerate(self.values) if value is not None]

    @property
    def line(self) -> str:
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def target_y(self) -> float | None:
        return None if self.target is None else self._y(self.target)


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator's row: never a percentage without its count."""

    id: str
    title: str
    url: str
    value: str
    count: str
    target: str
    status: Status
    pending: str
    void: str
    not_asked: str
    spark: Spark | None = None
    target_under: str = ""
    """The year that the target is of."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; `label` is what a card says before the value on a narrow page."""

    title: str
    numeric: bool = False
    label: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than a text: a link, a quieter line under it, a status, a bar."""

    words: str = ""
    url: str = ""
    under: str = ""
    status: Status | None = None
    bar: "Bar | None" = None


@dataclass(frozen=True, slots=True)
class Bar:
    """So much of so much; beyond the limit it is full and amber. The words beside it carry the meaning."""

    value: float
    total: float

    @property
    def over(self) -> bool:
        return self.value > self.total


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str | int]]
    caption: str
    """Read aloud before the table; hidden from sight, since a heading stands above."""
    foot: Sequence[Cell | str | int] = ()
    cards: bool = False
    """Drawn as cards on a narrow page."""
    tight: bool = False
    first_is_header: bool = True


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a long list the page stands."""

    number: int
    last: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One drop-down above a list; `choices` are (value, words)."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    fields: Sequence[Filter] = field(default_factory=tuple)
    button: str = ""
