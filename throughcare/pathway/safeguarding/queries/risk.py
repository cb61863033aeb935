"""Risk as it stands: what was found, what is to be done, and what is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.rules import Happening
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.safeguarding.models import ProtectionStatus, ProtectiveAction, RiskAssessment, RiskFinding
from throughcare.pathway.safeguarding.rules import needs_coordination
from throughcare.pathway.safeguarding.terms import ActionState, AskedAbout, PartOf, Protection
from throughcare.pathway.triage.models import RiskAnswer
from throughcare.specification.rules import title_of


@dataclass(frozen=True, slots=True)
class KnownRisk:
    """The latest answer about one risk, with where it comes from."""

    answer: str
    words: str
    told_by: str
    kind: str
    """The milestone it comes from: triage, or the full assessment."""
    on: date


@dataclass(frozen=True, slots=True)
class Assessed:
    """One full assessment as it stands."""

    on: date
    risks: Sequence[str]
    awareness: str
    words: str


def risks_known(episode: EpisodeForStep) -> dict[str, KnownRisk]:
    """The latest answer to each risk, of triage and of the full assessments. Two queries."""
    rows = [*RiskAnswer.objects.filter(thread_id=episode.thread_id), *_findings(episode.thread_id, AskedAbout.RISK)]
    return _latest(rows, episode.happenings, "risk")


def vulnerabilities_known(episode: EpisodeForStep) -> dict[str, KnownRisk]:
    """The latest answer about each thing that makes somebody vulnerable. One query."""
    return _latest(_findings(episode.thread_id, AskedAbout.VULNERABILITY), episode.happenings, "subject")


def _findings(thread_id: int, asked_about: AskedAbout) -> list[RiskFinding]:
    return list(RiskFinding.objects.filter(thread_id=thread_id, asked_about=asked_about))


def _latest(rows: Iterable, told: Sequence[Happening], name: str) -> dict[str, KnownRisk]:
    at = {one.order: number for number, one in enumerate(told)}
    known: dict[str, KnownRisk] = {}
    for row in sorted((row for row in rows if row.milestone_id in at), key=lambda row: (at[row.milestone_id], row.pk)):
        happening = told[at[row.milestone_id]]
        subject = getattr(row, "subject", None) or getattr(row, name)
        known[subject] = KnownRisk(
            row.answer, getattr(row, "words", ""), getattr(row, "told_by", ""), happening.kind, happening.on
        )
    return known


def where_from(one: KnownRisk) -> str:
    """ "Triage, 6 Oct 2014"."""
    day = {"day": wording.short_day(one.on, today())}
    if one.kind == "triage_completed":
        return _("Triage, %(day)s") % day
    return _("Risk assessment, %(day)s") % day


def assessments(episode: EpisodeForStep) -> list[Assessed]:
    """Every full assessment that was not taken back, the latest first. One query."""
    told = {one.order: one for one in episode.happenings if one.kind == "risk_assessed"}
    rows = [one for one in RiskAssessment.objects.filter(thread_id=episode.thread_id) if one.milestone_id in told]
    found = [
        Assessed(told[row.milestone_id].on, told[row.milestone_id].detail.get("risks") or (), row.awareness, row.words)
        for row in rows
    ]
    return sorted(found, key=lambda one: one.on, reverse=True)


def findings_of(origins: Collection[int]) -> list[RiskFinding]:
    """What full assessments found about risks, for the strip at the top of a page. One query."""
    return list(RiskFinding.objects.filter(milestone_id__in=list(origins), asked_about=AskedAbout.RISK))


def vulnerable_now(origins: Sequence[int]) -> dict[str, str]:
    """The latest answer about each thing that makes somebody vulnerable, of these steps in their order. One query."""
    at = {origin: number for number, origin in enumerate(origins)}
    rows = RiskFinding.objects.filter(milestone_id__in=list(origins), asked_about=AskedAbout.VULNERABILITY)
    told = sorted(rows, key=lambda row: (at[row.milestone_id], row.pk))
    return {row.subject: row.answer for row in told}


# What is to be done -------------------------------------------------------------------------------------------------


def actions_of(threads: Collection[int], origins: Collection[int]) -> list[ProtectiveAction]:
    """What is to be done, the open first and by day; of steps that were taken back nothing. One query."""
    rows = ProtectiveAction.objects.filter(thread_id__in=list(threads)).select_related("owner")
    standing = [one for one in rows if one.milestone_id in origins]
    return sorted(standing, key=lambda one: (one.state != ActionState.OPEN, one.due_on or date.max, one.pk))


def risk_actions(episode: EpisodeForStep) -> list[ProtectiveAction]:
    """The open actions of the risk plan, for the care plan, where they come first (004 section 8.5.5). One query."""
    origins = {one.order for one in episode.happenings}
    return [one for one in actions_of([episode.thread_id], origins) if is_open_risk_action(one)]


def is_open_risk_action(action: ProtectiveAction) -> bool:
    return action.part_of == PartOf.RISK_PLAN and action.state == ActionState.OPEN


def owner_in_words(action: ProtectiveAction, episode: EpisodeForStep) -> str:
    """Who does an action: a colleague, the person, or another agency."""
    if action.owner is not None:
        return action.owner.display_name
    if action.owner_outside == "person":
        return episode.first_name
    return title_of(episode.specification.agencies, action.owner_outside) or _("Nobody named")


def action_in_words(action: ProtectiveAction, episode: EpisodeForStep) -> str:
    """ "Jo Brackwater, by Fri 14 Nov"."""
    who = owner_in_words(action, episode)
    if action.due_on is None:
        return who
    return _("%(who)s, by %(day)s") % {"who": who, "day": wording.list_day(action.due_on, today())}


def risk_actions_known(episode: EpisodeForStep) -> list[Known]:
    """The open actions of the risk plan, to stand first on the pages of the care plan. One query."""
    return [
        Known(_("Risk plan: %(action)s") % {"action": one.words}, action_in_words(one, episode), "")
        for one in risk_actions(episode)
    ]


def action_for_step(viewer: Viewer, thread_id: int, action_id: int) -> ProtectiveAction:
    """404 when it is not of that case, or the viewer may not see it."""
    seen = ProtectiveAction.objects.filter(thread_id__in=cases_seen_by(viewer), thread_id=thread_id)
    action = seen.select_related("owner").filter(pk=action_id).first()
    if action is None:
        raise Http404
    return action


# Protection ---------------------------------------------------------------------------------------------------------


def protection_history(thread_id: int) -> list[ProtectionStatus]:
    """Every statement about protection, the latest first. One query."""
    rows = ProtectionStatus.objects.filter(thread_id=thread_id).select_related("written_by")
    return list(rows.order_by("-since", "-pk"))


def standing(history: Iterable[ProtectionStatus]) -> dict[str, ProtectionStatus]:
    """What stands now of each kind."""
    latest: dict[str, ProtectionStatus] = {}
    for one in history:
        latest.setdefault(one.about, one)
    return latest


def coordination_owed(
    answers: Mapping[str, str],
    coordinated: Collection[str],
    stands: Mapping[str, ProtectionStatus],
    open_concerns: int,
) -> bool:
    """Whether specialist coordination of care is needed and no coordinator is named (001).

    `answers` are those about what makes somebody vulnerable, `coordinated` those that ask for coordination.
    """
    vulnerable = [subject for subject, answer in answers.items() if answer == Answer.YES]
    flags = [
        about
        for about in (Protection.EXPLOITATION, Protection.VULNERABLE_ADULT)
        if about in stands and stands[about].answer == Answer.YES
    ]
    named = stands.get(Protection.COORDINATION)
    has_one = named is not None and named.answer == Answer.YES and bool(named.contact.strip())
    return needs_coordination(vulnerable, coordinated, flags, open_concerns) and not has_one
