"""`throughcare print` writes the pages that the code prints about itself."""

from pathlib import Path

import throughcare
from throughcare.foundations import printing
from throughcare.foundations.command import Command as BaseCommand
from throughcare.foundations.command import Faults, Group


class Command(BaseCommand):
    help = "Print the pages in docs/printed anew from the code, or check that they are up to date."
    group = Group.CHECKS
    needs_database = False

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="change nothing; name stale pages and end with 1")

    def handle(self, *args, check=False, **options):
        root = Path(throughcare.__file__).resolve().parents[1]
        pages = printing.collect(root)
        if not check:
            for name in printing.write(root, pages):
                self.stdout.write(f"printed {printing.PAGES / name}")
            return
        old = printing.stale(root, pages)
        if old:
            raise Faults([f"{printing.PAGES / name}: not up to date; run 'throughcare print'" for name in old])
