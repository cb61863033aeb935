"""What triage found out."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.models import TrainingRecord
from throughcare.access.queries import cases_seen_by, competences_of
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Table
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.triage.models import RiskAnswer
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind

#: The list shows the latest; a manager who has more has another problem to solve first.
MOST_LISTED = 100


def risks_answered(viewer: Viewer, thread_id: int) -> dict[str, str]:
    """The latest answer about each risk; one that is not in it was never asked."""
    seen = RiskAnswer.objects.filter(thread_id__in=cases_seen_by(viewer))
    answers = seen.filter(thread_id=thread_id).order_by("milestone_id")
    return {answer.risk: answer.answer for answer in answers}


def risks_present(thread_id: int) -> dict[str, date]:
    """The risks whose latest answer is yes, with the day on which it was given. One query."""
    answers = RiskAnswer.objects.filter(thread_id=thread_id).select_related("milestone").order_by("milestone_id")
    latest = {answer.risk: answer for answer in answers}
    return {risk: one.milestone.happened_on for risk, one in latest.items() if one.answer == Answer.YES}


def staff_lacks_training(viewer: Viewer, on: date, specification: Specification) -> bool:
    """Whether the specification asks those who complete a triage for training that the viewer had not on that day."""
    wanted = specification.triage
    if wanted is None or wanted.gate == "off" or viewer.may(Permission.RUN_COMMANDS):
        return False
    return wanted.competence not in competences_of(viewer, on)


def untrained_triages(viewer: Viewer, competence: str) -> Table:
    """Triages of the agency's cases, as they stand, by somebody without the training on that day. Two queries.

    A record that says the training was there on that day takes a triage off the list at once.
    """
    trained = TrainingRecord.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=OuterRef("happened_on")),
        user_id=OuterRef("recorded_by_id"),
        competence=competence,
        gained_on__lte=OuterRef("happened_on"),
    )
    later = Milestone.objects.filter(origin_id=OuterRef("origin_id"), revision__gt=OuterRef("revision"))
    found = Milestone.objects.filter(
        ~Exists(trained),
        ~Exists(later),
        kind=MilestoneKind.TRIAGE_COMPLETED,
        retracted=False,
        thread_id__in=cases_seen_by(viewer),
    )
    people = {
        row.pk: row.person for row in Episode.objects.filter(pk__in=found.values("thread_id")).select_related("person")
    }
    rows = [
        [
            Cell(people[one.thread_id].name, reverse("casework:person", args=[people[one.thread_id].pk])),
            wording.short_day(one.happened_on, today()),
            one.recorded_by.display_name,
        ]
        for one in found.select_related("recorded_by").order_by(F("happened_on").desc(), "-pk")[:MOST_LISTED]
        if one.thread_id in people
    ]
    columns = [Column(_("Person")), Column(_("Day of triage")), Column(_("Recorded by"))]
    return Table(columns, rows, caption=_("Triages without the training"), cards=True)
