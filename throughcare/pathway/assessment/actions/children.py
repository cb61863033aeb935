"""The children that a person has or sees regularly, and the assessment of what each of them needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today as day_here
from throughcare.pathway.assessment.actions.answering import save_answers
from throughcare.pathway.assessment.models import Child
from throughcare.pathway.assessment.terms import Source
from throughcare.pathway.episode.actions import locked_case, record
from throughcare.pathway.episode.rules import StepRefused

CLAUSE = "004 section 10.6.6"
#: Nobody is a child any longer from this age (Children Act 1989, section 105).
GROWN_UP = 18


@transaction.atomic
def add_child(thread_id: int, *, by: Viewer, known_as: str, **said) -> Child:
    """Keeps a child of the person's, or one whom they see regularly; `said` are the columns of Child."""
    locked_case(thread_id)
    child = Child(thread_id=thread_id, **checked(known_as=known_as, **said))
    child.save(force_insert=True)
    return child


@transaction.atomic
def change_child(child: Child, *, by: Viewer, known_as: str, **said) -> Child:
    """Puts right what is said of a child; what stood there before is kept in its history."""
    locked_case(child.thread_id)
    Child.objects.filter(pk=child.pk).update(**checked(known_as=known_as, **said))
    child.refresh_from_db()
    return child


@transaction.atomic
def assess_child(
    child: Child,
    *,
    by: Viewer,
    on: date,
    answers: Mapping[str, Any],
    source: str = Source.INTERVIEW,
    agency: str = "",
    recorded_on: date | None = None,
) -> Milestone:
    """The child needs assessment of one child (004 section 10.6.6)."""
    save_answers(
        child.thread_id, by=by, on=on, answers=answers, source=source, agency=agency, child=child, starts=False,
        recorded_on=recorded_on,
    )  # fmt: skip
    return record(child.thread_id, "child_needs_assessed", by=by, on=on, recorded_on=recorded_on)


def checked(*, known_as: str, born: date | None = None, age: int | None = None, **said) -> dict:
    if not known_as.strip():
        raise StepRefused("known_as", "A child is called something", "Write what the child is called.", CLAUSE)
    if born is not None and born > day_here():
        raise StepRefused("born", "A day of birth is not after today", "Write the day of birth.", CLAUSE)
    if age is not None and not 0 <= age < GROWN_UP:
        raise StepRefused("age", f"{age} is not the age of a child", f"Write an age from 0 to {GROWN_UP - 1}.", CLAUSE)
    if said.get("regular_contact", Answer.NOT_ASKED) not in Answer.values:
        raise StepRefused("regular_contact", "This is no answer", f"Say {', '.join(Answer.values)}.", CLAUSE)
    return {"known_as": known_as.strip(), "born": born, "age": age, **said}
