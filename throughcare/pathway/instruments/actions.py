"""Keeps each completed tool with its answers and scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from throughcare.access.queries import competences_of
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import Revision
from throughcare.clocks.models import Milestone
from throughcare.clocks.queries import as_happening, current_milestones
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on
from throughcare.pathway.alerts.actions import raise_alert
from throughcare.pathway.episode.actions import record, revise
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.catalogue import instrument as tool_named
from throughcare.pathway.instruments.fhir.exporting import Answered, NotExportable, response_of
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.offering import may_be_offered, ways_of
from throughcare.pathway.instruments.queries.facts import facts_of
from throughcare.pathway.instruments.scoring import Result, score, score_total
from throughcare.pathway.instruments.sentences import line
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.terms import Mode
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification


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
    mode: str = "",
    offered_because: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a completed tool and scores it. Raises StepRefused for answers that the tool does not allow.

    `mode` is how it was answered, the tool's first way unless said; `offered_because` why it is used although it is
    offered only where something else was found first.
    """
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
    episode = Episode.objects.select_related("person").get(pk=thread_id)
    tool, specification = tool_named(instrument), specifications.governing(episode.opened_on)
    refuse_other_ways(tool, specification, mode)
    # The operator records what others did, as they did it; for a link its sender has answered already.
    if mode != Mode.LINK and not by.may(Permission.RUN_COMMANDS):
        refuse_untrained(tool, specification, by=by, on=on)
        refuse_unoffered(tool, specification, thread_id, episode.person.born, on, offered_because or because)
    keep_administration(
        milestone,
        by=by,
        at=at,
        recorded_on=recorded_on,
        answers=answers,
        total=total,
        age=age_on(episode.person.born, on),
        mode=mode,
        offered_because=offered_because,
    )
    return milestone


@transaction.atomic
def correct_answers(
    milestone: Milestone,
    *,
    by: Viewer,
    reason: str,
    answers: Mapping | None = None,
    total: int | None = None,
    recorded_on: date | None = None,
) -> Milestone:
    """Puts the answers of a completed tool right, or completes them; the earlier ones stay readable."""
    revision = Revision(on=milestone.happened_on, at=milestone.happened_at, detail=milestone.detail)
    revised = revise(milestone, revision, by=by, recorded_on=recorded_on, reason=reason)
    born = Episode.objects.values_list("person__born", flat=True).get(pk=milestone.thread_id)
    age = age_on(born, revised.happened_on)
    told = {"answers": answers, "total": total, "age": age, **said_before(milestone.origin_id)}
    keep_administration(revised, by=by, recorded_on=recorded_on, **told)
    return revised


def said_before(origin_id: int) -> dict[str, str]:
    """How a tool was answered and why it was offered: a correction of its answers leaves both as they were."""
    before = Administration.objects.filter(milestone_id=origin_id).order_by("-pk").first()
    return {"mode": before.mode, "offered_because": before.offered_because} if before else {}


def refuse_other_ways(tool: Instrument, specification: Specification, mode: str) -> None:
    if not mode:
        return
    ways = ways_of(tool, specification.instrument_modes.get(tool.id, ()))
    by_link = mode == Mode.LINK and Mode.SELF in ways
    if mode not in ways and not by_link:
        raise StepRefused(
            "mode",
            _("%(tool)s is not answered in this way") % {"tool": tool.short_name},
            _("Choose from: %(ways)s.") % {"ways": ", ".join(str(way.label) for way in ways)},
            "SCR-21",
        )


def refuse_untrained(tool: Instrument, specification: Specification, *, by: Viewer, on: date) -> None:
    """Only who is recorded as trained in a tool records it, where the specification asks for training."""
    wanted = specification.instrument_competences.get(tool.id)
    if wanted is None or wanted in competences_of(by, on):
        return
    words = {"tool": tool.short_name, "training": title_of(specification.competences, wanted)}
    raise StepRefused(
        "instrument",
        _("%(tool)s needs training that you are not recorded as having: %(training)s") % words,
        _("Ask a colleague who has it, or ask your manager to record yours."),
        specification.competences[wanted].source,
    )


def refuse_unoffered(
    tool: Instrument, specification: Specification, thread_id: int, born: date, on: date, because: str
) -> None:
    """A tool that is offered only where something was found first needs a reason elsewhere."""
    if not tool.offered_only or because.strip():
        return
    happenings = [as_happening(one) for one in current_milestones([thread_id])]
    facts = facts_of(thread_id, happenings, specification, age_on(born, on), on)
    if not may_be_offered(tool, facts):
        raise StepRefused(
            "offered_because",
            _("%(tool)s is offered only where something was found first that is not recorded here")
            % {"tool": tool.short_name},
            _("Give the reason why it is used all the same."),
            tool.offered_only[0].source,
        )


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
    mode: str = "",
    offered_because: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
) -> Administration:
    """Keeps one account of the answers, and raises an alert for each flag that asks for action in a promised time.

    The latest account of a milestone counts, the others stay readable.
    """
    kept = Administration.objects.create(
        thread_id=milestone.thread_id,
        milestone_id=milestone.origin_id,
        recorded_by_id=milestone.recorded_by_id,
        offered_because=offered_because,
        **columns(milestone.detail["instrument"], answers, total, age, mode),
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


def columns(instrument: str, answers: Mapping | None, total: int | None, age: int | None, mode: str = "") -> dict:
    """An administration as columns; the bulk loader writes the same."""
    result, tool = scored(instrument, answers, total, age), tool_named(instrument)
    found = {**result.also, "derived": result.derived}
    return {
        "instrument": instrument,
        "version": tool.version,
        "answers": dict(answers or {}),
        "total": result.total,
        "subscales": dict(result.subscales),
        "band": result.band or "",
        "flags": list(result.flags),
        "status": str(result.status.value),
        "findings": {name: _plain(value) for name, value in found.items() if value},
        "mode": mode or str(next(iter(ways_of(tool)), Mode.INTERVIEW).value),
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


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
