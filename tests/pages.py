"""For tests of pages: a browser signed in as one of the world's staff, and answers as a form posts them."""

from __future__ import annotations

from datetime import date

from django.test import Client

from tests.world import World
from throughcare.access.context import look_as
from throughcare.clocks.models import Milestone
from throughcare.foundations.drafts.models import Draft


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
