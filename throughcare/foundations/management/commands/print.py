"""`throughcare print` writes the pages that the code prints about itself."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import throughcare
from throughcare.foundations import command, printing


class Command(command.Command):
    help = gettext_lazy("Prints the pages in docs/printed from the code, or checks that they are up to date.")
    group = command.Group.CHECKS
    needs_database = False

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help=_("change nothing and name what is not up to date"))

    def handle(self, *args, check, **options):
        root = Path(throughcare.__file__).resolve().parents[1]
        pages = printing.collect(root)
        if not check:
            for name in printing.write(root, pages):
                self.stdout.write(_("printed {page}").format(page=printing.PAGES / name))
            return
        stale = printing.stale(root, pages)
        if stale:
            remedy = _("{page}: not up to date; run 'throughcare print'")
            raise command.Faults(remedy.format(page=printing.PAGES / name) for name in stale)
