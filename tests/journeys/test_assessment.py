"""An assessment across several parts: saved, left, taken up again, completed, and brought up to date later."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser import WIDTHS
from throughcare.access.context import database_context
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.assessment.models import AssessmentAnswer
from throughcare.pathway.assessment.tests.factories import triaged

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "extract", "owner"]),
]

FIRST_DAY, SECOND_DAY, LATER = date(2014, 12, 29), date(2014, 12, 30), date(2014, 12, 31)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_assessment_part_by_part(width, world, sits_down):
    with pretending_today_is(LATER), database_context(world.worker):
        thread_id = triaged(world, given_name="Amber", sex="female")
    worker = sits_down("triage", on=FIRST_DAY, width=width, javascript=width == "desk")
    base = f"/episodes/{thread_id}/assessment"

    # Given a person triaged, the worker starts with her at school, she filling it in with help.
    worker.open(base)
    worker.reads("Not started yet.", "0 of 6 questions")
    worker.looks("overview at first")
    worker.follow("Start assessment")
    worker.choose("How is it done?", "Filled in by the person with support")
    worker.say("Where?", "School or college")
    worker.press("Start assessment")
    worker.follow("Taking part")
    worker.choose("Told what to expect", "Yes")
    worker.choose("Clinical interview held", "Yes")
    worker.looks("taking part")
    worker.press("Save and go on")

    # The substances of triage stand there already; one is said in full.
    worker.reads("2 answers saved")
    worker.say("How taken", "Smoked")
    worker.say("Age first used", "young")
    worker.press("Save and go on")
    worker.reads("needs a number, such as 1.5")
    worker.looks("a mistake in a row")
    worker.say("Age first used", "13")
    worker.press("Save and go on")

    # She leaves in the middle of the next part, and comes back another day.
    worker.choose("Injecting", "Never")
    worker.press("Keep as draft and leave")
    worker.on(SECOND_DAY)
    worker.open(f"{base}/injecting")
    assert worker.page.get_by_label("Never", exact=True).first.is_checked()
    worker.press("Save and go on")
    worker.open(f"{base}/housing")
    worker.reads("Has nowhere safe to live", "From triage, 24 Dec")
    worker.choose("Could lose the home they have", "Yes")
    worker.press("Save and go on")
    worker.reads("1 question follows from it")  # the day
    worker.day("Day on which it could be lost", date(2015, 1, 20))
    worker.press("Save and go on")
    worker.open(f"{base}/family")
    worker.choose("A parent", "Yes")
    worker.press("Save and go on")
    worker.open(base)
    worker.reads("Act so that the home is kept", "Assess the needs of each child")
    worker.looks("overview half way")

    # A child is added and assessed.
    worker.follow("Children and their needs")
    worker.follow("Add a child")
    worker.say("What is the child called?", "Wren")
    worker.choose("Amber sees the child regularly", "Yes")
    worker.press("Add child")
    worker.looks("children")
    worker.follow("Assess")
    worker.choose("Safe and looked after when the adult uses", "Yes")
    worker.press("Save")
    worker.reads("Needs of Wren assessed")

    # When it is completed, what waits is said and holds nothing up.
    worker.open(base)
    worker.does_not_read("Assess the needs of each child")
    worker.follow("Complete assessment")
    worker.reads("Act so that the home is kept")
    worker.looks("completion")
    worker.press("Complete assessment")
    worker.reads("Comprehensive assessment completed")

    # Then a later change is a new version, and the earlier one stays.
    worker.on(LATER)
    worker.open(f"{base}/taking_part?change=told_person")
    worker.choose("Told what to expect", "No")
    worker.press("Save and go on")
    worker.open(base)
    worker.reads("There are answers since the last version")
    worker.follow("Keep as a new version")
    worker.press("Keep as a new version")
    worker.open(f"{base}/versions/2")
    worker.reads("What changed since version 1", "Told what to expect", "As it stood on 31 December 2014")
    worker.looks("version 2")
    with database_context(world.worker):
        told = AssessmentAnswer.objects.filter(thread_id=thread_id, question="told_person").order_by("pk")
        assert [(one.answer, one.version, one.source) for one in told] == [
            ("yes", 1, "supported"),
            ("no", 2, "supported"),
        ]
