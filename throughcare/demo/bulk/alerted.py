"""Alerts while a story is told in bulk: raised by the same rules as the action, and ended by what the story says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from throughcare.clocks.actions import REPLAYED
from throughcare.clocks.rules import replay
from throughcare.demo.bulk.records import Case, Rows, Told
from throughcare.demo.bulk.tables import ALERTS, CLOCKS, MATTERS, NOTES, RECIPIENTS
from throughcare.foundations.dates import moment_on
from throughcare.pathway.alerts.actions.raising import WHAT_WAS_DONE
from throughcare.pathway.alerts.rules import Colleague, Place, chain, clock_for, time_raised
from throughcare.pathway.episode.matters import closed_on
from throughcare.pathway.episode.queries import calendar_of, promises_on
from throughcare.specification.definitions import ClockDefinition
from throughcare.specification.terms import ThreadKind

ALERT = ThreadKind.ALERT.value


@dataclass(slots=True)
class ToldAlert:
    """An alert while it is told."""

    thread: int
    case: Case
    source: int
    flag: str
    label: str
    wanted: str
    urgency: str
    on: date
    at: datetime | None
    first: Place | None
    told: list[Told]

    @property
    def is_open(self) -> bool:
        return self.told[-1].kind != "alert_acknowledged"


class Staff:
    """To whom an alert goes first. A made-up service keeps no duty list."""

    def __init__(self, colleagues: Sequence[Colleague], users: Mapping[str, int]):
        self.colleagues, self.users = colleagues, users
        self._first: dict[str, Place | None] = {}

    def first(self, keyworker: str) -> Place | None:
        if keyworker not in self._first:
            own = self.users[keyworker] if keyworker else None
            self._first[keyworker] = chain(own, self.colleagues, keeps_list=False).after(())
        return self._first[keyworker]


def keyworker_now(case: Case) -> str:
    """As the episode's row would name them at this point of the story."""
    told = sorted(case.happenings(), reverse=True)
    return next((one.detail.get("worker", "") for one in told if one.kind == "keyworker_assigned"), "")


def when_raised(clock: ClockDefinition, told: Told, at: time | None) -> time | None:
    return time_raised(clock, at if told.on == told.recorded_on else None)


def raised(case: Case, told: Told, flag, thread: int, staff: Staff, at: time | None) -> ToldAlert:
    """`flag` has a clock: whoever calls has asked."""
    clock_time = when_raised(clock_for(flag.urgency, case.specification), told, at)
    moment = moment_on(told.recorded_on, clock_time)
    return ToldAlert(
        thread=thread, case=case, source=told.origin, flag=flag.id, label=flag.label, wanted=flag.action,
        urgency=flag.urgency, on=told.recorded_on, at=moment, first=staff.first(keyworker_now(case)), told=[],
    )  # fmt: skip


def keep(rows: Rows, alert: ToldAlert, person: int, born: date) -> None:
    """Its rows, once all of it is told."""
    happenings = [one.happening() for one in alert.told]
    place, specification = alert.first, alert.case.specification
    user = place.colleague.user_id if place else None
    rows.add(MATTERS, alert.thread, alert.case.thread, person, alert.on, closed_on(happenings), user)
    rows.add(
        ALERTS, alert.thread, alert.source, alert.flag, alert.label, alert.wanted, alert.urgency, alert.on, alert.at
    )
    if place is not None:
        given_at = alert.at or moment_on(alert.on, time.min)
        rows.add(RECIPIENTS, alert.thread, user, 0, place.why.value, given_at)
    for one in alert.told:
        rows.keep(alert.thread, one)
    for clock in replay(happenings, promises_on(specification, ALERT), calendar_of(specification), born):
        said = [getattr(clock, name) for name in REPLAYED]
        rows.add(CLOCKS, alert.thread, clock.definition_id, clock.sequence, *said)


def note(rows: Rows, alert: ToldAlert, words: str) -> None:
    ended = alert.told[-1]
    rows.add(NOTES, alert.thread, ended.origin, WHAT_WAS_DONE, words, ended.by)
