"""One person: what is promised now, what can be recorded, the plan, who else helps, and what happened so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.models import User
from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.actions import as_happening
from throughcare.clocks.models import Clock, Milestone
from throughcare.clocks.rules import Happening
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import (
    Cell,
    Column,
    Happened,
    Identity,
    Link,
    Month,
    Promise,
    Status,
    Table,
)
from throughcare.foundations.today import today
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.identity import identity_of, risk_answers
from throughcare.pathway.casework.queries.stored import current_of, specification_of
from throughcare.pathway.casework.rules import KEYWORKER, folded
from throughcare.pathway.casework.steps import address, address_for, menu
from throughcare.pathway.episode.models import Episode, Note
from throughcare.pathway.outreach.models import Activity
from throughcare.pathway.plan.models import CarePlan
from throughcare.pathway.plan.terms import GoalState
from throughcare.people.models import Person
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification

#: Beside the specification's steps, what opens and what closes an episode are steps of the way.
ENDS_OF_THE_WAY = ("referral_received", "exited", "withdrawn")

GOAL_SHAPES = {
    GoalState.NOT_STARTED: "none",
    GoalState.UNDER_WAY: "running",
    GoalState.REACHED: "met",
    GoalState.GIVEN_UP: "void",
}


@dataclass(frozen=True, slots=True)
class ShownGoal:
    words: str
    who_helps: str
    status: Status
    change: Link | None


@dataclass(frozen=True, slots=True)
class ShownPlan:
    title: str
    words: str
    goals: Sequence[ShownGoal]


@dataclass(frozen=True, slots=True)
class PersonPage:
    identity: Identity
    first_name: str
    stage: str
    promises: Sequence[Promise]
    all_promises: Link
    skipped: Sequence[str]
    record: Sequence[Link]
    plan: ShownPlan | None
    others: Sequence[str]
    months: Sequence[Month]
    turn: Link
    unfold: Link | None
    note: tuple[str, str] | None
    """The words of the step asked for: what they are about, and the words."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that is stored of a person and that the viewer may see. Its queries do not grow with it."""

    person: Person
    episodes: Sequence[Episode]
    """The newest first."""
    clocks: Sequence[Clock]
    milestones: Sequence[Milestone]
    """As they stand, in the order of what happened."""

    def current(self) -> Episode | None:
        """The open episode, else the last one."""
        return next((one for one in self.episodes if one.closed_on is None), None) or next(iter(self.episodes), None)

    def told(self, episode: Episode) -> list[Happening]:
        return [as_happening(one) for one in self.milestones if one.thread_id == episode.pk]

    def specification(self, thread_id: int) -> Specification:
        episode = next((one for one in self.episodes if one.pk == thread_id), None)
        return specification_of(episode) if episode else specifications.current()


