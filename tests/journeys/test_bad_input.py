"""Whatever is typed wrongly is told at its place, is reached from the summary, and nothing that was right is lost."""

from datetime import date

import pytest

from tests import ways
from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

TODAY = date(2014, 10, 20)


def each_error_leads_to_its_field(desk: Desk) -> None:
    links = desk.page.locator(".nhsuk-error-summary a")
    assert links.count()
    for number in range(links.count()):
        links.nth(number).click()
        focus = desk.page.evaluate("document.activeElement.closest('.nhsuk-form-group--error') !== null")
        assert focus, f"{links.nth(number).inner_text()} leads to no field that is wrong"
    assert desk.page.title().startswith("Error:")


def test_a_referral_full_of_mistakes_loses_nothing(sits_down):
    desk = sits_down("triage", on=TODAY)
    desk.open("/referrals/new")
    desk.say("First name", "Robin")
    desk.day("Date of birth", date(2999, 1, 1))
    desk.say("NHS number", "999 123")
    desk.say("Postcode", "SO14")
    desk.say("Time it was received", "half past")
    desk.say("What is the concern?", "Words that must stay.")
    desk.press("Record referral")
    desk.reads(
        "to put right", "The date of birth cannot be after today, 20 October 2014",
        "The NHS number must have 10 figures", "The postcode must be a whole one",
    )  # fmt: skip
    each_error_leads_to_its_field(desk)
    desk.looks("referral with errors")
    typed = (("First name", "Robin"), ("What is the concern?", "Words that must stay."), ("Postcode", "SO14"))
    for label, kept in typed:
        assert desk.page.get_by_label(label).first.input_value() == kept


@pytest.mark.parametrize(
    ("address", "wrong", "told"),
    [
        ("triage/offer", {"for_day_day": "31", "for_day_month": "2", "for_day_year": "2014"}, "must be a real day"),
        ("triage/complete", {"on_day": "1", "on_month": "1", "on_year": "2013"}, "cannot be before the referral"),
        ("plan/draft", {"on_year": "14"}, "must have a year of 4 figures"),
        ("interventions/start", {"on_day": "21"}, "cannot be after today"),
        ("session", {"minutes": "0"}, "The minutes must be 1 or more"),
        ("tools/top", {"answer_psych_health": "21"}, "from 0 to 20"),
        ("leave", {"on_day": ""}, "must have a day"),
        ("follow-up", {"on_month": "Nonsense"}, "must be a real day"),
    ],
)  # fmt: skip
def test_each_form_tells_what_is_wrong_and_keeps_the_rest(world, sits_down, address, wrong, told):
    thread_id = ways.in_treatment(world, date(2014, 10, 1))
    desk = sits_down("keyworker", on=TODAY)
    desk.open(f"/episodes/{thread_id}/{address}")
    written = desk.page.locator("main form.tc-form textarea")
    for number in range(written.count()):
        written.nth(number).fill(f"Kept {number}")
    for name, value in wrong.items():
        desk.page.locator(f"[name={name}]").fill(value)
    desk.press(desk.page.locator("main form.tc-form .tc-buttons button").first.inner_text())
    desk.reads("to put right", told)
    each_error_leads_to_its_field(desk)
    desk.looks(address)
    for name, value in wrong.items():
        assert desk.page.locator(f"[name={name}]").input_value() == value
    for number in range(written.count()):
        assert written.nth(number).input_value() == f"Kept {number}"


def test_a_step_is_taken_by_keyboard_alone_with_a_mistake_on_the_way(world, sits_down):
    """From the day to the form, through the summary to the field, and on to the end, without a mouse."""
    world.referred(world.person(given_name="Sage"), on=date(2014, 10, 20))
    desk = sits_down("triage", on=TODAY)
    desk.open("/my-day")
    keys, screen = desk.page.keyboard, desk.screen
    screen.tab_to(".nhsuk-skip-link")
    keys.press("Enter")
    screen.tab_to("a[href$='/triage/offer']")
    desk.key("Enter")
    screen.tab_to("main form.tc-form .tc-buttons button:not([name])")
    desk.key("Enter")
    desk.reads("There is 1 thing to put right")
    screen.tab_to(".nhsuk-error-summary a")
    keys.press("Enter")
    for number in ("22", "10", "2014"):
        keys.type(number)
        keys.press("Tab")
    screen.tab_to("main form.tc-form .tc-buttons button:not([name])")
    desk.key("Enter")
    desk.reads("Triage offered for Wed 22 Oct")
