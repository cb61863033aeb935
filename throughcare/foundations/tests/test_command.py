"""A command reports and fails in one way: what is wrong on stderr, 0, 1 or 2 as its status."""

import io
import json
from datetime import date

import pytest

from throughcare.foundations import command
from throughcare.foundations.command import BadInput, Command, Faults


class Plain(Command):
    help = "Does what a test asks."
    needs_database = False
    reports = True

    def __init__(self, does):
        super().__init__(stdout=io.StringIO())
        self.does = does

    def handle(self, **options):
        return self.does(self)


def _raising(exception):
    def does(_command):
        raise exception

    return does


def _status_of(does, *arguments) -> int:
    with pytest.raises(SystemExit) as ended:
        Plain(does).run_from_argv(["throughcare", "plain", *arguments])
    return ended.value.code


def test_bad_input_is_named_with_file_and_line(capsys):
    assert _status_of(_raising(BadInput("no such source; see `sources`", "amber.yaml", 12))) == 2
    assert capsys.readouterr().err == "amber.yaml:12: no such source; see `sources`\n"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        pytest.param(BadInput("wrong"), "wrong", id="without a file"),
        pytest.param(BadInput("wrong", "a.yaml"), "a.yaml: wrong", id="without a line"),
    ],
)
def test_bad_input_may_have_no_place(bad, said):
    assert str(bad) == said


def test_faults_are_listed_and_end_with_one(capsys):
    assert _status_of(_raising(Faults(["a.toml:1: x", "a.toml:9: y"]))) == 1
    assert capsys.readouterr().err == "a.toml:1: x\na.toml:9: y\n"


def test_an_unknown_option_is_bad_input(capsys):
    assert _status_of(lambda _: None, "--colour", "red") == 2
    assert "--colour" in capsys.readouterr().err


def test_a_report_is_json_when_asked():
    asked = Plain(lambda it: it.report({"due_on": date(2026, 11, 24), "name": "Siân"}, ["text"]))
    asked.run_from_argv(["throughcare", "plain", "--format", "json"])
    assert json.loads(asked.stdout.getvalue()) == {"due_on": "2026-11-24", "name": "Siân"}
    assert "Siân" in asked.stdout.getvalue()


def test_a_report_is_text_by_default():
    asked = Plain(lambda it: it.report({}, lambda: ["one", "two"]))
    asked.run_from_argv(["throughcare", "plain"])
    assert asked.stdout.getvalue() == "one\ntwo\n"


class TestProgress:
    def test_short_work_says_nothing(self, capsys):
        with Plain(None).progress("people", 3) as advance:
            advance(3)
        assert capsys.readouterr().err == ""

    def test_long_work_says_how_far_it_is(self, capsys, monkeypatch):
        moments = iter([0.0, 1.0, 3.0])
        monkeypatch.setattr(command.time, "monotonic", lambda: next(moments))
        with Plain(None).progress("people", 1000) as advance:
            advance(100)
            advance(400)
        assert capsys.readouterr().err == "people: 500 / 1,000\npeople: 500 / 1,000\n"
