"""An alert is never lost: processes are killed with `kill -9` at the worst moments, and its message arrives once.

Each process is a real one with a connection of its own, and ends by SIGKILL, which nothing can catch.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.world import TODAY, make_world
from throughcare.access.context import database_context
from throughcare.access.viewer import Viewer, viewer_for
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.alerts.models import Alert, Delivery
from throughcare.specification import queries as specifications

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[4]

#: What every process does first: the settings of the tests, the database of this one, a home for the messages.
BEGIN = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db import connections
for alias in connections:
    connections[alias].settings_dict["NAME"] = {database!r}
settings.THROUGHCARE_HOME = Path({home!r})
from throughcare.access.context import database_context
from throughcare.access.models import User
from throughcare.access.viewer import viewer_for, viewer_of

def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""

ANSWERED_AND_KILLED_BEFORE_ANYTHING_IS_SENT = """
from datetime import date
from throughcare.pathway.instruments.actions import complete_instrument
viewer = viewer_for("keyworker")
with database_context(viewer):
    complete_instrument(
        {thread}, by=viewer, on=date(2014, 12, 31), instrument="top", stage="start", answers={{"psych_health": 3}}
    )
die()
"""

ANSWERED_AND_KILLED_BEFORE_IT_IS_KEPT = """
from datetime import date
from throughcare.pathway.instruments.actions import complete_instrument
viewer = viewer_for("keyworker")
with database_context(viewer):
    complete_instrument(
        {thread}, by=viewer, on=date(2014, 12, 31), instrument="top", stage="start", answers={{"psych_health": 3}}
    )
    die()
"""

SENT_AND_KILLED_BEFORE_IT_IS_MARKED = """
from throughcare.foundations import messages
from throughcare.pathway.alerts.actions import delivering
def send_and_die(channel, message):
    messages.send(channel, message)
    die()
delivering.send = send_and_die
delivering.send_all_due(viewer_for("operator"))
"""

KILLED_WHILE_WRITING = """
from throughcare.pathway.alerts.actions import delivering
Path.replace = lambda *_: die()
delivering.send_all_due(viewer_for("operator"))
"""

ONE_ROUND = """
from throughcare.pathway.alerts.management.commands.worker import one_round
print(one_round(pass_on=False)[1])
"""


@pytest.fixture
def thread():
    """The case of somebody, kept, so that other processes see it."""
    made = make_world("southampton-esap")
    with pretending_today_is(TODAY), database_context(made.worker):
        number = made.referred()
    yield number
    specifications.use(None)


@pytest.fixture
def run(thread, tmp_path):
    """Runs a script as a process; its exit status and output."""

    def run(script: str) -> tuple[int, str]:
        begin = BEGIN.format(database=connection.settings_dict["NAME"], home=str(tmp_path))
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", begin + script.format(thread=thread)],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def killed(result: tuple[int, str]) -> bool:
    assert result[0] == -signal.SIGKILL, result[1]
    return True


def messages(home: Path) -> list[dict]:
    return [json.loads(file.read_text()) for file in sorted((home / "messages").glob("*.json"))]


def states() -> list[str]:
    with database_context(operator()):
        return list(Delivery.objects.values_list("state", flat=True))


def operator() -> Viewer:
    return viewer_for("operator")


def test_killed_between_keeping_the_answer_and_sending_the_next_worker_sends_it_once(run, tmp_path):
    assert killed(run(ANSWERED_AND_KILLED_BEFORE_ANYTHING_IS_SENT))
    assert states() == ["waiting"]
    assert run(ONE_ROUND) == (0, "1\n")
    assert run(ONE_ROUND) == (0, "0\n")
    (message,) = messages(tmp_path)
    assert message["to"] == "manager"  # the case has no key worker, and nobody keeps a duty list
    assert states() == ["sent"]


def test_killed_between_sending_and_marking_it_is_there_once(run, tmp_path):
    killed(run(ANSWERED_AND_KILLED_BEFORE_ANYTHING_IS_SENT))
    assert killed(run(SENT_AND_KILLED_BEFORE_IT_IS_MARKED))
    assert len(messages(tmp_path)) == 1
    assert states() == ["waiting"]
    assert run(ONE_ROUND) == (0, "1\n")
    assert len(messages(tmp_path)) == 1
    assert states() == ["sent"]


def test_killed_in_the_middle_of_writing_no_half_message_is_there(run, tmp_path):
    killed(run(ANSWERED_AND_KILLED_BEFORE_ANYTHING_IS_SENT))
    assert killed(run(KILLED_WHILE_WRITING))
    assert messages(tmp_path) == []
    assert run(ONE_ROUND) == (0, "1\n")
    assert len(messages(tmp_path)) == 1


def test_killed_before_the_answer_is_kept_there_is_neither_answer_nor_alert(run, tmp_path):
    assert killed(run(ANSWERED_AND_KILLED_BEFORE_IT_IS_KEPT))
    with database_context(operator()):
        assert not Alert.objects.exists()
    assert run(ONE_ROUND) == (0, "0\n")


def test_a_message_says_nothing_about_anybody(run, tmp_path):
    killed(run(ANSWERED_AND_KILLED_BEFORE_ANYTHING_IS_SENT))
    run(ONE_ROUND)
    (message,) = messages(tmp_path)
    assert message["subject"] == "An alert waits for you in Throughcare"
    assert not {"Fern", "Copplestone", "low_psych_health", "Psychological"} & set(json.dumps(message).split())
