"""`throughcare specification check` says what is wrong and ends with 1, or 2 where there is nothing to check."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from throughcare.foundations.command import BadInput, Faults
from throughcare.specification.apps import specification_has_no_mistakes

TINY = Path(__file__).parents[3] / "tests" / "specifications" / "tiny"


@pytest.fixture
def faulty(tmp_path):
    shutil.copytree(TINY, tmp_path / "tiny")
    clocks = tmp_path / "tiny" / "2020-01-01" / "clocks.toml"
    clocks.write_text(clocks.read_text(encoding="utf-8").replace("hours = 3", "hours = 0"), encoding="utf-8")
    return tmp_path / "tiny"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("specification", "check", *arguments, stdout=out)
    return out.getvalue()


def test_those_that_come_with_the_product_have_no_mistakes():
    assert "southampton-esap" in run()
    assert json.loads(run("--format", "json")) == []


def test_a_folder_is_checked(faulty):
    assert run(str(TINY)) == "tiny: no mistakes\n"
    with pytest.raises(Faults) as raised:
        run(str(faulty))
    assert raised.value.returncode == 1
    assert str(raised.value) == (
        f"{faulty}/2020-01-01/clocks.toml:8: wave-back, within.hours: must be a whole number above 0"
    )


def test_faults_are_reported_as_json(faulty):
    out = StringIO()
    with pytest.raises(Faults) as raised:
        call_command("specification", "check", str(faulty), "--format", "json", stdout=out)
    assert raised.value.faults == []
    assert json.loads(out.getvalue()) == [
        {
            "file": f"{faulty}/2020-01-01/clocks.toml",
            "entry": "wave-back",
            "field": "within.hours",
            "message": "must be a whole number above 0",
            "line": 8,
        }
    ]


def test_a_folder_that_is_not_there_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="give one, or one of: "):
        run(str(tmp_path / "nowhere"))


def test_the_system_does_not_start_on_a_faulty_specification(faulty, settings):
    settings.SPECIFICATION = str(faulty)
    (error,) = specification_has_no_mistakes()
    assert "wave-back, within.hours" in error.msg
    settings.SPECIFICATION = str(TINY)
    assert specification_has_no_mistakes() == []
