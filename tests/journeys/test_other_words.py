"""The invented service of the tests runs in the same pages with words of its own, and with its own order of steps."""

from datetime import date

import pytest

from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

#: Words of the real specification that must not appear anywhere in the invented one.
NOT_THEIRS = (
    *("Triage and assessment worker", "Integrated care plan", "Southampton"),
    *("Early Support", "Treatment completed"),
)


@pytest.fixture
def guide(tiny_world, chromium, request):
    desk = Desk(chromium, tiny_world, request.node.name, date(2021, 3, 1), role="keyworker")
    yield desk
    desk.close()
    assert not desk.screen.complaints


def test_from_the_knock_to_going_ashore_in_the_words_of_the_lighthouse(guide):
    # Given a knock at the door, for a child of six
    guide.open("/my-day")
    guide.follow("Record a referral")
    guide.say("First name", "Pim")
    guide.say("Family name", "Sandpiper")
    guide.day("Date of birth", date(2014, 7, 1))
    guide.choose("Sex", "Not known")
    guide.say("Ethnic group, as they describe it", "North shore")
    guide.say("Who refers them?", "Grandmother")
    guide.choose("How did the referral come?", "Message in a bottle")
    guide.say("Time it was received", "0:01")
    guide.choose("Can see the lighthouse from the window", "Yes")
    looks(guide, "knock")
    guide.press("Record referral")
    guide.reads("Waved back to within 3 hours", "Door opener")
    looks(guide, "person")
    # When somebody waves back, and looks long
    guide.follow("First contact")
    guide.choose("How did you speak?", "By waving")
    guide.press("Record contact")
    guide.on(date(2021, 3, 3))
    guide.follow("Long look")
    looks(guide, "long look")
    guide.press("Complete assessment")
    guide.reads("Shells sorted within 10 days of the long look, for those under 7")
    # And the chart comes before the sorting
    guide.follow("Care plan")
    guide.choose("Which plan?", "Great chart")
    guide.say("Goal 1", "Sleep with the lamp off")
    looks(guide, "chart")
    guide.press("Draft the plan")
    guide.follow("Sign-off of the care plan")
    guide.choose("Which plan is signed off?", "Great chart")
    guide.press("Sign off the plan")
    guide.reads("Great chart signed off")
    guide.follow("Sorting of shells")
    guide.say("First substance", "Darkness")
    guide.choose("Rocks below the water", "No")
    guide.tick("Should sail")
    looks(guide, "sorting of shells")
    guide.press("Complete triage")
    guide.reads("Voyage begun within 1 month of a sorting that asked for it")
    # When the voyage begins, is missed once and looked at after a month
    guide.on(date(2021, 3, 5))
    guide.follow("Start of an intervention")
    guide.say("Which intervention?", "Sailing (counts as treatment)")
    guide.press("Start the intervention")
    guide.reads("Sailing started. It counts as treatment", "Chart looked at every month")
    guide.follow("A session or missed appointment")
    guide.choose("Which intervention was it part of?", "Sailing")
    guide.choose("What happened?", "Stayed away")
    guide.press("Record the session")
    guide.open("/my-day")
    guide.reads("Missed contacts: get back in touch", "Pim Sandpiper")
    looks(guide, "my day")
    guide.on(date(2021, 4, 1))
    guide.follow("Pim Sandpiper")
    guide.follow("A review")
    guide.press("Complete the review")
    guide.reads("Shells counted within 2 days of each look")
    guide.follow("All promises")
    looks(guide, "all promises")
    guide.follow("Long look within 3 working days of the knock, the time away left out")
    guide.reads("invented, page 3")
    looks(guide, "promise")
    # Then they go ashore as planned, and a postcard is promised for a year later
    guide.on(date(2021, 6, 25))
    guide.follow("Pim Sandpiper")
    guide.follow("End of treatment")
    guide.choose("Why does Pim leave?", "Went ashore, no longer afraid")
    guide.tick("End this intervention on the same day: Sailing")
    looks(guide, "going ashore")
    guide.press("End treatment")
    guide.reads("Went ashore, no longer afraid", "Postcard answered a year after going ashore, not before 11 months")
    looks(guide, "gone ashore")


def looks(guide: Desk, name: str) -> None:
    guide.looks(name)
    guide.does_not_read(*NOT_THEIRS)
