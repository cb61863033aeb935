"""Sends a tool to the person's own phone, and puts what they answered on their record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from throughcare.access.actions import hold_link, issue_link, use_up_link
from throughcare.access.context import recording_for
from throughcare.access.links import FoundLink
from throughcare.access.models import OneTimeLink
from throughcare.access.terms import LinkTask, Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.today import today
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import (
    complete_instrument,
    refuse_other_ways,
    refuse_unoffered,
    refuse_untrained,
)
from throughcare.pathway.instruments.catalogue import instrument as tool_named
from throughcare.pathway.instruments.own_phone.queries import can_be_recorded
from throughcare.pathway.instruments.own_phone.rules import NotAlone, told_beforehand, why_not_alone
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.terms import Mode
from throughcare.specification import queries as specifications


@dataclass(frozen=True, slots=True)
class Sent:
    """A link as it was just made; the token is told this once."""

    link: OneTimeLink
    token: str


@transaction.atomic
def send_link(
    thread_id: int,
    *,
    by: Viewer,
    instrument: str,
    stage: str,
    days: int,
    offered_because: str = "",
    inputs: Mapping[str, object] | None = None,
) -> Sent:
    """Makes a one-time link for the person to answer a tool themselves, and says so on their timeline.

    `inputs` is what the tool must know besides its questions, such as the substance that it asks about.
    """
    tool = tool_named(instrument)
    refuse_not_alone(tool)
    episode = Episode.objects.select_related("person").get(pk=thread_id)
    refuse_unfit(tool, episode, by=by, because=offered_because)
    refuse_untold(tool, inputs or {})
    refuse_too_late(episode, stage)
    said = {"instrument": instrument, "stage": stage}
    record(thread_id, "link_sent", by=by, on=today(), detail={**said, "worker": by.username})
    more = {"offered_because": offered_because, "inputs": dict(inputs or {})}
    about = said | {name: told for name, told in more.items() if told}
    link, token = issue_link(
        by=by, case_id=thread_id, person_id=episode.person_id, task=LinkTask.INSTRUMENT, about=about, days=days
    )
    return Sent(link, token)


@transaction.atomic
def send_answers(link: FoundLink, *, by: Viewer, answers: Mapping[str, object]) -> Milestone:
    """Records what the person answered and uses the link up, both or neither. Raises LinkSpent, StepRefused.

    Two who press at once take turns, and the second is told that it was sent.
    """
    held = hold_link(link)
    with recording_for(link, by):
        refuse_too_late(Episode.objects.get(pk=link.case_id, person_id=link.person_id), held.about["stage"])
        said = {name: told for name, told in held.about.items() if name != "inputs"}  # they are among the answers
        milestone = complete_instrument(link.case_id, by=by, on=today(), answers=answers, mode=Mode.LINK, **said)
    use_up_link(held)
    return milestone


def refuse_not_alone(tool: Instrument) -> None:
    why = why_not_alone(tool)
    if why is not None:
        raise StepRefused("instrument", words_of(why, tool), _("Go through it together instead."), "SCR-21")


def refuse_unfit(tool: Instrument, episode: Episode, *, by: Viewer, because: str) -> None:
    """What the sender must answer for, since whoever holds the link cannot: the way, the training, the occasion."""
    specification = specifications.governing(episode.opened_on)
    refuse_other_ways(tool, specification, Mode.LINK)
    if by.may(Permission.RUN_COMMANDS):
        return
    refuse_untrained(tool, specification, by=by, on=today())
    refuse_unoffered(tool, specification, episode.pk, episode.person.born, today(), because)


def refuse_untold(tool: Instrument, inputs: Mapping[str, object]) -> None:
    for wanted in told_beforehand(tool):
        if not str(inputs.get(wanted.id, "")).strip():
            what = _("%(tool)s must be told: %(label)s") % {"tool": tool.short_name, "label": wanted.label}
            raise StepRefused(f"input_{wanted.id}", what, _("Say it before the link is made."), "SCR-21")


def refuse_too_late(episode: Episode, stage: str) -> None:
    specification = specifications.governing(episode.opened_on)
    if not can_be_recorded(specification, stage, episode.closed_on, episode.closing_reason):
        raise StepRefused(
            "stage",
            _("The person has left, and this stage is over"),
            _("Choose a stage that comes after leaving, or record a new referral."),
            "004 section 8.10",
        )


def words_of(why: NotAlone, tool: Instrument) -> str:
    told = {"tool": tool.short_name}
    return {
        NotAlone.TOTAL_ONLY: _("The licence of %(tool)s lets only its total be kept here, not its questions be shown"),
        NotAlone.NOT_BY_THEMSELVES: _("%(tool)s is asked or rated by a worker; it is not made to be answered alone"),
        NotAlone.NOT_HERE: _("This service asks %(tool)s together with the person, and does not send it"),
    }[why] % told
