"""The versions of a person's plans with their goals, as the viewer may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.plan.models import CarePlan, Goal
from throughcare.specification.rules import title_of


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of a plan as the record stands: a drafting or sign-off that was taken back does not count."""

    kind: str
    title: str
    version: int
    drafted_on: date | None
    signed_on: date | None
    goals: tuple[Goal, ...]


def plans_of(episode: EpisodeForStep) -> list[PlanVersion]:
    """Every version of the episode's plans, the latest first. Two queries."""
    days = {one.order: one.on for one in episode.happenings}
    plans = CarePlan.objects.filter(thread_id=episode.thread_id).prefetch_related("goals").order_by("-pk")
    versions = [
        PlanVersion(
            kind=plan.kind,
            title=title_of(episode.specification.plan_kinds, plan.kind),
            version=plan.version,
            drafted_on=days.get(plan.drafted_id),
            signed_on=days.get(plan.signed_off_id),
            goals=tuple(sorted(plan.goals.all(), key=lambda goal: goal.pk)),
        )
        for plan in plans
    ]
    return [one for one in versions if one.drafted_on or one.signed_on]


def latest_of_each_kind(plans: list[PlanVersion]) -> dict[str, PlanVersion]:
    latest: dict[str, PlanVersion] = {}
    for plan in plans:
        latest.setdefault(plan.kind, plan)
    return latest


def goal_for_step(viewer: Viewer, goal_id: int) -> tuple[Goal, EpisodeForStep]:
    """The goal and its episode, with the look logged; 404 when the viewer may not see it."""
    goal = Goal.objects.select_related("plan").filter(pk=goal_id, thread_id__in=cases_seen_by(viewer)).first()
    if goal is None:
        raise Http404
    return goal, episode_for_step(viewer, goal.thread_id)
