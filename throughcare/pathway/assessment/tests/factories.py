"""Assessments for the tests: somebody triaged, and the questions of the Southampton service."""

from __future__ import annotations

from datetime import date

from tests.world import World
from throughcare.pathway.assessment.queries.assessed import Assessed, assessed
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.triage.actions import complete_triage
from throughcare.specification.loader import load
from throughcare.specification.questions import AssessmentForm

TRIAGED, ASSESSED = date(2014, 12, 24), date(2014, 12, 29)


def southampton() -> AssessmentForm:
    return load("southampton-esap").latest.assessment


def triaged(world: World, **person) -> int:
    thread_id = world.referred(world.person(**person), on=date(2014, 12, 22), concern="Hardly sleeps.")
    complete_triage(
        thread_id, by=world.worker, on=TRIAGED, outcomes=["comprehensive_assessment"],
        substances=["cannabis", "alcohol"], risks={"self_harm": "yes", "housing": "no"}, wants="To sleep again",
        words="Stays with an aunt.",
    )  # fmt: skip
    return thread_id


def now(world: World, thread_id: int) -> Assessed:
    return assessed(episode_for_step(world.worker, thread_id))
