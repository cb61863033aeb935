"""The team's work: cases in a gap, and who carries how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.models import User
from throughcare.access.queries import cases_seen_by, colleagues
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.foundations.dates import age_on, last_day_of_week
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import (
    Cell,
    Column,
    Filter,
    Filters,
    Link,
    Pages,
    Row,
    Status,
    Table,
    nothing,
)
from throughcare.foundations.today import today
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.gaps import gap_cases, gap_row
from throughcare.pathway.casework.queries.paging import page_of
from throughcare.pathway.casework.queries.stored import (
    OPEN,
    due_promises,
    kept_out,
    specification_of,
    told_of,
)
from throughcare.pathway.casework.rules import KEYWORKER
from throughcare.pathway.casework.steps import address, address_for
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.terms import Stage
from throughcare.specification import queries as specifications

#: So many gaps stand on the team's page; the rest is one link away.
SHOWN = 10


# Caseload -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """What one list carries: cases, promises overdue, promises due this week."""

    cases: int = 0
    overdue: int = 0
    week: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(self.cases + other.cases, self.overdue + other.overdue, self.week + other.week)


@dataclass(frozen=True, slots=True)
class Team:
    title: str
    sentence: str
    jumps: Sequence[Link]
    gaps: Sequence[Row]
    gap_count: int
    all_gaps: Link
    filters: Filters
    table: Table
    links: Sequence[Link]
    """The other lists of the team, those that the viewer may open."""


def team_page(viewer: Viewer, *, role: str = "", order: str = "") -> Team:
    """The number of queries does not depend on the size of the team or its caseload."""
    day = today()
    found = gap_cases(viewer, day)
    gap_count = found.count() if viewer_may_see_gaps(viewer) else 0
    shown = list(found[:SHOWN]) if gap_count else []
    told = told_of(episode.pk for episode in shown)
    cases, promises = cases_by_worker(viewer), promises_by_list(viewer, day)
    everyone = sum(cases.values())
    specification = specifications.current()
    gap_words = ngettext("%(count)s is in a gap", "%(count)s are in a gap", gap_count) % {"count": gap_count}
    open_words = ngettext("%(count)s open case", "%(count)s open cases", everyone) % {"count": f"{everyone:,}"}
    return Team(
        title=_("%(service)s team") % {"service": specification.vocabulary["service.short"]},
        sentence=_("%(day)s. %(cases)s. %(gaps)s.")
        % {
            "day": words.weekday_and_full_day(day),
            "cases": open_words,
            "gaps": gap_words if gap_count else _("None is in a gap"),
        },
        jumps=jumps(gap_count),
        gaps=[gap_row(viewer, episode, told.get(episode.pk, []), day) for episode in shown],
        gap_count=gap_count,
        all_gaps=Link(_("All gaps") if gap_count > SHOWN else _("What counts as a gap?"), address("casework:gaps")),
        filters=caseload_filters(role, order),
        table=caseload_table(lists_of(viewer, cases, promises, role), order),
        links=other_lists(viewer),
    )


def other_lists(viewer: Viewer) -> list[Link]:
    pages = (
        (_("Alerts"), "alerts:open"),
        (_("Who is on duty"), "alerts:duty"),
        (_("Own answers to look at"), "triage:review_list"),
        (_("Safeguarding concerns"), "safeguarding:concerns"),
        (_("Requests for information"), "safeguarding:requests"),
        (_("Reviews of deaths and near misses"), "safeguarding:reviews"),
        (_("Safeguarding report"), "safeguarding:report"),
        (_("Who is trained in what"), "access:training"),
        (_("Triages without the training"), "triage:without_training"),
    )
    return [Link(words, url) for words, name in pages if (url := address_for(viewer, name))]


def viewer_may_see_gaps(viewer: Viewer) -> bool:
    return bool(address_for(viewer, "casework:gaps"))


def jumps(gap_count: int) -> list[Link]:
    many = ngettext("%(count)s gap", "%(count)s gaps", gap_count) % {"count": gap_count}
    return [*([Link(many, "#gaps")] if gap_count else []), Link(_("Caseload"), "#caseload")]


def cases_by_worker(viewer: Viewer) -> dict[int | None, int]:
    """How many open cases each key worker has; None counts those that have no key worker."""
    counted = (
        Episode.objects.filter(thread_id__in=cases_seen_by(viewer), closed_on__isnull=True)
        .values("keyworker_id")
        .annotate(cases=Count("pk"))
    )
    return {row["keyworker_id"]: row["cases"] for row in counted}


def promises_by_list(viewer: Viewer, day: date) -> dict[tuple[str, int | None], Load]:
    """Promises overdue and due this week, by owner and, for a key worker's, by the key worker."""
    counted = (
        due_promises(viewer)
        .order_by()
        .values("owner", "thread__episode__keyworker_id")
        .annotate(
            overdue=Count("pk", filter=Q(due_on__lt=day)),
            week=Count("pk", filter=Q(due_on__gte=day, due_on__lte=last_day_of_week(day))),
        )
    )
    loads: dict[tuple[str, int | None], Load] = {}
    for row in counted:
        worker = row["thread__episode__keyworker_id"] if row["owner"] == KEYWORKER else None
        key = (row["owner"], worker)
        loads[key] = loads.get(key, Load()) + Load(0, row["overdue"], row["week"])
    return loads


