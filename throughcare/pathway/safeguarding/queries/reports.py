"""The safeguarding report of an agency for a period: what was raised, answered in time, and never asked.

It counts for the agency's own governance and its safeguarding boards. Counts below five are not told in the version
for boards, by the rule of published figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock, Milestone
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.today import today
from throughcare.pathway.assessment.models import Child
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.safeguarding.rules import SMALLEST_TOLD, told_to_boards
from throughcare.pathway.safeguarding.terms import Grade
from throughcare.specification import queries as specifications

COUNTED = (
    "concern_raised",
    "concern_answered",
    "request_received",
    "abuse_graded",
    "abuse_referred",
    "marac_heard",
    "home_review_held",
)
#: The milestones that keep the promises whose keeping the report tells; each specification names its own promises.
KEEPS_A_CONCERN = frozenset({"concern_sent", "concern_answered"})
KEEPS_A_REQUEST = frozenset({"request_answered"})
KEEPS_A_RISK_PLAN = frozenset({"risk_plan_made", "risk_plan_reviewed"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: a count, and of how many where it is a share."""

    id: str
    title: str
    count: int
    of: int | None = None


def safeguarding_report(viewer: Viewer, first: date, last: date) -> list[Line]:
    """Every line for the days from first to last, both in; logged as exported. A fixed number of queries."""
    seen = cases_seen_by(viewer)
    log_access(viewer, Looked.EXPORTED, "safeguarding_report", why=f"{first.isoformat()} to {last.isoformat()}")
    told = _current(seen, first, last)
    count = Counter(one.kind for one in told)
    clocks = list(Clock.objects.filter(thread_id__in=seen, start_on__range=(first, last), voided_on__isnull=True))
    grades = Counter(one.detail.get("grade") for one in told if one.kind == "abuse_graded")
    stays = Episode.objects.filter(thread_id__in=seen, opened_on__lte=last).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=first)
    )
    threads = set(stays.values_list("pk", flat=True))
    asked = _asked_by(seen, last, threads)
    offered = asked["offered"] & asked["cares"]
    concerns, requests = _late(clocks, _kept_by(KEEPS_A_CONCERN)), _late(clocks, _kept_by(KEEPS_A_REQUEST))
    overdue = Clock.objects.filter(
        thread_id__in=seen, definition__in=_kept_by(KEEPS_A_RISK_PLAN), stopped_on__isnull=True,
        voided_on__isnull=True, ended_on__isnull=True, due_on__lt=min(today(), last),
    )  # fmt: skip
    children = Child.objects.filter(thread_id__in=threads)
    return [
        Line("concerns_raised", _("Safeguarding concerns raised"), count["concern_raised"]),
        Line("concerns_answered", _("Answers to concerns received"), count["concern_answered"]),
        Line("concerns_late", _("Steps of concerns that were late, of those owed"), *concerns),
        Line("requests_received", _("Requests of the safeguarding hub received"), count["request_received"]),
        Line("requests_late", _("Requests answered late or overdue"), *requests),
        Line("abuse_referred", _("Referrals because of domestic abuse"), count["abuse_referred"]),
        Line("marac_heard", _("Cases discussed at MARAC"), count["marac_heard"]),
        *(Line(f"grade_{one.value}", _("Domestic abuse graded: %(grade)s") % {"grade": one.label}, grades[one.value])
          for one in Grade),
        Line("children_known", _("Children named with an assessment"), children.count()),
        Line("childcare_not_asked", _("Stays in which care of children was not asked about"),
             len(threads) - len(asked["answered"]), len(threads)),
        Line("centre_offered", _("Carers of children offered a Children’s Centre"), len(offered), len(asked["cares"])),
        Line("home_reviews", _("Reviews held at home"), count["home_review_held"]),
        Line("risk_not_assessed", _("Stays without a full risk assessment"),
             len(threads) - len(asked["risk_assessed"]), len(threads)),
        Line("risk_plans_overdue", _("Risk plans owed or to be looked back on, overdue"), overdue.count()),
    ]  # fmt: skip


def _kept_by(kinds: Collection[str]) -> set[str]:
    """The promises, of the specification in force, that one of these milestones keeps."""
    clocks = specifications.current().clocks
    return {clock.id for clock in clocks if any(stop.kind in kinds for stop in clock.stops_on)}


def _current(seen, first: date, last: date) -> list[Milestone]:
    """What stands recorded of these days: of each origin its last revision, unless taken back. One query."""
    rows = (
        Milestone.objects.filter(thread_id__in=seen, kind__in=COUNTED)
        .order_by("origin_id", "-revision")
        .distinct("origin_id")
    )
    return [one for one in rows if not one.retracted and first <= one.happened_on <= last]


def _asked_by(seen, last: date, threads: Collection[int]) -> dict[str, set[int]]:
    """The stays by what had been asked or offered until then. One query."""
    kinds = ("childcare_recorded", "childrens_centre_offered", "risk_assessed")
    rows = Milestone.objects.filter(thread_id__in=seen, kind__in=kinds)
    found: dict[str, set[int]] = {"answered": set(), "cares": set(), "offered": set(), "risk_assessed": set()}
    latest: dict[int, Milestone] = {}
    for one in rows.order_by("origin_id", "-revision").distinct("origin_id"):
        if one.retracted or one.happened_on > last or one.thread_id not in threads:
            continue
        if one.kind != "childcare_recorded":
            found["offered" if one.kind == "childrens_centre_offered" else "risk_assessed"].add(one.thread_id)
            continue
        before = latest.get(one.thread_id)
        if before is None or (one.happened_on, one.origin_id) > (before.happened_on, before.origin_id):
            latest[one.thread_id] = one
    found["answered"] = {thread for thread, one in latest.items() if one.detail.get("responsible")}
    found["cares"] = {thread for thread, one in latest.items() if one.detail.get("responsible") == "yes"}
    return found


def _late(clocks: Sequence[Clock], names: Collection[str]) -> tuple[int, int]:
    """How many of these promises were late or are overdue, of how many; to the minute where they run in hours."""
    mine = [one for one in clocks if one.definition in names]
    return sum(map(is_late, mine)), len(mine)


def is_late(clock: Clock) -> bool:
    if clock.stopped_at is not None and clock.due_at is not None:
        return clock.stopped_at > clock.due_at
    return clock.due_on is not None and (clock.stopped_on or today()) > clock.due_on


def for_boards(lines: Sequence[Line]) -> list[dict]:
    """The report as it leaves the agency: small numbers, and what would give them away, are not told."""
    return [
        {"id": one.id, "title": one.title, **dict(zip(("count", "of"), told_to_boards(one.count, one.of), strict=True)),
         "suppressed": told_to_boards(one.count, one.of)[0] is None, "smallest": SMALLEST_TOLD}
        for one in lines
    ]  # fmt: skip
