"""Offers and completes the initial assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.triage.models import RiskAnswer
from throughcare.pathway.triage.queries import staff_lacks_training
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification


def offer_triage(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    for_day: date,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Offers a day for triage; the offer, not the attendance, is what the promise counts (004 section 19, 2a)."""
    return record(
        thread_id,
        "triage_offered",
        by=by,
        on=on,
        at=at,
        detail={"for": for_day.isoformat()},
        recorded_on=recorded_on,
        because=because,
    )


def refuse_untrained(by: Viewer, on: date, specification: Specification) -> None:
    """Where the specification's gate is hard, only who is recorded as trained completes a triage (001 line 355).

    A soft gate refuses nothing: the triage stands on the manager's list. The operator records what others did.
    """
    if staff_lacks_training(by, on, specification) and specification.triage.gate == "hard":
        title = title_of(specification.competences, specification.triage.competence)
        raise StepRefused(
            "on",
            _("Completing a triage needs training that you are not recorded as having: %(training)s")
            % {"training": title},
            _("Ask a colleague who has it, or ask your manager to record yours."),
            specification.triage.source,
        )


@transaction.atomic
def complete_triage(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    outcomes: Sequence[str],
    substances: Sequence[str] = (),
    instruments: Sequence[Mapping] = (),
    risks: Mapping[str, str] | None = None,
    wants: str = "",
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Completes triage with at least one outcome (004 section 8.4.3); it never ends in a bare refusal (section 11.2).

    `substances` in order of problem; `instruments` each with `instrument` and `answers` or `total`; `risks` one of the
    five answers by risk, where a risk left out was not asked.
    """
    if not outcomes:
        raise StepRefused(
            "outcomes", "Triage ends in at least one outcome", "Choose what happens next.", "004 section 8.4.3"
        )
    refuse_untrained(by, on, specifications.governing(on))
    milestone = record(
        thread_id,
        "triage_completed",
        by=by,
        on=on,
        at=at,
        detail={"outcomes": list(outcomes), "substances": list(substances) or None},
        recorded_on=recorded_on,
        because=because,
        notes={"wants": wants, "what was said": words},
    )
    RiskAnswer.objects.bulk_create(
        RiskAnswer(thread_id=thread_id, milestone=milestone, risk=risk, answer=answer)
        for risk, answer in (risks or {}).items()
    )
    for one in instruments:
        complete_instrument(
            thread_id,
            by=by,
            on=on,
            instrument=one["instrument"],
            stage=one.get("stage", "start"),
            answers=one.get("answers"),
            total=one.get("total"),
            at=at,
            recorded_on=recorded_on,
        )
    return milestone
