"""Nothing that says who a person is reaches a log."""

import io
import json
import logging
import sys

import pytest
import structlog

from throughcare.foundations.logs import REDACTED, json_lines, redacted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9991234567", id="an NHS number"),
        pytest.param("999 123 4567", id="an NHS number in groups"),
        pytest.param("07700 900123", id="a telephone number"),
        pytest.param("+44 7700 900123", id="a telephone number from abroad"),
        pytest.param("amber@example.org", id="an e-mail address"),
        pytest.param("SO14 3AB", id="a postcode"),
        pytest.param("so143ab", id="a postcode as typed"),
    ],
)
def test_what_identifies_is_taken_out(text):
    assert redacted(f"seen {text} here") == f"seen {REDACTED} here"


@pytest.mark.parametrize("text", ["/episodes/1204/triage/offer", "2026-11-24", "took 1204 ms", "KPI-2a", "134.5"])
def test_what_does_not_identify_stays(text):
    assert redacted(text) == text


def test_what_was_asked_in_an_address_is_taken_out():
    assert redacted("/people/find?name=amber") == f"/people/find?{REDACTED}"


@pytest.mark.parametrize(
    "said", ["Not Found: {}", "Forbidden ({}): too old", '"GET {} HTTP/1.1" 410', "{}?question=q2"]
)
def test_the_token_of_a_one_time_link_is_taken_out(said):
    assert "tOk3n" not in redacted(said.format("/answer/tOk3n_-x"))


@pytest.fixture
def log():
    """What the logger `test` writes, read back."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(json_lines())
    logger = logging.getLogger("test")
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_a_field_that_names_a_person_is_taken_out_whatever_it_holds(log):
    structlog.get_logger("test").info("saved", person="Amber Hill", episode=12, born={"year": 1999})
    (line,) = log()
    assert (line["event"], line["episode"], line["person"], line["born"]) == ("saved", 12, REDACTED, REDACTED)


def test_a_failure_says_where_and_of_what_kind_but_not_its_wording(log):
    try:
        raise ValueError("Amber Hill was refused")
    except ValueError:
        logging.getLogger("test").error("Internal Server Error", exc_info=sys.exc_info())
    (line,) = log()
    assert line["exception"] == "builtins.ValueError"
    assert "test_logs.py" in line["at"][0]
    assert "Amber" not in json.dumps(line)
