"""From a referral to a planned exit and both follow-ups, and what every page says on the way."""

from datetime import date

import pytest

from tests.journeys import steps

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "extract", "owner"]),
]

BORN = date(1997, 5, 2)
NAME = "Rowan Brook"
AT_THE_START = {"Cannabis": 24, "Tobacco (not vaping or NRT)": 28, "Psychological health rating": 8}
AT_REVIEW = {"Cannabis": 10, "Tobacco (not vaping or NRT)": 28, "Psychological health rating": 12}
AT_EXIT = {"Cannabis": 0, "Tobacco (not vaping or NRT)": 20, "Psychological health rating": 16}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.THROUGHCARE_HOME = tmp_path / "home"


def test_from_referral_to_both_follow_ups(world, sits_down):
    # Given a triage worker with nobody on the list
    triage = sits_down("triage", on=date(2014, 10, 1))
    triage.open("/my-day")
    triage.reads("Wednesday 1 October 2014. Nothing is overdue and nothing is due today.")

    # When a school rings about Rowan
    steps.who_it_is(triage, "Rowan", "Brook", BORN)
    triage.looks("referral")
    steps.receive_referral(triage, "Rowan", "Brook", BORN)
    # Then two promises run, and the page says whose they are and by when
    triage.reads("Referral recorded.", "Due Fri 3 Oct", "2 working days left", "Triage and assessment worker")
    triage.looks("person referred")
    triage.open("/my-day")
    triage.reads("Due this week: 2", NAME, "First contact", "Offer of a triage")
    triage.looks("my day with two promises")

    # When somebody speaks with him the day after, and offers a triage
    triage.on(date(2014, 10, 2))
    triage.open("/my-day")
    triage.follow("Record contact")
    triage.looks("first contact")
    steps.make_first_contact(triage)
    triage.reads("First contact recorded")
    triage.follow("Offer triage")
    triage.reads("Keeps the promise")
    triage.looks("offer of triage")
    steps.offer(triage, "triage", date(2014, 10, 6))
    triage.reads("Triage offered for Mon 6 Oct", "In time")
    # Then nothing is late, and on the day he is expected
    triage.on(date(2014, 10, 6))
    triage.open("/my-day")
    triage.reads("1 appointment today", NAME, "Initial assessment (triage)")
    triage.looks("my day with an appointment")

    # When triage asks for a comprehensive assessment
    triage.follow(NAME)
    triage.follow("Triage")
    triage.reads("Glad that somebody rang.", "Smokes before lessons and hardly sleeps.")
    triage.looks("triage")
    steps.complete_triage(triage, "Comprehensive assessment")
    # Then the wait for treatment runs from the referral, by each standard
    triage.reads("Triage completed", "Due Mon 13 Oct", "Due Tue 14 Oct", "Due Tue 21 Oct", "Due Wed 22 Oct")
    triage.follow("Offer assessment")
    triage.looks("offer of assessment")
    steps.offer(triage, "assessment", date(2014, 10, 9))
    triage.on(date(2014, 10, 9))
    triage.open("/my-day")
    triage.follow(NAME)
    triage.follow("Complete assessment")
    triage.looks("assessment")
    triage.say("What did you find together?", "He wants his mornings back.")
    triage.press("Complete assessment")
    triage.reads("Comprehensive assessment completed", "In time")

    # Then he stands in a gap until somebody is his key worker
    manager = sits_down("manager", on=date(2014, 10, 9))
    manager.open("/team")
    manager.reads("1 open case. 1 is in a gap.", NAME, "no key worker since")
    manager.looks("team with a gap")
    manager.follow("What counts as a gap?")
    manager.reads("1 open case is in a gap.")
    manager.looks("gaps")
    manager.follow("Give a key worker")
    manager.looks("key worker")
    manager.choose("Who becomes key worker?", "Keyworker Brackwater")
    manager.press("Give a key worker")
    manager.open("/gaps")
    manager.does_not_read(NAME)
    manager.looks("no gaps")

    # When the key worker plans with him, and starts
    worker = sits_down("keyworker", on=date(2014, 10, 10))
    worker.open("/my-day/promises")
    worker.reads("4 open promises, soonest first.")
    worker.looks("promises on the list")
    worker.follow("Draft care plan")
    worker.looks("plan")
    steps.draft_plan(worker, ["Smoke only at weekends", "Sleep through the night"])
    worker.reads("Integrated care plan drafted", "not signed off")
    worker.follow("Sign off care plan")
    worker.looks("sign-off")
    worker.choose("Which plan is signed off?", "Integrated care plan")
    worker.press("Sign off the plan")
    worker.follow("Start intervention")
    worker.looks("start of an intervention")
    worker.say("Which intervention?", "Cognitive and behavioural interventions (counts as treatment)")
    worker.press("Start the intervention")
    # Then treatment has started in time by all three standards, and the clock's page says where the days went
    worker.reads("It counts as treatment", "In treatment since 10 October 2014")
    worker.follow("All promises")
    worker.looks("all promises")
    worker.follow("First intervention less than 2 weeks after referral")
    worker.reads("9 days", "In time", "004 section 19, 2c", "By each standard")
    worker.looks("promise kept")

    # When TOP is completed, sessions held, one missed
    worker.follow(NAME)
    worker.follow("A questionnaire")
    worker.looks("questionnaires")
    worker.follow("TOP")
    worker.looks("TOP")
    steps.complete_top(worker, "At the start", AT_THE_START)
    worker.reads("TOP completed")
    worker.on(date(2014, 10, 17))
    worker.follow("A session or missed appointment")
    worker.looks("session")
    steps.record_session(worker, "Attended", minutes=50)
    worker.on(date(2014, 10, 24))
    worker.follow("A session or missed appointment")
    steps.record_session(worker, "Did not attend")
    # Then the missed contact stands on the day until they meet again
    worker.open("/my-day")
    worker.reads("Missed contacts: get back in touch", "Missed 1", NAME)
    worker.looks("my day with a missed contact")
    worker.on(date(2014, 10, 28))
    worker.follow("Record session")
    steps.record_session(worker, "Attended", minutes=50)
    worker.open("/my-day")
    worker.does_not_read("Missed contacts")

    # When the school helps
    worker.open("/people")
    worker.looks("people")
    worker.follow(NAME)
    worker.follow("Work with another agency")
    worker.looks("joint work")
    worker.say("With which agency?", "School or college")
    worker.choose("What was done together?", "Joint plan")
    worker.press("Record joint work")
    worker.reads("Joint work recorded: School or college", "Also working with Rowan")

    # When twelve weeks are nearly over
    worker.on(date(2014, 12, 29))
    worker.open("/my-day")
    worker.reads("First 12-week review", "Due Thu 1 Jan")
    worker.follow("Complete review")
    worker.looks("review")
    worker.say("How does Rowan see it?", "Mornings are mine again.")
    worker.press("Complete the review")
    worker.reads("Review completed")
    worker.follow("A questionnaire")
    worker.follow("TOP")
    steps.complete_top(worker, "At review", AT_REVIEW)
    worker.follow("Change how “Smoke only at weekends” stands")
    worker.looks("goal")
    worker.choose("How does it stand?", "Reached")
    worker.press("Save the goal")
    # Then the person page tells the whole way
    worker.reads("Goal “Smoke only at weekends”: Reached", "12-week review")
    worker.looks("person in treatment")

    # When he leaves as planned, TOP first
    worker.on(date(2015, 2, 20))
    worker.follow("End of treatment")
    worker.reads("Before Rowan leaves")
    worker.looks("end of treatment")
    worker.follow("Record TOP at exit first")
    steps.complete_top(worker, "At exit", AT_EXIT)
    worker.follow("End of treatment")
    worker.does_not_read("Before Rowan leaves")
    worker.choose("Why does Rowan leave?", "Treatment completed, drug free")
    worker.tick("End this intervention on the same day: Cognitive and behavioural interventions")
    worker.press("End treatment")
    # Then two follow-ups are promised, and nothing else
    worker.reads("Rowan Brook has left treatment: Treatment completed, drug free")
    worker.reads("3-month follow-up", "Due Wed 20 May")
    worker.looks("person who has left")

    # When both calls reach him
    for day, point in (
        (date(2015, 5, 18), "3 months after completing treatment"),
        (date(2015, 8, 19), "6 months after completing treatment"),
    ):
        worker.on(day)
        worker.open("/my-day")
        worker.follow("Record follow-up")
        if point.startswith("3"):
            worker.looks("follow-up")
        worker.choose("Which follow-up is this?", point)
        worker.choose("Was Rowan reached?", "Yes")
        worker.press("Record the follow-up")
        worker.reads("Follow-up recorded")
    # Then nothing is owed to him any more
    worker.reads("Nothing is promised at the moment.")
    worker.looks("person after both follow-ups")
    worker.open("/my-day")
    worker.does_not_read(NAME)

    # And the quarter in which he came says what his clocks say
    manager.on(date(2014, 12, 31))
    manager.open("/quarter")
    manager.looks("quarter not worked out")
    manager.press("Work the figures out")
    manager.reads("The figures are worked out again", "October to December 2014")
    manager.looks("quarter")
    manager.follow("Referrals offered a triage within 2 working days")
    manager.reads("1 of 1")
    manager.looks("indicator")
