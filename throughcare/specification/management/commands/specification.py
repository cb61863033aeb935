"""`throughcare specification check` names every mistake in a service specification."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughcare.foundations.command import BadInput, Faults, Group
from throughcare.foundations.command import Command as BaseCommand
from throughcare.specification import loader


class Command(BaseCommand):
    help = gettext_lazy("Check a service specification and name every mistake in it.")
    group = Group.CHECKS
    needs_database = False
    reports = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["check"], help=_("check: read it and name its mistakes"))
        parser.add_argument(
            "folder",
            nargs="?",
            metavar="DIR",
            help=_("a folder of dated versions, one version, or a name (default: those that come with the product)"),
        )

    def handle(self, *args: Any, folder: str | None = None, **options: Any) -> None:
        if folder is not None and not loader.folder_of(folder).is_dir():
            raise BadInput(
                _("there is no folder {folder}; give one, or one of: {names}").format(
                    folder=folder, names=", ".join(loader.shipped())
                )
            )
        checked = [folder] if folder is not None else loader.shipped()
        faults = [fault for one in checked for fault in loader.check(one)]
        if self.format == "json":
            self.report([asdict(fault) for fault in faults], ())
        elif not faults:
            names = ", ".join(Path(one).name for one in checked)
            self.stdout.write(
                ngettext("{names}: no mistakes", "{names}: no mistakes in any", len(checked)).format(names=names)
            )
        if faults:
            raise Faults(() if self.format == "json" else faults)
