"""How far people have come, for tests of later steps; told in the words of whichever specification is in force."""

from __future__ import annotations

from datetime import date, timedelta

from tests.world import World
from throughcare.access.context import look_as
from throughcare.foundations.drafts.models import Draft
from throughcare.pathway.exit.actions import leave_treatment
from throughcare.pathway.interventions.actions import start_intervention
from throughcare.pathway.plan.actions import draft_plan
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification

GOALS = ("Smoke only at weekends", "Sleep without weed")


def words_of(world: World, on: date) -> Specification:
    return specifications.governing(on)


def with_plan(world: World, on: date, **said) -> int:
    """A person referred on that day, with a plan drafted a week later."""
    thread_id = world.referred(world.person(given_name="Linnet", born=date(1999, 3, 3), **said), on=on)
    draft_plan(thread_id, by=world.worker, on=on + timedelta(days=7), goals=GOALS)
    return thread_id


def in_treatment(world: World, on: date) -> int:
    """The same person two weeks after the referral: treatment has started, and so has something beside it."""
    thread_id = with_plan(world, on)
    types = words_of(world, on).interventions
    treatment = next(one.id for one in types.values() if one.counts_as_in_treatment)
    beside = next(one.id for one in types.values() if not one.counts_as_in_treatment)
    for one in (treatment, beside):
        start_intervention(thread_id, by=world.worker, on=on + timedelta(days=14), type=one)
    return thread_id


def left(world: World, on: date) -> int:
    """The same person four weeks after the referral: gone in a planned way."""
    thread_id = in_treatment(world, on)
    planned = next(one.id for one in words_of(world, on).exit_reasons.values() if one.planned)
    leave_treatment(thread_id, by=world.worker, on=on + timedelta(days=28), reason=planned)
    return thread_id


def drafts_of(world: World, role: str = "keyworker") -> list[str]:
    """The pages of the drafts that somebody has open."""
    look_as(world.viewer(role))
    return list(Draft.objects.values_list("page", flat=True))
