"""Works the figures out again and keeps them for the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from throughcare.access.viewer import Viewer
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.today import today
from throughcare.reporting.extract import actions as extract
from throughcare.reporting.extract import files
from throughcare.reporting.extract.queries import is_configured
from throughcare.reporting.indicators.models import IndicatorResult
from throughcare.reporting.indicators.queries.stored import facts_folder, indicators_of
from throughcare.reporting.indicators.results import Counts, Period, Result, periods_kept
from throughcare.specification import queries as specifications

NUMBERS = ("numerator", "denominator", "pending", "void", "not_asked", "so_far", "breakdowns")


class NotWorkedOut(Exception):
    """The figures could not be worked out; says why and what to do. What was kept before still stands."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    results: int
    known_on: date
    read_at: datetime


def refresh_figures(*, by: Viewer) -> Refreshed:
    """Brings the facts up to date, and counts this quarter, the eight before it and this year in one go.

    Facts are read over a connection of their own, so they hold only what is committed: call it after a load, in a
    transaction that has written nothing yet. It takes seconds for some thousand people; until there are background
    jobs the page that asks for it waits. Nothing is written before everything is counted, so no lock is held
    meanwhile.
    """
    if not is_configured():
        raise NotWorkedOut(_("This system has no sign-in for the extract. Set DATABASE_EXTRACT_URL."))
    folder = facts_folder()
    try:
        extract.extract(folder, specifications.current_book(), today(), incremental=True)
        results, about = measured(folder)
    except (files.NotAnExtract, OSError) as wrong:
        raise NotWorkedOut(_("The facts could not be kept: {why}").format(why=wrong)) from wrong
    log_access(by, Looked.READ, "figures", why=f"worked out, known on {about.known_on}")
    store(results, known_on=about.known_on, read_at=about.read_at)
    return Refreshed(len(results), about.known_on, about.read_at)


def measured(folder: Path) -> tuple[list[Result], files.About]:
    """Everything that the pages show, counted on the facts of a folder, and what these know of."""
    from throughcare.reporting.indicators.engine import Engine  # takes seconds, and few requests count

    with files.held(folder, to_write=False):
        about = files.About.read(folder)
        engine = Engine.on_files(folder, about.known_on)
        results = [
            result
            for periods in by_version(periods_kept(about.known_on))
            for indicator in indicators_of(periods[0])
            for result in engine.measure_in(indicator, periods)
        ]
    return results, about


def by_version(periods: Iterable[Period]) -> list[list[Period]]:
    """The periods that the same version of the specification governs, together."""
    together: dict[str, list[Period]] = {}
    for period in periods:
        together.setdefault(specifications.governing(period.last).version, []).append(period)
    return list(together.values())


@transaction.atomic
def store(results: Iterable[Result], *, known_on: date, read_at: datetime) -> None:
    """Keeps these results in place of all that were kept before. Two at once wait for each other and both succeed."""
    rows = [as_stored(result, known_on, read_at) for result in results]
    rows.sort(key=lambda row: (row.indicator, row.first, row.last))
    kept = IndicatorResult.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["indicator", "first", "last"],
        update_fields=[*NUMBERS, "known_on", "read_at"],
    )
    IndicatorResult.objects.exclude(pk__in=[row.pk for row in kept]).delete()


def as_stored(result: Result, known_on: date, read_at: datetime) -> IndicatorResult:
    return IndicatorResult(
        indicator=result.indicator.id,
        first=result.period.first,
        last=result.period.last,
        known_on=known_on,
        read_at=read_at,
        so_far=result.whole.so_far,
        breakdowns={
            name: [{"group": group, **numbers(of), **_so_far(result, name, group)} for group, of in groups.items()]
            for name, groups in result.tally.groups.items()
        },
        **numbers(result.tally.total),
    )


def numbers(counts: Counts) -> dict[str, int | None]:
    return {
        "numerator": counts.numerator,
        "denominator": counts.denominator,
        "pending": counts.pending,
        "void": counts.void,
        "not_asked": counts.not_asked,
    }


def _so_far(result: Result, name: str, group: str) -> dict[str, int | None]:
    judged = result.groups.get((name, group))
    return {"so_far": judged.so_far} if judged and judged.so_far is not None else {}
