"""Drafts care plans with the person's goals and signs them off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.plan.models import CarePlan, Goal
from throughcare.pathway.plan.terms import GoalState
from throughcare.specification import queries as specifications


@transaction.atomic
def draft_plan(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    kind: str | None = None,
    goals: Sequence[str] = (),
    keep: Sequence[int] = (),
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Begins the next version of a plan, with goals in the person's own words.

    `keep` names goals of an earlier version that still hold; they come along as they stand.
    """
    kind = kind or usual_kind(thread_id)
    milestone = record(
        thread_id,
        "plan_drafted",
        by=by,
        on=on,
        at=at,
        detail={"kind": kind},
        recorded_on=recorded_on,
        because=because,
    )
    plan = CarePlan.objects.create(
        thread_id=thread_id, kind=kind, version=next_version(thread_id, kind), drafted=milestone
    )
    Goal.objects.bulk_create(
        Goal(thread_id=thread_id, plan=plan, words=goal.words, who_helps=goal.who_helps, state=goal.state)
        for goal in Goal.objects.filter(thread_id=thread_id, pk__in=keep).order_by("pk")
    )
    Goal.objects.bulk_create(Goal(thread_id=thread_id, plan=plan, words=words) for words in goals if words.strip())
    return milestone


@transaction.atomic
def sign_off_plan(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    kind: str | None = None,
    considered: Sequence[str] = (),
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Signs off the latest version of a plan, once (004 section 8.7); a plan never drafted begins and ends with it.

    `considered` says whether domestic abuse and children at home were talked about (002, 2.23).
    """
    kind = kind or usual_kind(thread_id)
    milestone = record(
        thread_id,
        "plan_signed_off",
        by=by,
        on=on,
        at=at,
        detail={"kind": kind, "considered": list(considered) or None},
        recorded_on=recorded_on,
        because=because,
    )
    plan = CarePlan.objects.filter(thread_id=thread_id, kind=kind, signed_off=None).order_by("-version").first()
    if plan is None:
        plan = CarePlan(thread_id=thread_id, kind=kind, version=next_version(thread_id, kind))
    plan.signed_off = milestone
    plan.save()
    return milestone


def usual_kind(thread_id: int) -> str:
    """The plan that a step means when it names none."""
    opened_on = Episode.objects.values_list("opened_on", flat=True).get(pk=thread_id)
    return specifications.governing(opened_on).default_plan_kind


def next_version(thread_id: int, kind: str) -> int:
    latest = CarePlan.objects.filter(thread_id=thread_id, kind=kind).order_by("-version").first()
    return latest.version + 1 if latest else 1


def change_goal(goal: Goal, *, by: Viewer, state: GoalState) -> None:
    """Says how a goal stands; what it said before is kept by the change history."""
    goal.state = state
    goal.save(update_fields=["state"])
