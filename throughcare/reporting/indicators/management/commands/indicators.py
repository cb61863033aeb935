"""Works out the indicators of the specification for a period."""

import difflib
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.terms import Permission
from throughcare.foundations import command
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import parse_period
from throughcare.foundations.today import today
from throughcare.reporting.extract import actions, files
from throughcare.reporting.indicators.actions import NotWorkedOut, refresh_figures
from throughcare.reporting.indicators.definitions import Indicator, declared
from throughcare.reporting.indicators.engine import ENGINES, Engine, EngineMissing
from throughcare.reporting.indicators.results import Period
from throughcare.reporting.indicators.wording import in_lines
from throughcare.specification.loader import SpecificationFaults
from throughcare.specification.queries import current_book


class Command(command.Command):
    help = gettext_lazy("Works out the indicators for a period, with numerator, denominator, target and breakdowns.")
    group = command.Group.FIGURES
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="first", type=command.a_day, metavar="DATE", help=_("first day"))
        parser.add_argument("--to", dest="last", type=command.a_day, metavar="DATE", help=_("last day"))
        parser.add_argument("--quarter", metavar="QUARTER", help=_("a quarter (2026-Q3) or financial year (2026-27)"))
        parser.add_argument(
            "--as-known-on", type=command.a_day, metavar="DATE", help=_("count and judge as it was known that day")
        )
        parser.add_argument(
            "--facts", type=Path, metavar="DIR", help=_("an extract to count on (default: a fresh one)")
        )
        parser.add_argument("--engine", choices=ENGINES, default="duckdb", help=_("what counts (default: duckdb)"))
        parser.add_argument("--only", action="append", metavar="ID", help=_("only this indicator; may be repeated"))
        parser.add_argument(
            "--store",
            action="store_true",
            help=_("no period: work out this quarter, the eight before and the year, and keep them for the pages"),
        )

    def handle(self, *args, first, last, quarter, as_known_on, facts, engine, only, store, **options):
        if store:
            self.store(given=[first, last, quarter, as_known_on, facts, only])
            return
        if not self.viewer.may(Permission.VIEW_FIGURES, Permission.VIEW_CASES_BEHIND_FIGURES):
            raise command.BadInput(_("{user} may not see figures down to the case.").format(user=self.viewer.username))
        period = period_of(first, last, quarter)
        book = current_book()
        wanted = chosen(indicators_on(book, period), only)
        folder = facts or settings.THROUGHCARE_HOME / "facts"
        log_access(self.viewer, Looked.READ, "figures", why=f"{period.first} - {period.last}")
        try:
            if facts is None:
                actions.extract(folder, book, today(), incremental=True)
            with files.held(folder, to_write=False):
                counted = engine_on(folder, book, as_known_on, engine)
                results = counted.measure_all(wanted, period)
        except (files.NotAnExtract, EngineMissing) as wrong:
            raise command.BadInput(str(wrong)) from None
        except OSError as wrong:
            raise command.BadInput(_("The facts cannot be kept: {why}").format(why=wrong)) from None
        self.report([one.as_json() for one in results], lambda: in_lines(results))

    def store(self, given: list) -> None:
        if any(given):
            raise command.BadInput(_("--store works out its own periods, on fresh facts: leave the other options out."))
        if not self.viewer.may(Permission.REFRESH_FIGURES):
            raise command.BadInput(_("{user} may not work the figures out.").format(user=self.viewer.username))
        try:
            kept = refresh_figures(by=self.viewer)
        except NotWorkedOut as wrong:
            raise command.BadInput(str(wrong)) from None
        document = {"results": kept.results, "known_on": str(kept.known_on), "read_at": kept.read_at.isoformat()}
        self.report(document, lambda: [_("{count} results kept for the pages").format(count=kept.results)])


def period_of(first: date | None, last: date | None, quarter: str | None) -> Period:
    try:
        if quarter and not (first or last):
            return Period(*parse_period(quarter))
        if first and last and not quarter:
            return Period(first, last)
    except ValueError as wrong:
        raise command.BadInput(str(wrong)) from None
    raise command.BadInput(_("Say which period: --from and --to, or --quarter."))


def indicators_on(book, period: Period) -> tuple[Indicator, ...]:
    """What the version in force at the end of the period declares; raises Faults."""
    try:
        return declared(book.in_force_on(period.last))
    except SpecificationFaults as wrong:
        raise command.Faults(wrong.faults) from None


def chosen(indicators: tuple[Indicator, ...], only: list[str] | None) -> list[Indicator]:
    by_id = {one.id: one for one in indicators}
    for asked in only or ():
        if asked not in by_id:
            near = difflib.get_close_matches(asked, by_id, n=1)
            remedy = _("Did you mean {near}?").format(near=near[0]) if near else ", ".join(by_id)
            raise command.BadInput(_("There is no indicator {asked}. {remedy}").format(asked=asked, remedy=remedy))
    return [one for one in indicators if not only or one.id in only]


def engine_on(folder: Path, book, as_known_on: date | None, engine: str) -> Engine:
    """The facts of the folder, judged on the day they are known to, or as they were known on an earlier one."""
    about = files.About.read(folder)
    if as_known_on is None or as_known_on == about.known_on:
        return Engine.on_files(folder, about.known_on, engine)
    if as_known_on > about.known_on:
        raise command.BadInput(
            _("Nothing is known yet of {day}: these facts reach to {known}.").format(
                day=as_known_on, known=about.known_on
            )
        )
    return Engine.on_tables(actions.as_known_on(folder, book, as_known_on), as_known_on, engine)
