"""`throughcare score`: reads a file or standard input, reports, and fails with file and line."""

import io
import json

import pytest

from throughcare.pathway.instruments.management.commands.score import Command


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = 0
        try:
            Command().run_from_argv(["throughcare", "score", *map(str, arguments)])
        except SystemExit as end:
            status = end.code
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


@pytest.fixture
def file(tmp_path):
    def write(text, name="answers.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_answers_in_yaml_are_scored(run, file):
    answers = file("a1: 0\na2: 0\na3: 0\nb1: yes\n")
    status, out, err = run("crafft21", answers, "--format", "json")
    assert (status, err) == (0, "")
    assert json.loads(out)["band"] == "riding_risk"
    assert "Riding risk" in run("crafft21", answers)[1]


def test_standard_input_is_read(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"q1": 0, "q9": 0, "q10": 0}'))
    status, out, _err = run("audit", "-", "--format", "json")
    assert (status, json.loads(out)["total"]) == (0, 0)


def test_an_impossible_answer_is_told_with_its_line(run, file):
    answers = file("answers:\n  q1: 4\n  q2: 9\n")
    status, out, err = run("audit", answers, "--format", "json")
    assert (status, json.loads(out)["status"]) == (2, "invalid")
    assert err.startswith(f"{answers}:3: q2: ")


def test_a_batch_goes_on_past_what_is_invalid(run, file):
    entries = file('[{"instrument": "audit", "total": 20}, {"instrument": "x"}, {"instrument": "audit", "total": 0}]')
    status, out, err = run("--batch", entries, "--format", "json")
    assert (status, err) == (0, "")
    assert [one["status"] for one in json.loads(out)] == ["complete", "invalid", "complete"]
    assert run("--batch", entries)[1].startswith("1. audit: complete, total 20")


@pytest.mark.parametrize(
    ("arguments", "text", "told"),
    [
        pytest.param(["audti"], "q1: 0", "there is no instrument audti", id="an unknown tool"),
        pytest.param(["audit"], "q1: 0\nq1: 1", "answers.yaml:2: q1 is there twice", id="an answer twice"),
        pytest.param(["audit"], "- 1", "answers.yaml:1: ", id="a list"),
        pytest.param(["--batch"], "q1: 0", "answers.yaml:1: give a list", id="a batch that is no list"),
        pytest.param(["--batch"], "[", "answers.yaml:1: ", id="not yaml"),
    ],
)
def test_bad_input_ends_with_two_and_says_where(run, file, arguments, text, told):
    status, out, err = run(*arguments, file(text))
    assert (status, out) == (2, "")
    assert told in err


def test_a_tool_or_a_batch_is_needed(run, file):
    assert run()[0] == 2
    assert run("audit", file("q1: 0"), "--batch", file("[]"))[0] == 2
    assert run("audit", "/nowhere.yaml")[0] == 2


def test_a_total_that_would_hide_an_urgent_answer_is_refused(run, file):
    status, out, err = run("dash_ric", file("total: 13\n"), "--format", "json")
    assert (status, json.loads(out)["total"]) == (2, None)
    assert "takes no total alone" in err


def test_what_a_tool_has_beside_its_total_can_be_read(run, file):
    status, out, _err = run("dash_ric", file("q1: dont_know\nincidents_last_12_months: 3\n"))
    assert status == 0
    assert "marac_criteria: potential_escalation" in out
    assert "dont_know: q1" in out
    assert "Refer to MARAC and IDVA (Emergency)" in out
