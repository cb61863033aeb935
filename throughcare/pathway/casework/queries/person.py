"""One person: what is promised now, what can be recorded, the plan, who else helps, and what happened so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import (
    Alert,
    Identity,
    Link,
    Month,
    Promise,
    Status,
)
from throughcare.foundations.today import today
from throughcare.pathway.alerts.queries.open import alerts_about, boxes_for
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.identity import identity_of, risk_answers
from throughcare.pathway.casework.queries.record import Record, promise_url, record_of
from throughcare.pathway.casework.queries.stored import alerts_shown_to, specification_of
from throughcare.pathway.casework.queries.timeline import note_asked_for, notes_of, timeline
from throughcare.pathway.casework.rules import KEYWORKER
from throughcare.pathway.casework.steps import address, address_for, menu
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.plan.models import CarePlan
from throughcare.pathway.plan.rules import in_force
from throughcare.pathway.plan.terms import GoalState
from throughcare.pathway.safeguarding.queries.overview import action_status, note_in_words
from throughcare.pathway.safeguarding.queries.restricted import headers
from throughcare.pathway.safeguarding.queries.risk import actions_of, is_open_risk_action
from throughcare.pathway.safeguarding.queries.tags import coordinator_missing, may_see_protection, tags
from throughcare.specification.rules import allowed_next

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
class Safety:
    page: Link | None
    """The page of risk and safeguarding, for those who have a part in it."""
    flags: Sequence[Status]
    actions: Sequence[tuple[str, Status]]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class PersonPage:
    identity: Identity
    alerts: Sequence[Alert]
    """What somebody must act on now: it stands above everything."""
    first_name: str
    stage: str
    promises: Sequence[Promise]
    all_promises: Link
    skipped: Sequence[str]
    record: Sequence[Link]
    plan: ShownPlan | None
    safety: Safety | None
    """What is to be done about risk, and which notes are restricted; None without an episode."""
    others: Sequence[str]
    months: Sequence[Month]
    turn: Link
    note: tuple[str, str] | None
    """The words of the step asked for: what they are about, and the words."""


def person_page(
    viewer: Viewer, person_id: int, *, oldest_first: bool = False, unfolded: bool = False, note: object = None
) -> PersonPage:
    day = today()
    record = record_of(viewer, person_id)
    episode = record.current()
    happened = {one.kind for one in record.milestones if episode and one.thread_id == episode.pk}
    plans, notes = plans_of(record), notes_of(record)
    flagged = tags_of(viewer, record, episode)
    alerts = alerts_shown_to(viewer, alerts_about(viewer, person_id))
    here = address("casework:person", person_id=person_id)
    months = timeline(record, notes, here, day, oldest_first=oldest_first, unfolded=unfolded)
    asked = {"order": "" if oldest_first else "oldest", "show": "all" if unfolded else ""}
    turned = f"{here}?{urlencode({name: said for name, said in asked.items() if said})}"
    return PersonPage(
        identity=identity_of(
            viewer,
            record.person,
            episode,
            open_clocks(record),
            risk_answers(record.milestones),
            happened,
            day,
            flagged,
            alerts,
        ),
        alerts=boxes_for(alerts),
        first_name=record.person.given_name,
        stage=stage_in_words(episode),
        promises=[running_promise(record, clock, day) for clock in open_clocks(record)],
        all_promises=Link(_("All promises"), address("casework:all_promises", person_id=person_id)),
        skipped=skipped_steps(episode),
        record=what_to_record(viewer, record, episode, happened),
        plan=plan_shown(viewer, plans, record, day),
        safety=safety_of(viewer, record, episode),
        others=others_helping(record, day),
        months=months,
        turn=Link(_("Newest first") if oldest_first else _("Oldest first"), turned),
        note=note_asked_for(notes, note),
    )


def what_to_record(viewer: Viewer, record: Record, episode: Episode | None, happened: Collection[str]) -> list[Link]:
    """The steps that can be taken, and the way to put right what was recorded wrongly."""
    if episode is None:
        return first_links(viewer, record)
    links = menu(viewer, episode.stage, happened, episode.pk, record.person.pk, own_steps(record, episode))
    url = address_for(viewer, "casework:choose_correction", person_id=record.person.pk)
    return [*links, Link(_("A correction"), url)] if url else links


def own_steps(record: Record, episode: Episode) -> dict[str, str]:
    """What the specification's own order has next, in its words; nothing once the episode is closed."""
    if episode.closed_on:
        return {}
    told = [one for one in record.milestones if one.thread_id == episode.pk]
    return {step.kind: step.title for step in allowed_next(told, specification_of(episode))}


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
    return Promise(definition.name, promise_url(clock), owner_in_words(clock, record), status, used, allowed, said)


# Safety -------------------------------------------------------------------------------------------------------------


def tags_of(viewer: Viewer, record: Record, episode: Episode | None) -> list[Status]:
    if episode is None:
        return []
    return tags(viewer, episode.pk, record.told(episode), specification_of(episode))


def safety_of(viewer: Viewer, record: Record, episode: Episode | None) -> Safety | None:
    """What is owed, the open actions of the risk plan, and the headers of restricted notes. At most five queries."""
    if episode is None:
        return None
    url = address_for(viewer, "safeguarding:overview", thread_id=episode.pk)
    flags, steps = [], [one.origin_id for one in record.milestones if one.thread_id == episode.pk]
    if may_see_protection(viewer) and coordinator_missing(episode.pk, steps, specification_of(episode)):
        flags.append(Status("flag", _("Care coordination is needed: nobody is named")))
    return Safety(
        page=Link(_("Risk and safeguarding"), url) if url else None,
        flags=flags,
        actions=[
            (one.words, action_status(one)) for one in actions_of([episode.pk], set(steps)) if is_open_risk_action(one)
        ],
        notes=[note_in_words(one) for one in headers([one.pk for one in record.episodes])],
    )


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
        return ShownPlan(title, still_in_force(plans, plan, episode, days) or said % told, goals)
    return None


def still_in_force(plans: Sequence[CarePlan], shown: CarePlan, episode: Episode, days: Mapping[int, date]) -> str:
    """What holds while the plan that is shown is only drafted; empty where it is that plan."""
    standing = [
        one for one in plans if one.thread_id == episode.pk and (one.drafted_id in days or one.signed_off_id in days)
    ]
    specification = specification_of(episode)
    at = in_force([(one.kind, one.signed_off_id in days) for one in standing], specification.interim_plan_kind)
    if at is None or standing[at] is shown or standing[at].kind != specification.interim_plan_kind:
        return ""
    return _("Not signed off yet. Until it is, this stays in force: %(plan)s") % {
        "plan": wording.title_of(specification.plan_kinds, standing[at].kind)
    }


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
