"""Ways that end before treatment: brief advice and no more, and somebody whom another service suits better."""

from datetime import date

import pytest

from tests.journeys import steps

pytestmark = pytest.mark.browser


def test_brief_intervention_only_without_javascript(sits_down):
    # Given a browser that runs no scripts, and a girl of fourteen whom her mother brought
    triage = sits_down("triage", on=date(2014, 11, 3), javascript=False, width="phone")
    steps.receive_referral(triage, "Wren", "Alderly", date(2000, 8, 9), source="Family or friend")
    triage.follow("Record contact")
    steps.make_first_contact(triage)
    triage.follow("Offer triage")
    steps.offer(triage, "triage", date(2014, 11, 4))
    triage.on(date(2014, 11, 4))
    # When triage finds that a talk is enough
    triage.follow("Triage")
    steps.complete_triage(triage, "Brief intervention", substance="Alcohol")
    # Then nothing about treatment is promised
    triage.reads("Triage completed", "Nothing is promised at the moment.")
    triage.looks("after triage")
    # And her case has no next step, so it is in the gap until something is done
    triage.open("/gaps")
    triage.reads("Wren Alderly", "No next step")
    triage.looks("in the gap")
    # When the talk is had, and her referral ends
    triage.follow("Wren Alderly")
    triage.follow("Brief and crisis interventions")
    triage.reads("Wren Alderly")
    triage.looks("brief intervention")
    triage.choose("What was it about?", "Alcohol")
    triage.press("Record brief intervention")
    triage.reads("Brief intervention recorded")
    triage.open("/gaps")
    triage.follow("Wren Alderly")
    triage.follow("End of the referral")
    triage.looks("end of the referral")
    triage.choose("Why does the referral end?", "Declined treatment")
    triage.say("What was said, and what was offered instead", "She knows where we are.")
    triage.press("End the referral")
    # Then the stay is over, nobody owes her anything, and she can come back
    triage.reads("The referral of Wren Alderly has ended", "Nothing is promised at the moment.", "A new referral")
    triage.looks("referral ended")
    triage.open("/gaps")
    triage.does_not_read("Wren Alderly")


def test_somebody_too_old_is_recorded_and_passed_on_never_refused(sits_down):
    # Given a man of 26, who lives in another town
    triage = sits_down("triage", on=date(2014, 11, 3))
    steps.who_it_is(triage, "Bram", "Sallow", date(1988, 4, 1))
    triage.press("Look whether they are recorded already")
    # Then the page says at once what to do, and goes on
    triage.reads("Nobody is turned away", "This service is for people from 11 to 24.", "stay in touch")
    triage.looks("outside the lines of the service")
    # When the referral is recorded and passed on with his consent
    steps.about_the_referral(triage, source="Self")
    triage.press("Record referral")
    triage.reads("Referral recorded.", "Take the referral all the same", "Due Wed 5 Nov")
    triage.follow("Record contact")
    steps.make_first_contact(triage)
    triage.follow("Offer triage")
    steps.offer(triage, "triage", date(2014, 11, 4))
    triage.on(date(2014, 11, 4))
    triage.follow("Triage")
    steps.complete_triage(triage, "Referral to another service")
    triage.follow("Referral onward")
    triage.looks("referral onward")
    triage.say("To which agency?", "Adult treatment service (ARM or Delivery Service)")
    triage.choose("Does Bram agree?", "Yes")
    triage.press("Refer onward")
    # Then the record says who has him now, and his promises were kept
    triage.reads("Referred onward: Adult treatment service (ARM or Delivery Service)", "Also working with Bram")
    triage.follow("All promises")
    triage.reads("First contact within 2 working days of referral", "Triage offered within 2 working days of referral")
    triage.does_not_read("Late", "Overdue")
    triage.looks("all promises kept")
