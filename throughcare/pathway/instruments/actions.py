"""Keeps each completed tool with its answers and scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on
from throughcare.pathway.alerts.actions import raise_alert
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
    told = {"answers": answers, "total": total, "age": age_on(born, on)}
    keep_administration(milestone, by=by, at=at, recorded_on=recorded_on, **told)
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
    milestone: Milestone,
    *,
    by: Viewer,
    answers: Mapping | None,
    total: int | None,
    age: int | None,
    at: time | None = None,
    recorded_on: date | None = None,
) -> Administration:
    """Keeps what was answered, and raises an alert for each flag that asks for action in a promised time."""
    instrument = milestone.detail["instrument"]
    kept = Administration.objects.create(
        thread_id=milestone.thread_id, milestone_id=milestone.origin_id, **columns(instrument, answers, total, age)
    )
    if kept.flags:
        raise_for_flags(milestone, kept.flags, by=by, at=at, recorded_on=recorded_on)
    return kept


@dataclass(frozen=True, slots=True)
class AlertingFlag:
    """A flag as an alert takes it."""

    id: str
    label: str
    action: str
    urgency: str


def alerting_flags(instrument: str, flags: Iterable[str]) -> list[AlertingFlag]:
    """What the flags of one administration say, the tool named before each. The bulk loader asks the same."""
    tool = tool_named(instrument)
    return [
        AlertingFlag(name, f"{tool.short_name}: {flag.label}", flag.action, str(flag.urgency))
        for name in flags
        for flag in [tool.flag(name)]
    ]


def raise_for_flags(
    milestone: Milestone, flags: Iterable[str], *, by: Viewer, at: time | None, recorded_on: date | None
) -> None:
    episode = Episode.objects.get(pk=milestone.thread_id)
    for flag in alerting_flags(milestone.detail["instrument"], flags):
        raise_alert(
            episode,
            by=by,
            on=milestone.happened_on,
            at=at,
            flag=flag.id,
            label=flag.label,
            action_wanted=flag.action,
            urgency=flag.urgency,
            source_milestone=milestone,
            recorded_on=recorded_on,
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
