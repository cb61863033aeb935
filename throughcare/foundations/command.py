"""What every command of `throughcare` has in common: who it runs as, how it reports, how it fails."""

import atexit
import json
import sys
import time
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.embedded import EmbeddedServer, EmbeddedServerError
from throughcare.foundations.embedded.migrated import bring_up_to_date

FAULTS_FOUND, BAD_INPUT = 1, 2
SECONDS_BEFORE_PROGRESS = 2


class Group(TextChoices):
    """The headings under which `throughcare --help` lists the commands, in their order."""

    WORK = "work", gettext_lazy("The day's work")
    FIGURES = "figures", gettext_lazy("Figures and returns")
    STORIES = "stories", gettext_lazy("Stories and made-up people")
    CHECKS = "checks", gettext_lazy("Checks")
    RUNNING = "running", gettext_lazy("Set up and run")


class BadInput(CommandError):
    """What the user gave cannot be used; says what is wrong and what to do. Exit status 2."""

    def __init__(self, message: str, file: str | Path | None = None, line: int | None = None) -> None:
        super().__init__(message, returncode=BAD_INPUT)
        self.message, self.file, self.line = message, file, line

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{place}{self.message}"


class Faults(CommandError):
    """A check found faults, each a line `file:line: what is wrong and what to do`. Exit status 1."""

    def __init__(self, faults: Iterable[object] = ()) -> None:
        self.faults = [str(fault) for fault in faults]
        super().__init__("\n".join(self.faults), returncode=FAULTS_FOUND)


def a_day(text: str) -> date:
    """The type of an argument that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("“{text}” is not a day; write it like 2026-11-24").format(text=text)) from None


class Command(BaseCommand):
    """A command of ours. Set `help` (one sentence) and `group`; write `add_arguments` and `handle`.

    `handle` finds `self.viewer`, whose database context is open round the whole of it, in one transaction. A command
    that keeps some of its work when a later part fails sets `opens_context = False` and opens `self.context()` round
    each part.
    """

    group = Group.WORK
    needs_database = True
    needs_viewer = True
    opens_context = True
    reports = False  # True adds --format; then say self.report(...)
    requires_system_checks: list | str = []  # they load every page; `serve` and `prepare` ask for them
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
        "--skip-checks",
    }  # fmt: skip

    viewer: Any = None
    format = "text"

    def create_parser(self, prog_name: str, subcommand: str, **named: Any) -> ArgumentParser:
        self.help = str(self.help)  # argparse wants text, not a translation to come
        parser = super().create_parser(prog_name, subcommand, **named)
        for action in parser._actions:
            if action.dest == "skip_checks":  # the one that Django does not let us suppress
                action.help = SUPPRESS
        if self.needs_database and self.needs_viewer:
            parser.add_argument(
                "--as",
                dest="username",
                metavar="USER",
                default=settings.OPERATOR,
                help=_("the user it runs as (default: the system's operator)"),
            )
        if self.reports:
            parser.add_argument("--format", choices=["text", "json"], default="text", help=_("how it reports"))
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        self._called_from_command_line = True
        parser = self.create_parser(argv[0], argv[1])
        options = vars(parser.parse_args(argv[2:]))
        arguments = options.pop("args", ())
        try:
            self.execute(*arguments, **options)
        except Faults as found:
            _end(str(found), FAULTS_FOUND)
        except CommandError as wrong:
            _end(str(wrong), BAD_INPUT)
        except (EmbeddedServerError, ImproperlyConfigured) as wrong:
            _end(str(wrong), BAD_INPUT)
        except OperationalError as wrong:
            if connections["default"].connection is not None:
                raise
            _end(_("The database cannot be reached: {why}").format(why=str(wrong).strip()), BAD_INPUT)
        finally:
            connections.close_all()

    def execute(self, *arguments: Any, **options: Any) -> str | None:
        self.format = options.get("format", "text")
        if self.needs_database:
            self.reach_database()
        if not (self.needs_database and self.needs_viewer):
            return super().execute(*arguments, **options)
        try:
            self.viewer = import_string(settings.COMMAND_VIEWER)(options["username"])
        except LookupError as unknown:
            if options["username"] != settings.OPERATOR:
                raise BadInput(str(unknown)) from None
            raise BadInput(
                _(
                    "Nothing is set up in {home} yet. `./run` fills in made-up people, `throughcare play` a story."
                ).format(home=settings.THROUGHCARE_HOME)
            ) from None
        with self.context() if self.opens_context else nullcontext():
            return super().execute(*arguments, **options)

    def reach_database(self) -> None:
        """Start the embedded server if it is used and not running; it is left again when this process ends."""
        server = settings.EMBEDDED_SERVER
        if server is None:
            return
        join(server)
        bring_up_to_date(server)

    def context(self) -> AbstractContextManager:
        """The viewer's database context: what the viewer may see, in one transaction."""
        return import_string(settings.COMMAND_CONTEXT)(self.viewer)

    def report(self, document: Any, text: Callable[[], Iterable[str]] | Iterable[str]) -> None:
        """Write the document as JSON, or its lines of text, as `--format` says."""
        if self.format == "json":
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))
            return
        for line in text() if callable(text) else text:
            self.stdout.write(line)

    @contextmanager
    def progress(self, what: str, total: int | None = None) -> Iterator[Callable[..., None]]:
        """Give a function that counts work done; it tells on stderr once the work has lasted two seconds."""
        counter = _Progress(what, total)
        try:
            yield counter.advance
        finally:
            counter.finish()


class _Progress:
    def __init__(self, what: str, total: int | None) -> None:
        self.what, self.total, self.done = what, total, 0
        self.started = time.monotonic()
        self.told_at: float | None = None
        self.on_terminal = sys.stderr.isatty()

    def advance(self, by: int = 1) -> None:
        self.done += by
        now = time.monotonic()
        if now - self.started < SECONDS_BEFORE_PROGRESS:
            return
        if self.told_at is None or now - self.told_at >= (0.2 if self.on_terminal else 10):
            self.told_at = now
            self._tell()

    def finish(self) -> None:
        if self.told_at is not None:
            self._tell()
            if self.on_terminal:
                sys.stderr.write("\n")

    def _tell(self) -> None:
        line = f"{self.what}: {self.done:,}" + (f" / {self.total:,}" if self.total else "")
        sys.stderr.write(f"\r{line}" if self.on_terminal else f"{line}\n")
        sys.stderr.flush()


def join(server: EmbeddedServer) -> None:
    """Use the embedded server until this process ends."""
    server.ensure_running()
    atexit.unregister(_leave)
    atexit.register(_leave, server)


def _leave(server: EmbeddedServer) -> None:
    connections.close_all()
    server.leave()


def _end(message: str, status: int) -> NoReturn:
    if message:
        sys.stderr.write(f"{message}\n")
    sys.exit(status)


def _plain(value: object) -> Any:
    match value:
        case date() | datetime():
            return value.isoformat()
        case Path() | Promise():
            return str(value)
        case set() | frozenset():
            return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")
