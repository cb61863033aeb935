"""A request of the safeguarding hub: taken in, answered from what the record says, one in time and one late."""

from datetime import date

import pytest

from throughcare.access.context import look_as
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.pathway.safeguarding.models import InformationShared

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date(2014, 10, 6)


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize(("answered_at", "how"), [("11:10", "in time"), ("12:30", "late")])
def test_a_request_of_the_hub_is_answered(world, sits_down, width, answered_at, how):
    # Given somebody in treatment, and the hub on the telephone to Jo
    person = world.person(given_name="Tansy", family_name="Puddifoot", born=date(1998, 3, 1))
    thread_id = world.referred(person, on=date(2014, 10, 1))
    jo = sits_down("keyworker", on=TODAY, width=width)
    jo.open(f"/episodes/{thread_id}/requests/new")
    jo.looks(f"take in {how} {width}")

    # When she takes the request in, with two hours to answer it
    jo.choose("How soon must it be answered?", "Within 2 hours")
    jo.say("What does the hub ask?", "Is the little brother safe at home tonight?")
    jo.say("Who asks, and how are they reached?", "R Mallow, 023 9000 0000")
    jo.say("Time it came", "10:00")
    jo.choose("From whom is the concern?", "Police")
    jo.press("Start the clock")
    # Then its page has the deadline, what is asked and the first line of the answer
    jo.reads("Request taken in. The clock runs.", "Due", "12:00", "Is the little brother safe at home tonight?")
    jo.reads("Not seen yet. No appointment missed since then.")
    first = jo.page.get_by_label("The answer", exact=True).input_value()
    assert "Tansy Puddifoot, born 1 March 1998, has been with us since 1 October 2014. Not seen yet." in first
    assert jo.page.get_by_label("With whom?").input_value() == "R Mallow, 023 9000 0000"
    jo.looks(f"answer {how} {width}")
    page = jo.path

    # When she asks the school's record, and writes what it says
    jo.follow("Ask a record")
    jo.say("Whose record?", "The school nurse")
    jo.say("Which agency of the hub?", "Education")
    jo.press("Save")
    jo.reads("The school nurse, Education", "No answer yet")
    jo.follow("Write what it says")
    jo.say("What does the record say?", "Brother, 8, was in school today.")
    jo.press("Save")
    # Then the answer has it too
    assert "The school nurse: Brother, 8, was in school today." in jo.page.get_by_label("The answer").input_value()

    # When she answers
    jo.choose("Is something shared?", "Yes")
    jo.press("Record the answer")
    jo.reads("Choose on what basis it is shared")
    jo.choose("On what basis?", "Somebody’s life or safety is at stake")
    jo.say("Time", answered_at)
    jo.press("Record the answer")
    kept = {"in time": "Answered in time", "late": "Answered 30 minutes late"}[how]
    jo.reads(
        "Request answered", kept, "On the basis: Somebody’s life or safety is at stake", "Brother, 8, was in school"
    )
    jo.looks(f"answered {how} {width}")
    look_as(world.worker)
    assert InformationShared.objects.get().last_seen_on is None
    (line,) = AccessLogEntry.objects.filter(looked="disclosed", about="information_request")
    assert line.why == "R Mallow, 023 9000 0000: Somebody’s life or safety is at stake"

    # And the hub's record comes back, and the request is closed
    jo.open("/requests")
    jo.reads("1 request is open.", "Answered, waiting for the hub: 1", "Tansy Puddifoot")
    jo.looks(f"list {how} {width}")
    jo.open(page)
    jo.follow("Chase the hub’s record")
    jo.say("Who was asked, and what they said", "Tomorrow")
    jo.press("Chase the hub’s record")
    jo.follow("Keep the hub’s record")
    jo.say("The hub’s summary", "Known to three agencies")
    jo.say("What does the hub recommend?", "A visit by social care")
    jo.press("Keep the hub’s record")
    jo.reads("Known to three agencies", "It recommends: A visit by social care")
    jo.follow("Close the request")
    jo.choose("How does it end?", "The hub’s record came back")
    jo.press("Close the request")
    jo.reads("Closed on 6 October 2014")
    jo.looks(f"closed {how} {width}")
