"""Keeps each completed tool with its answers and scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.catalogue import instrument as tool_named
from throughcare.pathway.instruments.fhir.exporting import Answered, NotExportable, response_of
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.scoring import Result, score, score_total
from throughcare.pathway.instruments.sentences import line


@transaction.atomic
def complete_instrument(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    instrument: str,
    stage: str,
    answers: Mapping | None = None,
    total: int | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a completed tool and scores it. Raises StepRefused for answers that the tool does not allow."""
    if (answers is None) == (total is None):
        raise StepRefused("answers", "A completed tool has its answers or its total", "Give one of the two.", "SCR-03")
    milestone = record(
        thread_id,
        "instrument_completed",
        by=by,
        on=on,
        at=at,
        detail={"instrument": instrument, "stage": stage},
        recorded_on=recorded_on,
        because=because,
    )
    born = Episode.objects.values_list("person__born", flat=True).get(pk=thread_id)
    keep_administration(milestone, answers=answers, total=total, age=age_on(born, on))
    return milestone


def scored(instrument: str, answers: Mapping | None, total: int | None, age: int | None) -> Result:
    """The scores of one administration. Raises StepRefused with the first answer that is wrong."""
    tool = tool_named(instrument)
    result = score_total(tool, total, age) if total is not None else score(tool, answers or {}, age=age)
    if result.status == "invalid":
        raise StepRefused(
            "answers" if total is None else "total",
            f"{instrument}: {'; '.join(line(error) for error in result.errors)}",
            "Put the answer right or leave it out; nothing is guessed.",
            "SCR-03",
        )
    return result


def keep_administration(
    milestone: Milestone, *, answers: Mapping | None, total: int | None, age: int | None
) -> Administration:
    instrument = milestone.detail["instrument"]
    return Administration.objects.create(
        thread_id=milestone.thread_id, milestone_id=milestone.origin_id, **columns(instrument, answers, total, age)
    )


def columns(instrument: str, answers: Mapping | None, total: int | None, age: int | None) -> dict:
    """An administration as columns; the bulk loader writes the same."""
    result = scored(instrument, answers, total, age)
    return {
        "instrument": instrument,
        "version": tool_named(instrument).version,
        "answers": dict(answers or {}),
        "total": result.total,
        "subscales": dict(result.subscales),
        "band": result.band or "",
        "flags": list(result.flags),
        "status": result.status,
    }


@transaction.atomic
def export_response(answered: Answered, origin_id: int, *, by: Viewer, why: str) -> dict:
    """A completed tool as a FHIR R4 QuestionnaireResponse; that it was exported, and why, is on the record first.

    Raises StepRefused where no QuestionnaireResponse could tell it truly.
    """
    if not why.strip():
        raise StepRefused("why", "An export says why", "Say whom it is for and what for.")
    log_access(by, Looked.EXPORTED, "instrument", origin_id, why=why.strip()[:300])
    try:
        return response_of(answered)
    except NotExportable as fault:
        raise StepRefused("", str(fault), "Send what was recorded in another way.") from None
