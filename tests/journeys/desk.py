"""A worker at a browser: reads what a page says, answers by its labels, and looks at each page as others would."""

from __future__ import annotations

import re
from datetime import date
from itertools import count
from pathlib import Path

from django.test import Client

from tests.browser import WIDTHS, accessibility_faults, scrolls_sideways
from tests.pages import Screen
from tests.world import World

ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts" / "journeys"
#: What the page puts after the label of a question that may stay empty.
MAY_STAY_EMPTY = r"(\s*\(optional\))?"


class Desk:
    """One browser of one worker. Words are found exactly as the page writes them."""

    def __init__(self, chromium, world: World, story: str, on: date, *, role="", javascript=True, width="desk"):
        self.client = Client(enforce_csrf_checks=True)
        if role:
            self.client.force_login(world.staff[role])
        self.window = chromium.new_context(
            viewport={"width": WIDTHS[width], "height": 900}, java_script_enabled=javascript
        )
        self.page = self.window.new_page()
        self.page.set_default_timeout(10_000)
        self.page.set_default_navigation_timeout(60_000)
        self.screen = Screen(self.page, self.client, day=on)
        self._reader = None if javascript else chromium.new_page(viewport=self.page.viewport_size)
        self.story, self.width, self.pictures = story, width, count(1)

    # Time and place ---

    def on(self, day: date) -> None:
        """The next thing happens on this day."""
        self.screen.day = day

    def open(self, path: str) -> None:
        self.screen.open(path)

    def follow(self, words: str, within: str = "main", about: str = "") -> None:
        """Follows the link that says so; `about` is part of the row it stands in."""
        place = self.page.locator(within)
        if about:
            place = place.locator("li, tr, section").filter(has_text=about).last
        self._click(place.get_by_role("link", name=_exactly(words)).first, words)

    def press(self, words: str, within: str = "main") -> None:
        self._click(self.page.locator(within).get_by_role("button", name=_exactly(words)).first, words)

    def key(self, name: str) -> None:
        """A key that leads to another page."""
        self.screen.go(lambda: self.page.keyboard.press(name))

    def _click(self, found, words: str) -> None:
        assert found.count(), f"“{words}” cannot be clicked on {self.path}:\n{self.words}"
        self.screen.go(found.click)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(Screen.HERE)

    # Answers ---

    def say(self, question: str, answer: str) -> None:
        """Writes into a line or a box, or takes from a list."""
        asked = self.page.locator("main").get_by_label(_asking(question)).first
        assert asked.count(), f"“{question}” is not asked on {self.path}:\n{self.words}"
        if asked.evaluate("box => box.tagName") == "SELECT":
            asked.select_option(label=answer)
        else:
            asked.fill(answer)

    def day(self, question: str, on: date) -> None:
        boxes = self._group(question)
        for label, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            boxes.get_by_label(label, exact=True).fill(str(number))

    def choose(self, question: str, answer: str) -> None:
        self._group(question).get_by_label(answer, exact=True).check()

    def tick(self, words: str) -> None:
        self.page.locator("main").get_by_label(words, exact=True).check()

    def _group(self, question: str):
        found = self.page.get_by_role("group", name=_asking(question)).first
        assert found.count(), f"“{question}” is not asked on {self.path}:\n{self.words}"
        return found

    # What is there ---

    @property
    def words(self) -> str:
        """All that the page says, on one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def reads(self, *said: str) -> None:
        there = self.words
        for words in said:
            assert words in there, f"“{words}” is not on {self.path}:\n{there}"

    def does_not_read(self, *said: str) -> None:
        there = self.words
        for words in said:
            assert words not in there, f"“{words}” is on {self.path}:\n{there}"

    @property
    def places(self) -> list[str]:
        return self.page.locator(".tc-nav a").all_inner_texts()

    def looks(self, name: str) -> None:
        """Everybody can read and use the page as it stands; its picture is kept to be looked at."""
        assert self.accessibility_faults() == [], self.path
        assert not self.scrolls_sideways(), self.path
        self.keep_picture(f"{next(self.pictures):02}-{name}")

    def accessibility_faults(self) -> list[str]:
        if self._reader is None:
            return accessibility_faults(self.page)
        # The check is a script itself, so the page as it stands is shown once more where scripts run.
        as_it_stands = self.page.content()
        self._reader.route("**/*", self.screen.answer)
        self._reader.route(
            self.page.url, lambda route: route.fulfill(body=as_it_stands, content_type="text/html; charset=utf-8")
        )
        self._reader.goto(self.page.url)
        found = accessibility_faults(self._reader)
        self._reader.unroute_all()
        return found

    def scrolls_sideways(self) -> bool:
        return scrolls_sideways(self.page)

    def keep_picture(self, name: str) -> None:
        folder = ARTIFACTS / _plainly(self.story)
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{_plainly(name)}-{self.width}.png", full_page=True)

    def close(self) -> None:
        self.window.close()
        if self._reader is not None:
            self._reader.close()


def _asking(question: str) -> re.Pattern:
    return re.compile(rf"^\s*{re.escape(question)}{MAY_STAY_EMPTY}\s*$")


def _plainly(name: str) -> str:
    """As the name of a file."""
    return re.sub(r"[^a-z0-9]+", "-", name.removeprefix("test_").lower()).strip("-")


def _exactly(words: str) -> re.Pattern:
    """Links and buttons say for whom, to those who cannot see what stands around them."""
    return re.compile(rf"^\s*{re.escape(words)}(\s+for .+)?\s*$")
