"""Writes the fact tables as Parquet files."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.terms import Permission
from throughcare.foundations import command
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.today import today
from throughcare.reporting.extract import actions
from throughcare.specification.queries import current_book


class Command(command.Command):
    help = gettext_lazy("Writes the fact tables, without names, as Parquet files.")
    group = command.Group.FIGURES
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("the folder for the files"))
        parser.add_argument(
            "--incremental", action="store_true", help=_("only what changed since the last extract in that folder")
        )

    def handle(self, *args, out, incremental, **options):
        if not self.viewer.may(Permission.VIEW_CASES_BEHIND_FIGURES):
            raise command.BadInput(_("{user} may not see the cases behind figures.").format(user=self.viewer.username))
        log_access(self.viewer, Looked.EXPORTED, "facts", why=str(_("extract to files")))
        try:
            rows = actions.extract(out, current_book(), today(), incremental=incremental)
        except OSError as wrong:
            raise command.BadInput(_("The files cannot be written: {why}").format(why=wrong)) from None
        document = {"out": str(out.absolute()), "known_on": str(today()), "rows": rows}
        self.report(document, lambda: [f"{count:>12,}  {out / name}.parquet" for name, count in rows.items()])
