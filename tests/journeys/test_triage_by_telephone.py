"""A triage by telephone with somebody in distress: on a phone as at a desk, with plan, outcome, feedback and crisis."""

from datetime import date

import pytest

from tests.journeys import steps

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date(2014, 10, 6)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_triage_by_telephone(world, sits_down, width):
    # Given somebody who was referred this morning, and Hazel with her on the telephone
    person = world.person(given_name="Tansy", family_name="Puddifoot", born=date(1998, 3, 1))
    thread_id = world.referred(person, on=TODAY)
    hazel = sits_down("triage", on=TODAY, width=width)
    hazel.open(f"/episodes/{thread_id}/triage/complete")
    hazel.looks(f"triage by telephone {width}")

    # When she asks first whether Tansy is safe, and looks what the answers point to
    hazel.choose("How do you speak with each other?", "By telephone")
    hazel.say("Where?", "From elsewhere, by telephone or online")
    for risk in steps.RISKS:
        hazel.choose(risk, "No")
    hazel.choose("Self-harm", "Yes")
    hazel.say("First substance", "Alcohol")
    hazel.choose("How much does it affect the rest of Tansy’s life?", "Significantly")
    hazel.choose("Trouble with mental health", "Yes")
    hazel.choose("How soon is help needed?", "Urgent")
    hazel.choose("Does Tansy want help now?", "Wants to start now")
    hazel.press("See what the answers point to")
    # Then the pathway stands there with its reason, and nothing that she said is lost
    hazel.reads("Recommended: Comprehensive assessment, for structured treatment", "Recommended: Crisis intervention")
    hazel.reads("Because: What they use has a moderate or significant effect on another part of their life")
    hazel.looks(f"triage with advice {width}")

    # When she agrees on both, with what cannot wait, the feedback and a day
    hazel.tick("Comprehensive assessment")
    hazel.tick("Crisis intervention")
    hazel.say("What cannot wait?", "Somebody with her tonight")
    hazel.choose("The service, and why it is recommended, was explained", "Yes")
    hazel.choose("Tansy agrees", "Yes")
    hazel.choose("The leaflet about the service was given", "No")
    hazel.day("First appointment", date(2014, 10, 8))
    hazel.press("Complete triage")
    # Then the crisis is asked about at once
    hazel.reads("Triage completed", "Record crisis support")
    hazel.looks(f"crisis {width}")
    hazel.tick("Made sure they are safe for now")
    hazel.tick("Spoke with family or a carer")
    hazel.choose("Detoxification is part of the plan", "Not known")
    hazel.choose("Mental health crisis support for them", "Yes")
    hazel.choose("Mental health crisis support for their family", "Not asked")
    hazel.press("Record crisis support")
    # Then the record tells all of it
    hazel.reads("Crisis support recorded", "Somebody with her tonight", "Interim care plan", "no leaflet given")
    hazel.looks(f"person after triage {width}")
