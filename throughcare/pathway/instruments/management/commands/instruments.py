"""`throughcare instruments`: lists the questionnaires, checks a service's own, and imports one from FHIR R4."""

from __future__ import annotations

import os
import tempfile
import tomllib
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import ValidationError

from throughcare.foundations.command import BadInput, Command, Faults, Group
from throughcare.foundations.yaml_words import Document, YamlFault, load_with_lines
from throughcare.pathway.instruments import catalogue
from throughcare.pathway.instruments.fhir.importing import OPEN, Imported, NotImportable, imported
from throughcare.pathway.instruments.structure import Instrument


class Command(Command):
    help = gettext_lazy("Lists the questionnaires, checks a service's own, and imports one from FHIR R4.")
    group = Group.CHECKS
    needs_database = False
    needs_viewer = False
    reports = True

    def add_arguments(self, parser):
        folder = _("the folder of a service's own (default: THROUGHCARE_INSTRUMENTS)")
        parser.add_argument(
            "action", choices=["list", "check", "import"], help=_("list them, check a folder, or import a file")
        )
        parser.add_argument("source", nargs="?", metavar="FILE|DIR", help=_("check: the folder; import: the file"))
        parser.add_argument("--id", default="", help=_("import: the id it gets here (default: from its name)"))
        parser.add_argument("--out", type=Path, metavar="DIR", help=folder)
        parser.add_argument(
            "--show-wording", action="store_true", help=_("import: its licence allows this service to show its wording")
        )
        parser.add_argument("--licence", default="", help=_("import: what allows that, where the file does not say"))

    def handle(self, *, action, source, id, out, show_wording, licence, **_options):
        if action == "list":
            self.list_all()
        elif action == "check":
            self.check(Path(source) if source else out or settings.THROUGHCARE_INSTRUMENTS, given=bool(source or out))
        elif not source:
            raise BadInput(_("import: give the file of a Questionnaire, as JSON."))
        else:
            made = read_from(source, tool_id=id, show_wording=show_wording, licence=licence)
            self.told(made, keep(made, out or settings.THROUGHCARE_INSTRUMENTS, source))

    def list_all(self):
        try:
            known = catalogue.instruments()
        except catalogue.DefinitionFaults as found:
            raise Faults(found.faults) from None
        listed = [as_listed(tool) for _name, tool in sorted(known.items())]
        self.report(listed, lambda: (f"{one['id']:<20} {one['name']}, {one['version']}" for one in listed))

    def check_folder(self, folder: Path) -> list[catalogue.Fault]:
        try:
            catalogue.load_local(folder)
        except catalogue.DefinitionFaults as found:
            return list(found.faults)
        return []

    def check(self, folder: Path, *, given: bool):
        if not folder.is_dir() and given:
            raise BadInput(_("there is no folder {folder}").format(folder=folder))
        faults = self.check_folder(folder) if folder.is_dir() else []
        if self.format == "json":
            self.report([asdict(fault) for fault in faults], ())
        elif not faults:
            count = len([one for one in folder.glob("*.toml") if one.name != catalogue.SCALES])
            words = ngettext(
                "{folder}: {count} questionnaire, no mistakes", "{folder}: {count} questionnaires, no mistakes", count
            )
            self.stdout.write(words.format(folder=folder, count=count))
        if faults:
            raise Faults(() if self.format == "json" else faults)

    def told(self, made: Imported, path: Path):
        document = {"id": made.definition["id"], "file": str(path), "open": list(OPEN), "left_out": list(made.left_out)}
        self.report(document, lambda: in_words(document))


def in_words(document: dict) -> list[str]:
    lines = [_("{file} is written. Before it is used, settle in it:").format(**document)]
    lines += [f"  {line}" for line in document["open"]]
    if document["left_out"]:
        lines.append(_("Left out of the Questionnaire: {names}").format(names="; ".join(document["left_out"])))
    return [*lines, _("Then `throughcare instruments check`, and start the server anew.")]


def as_listed(tool: Instrument) -> dict:
    """One tool as the list has it: the facts of SCR-01."""
    return {
        "id": tool.id,
        "name": tool.name,
        "version": tool.version,
        "kind": tool.kind,
        "purpose": tool.purpose,
        "audience": list(tool.audience),
        "min_age": tool.min_age,
        "max_age": tool.max_age,
        "mode": list(tool.mode),
        "recall": tool.recall,
        "scoring": tool.scoring.method,
        "bands": [{"id": band.id, "label": band.label, "min": band.min, "max": band.max} for band in tool.bands],
        "local": tool.id not in catalogue.load(catalogue.DEFINITIONS),
    }


def read_from(source: str, **asked) -> Imported:
    """The definition that the file's Questionnaire becomes; each fault with its line and its JSON pointer."""
    try:
        document = load_with_lines(source)
    except YamlFault as fault:
        raise BadInput(fault.message, fault.filename, fault.line) from None
    try:
        return imported(document.data, file=Path(source).name, **asked)
    except NotImportable as refused:
        raise BadInput("\n".join(_faults(source, document, refused))) from None


def _faults(source: str, document: Document, refused: NotImportable) -> list[str]:
    return [
        f"{source}:{document.line_of(one.place)}: {f'{one.pointer}: ' if one.place else ''}{one.message}"
        for one in refused.misfits
    ]


def keep(made: Imported, folder: Path, source: str) -> Path:
    """Writes the definition whole or not at all, and never over another."""
    name = made.definition["id"]
    path = folder / f"{name}.toml"
    if name in catalogue.load(catalogue.DEFINITIONS):
        raise BadInput(
            _("{name} comes with the product and is not replaced; choose another with --id").format(name=name)
        )
    try:
        Instrument.model_validate(tomllib.loads(made.text))
    except ValidationError as wrong:
        raise BadInput("\n".join(error["msg"] for error in wrong.errors()), source, 1) from None
    try:
        _written_at_once(path, made.text)
    except FileExistsError:
        raise BadInput(
            _("{path} is there already; choose another with --id, or take it away").format(path=path)
        ) from None
    except OSError as wrong:
        raise BadInput(_("{path} cannot be written: {why}").format(path=path, why=wrong.strerror)) from None
    return path


def _written_at_once(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as part:
        part.write(text)
    try:
        os.link(part.name, path)  # refuses where there is one, as replacing would not
        path.chmod(0o644)
    finally:
        Path(part.name).unlink()
