"""For tests of pages: a browser signed in as one of the world's staff, and answers as a form posts them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from contextvars import copy_context
from datetime import date
from time import monotonic
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.test import Client

from tests.world import World
from throughcare.access.context import look_as
from throughcare.clocks.models import Milestone
from throughcare.foundations.drafts.models import Draft
from throughcare.foundations.today import pretending_today_is

#: So many seconds a page may take on a busy machine.
PATIENCE = 30


def browser(world: World, role: str = "triage") -> Client:
    client = Client()
    client.force_login(world.staff[role])
    return client


def day(name: str, on: date) -> dict[str, int]:
    """A day as its three boxes post it."""
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def recorded(world: World, kind: str, thread_id: int | None = None) -> list[Milestone]:
    """The milestones of a kind, whoever looked last."""
    look_as(world.worker)
    found = Milestone.objects.filter(kind=kind).order_by("id")
    return list(found if thread_id is None else found.filter(thread_id=thread_id))


def drafts_kept(world: World) -> list[str]:
    """The pages of the drafts that the triage worker has open."""
    look_as(world.viewer("triage"))
    return list(Draft.objects.values_list("page", flat=True))


class Screen:
    """A real browser's page whose every request is answered by a signed-in test client, in the test's own database."""

    HERE = "http://localhost"

    def __init__(self, page, client: Client, day: date | None = None):
        self.page, self.client, self.complaints = page, client, []
        self.day = day
        """Today, for the application; the test's own day where none is said."""
        # Playwright answers in a context of its own, where there is neither the test's connection nor its day.
        self._context = copy_context()
        self._loads, self._steps_on, self._sent_to = 0, False, ""
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("load", self._loaded)
        page.route("**/*", self.answer)

    def open(self, path: str):
        self.go(lambda: self.page.goto(self.HERE + path))
        return self.page

    def go(self, act: Callable[[], object]) -> None:
        """Does what leads to another page, and waits for it. What an answer sends on to is opened under its address."""
        loads, self._steps_on, self._sent_to = self._loads, True, ""
        try:
            act()
        except Exception:  # a goto that is told to stay fails
            if not self._sent_to:
                raise
        until = monotonic() + PATIENCE
        while self._loads == loads and not self._sent_to:
            assert monotonic() < until, f"nothing came after {self.page.url}"
            self.page.wait_for_timeout(5)
        self._steps_on = False
        if self._sent_to:
            self.open(self._sent_to.removeprefix(self.HERE))

    def tab_to(self, selector: str, most: int = 90) -> None:
        """Moves the focus by keyboard alone."""
        for _time in range(most):
            if self.page.locator(f"{selector}:focus").count():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by keyboard")

    def answer(self, route) -> None:
        asked = route.request
        path = asked.url.removeprefix(self.HERE).split("#")[0]
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/").split("?")[0]))
            return
        answer = self._context.run(self._asked_of_the_client, asked, path)
        if self._steps_on and asked.is_navigation_request() and answer.status_code in (301, 302):
            # A browser follows on its own, past the tests; so it stays, and `go` opens what it is sent to.
            self._sent_to = urljoin(asked.url, answer["location"])
            route.fulfill(status=204)
            return
        headers = {name: value for name, value in answer.items() if name.lower() != "content-length"}
        route.fulfill(status=answer.status_code, body=answer.content, headers=headers)

    def _loaded(self, _page) -> None:
        self._loads += 1

    def _asked_of_the_client(self, asked, path: str):
        follow = not (self._steps_on and asked.is_navigation_request())
        with pretending_today_is(self.day) if self.day else nullcontext():
            if asked.method == "GET":
                return self.client.get(path, follow=follow)
            kind = asked.headers.get("content-type", "")
            return self.client.post(path, data=asked.post_data_buffer or b"", content_type=kind, follow=follow)
