"""The page of risk and safeguarding of one person: what is owed, known and done, and what is restricted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.viewer import Viewer
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Link, Status, Table
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.safeguarding.models import ProtectionStatus, ProtectiveAction, RestrictedNote
from throughcare.pathway.safeguarding.queries import abuse, concerns, requests, restricted, risk
from throughcare.pathway.safeguarding.queries.tags import referral_tags
from throughcare.pathway.safeguarding.rules import plan_owed_since
from throughcare.pathway.safeguarding.terms import (
    ActionState,
    Awareness,
    Grade,
    Lift,
    PartOf,
    Protection,
    RestrictedKind,
    ToldBy,
)
from throughcare.specification.rules import title_of, titles_of

STATE_SHAPES = {ActionState.OPEN: "running", ActionState.DONE: "met", ActionState.DROPPED: "void"}


@dataclass(frozen=True, slots=True)
class Overview:
    episode: EpisodeForStep
    owed: Sequence[tuple[Status, Link]]
    """What must be done, each with its page."""
    risks: Table
    vulnerable: Table | None
    awareness: str
    earlier: Sequence[str]
    """Each full assessment in a line, the latest first."""
    plan: Table | None
    plan_words: str
    protection: Table
    protection_before: Sequence[str]
    abuse: AbuseShown | None
    """None for somebody from whom it is kept, and where the specification says nothing of it."""
    concerns: Table | None
    requests: Sequence[tuple[str, str]]
    """Each request of the safeguarding hub in a line, with its page."""
    notes: Sequence[tuple[str, Link | None]]


@dataclass(frozen=True, slots=True)
class AbuseShown:
    definition: str
    grades: Sequence[tuple[str, str]]
    """Each grading with what it rests on."""
    referrals: Sequence[str]
    hearings: Sequence[tuple[str, str]]
    actions: Table | None


def overview(viewer: Viewer, thread_id: int) -> Overview:
    """404 when the episode is not one that the viewer may see; the look is logged. A fixed number of queries."""
    episode = episode_for_step(viewer, thread_id)
    known, vulnerable = risk.risks_known(episode), risk.vulnerabilities_known(episode)
    assessed = risk.assessments(episode)
    origins = {one.order for one in episode.happenings}
    actions = risk.actions_of([thread_id], origins)
    history = risk.protection_history(thread_id)
    raised = concerns.concerns_of(episode)
    sees_abuse = episode.specification.domestic_abuse is not None and abuse.may_see_abuse(viewer, [thread_id])
    stands = risk.standing(history)
    coordinated = [one.id for one in episode.specification.vulnerabilities.values() if one.coordinated]
    answers = {subject: one.answer for subject, one in vulnerable.items()}
    open_ones = sum(1 for matter, _concern in raised if matter.closed_on is None)
    needed = risk.coordination_owed(answers, coordinated, stands, open_ones)
    return Overview(
        episode=episode,
        owed=owed(episode, sees_abuse, needed),
        risks=found_table(episode, episode.specification.all_risks, known, _("Risks")),
        vulnerable=vulnerable_table(episode, vulnerable),
        awareness=awareness_in_words(assessed),
        earlier=[assessment_in_words(one, episode) for one in assessed],
        plan=actions_table(episode, [one for one in actions if one.part_of == PartOf.RISK_PLAN], _("Risk plan")),
        plan_words=plan_in_words(episode),
        protection=protection_table(episode, stands),
        protection_before=[protection_in_words(one, episode) for one in history if one is not stands[one.about]],
        abuse=abuse_shown(episode, actions) if sees_abuse else None,
        concerns=concerns_table(episode, raised),
        requests=[request_in_words(one, episode) for one in requests.requests_of(thread_id)],
        notes=[note_line(viewer, episode, one) for one in restricted.headers([thread_id])],
    )


def page_of(name: str, episode: EpisodeForStep, *more: object) -> str:
    return reverse(f"safeguarding:{name}", args=[episode.thread_id, *more])


def owed(episode: EpisodeForStep, sees_abuse: bool, coordination: bool) -> list[tuple[Status, Link]]:
    found = []
    if not any(one.kind == "risk_assessed" for one in episode.happenings):
        link = Link(_("Assess risk"), page_of("assess_risk", episode))
        found.append((Status("none", _("No full risk assessment yet")), link))
    if plan_owed_since(episode.happenings):
        link = Link(_("Make risk plan"), page_of("risk_plan", episode))
        found.append((Status("flag", _("A risk was found, and there is no plan yet")), link))
    if coordination:
        link = Link(_("Name a coordinator"), page_of("protection", episode, Protection.COORDINATION.value))
        found.append((Status("flag", _("Specialist coordination of care is needed: nobody is named")), link))
    if sees_abuse:
        link = Link(_("Record it"), page_of("refer_abuse", episode))
        found += [(one, link) for one in referral_tags(episode.happenings, episode.specification)]
    return found


# Risk ---------------------------------------------------------------------------------------------------------------


def found_table(episode: EpisodeForStep, codes, known: dict[str, risk.KnownRisk], caption: str) -> Table:
    columns = [Column(caption), Column(_("Answer")), Column(_("What is known")), Column(_("Where from"))]
    rows = []
    for subject, code in codes.items():
        one = known.get(subject)
        answer = Answer(one.answer) if one else Answer.NOT_ASKED
        status = Status("flag", str(answer.label)) if answer == Answer.YES else None
        told_by = str(ToldBy(one.told_by).label) if one and one.told_by else ""
        source = risk.where_from(one) if one and answer != Answer.NOT_ASKED else "–"
        words = one.words if one and one.words else "–"
        rows.append(
            [code.title, Cell(status=status) if status else str(answer.label), Cell(words, under=told_by), source]
        )
    return Table(columns, rows, caption=caption, cards=True)


def vulnerable_table(episode: EpisodeForStep, known: dict[str, risk.KnownRisk]) -> Table | None:
    codes = episode.specification.vulnerabilities
    if not codes:
        return None
    columns = [Column(_("What makes them vulnerable")), Column(_("Answer")), Column(_("Where from"))]
    rows = []
    for subject, code in codes.items():
        one = known.get(subject)
        answer = Answer(one.answer) if one else Answer.NOT_ASKED
        shown = Cell(status=Status("flag", str(answer.label))) if answer == Answer.YES else str(answer.label)
        rows.append([code.title, shown, risk.where_from(one) if one and answer != Answer.NOT_ASKED else "–"])
    return Table(columns, rows, caption=_("What makes them vulnerable"), cards=True)


def awareness_in_words(assessed: Sequence[risk.Assessed]) -> str:
    if not assessed:
        return ""
    told = str(Awareness(assessed[0].awareness).label)
    return f"{told}. “{assessed[0].words}”" if assessed[0].words else told


def assessment_in_words(one: risk.Assessed, episode: EpisodeForStep) -> str:
    risks = titles_of(episode.specification.all_risks, list(one.risks)) or _("no risk found")
    return _("%(day)s: %(risks)s") % {"day": wording.full_day(one.on), "risks": risks}


def plan_in_words(episode: EpisodeForStep) -> str:
    made, seen = episode.latest("risk_plan_made"), episode.latest("risk_plan_reviewed")
    if made is None:
        return _("No risk plan has been made.")
    last = seen if seen and seen.on >= made.on else None
    said = _("Made on %(day)s.") % {"day": wording.full_day(made.on)}
    if last is not None:
        said += " " + _("Looked back on %(day)s.") % {"day": wording.full_day(last.on)}
    words = episode.words(last, "the risk plan") or episode.words(made, "the risk plan")
    return f"{said} {words}" if words else said


def actions_table(episode: EpisodeForStep, actions: Sequence[ProtectiveAction], caption: str) -> Table | None:
    if not actions:
        return None
    columns = [Column(_("Action")), Column(_("Who")), Column(_("By")), Column(_("How it stands"))]
    rows = [
        [
            Cell(one.words, page_of("action", episode, one.pk)),
            risk.owner_in_words(one, episode),
            wording.list_day(one.due_on, today()) if one.due_on else "–",
            Cell(status=action_status(one)),
        ]
        for one in actions
    ]
    return Table(columns, rows, caption=caption, cards=True)


def action_status(action: ProtectiveAction) -> Status:
    state = ActionState(action.state)
    if state == ActionState.OPEN and action.due_on and action.due_on < today():
        return Status("overdue", _("Overdue"))
    return Status(STATE_SHAPES[state], str(state.label))


# Protection ---------------------------------------------------------------------------------------------------------


def protection_table(episode: EpisodeForStep, stands: dict[str, ProtectionStatus]) -> Table:
    columns = [Column(_("Protection")), Column(_("How it stands")), Column(_("Contact")), Column(_("Since"))]
    rows = []
    for about in Protection:
        one = stands.get(about)
        answer = Answer(one.answer) if one else Answer.NOT_ASKED
        flagged = answer == Answer.YES and about != Protection.COORDINATION
        under = ". ".join(word for word in (one.level, one.protocol) if word) if one else ""
        shown = Status("flag" if flagged else "met", str(answer.label)) if answer == Answer.YES else None
        profession = title_of(episode.specification.care_coordinators, one.profession) if one else ""
        rows.append(
            [
                Cell(str(about.label), page_of("protection", episode, about.value)),
                Cell("" if shown else str(answer.label), status=shown, under=under),
                Cell((one.contact if one else "") or "–", under=profession or (one.reached_by if one else "")),
                wording.short_day(one.since, today()) if one else "–",
            ]
        )
    return Table(columns, rows, caption=_("Protection"), cards=True)


def protection_in_words(one: ProtectionStatus, episode: EpisodeForStep) -> str:
    said = {
        "about": str(Protection(one.about).label),
        "answer": str(Answer(one.answer).label),
        "day": wording.short_day(one.since, today()),
        "worker": one.written_by.display_name,
    }
    return _("%(about)s: %(answer)s since %(day)s, written by %(worker)s") % said


# Domestic abuse -----------------------------------------------------------------------------------------------------


def abuse_shown(episode: EpisodeForStep, actions: Sequence[ProtectiveAction]) -> AbuseShown:
    specification = episode.specification
    referred = [one for one in reversed(episode.happenings) if one.kind == "abuse_referred"]
    return AbuseShown(
        definition=specification.domestic_abuse.definition,
        grades=[grading_in_words(on, one, episode) for on, one in abuse.gradings(episode)],
        referrals=[
            _("Referred on %(day)s: %(agency)s")
            % {
                "day": wording.full_day(one.on),
                "agency": title_of(specification.agencies, one.detail.get("to")),
            }
            for one in referred
        ],
        hearings=[hearing_in_words(on, one) for on, one in abuse.hearings(episode)],
        actions=actions_table(episode, [one for one in actions if one.part_of == PartOf.MARAC], _("Offered at MARAC")),
    )


def grading_in_words(on: date, one, episode: EpisodeForStep) -> tuple[str, str]:
    """The grade with its day, and what it rests on."""
    grade = {"grade": str(Grade(one.grade).label), "day": wording.full_day(on)}
    told = []
    if one.checklist_on is not None:
        band = str(Grade(one.checklist_band).label) if one.checklist_band else _("nothing settled")
        said = {"day": wording.short_day(one.checklist_on, today()), "band": band}
        told.append(_("Checklist of %(day)s: %(band)s") % said)
    told += [str(Lift(lift).label) for lift in one.lifted_by]
    told += [one.reason] if one.reason else []
    specification = episode.specification
    kinds = [titles_of(specification.abuse_types, one.types)]
    kinds.append(title_of(specification.abuse_relationships, one.relationship) if one.relationship else "")
    told += [kind for kind in kinds if kind]
    return _("%(grade)s risk on %(day)s") % grade, ". ".join(told)


def hearing_in_words(on: date, one) -> tuple[str, str]:
    told = []
    if one.attended:
        told.append(_("%(name)s was there for us") % {"name": one.representative})
    elif one.attended is False:
        told.append(_("Nobody of ours was there"))
    if one.shared:
        told.append(_("Shared: %(words)s (%(basis)s)") % {"words": one.shared, "basis": one.basis})
    return _("Discussed at MARAC on %(day)s") % {"day": wording.full_day(on)}, ". ".join(told)


# Concerns and restricted notes --------------------------------------------------------------------------------------


def concerns_table(episode: EpisodeForStep, raised: Sequence) -> Table | None:
    if not raised:
        return None
    columns = [Column(_("Concern")), Column(_("Raised")), Column(_("How it stands"))]
    rows = []
    for matter, concern in raised:
        way = episode.specification.concern_routes.get(concern.route)
        status = Status("flag", _("Open")) if matter.closed_on is None else Status("met", _("Closed"))
        title = way.title if way else _("Safeguarding concern")
        rows.append(
            [
                Cell(title, page_of("concern", episode, matter.pk), under=concern.whom),
                wording.short_day(matter.opened_on, today()),
                Cell(status=status),
            ]
        )
    return Table(columns, rows, caption=_("Concerns"), cards=True)


def request_in_words(matter, episode: EpisodeForStep) -> tuple[str, str]:
    """ "6 Oct 2014: Within 2 hours, open", and its page."""
    asked = getattr(matter.thread, "information_request", None)
    priority = title_of(episode.specification.request_priorities, asked.priority) if asked else ""
    state = _("open") if matter.closed_on is None else _("closed")
    words = f"{wording.short_day(matter.opened_on, today())}: {priority}, {state}"
    return words, page_of("request", episode, matter.pk)


def note_line(viewer: Viewer, episode: EpisodeForStep, note: RestrictedNote) -> tuple[str, Link | None]:
    """The header of a note, and the way in for those who may read it."""
    link = Link(_("Read it"), page_of("read_note", episode, note.pk)) if restricted.may_read(viewer, note) else None
    return note_in_words(note), link


def note_in_words(note: RestrictedNote) -> str:
    said = {
        "kind": str(RestrictedKind(note.kind).label),
        "day": wording.short_day(note.written_on, today()),
        "worker": note.written_by.display_name,
    }
    return _("Restricted note: only named roles. %(kind)s, %(day)s, by %(worker)s") % said
