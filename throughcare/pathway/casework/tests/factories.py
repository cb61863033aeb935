"""Cases at every point of one way through the service, for tests of lists."""

from __future__ import annotations

from datetime import date, timedelta

from tests.world import World
from throughcare.pathway.casework.actions import assign_keyworker
from throughcare.pathway.episode.actions import record
from throughcare.people.models import Person

MONDAY = date(2014, 10, 6)

#: Days after the referral, the step, and what it says; `None` as the worker stands for the world's key worker.
WAY: tuple[tuple[int, str, dict], ...] = (
    (1, "first_contact_made", {"how": "telephone"}),
    (2, "triage_offered", {"for": "+4"}),
    (4, "triage_completed", {"outcomes": ["comprehensive_assessment"], "substances": ["cannabis"]}),
    (4, "assessment_offered", {"for": "+9"}),
    (9, "assessment_completed", {}),
    (10, "keyworker_assigned", {}),
    (14, "plan_signed_off", {"kind": "integrated"}),
    (16, "intervention_started", {"type": "psy_cbt", "setting": "service"}),
    (23, "session_recorded", {"type": "psy_cbt", "outcome": "attended", "minutes": 50}),
    (30, "session_recorded", {"type": "psy_cbt", "outcome": "did_not_attend"}),
    (60, "review_completed", {}),
    (61, "instrument_completed", {"instrument": "top", "stage": "review"}),
    (75, "exited", {"reason": "completed_drug_free"}),
)


def case_after(world: World, steps: int, start: date = MONDAY, person: Person | None = None) -> tuple[Person, int]:
    """A person and the thread of their episode, so many steps after the referral."""
    person = person or world.person()
    thread = world.referred(person, on=start)
    for after, kind, said in WAY[:steps]:
        walk(world, thread, kind, start + timedelta(days=after), said, start)
    return person, thread


def walk(world: World, thread: int, kind: str, on: date, said: dict, start: date = MONDAY) -> None:
    if kind == "keyworker_assigned":
        assign_keyworker(thread, by=world.worker, on=on, worker=world.worker.username)
        return
    if "for" in said:
        said = {"for": (start + timedelta(days=int(said["for"]))).isoformat()}
    record(thread, kind, by=world.worker, on=on, detail=said)


def cases_at_every_point(world: World) -> list[tuple[Person, int]]:
    """One case after each number of steps, so that every promise stands open in one of them."""
    return [case_after(world, steps) for steps in range(len(WAY) + 1)]
