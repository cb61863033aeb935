"""An answer that cannot wait: raised to the key worker, on her day at once, and gone when she has acted."""

from datetime import date

import pytest

from tests.pages import day
from throughcare.pathway.alerts.tests.factories import with_keyworker

pytestmark = pytest.mark.browser

TODAY = date(2014, 12, 31)
#: Item 9 of the PHQ-9, answered "several days".
ANSWERS = {f"answer_q{number}": "1" for number in range(1, 10)}


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_an_answer_about_self_harm_is_on_her_day_until_she_has_acted(world, sits_down, width):
    # Given a boy with a key worker, who goes through the PHQ-9 with the triage worker
    thread_id = with_keyworker(world, given_name="Juniper", family_name="Oakapple")
    triage = sits_down("triage", on=TODAY, width=width)
    said = {"stage": "start", "mode": "interview", "answer_difficulty": "", **ANSWERS, **day("on", TODAY)}
    triage.client.handler.enforce_csrf_checks = False
    answer = triage.client.post(f"/episodes/{thread_id}/tools/phq9", said, follow=True)
    assert "Alert raised. It went to Keyworker Brackwater" in answer.content.decode()
    # When the key worker opens her day
    worker = sits_down("keyworker", on=TODAY, width=width)
    worker.open("/my-day")
    # Then it begins with the alert
    worker.reads("1 alert to act on", "Juniper Oakapple", "Goes to Manager Brackwater")
    worker.looks("my day with an alert")
    # When she only reads it, it stays
    worker.follow("Read and act")
    worker.reads("What did you do?", "Who has it, and who gets it next")
    worker.looks("the alert")
    worker.open("/my-day")
    worker.reads("1 alert to act on")
    worker.open("/alerts")
    worker.looks("all alerts")
    worker.follow("Read and act")
    # And when she says what she did, it is gone, and the record keeps her words
    worker.choose("What did you do?", "Spoke with the person and made sure they are safe")
    worker.say("In a few words", "Rang. He is with his aunt and safe; we meet tomorrow.")
    worker.press("End the alert")
    worker.reads("Acted on the alert")
    worker.open("/my-day")
    worker.does_not_read("alert to act on")


def test_the_duty_page_at_a_desk_and_on_a_phone(world, sits_down):
    for width in ("desk", "phone"):
        manager = sits_down("manager", on=TODAY, width=width)
        manager.open("/duty")
        manager.reads("This service keeps no duty list.")
        manager.looks("duty")
