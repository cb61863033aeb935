"""The figures that the stories come to, through the database, the files and the commands."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from throughcare.foundations.command import BadInput
from throughcare.reporting.extract import files

STORIES = Path(__file__).resolve().parents[2] / "throughcare" / "demo" / "stories"

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "extract", "owner"])


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Facts that a command keeps are kept apart for each test."""
    settings.THROUGHCARE_HOME = tmp_path / "home"
    return settings.THROUGHCARE_HOME


def play(*stories: str) -> None:
    paths = [str(STORIES / f"{story}.yaml") for story in stories]
    call_command("play", *paths, stdout=StringIO(), stderr=StringIO())


def said(command: str, *arguments: str):
    told = StringIO()
    call_command(command, *arguments, "--format", "json", stdout=told)
    return json.loads(told.getvalue())


def figures(*arguments: str) -> dict[str, tuple]:
    return {
        one["id"]: (one["numerator"], one["denominator"], one["pending"], one["void"])
        for one in said("indicators", *arguments)
    }


def test_a_planned_exit_is_counted_wherever_it_should_be(home):
    play("planned-exit")  # referred 28 April 2014, treated 9 May, left 7 January 2015
    spring = figures("--from", "2014-04-01", "--to", "2014-06-30")
    for one in ("KPI-2a", "KPI-2b", "KPI-2b-all", "KPI-2c-2weeks", "KPI-4a", "KPI-4c", "KPI-4d", "KPI-6a-start"):
        assert spring[one] == (1, 1, 0, 0), one
    assert spring["KPI-3a"] == (1, None, 0, 0)
    assert (home / "facts" / "episodes.parquet").exists()


def test_the_clocks_of_the_facts_are_the_stored_clocks(tmp_path):
    play("planned-exit", "late-everywhere", "came-back", "corrections", "died")
    call_command("extract", "--out", str(tmp_path), stdout=StringIO())
    columns = ("thread", "definition", "sequence", "owner", "start_on", "due_on", "stopped_on", "voided_on", "ended_on")
    facts = {tuple(row[name] for name in columns) for row in files.read_table(tmp_path, "clocks").to_pylist()}
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select thread_id, definition, sequence, owner, start_on, due_on, stopped_on, voided_on, ended_on"
            " from clocks_clock"
        )
        assert facts == set(cursor.fetchall())
    assert len(facts) > 20


def test_an_extract_brought_up_to_date_is_the_same_as_one_made_anew(tmp_path):
    play("planned-exit", "outreach")
    kept, anew = tmp_path / "kept", tmp_path / "anew"
    call_command("extract", "--out", str(kept), stdout=StringIO())
    play("late-everywhere", "corrections", "came-back")
    call_command("extract", "--out", str(kept), "--incremental", stdout=StringIO())
    call_command("extract", "--out", str(anew), stdout=StringIO())
    assert files.read(kept) == files.read(anew)


def test_figures_can_be_worked_out_again_as_they_were_known(tmp_path):
    play("late-everywhere")
    call_command("extract", "--out", str(tmp_path), stdout=StringIO())
    ever = ("--from", "2010-01-01", "--to", "2030-12-31", "--facts", str(tmp_path))
    assert figures(*ever, "--as-known-on", "2010-01-01")["KPI-4c"] == (0, 0, 0, 0)
    assert figures(*ever)["KPI-4c"][1] == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--from", "2014-10-01"], "Say which period"),
        (["--quarter", "2014-Q5"], "not a period"),
        (["--from", "2014-10-01", "--to", "2014-09-30"], "before it begins"),
        (["--quarter", "2014-Q4", "--only", "KPI-2aa"], "Did you mean KPI-2a"),
        (["--quarter", "2014-Q4", "--facts", "/nowhere"], "throughcare extract --out"),
        (["--quarter", "2014-Q4", "--as-known-on", "2999-01-01"], "Nothing is known yet"),
        (["--quarter", "2014-Q4", "--engine", "spark"], "Spark is not installed"),
    ],
)
def test_bad_input_says_what_to_do(arguments, why):
    play("planned-exit")
    with pytest.raises(BadInput, match=why):
        call_command("indicators", *arguments, stdout=StringIO())
