"""To whom an alert goes, who gets it when nobody has acted, and when it goes on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from throughcare.clocks.rules import state
from throughcare.pathway.alerts.terms import Why
from throughcare.specification.definitions import ClockDefinition
from throughcare.specification.schema import Role, Specification

#: The role whose holders answer for the service, so that silence ends with one of them.
MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the agency who may act on alerts."""

    user_id: int
    username: str
    name: str
    is_manager: bool = False
    on_duty: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in the chain, and why they stand there."""

    colleague: Colleague
    why: Why


@dataclass(frozen=True, slots=True)
class Chain:
    """Those whom an alert goes to, one after the other, as the service is staffed at one moment."""

    places: tuple[Place, ...]
    keeps_list: bool
    """Whether the service says who is on duty at all; where it does not, key worker and managers count as reachable."""
    anybody_on_duty: bool

    def after(self, holders: Collection[int]) -> Place | None:
        """The next who does not have it yet; None when everybody has."""
        return next((place for place in self.places if place.colleague.user_id not in holders), None)


def chain(keyworker: int | None, colleagues: Sequence[Colleague], *, keeps_list: bool) -> Chain:
    """The order in which an alert about one person goes round.

    The key worker where they can be reached, then whoever is on duty, then the managers on duty. When that is nobody
    it goes to the managers who are not on duty, by name: silence always ends with somebody named. `keyworker` is the
    id of the key worker, who counts only while among the `colleagues`.
    """
    found: dict[int, Place] = {}
    for why, members in _ranks(keyworker, colleagues, keeps_list):
        for one in members:
            found.setdefault(one.user_id, Place(one, why))
    on_duty = any(one.on_duty for one in colleagues)
    return Chain(tuple(found.values()), keeps_list, on_duty)


def _ranks(
    keyworker: int | None, colleagues: Sequence[Colleague], keeps_list: bool
) -> Iterator[tuple[Why, list[Colleague]]]:
    by_name = sorted(colleagues, key=lambda one: (one.name, one.user_id))
    own = [one for one in by_name if one.user_id == keyworker]
    managers = [one for one in by_name if one.is_manager]
    yield Why.KEYWORKER, [one for one in own if one.on_duty or not keeps_list]
    yield Why.ON_DUTY, [one for one in by_name if one.on_duty and not one.is_manager]
    yield Why.MANAGER_ON_DUTY, [one for one in managers if one.on_duty]
    yield Why.MANAGER, managers
    yield Why.KEYWORKER_AWAY, own
    # Only where there is neither: an alert that goes to everybody is nobody's.
    yield Why.COLLEAGUE, [] if own or managers else by_name


def may_act(roles: Iterable[str], known: Mapping[str, Role]) -> bool:
    """Whether somebody in these roles can be sent an alert: a person who works here, not the system's operator."""
    granted = {permission for role in roles if role in known for permission in known[role].permissions}
    return "answer_alerts" in granted and "run_commands" not in granted


def clock_for(urgency: str, specification: Specification) -> ClockDefinition | None:
    """The promise that an alert of this urgency is acted on in time; None where the specification makes none."""
    raised = {"urgency": urgency}
    for clock in specification.clocks_on("alert"):
        if any(match.fits("alert_raised", raised) for match in clock.starts_on):
            return clock
    return None


def time_raised(clock: ClockDefinition, at: time | None) -> time | None:
    """The time of day from which the promise runs.

    A time that nobody wrote down counts as the beginning of the day where the promise runs in hours: it may be passed
    on early, and is never left without a deadline.
    """
    return time.min if at is None and clock.within.unit == "hours" else at


class Timed(Protocol):
    """A clock, stored or replayed, as far as it is judged here."""

    start_on: date
    due_on: date | None
    due_at: datetime | None
    stopped_on: date | None
    stopped_at: datetime | None
    voided_on: date | None
    paused_on: date | None


def is_overdue(clock: Timed, now: datetime) -> bool:
    """Whether nobody has acted in the time promised, to the minute where it is promised in hours."""
    said = (clock.start_on, clock.due_on, clock.stopped_on, clock.voided_on, clock.paused_on)
    judged = state(*said, now.date(), due_at=clock.due_at, stopped_at=clock.stopped_at, at=now)
    return judged == "overdue"