def caseload_filters(role: str, order: str) -> Filters:
    roles = specifications.current().roles
    carrying = {clock.owner for clock in specifications.current().clocks} | {KEYWORKER}
    return Filters(
        [
            Filter(
                "role",
                _("Role"),
                [("", _("All roles")), *((one, roles[one].title) for one in roles if one in carrying)],
                role,
            ),
            Filter(
                "order",
                _("Order"),
                [("overdue", _("Most overdue first")), ("cases", _("Most cases first")), ("name", _("By name"))],
                order or "overdue",
            ),
        ]
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """One line of the caseload: a worker's own list, or one that a whole team shares."""

    name: str
    url: str
    under: str
    load: Load
    of_a_worker: bool = True
    holds_cases: bool = True
    """A role owns promises, not cases."""


def lists_of(
    viewer: Viewer, cases: Mapping[int | None, int], promises: Mapping[tuple[str, int | None], Load], role: str
) -> list[Carried]:
    """Every list that promises can stand on, the workers' first; a role narrows them to those who have it."""
    roles = specifications.current().roles
    workers = colleagues(viewer)
    known = {worker.pk for worker in workers}
    lists = []
    for worker in workers:
        load = Load(cases.get(worker.pk, 0)) + promises.get((KEYWORKER, worker.pk), Load())
        if (KEYWORKER in worker.roles or load.cases) and (not role or role in worker.roles):
            titles = ", ".join(wording.title_of(roles, one) for one in worker.roles)
            lists.append(Carried(worker.display_name, caseload_url(viewer, worker.pk), titles, load))
    nobodys = [key for key in {None, *cases, *(worker for owner, worker in promises)} if key not in known]
    loads = [Load(cases.get(key, 0)) + promises.get((KEYWORKER, key), Load()) for key in nobodys]
    without = sum(loads, Load())
    if not role or role == KEYWORKER:
        lists.append(Carried(_("No key worker"), "", _("On the list of every key worker"), without, of_a_worker=False))
    for owner in sorted({owner for owner, _worker in promises if owner != KEYWORKER}):
        if not role or role == owner:
            title = wording.title_of(roles, owner)
            under = _("On the list of everybody in this role")
            lists.append(Carried(title, "", under, promises[owner, None], False, False))
    return lists


def caseload_table(lists: Sequence[Carried], order: str) -> Table:
    keys = {
        "overdue": lambda one: (-one.load.overdue, -one.load.week, one.name),
        "cases": lambda one: (-one.load.cases, one.name),
        "name": lambda one: (one.name,),
    }
    workers = sorted((one for one in lists if one.of_a_worker), key=keys.get(order, keys["overdue"]))
    shared = [one for one in lists if not one.of_a_worker and one.load != Load()]
    columns = [
        Column(_("List")),
        Column(_("Cases"), numeric=True),
        Column(_("Overdue"), label="-"),
        Column(_("Due this week"), numeric=True),
    ]
    rows = [
        [Cell(one.name, one.url, under=one.under), *load_cells(one.load, one.holds_cases)]
        for one in [*workers, *shared]
    ]
    together = sum((one.load for one in lists), Load())
    return Table(columns, rows, _("Caseload"), foot=[_("Together"), *load_cells(together)], cards=True)


def load_cells(load: Load, holds_cases: bool = True) -> list[Cell | str]:
    overdue = ngettext("%(count)s overdue", "%(count)s overdue", load.overdue) % {"count": load.overdue}
    status = Status("overdue", overdue) if load.overdue else nothing(_("None overdue"))
    return [f"{load.cases:,}" if holds_cases else "–", Cell(status=status), f"{load.week:,}"]


def caseload_url(viewer: Viewer, worker_id: int) -> str:
    return address_for(viewer, "casework:caseload", worker_id=worker_id)


# One worker's cases ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Caseload:
    title: str
    sentence: str
    table: Table | None
    pages: Pages


def caseload_page(viewer: Viewer, worker_id: int, number: object = 1) -> Caseload:
    """The open cases of a colleague, the one whose promise is due soonest first; 404 for anybody else."""
    day = today()
    worker = User.objects.filter(pk=worker_id, agency_id=viewer.agency_id).first()
    if worker is None:
        raise Http404
    open_ones = Clock.objects.filter(OPEN, ~kept_out(viewer), thread_id=OuterRef("pk"), due_on__isnull=False)
    soonest = open_ones.order_by("due_on")
    found = (
        Episode.objects.filter(thread_id__in=cases_seen_by(viewer), closed_on__isnull=True, keyworker=worker)
        .select_related("person")
        .annotate(next_clock=Subquery(soonest.values("pk")[:1]), next_due=Subquery(soonest.values("due_on")[:1]))
        .order_by("next_due", "opened_on", "pk")
    )
    episodes, pages, count = page_of(found, number, address("casework:caseload", worker_id=worker_id))
    clocks = Clock.objects.in_bulk([episode.next_clock for episode in episodes if episode.next_clock])
    many = ngettext("%(count)s open case, the next due first.", "%(count)s open cases, the next due first.", count)
    table = caseload_cases(episodes, clocks, day) if episodes else None
    return Caseload(worker.display_name, many % {"count": count}, table, pages)


def caseload_cases(episodes: Sequence[Episode], clocks: Mapping[int, Clock], day: date) -> Table:
    columns = [Column(_("Person")), Column(_("Stage")), Column(_("Next due")), Column(_("Last seen"))]
    rows = []
    for episode in episodes:
        specification = specification_of(episode)
        clock = clocks.get(episode.next_clock)
        due: Cell | str = _("Nothing promised")
        if clock is not None:
            definition = specification.clock(clock.definition)
            status = wording.status_of(clock, definition.within, specification, day)
            due = Cell(status=status, under=definition.name)
        age = _("%(count)s years old") % {"count": age_on(episode.person.born, day)}
        rows.append(
            [
                Cell(episode.person.name, address("casework:person", person_id=episode.person_id), under=age),
                str(Stage(episode.stage).label),
                due,
                words.list_day(episode.last_seen_on, day) or _("Not seen yet"),
            ]
        )
    return Table(columns, rows, _("Open cases"), cards=True)
