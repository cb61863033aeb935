"""The components in a real browser: heard as well as seen, on a phone as well as at a desk."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.utils.safestring import SafeString

from tests.browser import WIDTHS, accessibility_faults, scrolls_sideways
from throughcare.foundations.pages.tests import gallery
from throughcare.foundations.today import pretending_today_is

pytestmark = pytest.mark.browser
SITE = "http://throughcare.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
FORM = gallery.EXAMPLES["form"]
PAGES = {
    "day": "{{ tc.alert(g.ALERT) }}{{ tc.head('Promises') }}{{ tc.grouped_rows(g.GROUPS) }}"
    "{{ tc.head('Appointments') }}{{ tc.appointments(g.APPOINTMENTS) }}{{ tc.empty('Nothing else.') }}",
    "person": "{{ tc.head('Promises', parts.Link('All promises', '#')) }}{{ tc.promises(g.PROMISES) }}"
    "{{ tc.head('From referral to now') }}{{ tc.timeline(g.MONTHS) }}",
    "wait": "<h2>The wait</h2>" + gallery.EXAMPLES["wait"],
    "team": "{{ tc.head('Caseload') }}{{ tc.filters(g.FILTERS) }}{{ tc.table(g.CASELOAD) }}"
    "{{ tc.pagination(parts.Pages(2, 3, '?page=1', '?page=3')) }}",
    "quarter": gallery.EXAMPLES["saveable"] + "{{ tc.head('All indicators') }}" + gallery.EXAMPLES["figures"],
    "step": "{% call forms.page(form, 'Complete triage', 'Complete triage') %}{{ tc.known(g.KNOWN) }}{% endcall %}",
}
STRIPS = {"person": "{{ tc.identity(g.IDENTITY) }}", "step": "{{ tc.identity_slim(g.UNKNOWN) }}"}
TITLED = "{{ tc.strip('Quayside team', 'Two are due.', [parts.Link('To the list', '#maincontent')]) }}"


def page_of(name: str) -> str:
    template = (
        '{% extends "base.html" %}{% import "components/all.jinja" as tc %}'
        '{% import "components/form.jinja" as forms with context %}{% block title %}Example{% endblock %}'
        "{% block strip %}" + STRIPS.get(name, TITLED) + "{% endblock %}"
        "{% block content %}" + PAGES[name] + "{% endblock %}"
    )
    saving = ' data-draft-url="/drafts/keep" data-draft-page="/step"'
    context = {
        "g": gallery,
        "viewer": SimpleNamespace(name="Jo Maplethorpe"),
        "places": [SimpleNamespace(key=key, url=f"/{key}", words=key) for key in ("my day", "people", "team")],
        "here": "/people",
        "find_url": "/people",
        "sign_out_url": "/sign-out",
        "draft": SimpleNamespace(saved_words="", attributes=SafeString(saving)) if name == "step" else None,
    }
    if name == "step":
        context["form"] = gallery.ExampleForm(gallery.ANSWERS)
    with pretending_today_is(date(2026, 11, 23)):
        return engines["pages"].from_string(template).render(context)


class Site:
    """Serves the examples to the browser without a server; keeps what it posts, and what it complains of."""

    def __init__(self, page):
        self.page, self.kept, self.complaints, self.signed_in = page, [], [], True
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._answer)

    def open(self, name: str):
        self.page.goto(f"{SITE}/{name}")
        return self.page

    def _answer(self, route):
        path = urlsplit(route.request.url).path.lstrip("/")
        if path == "drafts/keep":
            self.kept.append(parse_qs(route.request.post_data))
            if self.signed_in:
                route.fulfill(json={"saved": "Saved 14:02"})
            else:
                route.fulfill(status=403, body="")
        elif path.startswith("static/"):
            route.fulfill(path=finders.find(path.removeprefix("static/")))
        else:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=page_of(path), headers=headers)


@pytest.fixture
def site(chromium) -> Iterator[Site]:
    page = chromium.new_page()
    yield Site(page)
    page.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_keeps_to_its_policy(site, name, width):
    site.page.set_viewport_size({"width": width, "height": 800})
    page = site.open(name)
    assert accessibility_faults(page) == []
    assert site.complaints == []
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")


@pytest.mark.parametrize("name", PAGES)
def test_page_never_scrolls_sideways(site, name):
    page = site.open(name)
    for width in (320, 390, 640, 800, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not scrolls_sideways(page), width


def test_buttons_and_fields_are_large_enough_for_a_thumb(site):
    site.page.set_viewport_size({"width": 390, "height": 800})
    for name in ("day", "step"):
        boxes = [one.bounding_box() for one in site.open(name).locator("main .nhsuk-button, main .nhsuk-input").all()]
        assert boxes
        assert min(box["height"] for box in boxes) >= 44


def test_the_error_summary_takes_focus_and_leads_to_the_field(site):
    page = site.open("step")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "nhsuk-error-summary"
    page.get_by_role("link", name="Triage cannot be after today").click()
    assert page.evaluate("document.activeElement.id") == "id_day_day"


def test_a_draft_is_kept_two_seconds_after_the_last_key(site):
    page = site.open("step")
    tick = page.locator("[data-saved-line] svg")
    assert not tick.is_visible()
    page.get_by_label("What does Tansy want?").fill("To sleep")
    page.get_by_text("Saved 14:02").wait_for(timeout=5000)
    assert tick.is_visible()
    assert site.kept[-1]["wants"] == ["To sleep"]
    assert site.kept[-1]["_page"] == ["/step"]
    assert len(site.kept) == 1


def test_a_session_that_has_ended_is_said_and_the_words_stay(site):
    site.signed_in = False
    page = site.open("step")
    page.get_by_label("What does Tansy want?").fill("To sleep")
    page.get_by_text("Not saved: sign in again in another tab, your words stay here").wait_for(timeout=5000)
    assert not page.locator("[data-saved-line] svg").is_visible()
    assert page.get_by_label("What does Tansy want?").input_value() == "To sleep"
    site.signed_in = True
    page.get_by_label("What does Tansy want?").fill("To sleep well")
    page.get_by_text("Saved 14:02").wait_for(timeout=5000)