def record_of(viewer: Viewer, person_id: int) -> Record:
    """The record, with the look logged; 404 when the person is not one that the viewer may see."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    log_access(viewer, Looked.READ, "person", person.pk)
    seen = cases_seen_by(viewer)
    episodes = list(
        Episode.objects.filter(person=person, thread_id__in=seen)
        .select_related("keyworker", "person")
        .order_by("-opened_on", "-pk")
    )
    threads = [episode.pk for episode in episodes]
    clocks = list(Clock.objects.filter(thread_id__in=threads).order_by("due_on", "start_on", "definition", "sequence"))
    activities = list(Activity.objects.filter(person=person, thread_id__in=seen).values_list("pk", flat=True))
    return Record(person, episodes, clocks, current_of([*threads, *activities]))


def person_page(
    viewer: Viewer, person_id: int, *, oldest_first: bool = False, unfolded: bool = False, note: object = None
) -> PersonPage:
    day = today()
    record = record_of(viewer, person_id)
    episode = record.current()
    happened = {one.kind for one in record.milestones if episode and one.thread_id == episode.pk}
    plans, notes = plans_of(record), notes_of(record)
    here = address("casework:person", person_id=person_id)
    months = timeline(record, notes, here, day, oldest_first=oldest_first, unfolded=unfolded)
    folds = any(entry.folded for month in months for entry in month.entries)
    order = "" if oldest_first else "?order=oldest"
    return PersonPage(
        identity=identity_of(
            viewer, record.person, episode, open_clocks(record), risk_answers(record.milestones), happened, day
        ),
        first_name=record.person.given_name,
        stage=stage_in_words(episode),
        promises=[running_promise(record, clock, day) for clock in open_clocks(record)],
        all_promises=Link(_("All promises"), address("casework:all_promises", person_id=person_id)),
        skipped=skipped_steps(episode),
        record=menu(viewer, episode.stage, happened, episode.pk, person_id) if episode else first_links(viewer, record),
        plan=plan_shown(viewer, plans, record, day),
        others=others_helping(record, day),
        months=months,
        turn=Link(_("Newest first") if oldest_first else _("Oldest first"), here + (order or "?")),
        unfold=Link(_("Show every entry"), f"{here}?show=all") if folds else None,
        note=note_asked_for(notes, note),
    )


def first_links(viewer: Viewer, record: Record) -> list[Link]:
    """Somebody without any referral can be referred."""
    url = address_for(viewer, "referral:again", person_id=record.person.pk)
    return [Link(_("A referral"), url)] if url else []


def stage_in_words(episode: Episode | None) -> str:
    if episode is None:
        return _("No referral is recorded yet.")
    if episode.closed_on is None:
        return ""
    reason = wording.title_of(specification_of(episode).exit_reasons, episode.closing_reason)
    return _("The last episode ended on %(day)s: %(reason)s.") % {
        "day": words.full_day(episode.closed_on),
        "reason": reason,
    }


def skipped_steps(episode: Episode | None) -> list[str]:
    if episode is None:
        return []
    titles = {step.id: step.title for step in specification_of(episode).steps}
    return [titles.get(step, step) for step in episode.skipped]


# Promises -----------------------------------------------------------------------------------------------------------


def open_clocks(record: Record) -> list[Clock]:
    """Soonest first, the paused ones last."""
    still = [one for one in record.clocks if one.stopped_on is None and one.voided_on is None and one.ended_on is None]
    return sorted(still, key=lambda one: (one.due_on is None, one.due_on or one.start_on))


def promise_url(clock: Clock) -> str:
    return address("casework:promise", thread_id=clock.thread_id, definition=clock.definition, sequence=clock.sequence)


def owner_in_words(clock: Clock, record: Record) -> str:
    """The key worker by name, every other owner by the title of the role."""
    episode = next(one for one in record.episodes if one.pk == clock.thread_id)
    if clock.owner == KEYWORKER and episode.keyworker is not None:
        return episode.keyworker.display_name
    return wording.title_of(specification_of(episode).roles, clock.owner)


def running_promise(record: Record, clock: Clock, day: date) -> Promise:
    specification = record.specification(clock.thread_id)
    definition = specification.clock(clock.definition)
    count = wording.counted(clock, definition.within, specification, day)
    due = wording.when_due(clock, day)
    if count is None:
        said, used, allowed = due, 0, 1
    else:
        used, allowed = count.used, max(1, count.allowed)
        said = _("%(days)s. %(due)s.") % {"days": wording.day_of(count), "due": due}
    status = wording.status_of(clock, definition.within, specification, day)
    return Promise(definition.title, promise_url(clock), owner_in_words(clock, record), status, used, allowed, said)


@dataclass(frozen=True, slots=True)
class AllPromises:
    name: str
    url: str
    sentence: str
    tables: Sequence[tuple[str, Table]]
    """For each episode, under the day it began."""


def all_promises(viewer: Viewer, person_id: int) -> AllPromises:
    """Every promise ever made to the person, kept or not, episode by episode."""
    day = today()
    record = record_of(viewer, person_id)
    count = len(record.clocks)
    many = ngettext("%(count)s promise so far.", "%(count)s promises so far.", count)
    tables = []
    for episode in record.episodes:
        clocks = sorted(
            (clock for clock in record.clocks if clock.thread_id == episode.pk),
            key=lambda clock: (clock.start_on, clock.due_on or date.max, clock.definition),
        )
        title = _("Referred on %(day)s") % {"day": words.full_day(episode.opened_on)}
        if clocks:
            tables.append((title, promise_table(title, clocks, record, day)))
    return AllPromises(
        record.person.name, address("casework:person", person_id=person_id), many % {"count": count}, tables
    )


def promise_table(title: str, clocks: Iterable[Clock], record: Record, day: date) -> Table:
    columns = [Column(_("Promise")), Column(_("Counted from")), Column(_("Due")), Column(_("Result"), label="-")]
    rows = []
    for clock in clocks:
        specification = record.specification(clock.thread_id)
        definition = specification.clock(clock.definition)
        rows.append(
            [
                Cell(definition.title, promise_url(clock), under=definition.source),
                words.list_day(clock.start_on, day),
                words.list_day(clock.due_on, day) or _("Paused"),
                Cell(status=wording.status_of(clock, definition.within, specification, day)),
            ]
        )
    return Table(columns, rows, caption=title, cards=True)


# Plan and who else helps --------------------------------------------------------------------------------------------


def plans_of(record: Record) -> list[CarePlan]:
    """Newest first, with their goals. Two queries."""
    threads = [episode.pk for episode in record.episodes]
    return list(CarePlan.objects.filter(thread_id__in=threads).prefetch_related("goals").order_by("-pk"))


def plan_shown(viewer: Viewer, plans: Sequence[CarePlan], record: Record, day: date) -> ShownPlan | None:
    """The latest plan of the current episode; one whose drafting was taken back is left out."""
    episode = record.current()
    days = {one.origin_id: one.happened_on for one in record.milestones}
    for plan in plans:
        if episode is None or plan.thread_id != episode.pk:
            continue
        drafted, signed = days.get(plan.drafted_id), days.get(plan.signed_off_id)
        if not drafted and not signed:
            continue
        if signed:
            said = _("Signed off with %(name)s on %(day)s")
        else:
            said = _("Drafted with %(name)s on %(day)s, not signed off")
        title = wording.title_of(specification_of(episode).plan_kinds, plan.kind)
        goals = [
            ShownGoal(
                goal.words,
                goal.who_helps,
                Status(GOAL_SHAPES[GoalState(goal.state)], str(GoalState(goal.state).label)),
                goal_link(viewer, goal),
            )
            for goal in sorted(plan.goals.all(), key=lambda goal: goal.pk)
        ]
        told = {"name": record.person.given_name, "day": words.short_day(signed or drafted, day)}
        return ShownPlan(title, said % told, goals)
    return None


def goal_link(viewer: Viewer, goal) -> Link | None:
    url = address_for(viewer, "plan:goal", goal_id=goal.pk)
    return Link(_("Change"), url, _("how “%(goal)s” stands") % {"goal": goal.words}) if url else None


def others_helping(record: Record, day: date) -> list[str]:
    """Agencies that took part or were asked to, each once, the latest first."""
    found: dict[str, str] = {}
    for one in reversed(record.milestones):
        specification = record.specification(one.thread_id)
        if one.kind == "joint_work_recorded":
            key, phrase = "agency", _("%(agency)s, last on %(day)s")
        elif one.kind == "referred_onward":
            key, phrase = "to", _("%(agency)s, referred on %(day)s")
        else:
            continue
        agency = one.detail.get(key, "")
        said = {
            "agency": wording.title_of(specification.agencies, agency),
            "day": words.short_day(one.happened_on, day),
        }
        found.setdefault(agency, phrase % said)
    return list(found.values())


# The timeline -------------------------------------------------------------------------------------------------------


def notes_of(record: Record) -> dict[int, list[Note]]:
    notes: dict[int, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(thread_id__in={one.thread_id for one in record.milestones}).order_by("pk"):
        notes[note.milestone_id].append(note)
    return notes


def note_asked_for(notes: Mapping[int, Sequence[Note]], asked: object) -> tuple[str, str] | None:
    found = notes.get(int(asked)) if str(asked or "").isdecimal() else None
    return (found[0].about.capitalize(), "\n\n".join(note.words for note in found)) if found else None


def timeline(
    record: Record,
    notes: Mapping[int, Sequence[Note]],
    here: str,
    day: date,
    *,
    oldest_first: bool,
    unfolded: bool,
) -> list[Month]:
    names = worker_names(record)
    stops = stopped_by(record)
    milestones = record.milestones if oldest_first else list(reversed(record.milestones))
    months = []
    for first, of_month in groupby(milestones, key=lambda one: one.happened_on.replace(day=1)):
        group = list(of_month)
        runs = [(at, 1) for at in range(len(group))] if unfolded else folded([likeness(one) for one in group])
        entries = [
            fold(group[at : at + length], here)
            if length > 1
            else entry(group[at], record, stops.get(group[at].origin_id, []), names, notes, here, day)
            for at, length in runs
        ]
        months.append(Month(words.month(first), entries))
    return months


def likeness(milestone: Milestone) -> tuple | None:
    """Attended sessions are alike; each missed one is worth its own line."""
    if milestone.kind != "session_recorded" or milestone.detail.get("because"):
        return None
    outcome = specifications.current().session_outcomes.get(milestone.detail.get("outcome", ""))
    return (milestone.thread_id, outcome.id) if outcome is not None and outcome.attended else None


def fold(run: Sequence[Milestone], here: str) -> Happened:
    many = ngettext("Show %(count)s session attended", "Show %(count)s sessions attended", len(run))
    return Happened(
        day=words.day_in_month(max(one.happened_on for one in run)),
        what=many % {"count": len(run)},
        link=Link(many % {"count": len(run)}, f"{here}?show=all"),
        folded=True,
    )


def entry(
    milestone: Milestone,
    record: Record,
    stopped: Sequence[Clock],
    names: Mapping[str, str],
    notes: Mapping[int, Sequence[Note]],
    here: str,
    day: date,
) -> Happened:
    specification = record.specification(milestone.thread_id)
    what, told = wording.happened(milestone.kind, milestone.detail, names, specification, day)
    if milestone.revision > 1:
        corrected = _("Corrected on %(day)s") % {"day": words.short_day(milestone.recorded_on, day)}
        told = f"{told}. {corrected}" if told else corrected
    status, link = kept_by(stopped, specification, day)
    if link is None and milestone.origin_id in notes:
        link = Link(_("Read the note"), f"{here}?note={milestone.origin_id}#note", _("of %(what)s") % {"what": what})
    return Happened(
        day=words.day_in_month(milestone.happened_on),
        what=what,
        is_step=is_step(milestone, specification),
        status=status,
        words=f"{told}." if told and link else told,
        link=link,
    )


def is_step(milestone: Milestone, specification: Specification) -> bool:
    return milestone.kind in ENDS_OF_THE_WAY or any(
        match.fits(milestone.kind, milestone.detail) for step in specification.steps for match in step.done_by
    )


def stopped_by(record: Record) -> dict[int, list[Clock]]:
    """The promises that each milestone kept: it is of the kind, and of the day, that stopped them."""
    on_day: dict[tuple[int, date], list[Milestone]] = defaultdict(list)
    for one in record.milestones:
        on_day[one.thread_id, one.happened_on].append(one)
    found: dict[int, list[Clock]] = defaultdict(list)
    for clock in record.clocks:
        definition = record.specification(clock.thread_id).clock(clock.definition)
        for one in on_day.get((clock.thread_id, clock.stopped_on), ()):
            if any(match.fits(one.kind, one.detail) for match in definition.stops_on):
                found[one.origin_id].append(clock)
                break
    return found


def kept_by(clocks: Sequence[Clock], specification: Specification, day: date) -> tuple[Status | None, Link | None]:
    """How the promise kept by a step came out, the latest of several; a late one leads to where its days went."""
    if not clocks:
        return None, None

    def lateness(clock: Clock) -> int:
        return (clock.stopped_on - clock.due_on).days if clock.due_on and clock.stopped_on else 0

    worst = max(clocks, key=lateness)
    definition = specification.clock(worst.definition)
    status = wording.status_of(worst, definition.within, specification, day)
    if wording.state_of(worst, day) != "late":
        return status, None
    waited = (worst.stopped_on - worst.start_on).days
    said = ngettext("See where the %(count)s day went", "See where the %(count)s days went", waited)
    before = _("before: %(title)s") % {"title": definition.title}
    return status, Link(said % {"count": waited}, promise_url(worst), before)


def worker_names(record: Record) -> dict[str, str]:
    named = {one.detail.get("worker") for one in record.milestones if one.kind == "keyworker_assigned"}
    return dict(User.objects.filter(username__in=named - {None}).values_list("username", "display_name"))
