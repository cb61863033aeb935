"""Records brief interventions and outreach contacts, with a person or without a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import Revision, add_milestone, lock_thread, open_thread, revise_milestone
from throughcare.clocks.models import Milestone, Thread
from throughcare.clocks.queries import current_milestones
from throughcare.foundations.dates import moment_on
from throughcare.foundations.today import today as day_here
from throughcare.pathway.episode.rules import StepRefused, refuse_impossible_day, refuse_unknown_words
from throughcare.pathway.outreach.models import Activity
from throughcare.pathway.outreach.rules import AGE_GROUPS
from throughcare.people.models import Person
from throughcare.specification import queries as specifications

#: A thread that holds one piece of work outside any episode.
ACTIVITY = "activity"


def brief_intervention(
    *,
    by: Viewer,
    on: date,
    about: str,
    person: Person | None = None,
    people: int | None = None,
    ages: Mapping[str, int] | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """A brief intervention given to a person, or to a number of people without names (004 section 19, 1a)."""
    said = {"about": about, **counted(person, people, ages)}
    return do(
        "brief_intervention_given", said, by=by, on=on, person=person, at=at, recorded_on=recorded_on, because=because
    )


def outreach_contact(
    *,
    by: Viewer,
    on: date,
    setting: str,
    targeted: str,
    person: Person | None = None,
    people: int | None = None,
    ages: Mapping[str, int] | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """A contact made in outreach; `targeted` is yes or no (004 section 19, 1b)."""
    said = {"setting": setting, "targeted": targeted, **counted(person, people, ages)}
    return do(
        "outreach_contact_made", said, by=by, on=on, person=person, at=at, recorded_on=recorded_on, because=because
    )


def counted(person: Person | None, people: int | None, ages: Mapping[str, int] | None) -> dict:
    """How many people an entry stands for: the one person, or the number recorded; raises StepRefused."""
    if person is not None and (people not in (None, 1) or ages):
        raise StepRefused("people", "An entry about a person counts that person", "Record the others without a name.")
    if people is not None and people < 1:
        raise StepRefused("people", "At least one person was met", "Leave the entry out, or give their number.")
    for band, number in (ages or {}).items():
        if band not in AGE_GROUPS or number < 0:
            raise StepRefused(
                "ages", f"{band}: {number} is no count of an age group", f"Use {' and '.join(AGE_GROUPS)}."
            )
    if ages and sum(ages.values()) > (people or sum(ages.values())):
        raise StepRefused("ages", "The age groups add up to more than the people", "Make the numbers agree.")
    if person is not None:
        return {}
    return {"people": people or sum((ages or {}).values()) or 1, "ages": dict(ages) if ages else None}


@transaction.atomic
def do(
    kind: str,
    said: Mapping,
    *,
    by: Viewer,
    on: date,
    person: Person | None,
    at: time | None,
    recorded_on: date | None,
    because: str,
) -> Milestone:
    today = day_here()
    recorded_on = recorded_on or today
    refuse_impossible_day(on, person.born if person else date.min, today, recorded_on)
    refuse_unknown_words(
        kind, {key: value for key, value in said.items() if value is not None}, specifications.governing(on)
    )
    moment = moment_on(on, at)
    thread = open_thread(ACTIVITY)
    Activity(thread=thread, person=person, provider_id=by.agency_id).save(force_insert=True)
    return add_milestone(thread, kind, by=by, on=on, detail=said, recorded_on=recorded_on, at=moment, because=because)


@transaction.atomic
def revise_activity(
    milestone: Milestone, revision: Revision, *, by: Viewer, recorded_on: date | None = None, reason: str = ""
) -> Milestone:
    """Corrects what was recorded of one piece of work, or takes it back; the older revision stays readable."""
    activity = Activity.objects.select_related("person").get(pk=milestone.thread_id)
    thread = lock_thread(milestone.thread_id)
    current = next((m for m in current_milestones([thread.pk]) if m.origin_id == milestone.origin_id), None)
    if current is None:
        raise StepRefused("step", "This was taken back already", "Look at the record as it stands now.")
    today = day_here()
    recorded_on = recorded_on or today
    person = activity.person
    refuse_impossible_day(revision.on, person.born if person else date.min, today, recorded_on)
    if not revision.retracted:
        counted(person, revision.detail.get("people"), revision.detail.get("ages"))
        said = {key: value for key, value in revision.detail.items() if value is not None}
        refuse_unknown_words(current.kind, said, specifications.governing(revision.on))
    revised = revise_milestone(current, revision, by=by, recorded_on=recorded_on, because=reason)
    Thread.objects.filter(pk=thread.pk).update(changed_at=timezone.now())
    return revised
