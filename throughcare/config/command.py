"""The command `throughcare`: finds the command asked for, in whichever room it lives."""

import difflib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from throughcare import __version__

BAD_INPUT, BROKEN = 2, 70


def main(arguments: Sequence[str] | None = None) -> None:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    signal.signal(signal.SIGTERM, _end_in_good_order)
    try:
        _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception:  # a fault of ours: not to be taken for "1: faults found" or "2: bad input"
        traceback.print_exc()
        sys.exit(BROKEN)


def _run(arguments: list[str]) -> None:
    if arguments[:1] == ["--version"]:
        print(f"throughcare {__version__}")  # noqa: T201
        return
    _set_up()
    from django.core.management import get_commands, load_command_class

    asks_for_help = not arguments or arguments[0] in ("-h", "--help", "help")
    if asks_for_help and len(arguments) < 2:
        print(overview())  # noqa: T201
        return
    name, *rest = arguments
    if asks_for_help:
        name, rest = arguments[1], ["--help"]
    home = get_commands().get(name)
    if home is None:
        _refuse(unknown(name))
    command = load_command_class(home, name) if isinstance(home, str) else home
    command.run_from_argv(["throughcare", name, *rest])


def _set_up() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        django.setup()
    except (ImproperlyConfigured, EnvError) as wrong:
        _refuse(str(wrong))


def our_commands() -> dict[str, str]:
    """Our commands by name, with the room that each lives in."""
    from django.core.management import get_commands

    return {name: room for name, room in sorted(get_commands().items()) if str(room).startswith("throughcare.")}


def overview() -> str:
    """What `throughcare --help` shows: every command of ours with its sentence, under its heading."""
    from django.core.management import load_command_class
    from django.utils.translation import gettext as _

    from throughcare.foundations.command import Group

    ours = {name: load_command_class(room, name) for name, room in our_commands().items()}
    width = max(map(len, ours), default=0)
    lines = [_("Usage: throughcare COMMAND [OPTIONS]")]
    for group in Group:
        listed = [name for name, command in ours.items() if getattr(command, "group", Group.RUNNING) == group]
        if listed:
            lines += ["", f"{group.label}:", *(f"  {name:<{width}}  {ours[name].help}" for name in listed)]
    return "\n".join([*lines, "", _("throughcare COMMAND --help says more about each.")])


def unknown(name: str) -> str:
    from django.utils.translation import gettext as _

    near = difflib.get_close_matches(name, our_commands(), n=1)
    wrong = _("throughcare: there is no command “{name}”.").format(name=name)
    remedy = _("Did you mean “{near}”?").format(near=near[0]) if near else _("`throughcare --help` lists them.")
    return f"{wrong} {remedy}"


def _refuse(message: str) -> NoReturn:
    sys.stderr.write(f"{message}\n")
    sys.exit(BAD_INPUT)


def _end_in_good_order(*_signal: object) -> NoReturn:
    sys.exit(143)  # by way of atexit, which stops the server that we started
