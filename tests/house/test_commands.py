"""Every command says in a sentence what it does, explains its arguments, and answers to --help."""

import argparse
import importlib
from pathlib import Path

import pytest

from tests.house import repository as repo

COMMANDS = [path for path in repo.package_files() if path.parent.name == "commands" and not path.stem.startswith("_")]


def faults(command, name: str) -> list[str]:
    found = []
    sentence = str(command.help or "").strip()
    if not sentence.endswith(".") or len(sentence.split()) < 4:
        found.append(f"{name}: its help is no sentence")
    parser = command.create_parser("throughcare", name)
    for argument in parser._actions:
        # Django gives every command the same handful of arguments; ours are those that the command added.
        if not argument.help and argument.help != argparse.SUPPRESS:
            found.append(f"{name}: {'/'.join(argument.option_strings) or argument.dest} is not explained")
    if not parser.format_help().strip():
        found.append(f"{name}: --help says nothing")
    return found


def is_ours(command) -> bool:
    from throughcare.foundations.command import Command

    return isinstance(command, Command)


def _command(path: Path):
    module = ".".join(path.relative_to(repo.ROOT).with_suffix("").parts)
    return importlib.import_module(module).Command()


@pytest.mark.parametrize("path", COMMANDS, ids=[path.stem for path in COMMANDS])
def test_a_command_explains_itself(path):
    assert not faults(_command(path), path.stem)


@pytest.mark.parametrize("path", COMMANDS, ids=[path.stem for path in COMMANDS])
def test_a_command_reports_faults_in_the_one_way(path):
    """Exit status, `--format`, `--as` and errors as `file:line: what` come from the one base class."""
    assert is_ours(_command(path))


def test_a_command_has_its_name_once():
    names = [path.stem for path in COMMANDS]
    assert len(names) == len(set(names))


class TestTheseChecksCanFail:
    def test_a_command_without_a_sentence_or_with_a_silent_argument_is_found(self):
        from django.core.management.base import BaseCommand

        class Command(BaseCommand):
            help = "plays"

            def add_arguments(self, parser):
                parser.add_argument("story")

        assert faults(Command(), "play") == ["play: its help is no sentence", "play: story is not explained"]

    def test_a_command_made_from_something_else_is_seen(self):
        from django.core.management.base import BaseCommand

        assert not is_ours(BaseCommand())
