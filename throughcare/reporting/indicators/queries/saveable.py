"""Promises of the quarter that still run, where keeping them would meet a target that is missed so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.clocks.rules import Happening
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on, quarter_of
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Link, Row
from throughcare.pathway.casework import wording as casework
from throughcare.pathway.casework.queries.stored import OPEN, specification_of, told_of
from throughcare.pathway.casework.steps import address, address_for, link_that_keeps
from throughcare.reporting.indicators import rules, wording
from throughcare.reporting.indicators.results import Period, Result

#: So many cases of one indicator stand on the page; the rest is one link away.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Saveable:
    """One indicator that running promises can still bring to its target."""

    title: str
    words: str
    rows: Sequence[Row]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """The promises still running of missed indicators, soonest first, and how many of each must be kept."""

    clocks: Mapping[str, Sequence[Clock]]
    needed: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(len(clocks) for clocks in self.clocks.values())


def running_of(viewer: Viewer, results: Iterable[Result], period: Period, day: date) -> Running:
    """Those that can still be met; a target that is out of reach however many are kept is not here. One query."""
    missed = {one.indicator.id: one for one in results if one.indicator.clocks and one.whole.status == "missed"}
    clocks: dict[str, list[Clock]] = defaultdict(list)
    found = clocks_still_running(viewer, missed.values(), period, day) if missed else []
    for clock in found:
        for id_, result in missed.items():
            if clock.definition in result.indicator.clocks and in_period(clock, result.indicator.period_date, period):
                clocks[id_].append(clock)
    needed = {id_: kept for id_, some in clocks.items() if (kept := must_be_kept(missed[id_], len(some)))}
    return Running({id_: clocks[id_] for id_ in needed}, needed)


def clocks_still_running(viewer: Viewer, results: Iterable[Result], period: Period, day: date) -> Iterable[Clock]:
    dates = Q(start_on__range=(period.first, period.last)) | Q(due_on__range=(period.first, period.last))
    definitions = {one for result in results for one in result.indicator.clocks}
    return (
        Clock.objects.filter(OPEN, dates, definition__in=definitions, due_on__gte=day, paused_on__isnull=True)
        .filter(thread_id__in=cases_seen_by(viewer), thread__episode__isnull=False)
        .select_related("thread__episode__person", "thread__episode__keyworker")
        .order_by("due_on", "thread_id", "definition", "sequence")
    )


def in_period(clock: Clock, period_date: str, period: Period) -> bool:
    """A promise counted on the day it is kept is in no period while it runs."""
    on = {"start_on": clock.start_on, "due_on": clock.due_on}.get(period_date)
    return on is not None and period.first <= on <= period.last


def must_be_kept(result: Result, running: int) -> int | None:
    counts, target = result.tally.total, result.whole.target
    return rules.needed(counts.numerator, counts.denominator, running, target.is_met_by)


def saveables(viewer: Viewer, results: Mapping[str, Result], running: Running, day: date) -> list[Saveable]:
    """The boxes of the page, the one with the soonest last day first. Whoever reads them has read a list of cases."""
    shown = [clock for clocks in running.clocks.values() for clock in clocks[:SHOWN]]
    if not shown:
        return []
    log_access(viewer, Looked.READ, "cases behind a figure", why="still saveable")
    told = told_of({clock.thread_id for clock in shown})
    in_order = sorted(running.clocks, key=lambda id_: running.clocks[id_][0].due_on)
    return [saveable(viewer, results[id_], running.clocks[id_], running.needed[id_], told, day) for id_ in in_order]


def saveable(
    viewer: Viewer, result: Result, clocks: Sequence[Clock], needed: int, told: Mapping, day: date
) -> Saveable:  # fmt: skip
    count = len(clocks)
    title = ngettext(
        "Still saveable: %(count)s case, last day %(day)s", "Still saveable: %(count)s cases, last day %(day)s", count
    )
    more = None
    if count > SHOWN:
        more = Link(
            _("All %(count)s still running") % {"count": count},
            address(
                "indicators:cases", quarter=quarter_of(result.period.first), indicator=result.indicator.id
            ) + "?part=pending",
        )  # fmt: skip
    return Saveable(
        title % {"count": count, "day": words.list_day(clocks[-1].due_on, day)},
        effect(result, count, needed),
        [row(viewer, clock, told.get(clock.thread_id, []), day) for clock in clocks[:SHOWN]],
        more,
    )


def effect(result: Result, running: int, needed: int) -> str:
    """Where the indicator stands, and what keeping the running promises would do."""
    counts, target = result.tally.total, result.whole.target
    whole = counts.denominator + running
    said = {
        "title": result.indicator.title,
        "now": wording.percent_of(counts),
        "target": wording.amount(target),
        "running": running,
        "needed": needed,
        "best": words.percent((counts.numerator + running) / whole),
    }
    stands = _("%(title)s: %(now)s now, and the target is %(target)s.")
    return " ".join(phrase % said for phrase in (stands, in_time(running, needed)))


def in_time(running: int, needed: int) -> str:
    if running == 1:
        return _("With this one in time the quarter reaches %(best)s.")
    if needed == running:
        return _(
            "With all %(running)s in time the quarter reaches %(best)s. With one fewer it does not reach its target."
        )
    return _("With %(needed)s of the %(running)s in time it is met; with all of them the quarter reaches %(best)s.")


def row(viewer: Viewer, clock: Clock, told: Sequence[Happening], day: date) -> Row:
    episode = clock.thread.episode
    person = episode.person
    specification = specification_of(episode)
    definition = specification.clock(clock.definition)
    happened = {one.kind for one in told}
    about = _("for %(name)s") % {"name": person.name}
    return Row(
        status=casework.status_of(clock, definition.within, specification, day),
        name=person.name,
        url=address_for(viewer, "casework:person", person_id=person.pk),
        age=str(age_on(person.born, day)),
        when=words.list_day(clock.due_on, day),
        held_up_by=" ".join(since(clock, definition.starts_on, day)),
        action=link_that_keeps(viewer, definition.stops_on, happened, clock.thread_id, person.pk, about),
    )


def since(clock: Clock, starts_on: Sequence, day: date) -> Iterator[str]:
    """ "Triage completed on Wed 18 Nov. Hazel Winterby. Offered for Wed 25 Nov."."""
    episode = clock.thread.episode
    step = casework.kind_in_words(starts_on[0].kind)
    yield _("%(step)s on %(day)s.") % {"step": step, "day": words.list_day(clock.start_on, day)}
    if episode.keyworker:
        yield _("%(name)s.") % {"name": episode.keyworker.display_name}
    if episode.appointment_on and episode.appointment_on >= day:
        yield _("Offered for %(day)s.") % {"day": words.list_day(episode.appointment_on, day)}
