"""What the record says of a person, as far as it bears on which tools to use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.module_loading import import_string

from throughcare.clocks.rules import Happening
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.offering import Facts, Latest, Named
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind

#: Functions of later stages that know of risks: of a thread's id, giving the day of each risk that is present.
_risks_known: dict[str, None] = {}


def also_ask_for_risks(function: str) -> None:
    """Let a later stage tell of risks: the dotted name of `function(thread_id) -> Mapping[risk, day]`."""
    _risks_known[function] = None


def facts_of(
    thread_id: int, happenings: Iterable[Happening], specification: Specification, age: int, day: date
) -> Facts:
    """One query, and one for each stage that tells of risks."""
    happenings = sorted((one for one in happenings if one.on <= day), key=lambda one: (one.on, one.order))
    return Facts(
        age=age,
        today=day,
        substances=_substances(happenings, specification),
        outcomes=_outcomes(happenings),
        risks=_risks(thread_id),
        latest=latest_results(thread_id, happenings),
    )


def latest_results(thread_id: int, happenings: Iterable[Happening]) -> dict[str, Latest]:
    """How each tool was answered last; of two accounts of one time the later counts."""
    done = {one.order: one for one in happenings if one.kind == MilestoneKind.INSTRUMENT_COMPLETED}
    rows = {row.milestone_id: row for row in Administration.objects.filter(thread_id=thread_id).order_by("pk")}
    latest: dict[str, Latest] = {}
    for origin, happening in done.items():
        if origin in rows:
            row = rows[origin]
            about = str(row.answers.get("substance", ""))
            latest[row.instrument] = Latest(row.instrument, happening.on, row.total, row.band, tuple(row.flags), about)
    return latest


def _substances(happenings: Iterable[Happening], specification: Specification) -> tuple[Named, ...]:
    """As they were named last, at triage or afterwards."""
    named: tuple[Named, ...] = ()
    for one in happenings:
        if one.detail.get("substances"):
            codes = specification.substances
            named = tuple(
                Named(word, one.on, codes[word].group if word in codes else "") for word in one.detail["substances"]
            )
    return named


def _outcomes(happenings: Iterable[Happening]) -> tuple[Named, ...]:
    triage = [one for one in happenings if one.kind == MilestoneKind.TRIAGE_COMPLETED]
    return tuple(Named(word, triage[-1].on) for word in triage[-1].detail.get("outcomes", ())) if triage else ()


def _risks(thread_id: int) -> tuple[Named, ...]:
    known: dict[str, date] = {}
    for function in _risks_known:
        told: Mapping[str, date] = import_string(function)(thread_id)
        known |= told
    return tuple(Named(risk, on) for risk, on in known.items())
