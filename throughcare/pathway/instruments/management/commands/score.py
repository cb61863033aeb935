"""`throughcare score`: scores answers from a file, of one tool or a whole list."""

import sys

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.command import BadInput, Command, Group
from throughcare.foundations.yaml_words import Document, YamlFault, load, load_with_lines
from throughcare.pathway.instruments import catalogue
from throughcare.pathway.instruments.batch import EntryFault, as_text, no_such, score_batch, score_one, shape
from throughcare.pathway.instruments.sentences import line, summary


class Command(Command):
    help = gettext_lazy("Scores answers given as JSON or YAML.")
    group = Group.FIGURES
    needs_database = False
    needs_viewer = False
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("instrument", nargs="?", help=_("the tool, such as audit"))
        parser.add_argument("file", nargs="?", default="-", help=_("its answers; - reads standard input"))
        parser.add_argument("--batch", metavar="FILE", help=_("a list of entries: instrument and answers or total"))

    def handle(self, *, instrument, file, batch, **_options):
        if bool(batch) == bool(instrument):
            raise BadInput(_("Give an instrument, or --batch and a file."))
        if batch:
            self.score_list(batch)
        else:
            self.score_answers(instrument, file)

    def score_list(self, file):
        try:
            shaped = score_batch(_read(file).data)
        except EntryFault as fault:
            raise BadInput(str(fault), file, 1) from None
        self.report(shaped, lambda: as_text(shaped))

    def score_answers(self, name, file):
        try:
            tool = catalogue.instrument(name)
        except catalogue.UnknownInstrument as unknown:
            raise BadInput(no_such(unknown)) from None
        document = _read(file)
        try:
            result = score_one(tool, document.data)
        except EntryFault as fault:
            raise BadInput(str(fault), file, 1) from None
        self.report(shape(result), lambda: [summary(tool, result)])
        if result.errors:
            raise BadInput("\n".join(f"{file}:{_line_of(document, error)}: {line(error)}" for error in result.errors))


def _read(file) -> Document:
    try:
        return load(sys.stdin.read(), "-") if file == "-" else load_with_lines(file)
    except YamlFault as fault:
        raise BadInput(fault.message, fault.filename, fault.line) from None


def _line_of(document: Document, error) -> int:
    """The line of the first item that the error is about, wherever the file holds its answers."""
    item = error.items[:1] or ("total",)
    inside = document.data if isinstance(document.data, dict) else {}
    for part in ("answers", "inputs"):
        if isinstance(inside.get(part), dict) and item[0] in inside[part]:
            return document.line_of((part, *item))
    return document.line_of(item)
