"""The command `throughcare` lists its commands and says what to do about a wrong one."""

import pytest

from throughcare.config import command
from throughcare.config.rooms import ROOMS, ROOMS_WITH_PAGES


def test_help_lists_every_command_of_ours_with_its_sentence(capsys):
    command.main(["--help"])
    shown = capsys.readouterr().out
    for name in command.our_commands():
        assert f"\n  {name} " in shown
    assert "Serves the pages until it is stopped." in shown


def test_no_command_of_ours_is_left_out_of_the_list_for_want_of_a_heading():
    listed = [line.split()[0] for line in command.overview().splitlines() if line.startswith("  ")]
    assert sorted(listed) == sorted(command.our_commands())


def test_a_misspelt_command_is_refused_with_the_one_that_was_meant(capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["serv"])
    assert ended.value.code == 2
    assert "Did you mean “serve”?" in capsys.readouterr().err


def test_a_command_like_none_is_refused_with_where_to_look(capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["xyzzy"])
    assert ended.value.code == 2
    assert "throughcare --help" in capsys.readouterr().err


def test_help_with_a_command_is_that_command_s_help(capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["help", "serve"])
    assert ended.value.code == 0
    assert "usage: throughcare serve" in capsys.readouterr().out


def test_rooms_with_pages_are_rooms():
    assert set(ROOMS_WITH_PAGES) <= set(ROOMS)
