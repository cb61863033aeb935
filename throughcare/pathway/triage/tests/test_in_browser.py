"""A referral and its triage in a real browser: by keyboard, without JavaScript, and as a screen reader finds them."""

from datetime import date

import pytest

from tests.browser import WIDTHS, accessibility_faults, scrolls_sideways
from tests.pages import Screen, browser, recorded

pytestmark = pytest.mark.browser


def test_triage_is_completed_by_keyboard_without_javascript(world, chromium):
    thread_id = world.referred(on=date(2014, 12, 30))
    page = chromium.new_page(java_script_enabled=False, viewport={"width": WIDTHS["phone"], "height": 800})
    screen = Screen(page, browser(world))
    screen.open(f"/episodes/{thread_id}/triage/complete")
    screen.tab_to("#id_wants")
    page.keyboard.type("Sleep")
    for risk in ("self_harm", "from_others", "to_others", "housing", "sexual_exploitation", "domestic_violence"):
        screen.tab_to(f"[name=risk_{risk}]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    screen.tab_to("#id_substance_1")
    page.keyboard.type("Can")
    screen.tab_to("[name=outcomes][value=comprehensive_assessment]")
    page.keyboard.press("Space")
    screen.tab_to("main form button:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "Triage completed" in page.locator(".tc-done").inner_text()
    (triage,) = recorded(world, "triage_completed", thread_id)
    assert triage.detail == {"outcomes": ["comprehensive_assessment"], "substances": ["cannabis"]}
    page.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_page_of_the_way_in_is_accessible_as_it_is_and_with_errors(world, chromium, width):
    person = world.person()
    thread_id = world.referred(person, on=date(2014, 12, 30))
    page = chromium.new_page(viewport={"width": width, "height": 800})
    screen = Screen(page, browser(world))
    for path in (
        "/referrals/new",
        f"/people/{person.id}/referral",
        f"/episodes/{thread_id}/first-contact",
        f"/episodes/{thread_id}/triage/offer",
        f"/episodes/{thread_id}/triage/complete",
        f"/episodes/{thread_id}/crisis",
        f"/episodes/{thread_id}/triage/feedback",
        f"/episodes/{thread_id}/triage/encourage",
        f"/episodes/{thread_id}/triage/book",
        f"/episodes/{thread_id}/assessment/offer",
        f"/episodes/{thread_id}/assessment/complete",
        "/outreach/contact",
        f"/people/{person.id}/brief-intervention",
    ):
        screen.open(path)
        assert accessibility_faults(page) == [], path
        assert not scrolls_sideways(page), path
        if path.endswith("/assessment/complete"):
            continue  # nothing on it has to be filled in
        page.click("main form.tc-form .tc-buttons button:not([name])")
        page.wait_for_selector(".nhsuk-error-summary")
        assert accessibility_faults(page) == [], f"{path} with errors"
    page.close()
