"""What a specification's clocks are made of, once read and checked: small frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["hours", "days", "working_days", "weeks", "months", "years"]


@dataclass(frozen=True, slots=True)
class Match:
    """A kind of milestone, with what its detail must say.

    `where` holds pairs of a detail key and the values allowed for it; a list in the detail matches when any of its
    members is allowed. The loader resolves words such as `counts_as_treatment` into the ids they stand for.
    """

    kind: str
    where: tuple[tuple[str, frozenset[str]], ...] = ()

    def fits(self, kind: str, detail: Mapping) -> bool:
        if kind != self.kind:
            return False
        for key, allowed in self.where:
            said = detail.get(key)
            if isinstance(said, list | tuple):
                if not any(one in allowed for one in said):
                    return False
            elif said not in allowed:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the unit that the specification counts in."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of `only_if`; it holds when any of its alternatives does.

    `happened`: one of these milestones exists on the thread. `age_from` / `age_to`: completed years on the start day,
    both ends in. `pathways`: the kind of episode. A condition that nothing yet settles is not met.
    """

    happened: tuple[Match, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    pathways: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClockDefinition:
    """One promise of the specification; see `design` section 3 for what each field means.

    `may_precede` is True (any time before), a Duration (at most so long before) or None. `not_before` opens the window
    in which a stop counts, measured from the start. `voided_by` names milestones after which an open clock is void
    even when the episode was closed already (death, a new episode).
    """

    id: str
    title: str
    starts_on: tuple[Match, ...]
    stops_on: tuple[Match, ...]
    within: Duration
    owner: str
    source: str
    every: bool = False
    repeats: bool = False
    may_precede: Duration | Literal[True] | None = None
    not_before: Duration | None = None
    only_if: tuple[Condition, ...] = ()
    pauses_on: tuple[Match, ...] = ()
    resumes_on: tuple[Match, ...] = ()
    voided_by: tuple[Match, ...] = ()
    note: str = ""
    short: str = ""
    """The promise in the fewest words, for lists; the whole title says within how long."""
    same_wait_as: str = ""
    """Clocks that share this word measure the same wait and are shown beside each other."""
    thread: str = "episode"
    """What the promise is made on: an episode, or a matter such as an alert."""

    @property
    def name(self) -> str:
        return self.short or self.title


@dataclass(frozen=True, slots=True)
class WaitingRule:
    """When a wait is on the person's side: from such a milestone until the next milestone of the thread."""

    after: tuple[Match, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a rule for pathways asks of what triage found; exactly one of the fields is said.

    Of several words any is enough. A risk or a question is asked whether it was answered with yes.
    """

    about: Literal["severity", "urgency", "motivation", "substance", "risk", "question", "age", "tool"]
    words: frozenset[str] = frozenset()
    """The ids, any of which will do; for a tool, the tool."""
    at_least: int | None = None
    at_most: int | None = None
    """Both ends in: completed years for an age, the total for a tool."""


@dataclass(frozen=True, slots=True)
class PathwayRule:
    """Points to a pathway when everything in `needs` holds and nothing in `unless` does."""

    id: str
    pathway: str
    why: str
    needs: tuple[Need, ...]
    source: str
    unless: tuple[Need, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pathway:
    """One way on from triage. In the file the least intensive stands first, and the first that fits is recommended."""

    id: str
    title: str
    source: str
    outcomes: tuple[str, ...]
    """The outcomes of triage that take it; any of them follows the recommendation."""
    beside: bool = False
    """Recommended beside the pathway that fits, not instead of it."""
    note: str = ""
