"""One promise explained: how it came out, where its days went, and the same wait by each standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock, Milestone
from throughcare.clocks.queries import as_happening
from throughcare.clocks.rules import ExplainedStep, Explanation, ReplayedClock, explain
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Cell, Column, Link, Segment, Status, Table, Wait, WaitStep
from throughcare.foundations.today import today
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.stored import current_of, kept_out, shown_to, specification_of
from throughcare.pathway.casework.steps import address, address_for
from throughcare.pathway.episode.actions import calendar_of
from throughcare.pathway.episode.models import Episode
from throughcare.specification.definitions import ClockDefinition
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind

#: What happens again and again makes no step of a wait of its own; whose day it was is told all the same.
NO_STEP_OF_A_WAIT = frozenset(
    {
        MilestoneKind.SESSION_RECORDED.value,
        MilestoneKind.JOINT_WORK_RECORDED.value,
        MilestoneKind.INSTRUMENT_COMPLETED.value,
    }
)
STEPS_OF_A_WAIT = frozenset(kind.value for kind in MilestoneKind) - NO_STEP_OF_A_WAIT


@dataclass(frozen=True, slots=True)
class ExplainedPromise:
    name: str
    url: str
    age: str
    title: str
    status: Status
    verdict: str
    longest: str
    """The step that took most of the days, in a sentence: the heading above the bar."""
    detail: str
    wait: Wait | None
    standards: Table | None
    source: str
    note: str
    corrections: Sequence[Link]
    """The dates that this promise rests on, each leading to where it can be put right."""


def kept_from(viewer: Viewer, stored: Clock) -> bool:
    return Clock.objects.filter(kept_out(viewer), pk=stored.pk).exists()


def explained_promise(viewer: Viewer, thread_id: int, definition_id: str, sequence: int) -> ExplainedPromise:
    """The promise, with the look logged; 404 when it is none that the viewer may see."""
    day = today()
    episode = Episode.objects.filter(pk=thread_id, thread_id__in=cases_seen_by(viewer)).select_related("person").first()
    clocks = list(Clock.objects.filter(thread_id=thread_id).order_by("due_on", "definition")) if episode else []
    stored = next((one for one in clocks if (one.definition, one.sequence) == (definition_id, sequence)), None)
    if episode is None or stored is None or kept_from(viewer, stored):
        raise Http404
    log_access(viewer, Looked.READ, "episode", thread_id, f"promise {definition_id}")
    specification = specification_of(episode)
    definition = specification.clock(definition_id)
    milestones = shown_to(viewer, current_of([thread_id]))
    told = explanation(stored, definition, milestones, specification, day)
    person = episode.person
    return ExplainedPromise(
        name=person.name,
        url=address("casework:person", person_id=person.pk),
        age=str(age_on(person.born, day)),
        title=_("%(title)s: %(days)s") % {"title": definition.title, "days": words.days(told.elapsed)},
        status=wording.status_of(stored, definition.within, specification, day),
        verdict=verdict(stored, definition, milestones, day),
        longest=longest(told, definition),
        detail=detail(told, person.given_name),
        wait=wait_of(told, person.given_name, day),
        standards=standards(clocks, definition, specification, day),
        source=definition.source,
        note=definition.note,
        corrections=corrections(viewer, told, milestones, specification, day),
    )


def as_replayed(clock: Clock) -> ReplayedClock:
    said = {field.name: getattr(clock, field.name) for field in fields(ReplayedClock) if field.name != "definition_id"}
    return ReplayedClock(definition_id=clock.definition, **said)


def explanation(
    clock: Clock,
    definition: ClockDefinition,
    milestones: Sequence[Milestone],
    specification: Specification,
    day: date,
) -> Explanation:
    happenings = [as_happening(one) for one in milestones]
    return explain(
        as_replayed(clock),
        definition,
        happenings,
        calendar_of(specification),
        day,
        specification.waiting,
        STEPS_OF_A_WAIT,
    )


def verdict(clock: Clock, definition: ClockDefinition, milestones: Sequence[Milestone], day: date) -> str:
    """What was promised, from when to when, and what became of it."""
    still_open = clock.stopped_on is None and clock.voided_on is None and clock.ended_on is None
    promised = (
        _("The promise is %(length)s from %(day)s") if still_open else _("The promise was %(length)s from %(day)s")
    ) % {
        "length": wording.length(definition.within),
        "day": words.full_day(clock.start_on),
    }
    due = _("by %(day)s") % {"day": words.full_day(clock.due_on)} if clock.due_on else _("paused now")
    return _("%(promised)s: %(due)s. %(ending)s") % {
        "promised": promised,
        "due": due,
        "ending": ending(clock, definition, milestones, day),
    }


def ending(clock: Clock, definition: ClockDefinition, milestones: Sequence[Milestone], day: date) -> str:
    if clock.stopped_on is not None:
        stopping = [
            one.kind
            for one in milestones
            if one.happened_on == clock.stopped_on
            and any(match.fits(one.kind, one.detail) for match in definition.stops_on)
        ]
        what = wording.kind_in_words(stopping[0] if stopping else definition.stops_on[0].kind)
        return _("%(what)s on %(day)s.") % {"what": what, "day": words.full_day(clock.stopped_on)}
    if clock.voided_on is not None:
        return _("It no longer counts since %(day)s.") % {"day": words.full_day(clock.voided_on)}
    if clock.ended_on is not None and clock.ended_on <= day:
        return _("The episode ended on %(day)s without it.") % {"day": words.full_day(clock.ended_on)}
    return _("It is still open today, %(day)s.") % {"day": words.full_day(day)}


def longest(told: Explanation, definition: ClockDefinition) -> str:
    step = told.longest
    if step is None or not told.elapsed:
        return ""
    if len(told.steps) == 1:
        return _("One step took all the time")
    between = {
        "days": words.days(step.days),
        "all": told.elapsed,
        "first": quietly(before(step, told, definition)),
        "second": quietly(wording.kind_in_words(step.kind)) if step.kind else _("today"),
    }
    return _("%(days)s of %(all)s were between %(first)s and %(second)s") % between


def before(step: ExplainedStep, told: Explanation, definition: ClockDefinition) -> str:
    at = told.steps.index(step)
    return wording.kind_in_words(told.steps[at - 1].kind if at else definition.starts_on[0].kind)


def quietly(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]


def detail(told: Explanation, first_name: str) -> str:
    """Of the longest step, whose days they were; each part is said only where there is one."""
    step = told.longest
    if step is None or not told.elapsed:
        return ""
    parts = [
        (step.us, ngettext("%(count)s day was ours", "%(count)s days were ours", step.us)),
        (step.person, ngettext("%(count)s was %(name)s's", "%(count)s were %(name)s's", step.person)),
        (
            step.off,
            ngettext("%(count)s was a weekend or holiday", "%(count)s were weekends or holidays", step.off),
        ),
        (step.paused, ngettext("%(count)s was paused", "%(count)s were paused", step.paused)),
    ]
    said = [phrase % {"count": count, "name": first_name} for count, phrase in parts if count]
    return _("Of these, %(parts)s.") % {"parts": ", ".join(said)} if said else ""


def wait_of(told: Explanation, first_name: str, day: date) -> Wait | None:
    """The bar; None when no day passed."""
    if not told.elapsed:
        return None
    steps = [
        WaitStep(
            title=wording.kind_in_words(step.kind) if step.kind else _("Until today"),
            dates=words.days_from_to(step.from_on, step.to_on, day),
            segments=[
                Segment(stretch.side, (stretch.first - told.start_on).days - 1, stretch.days)
                for stretch in step.stretches
            ],
        )
        for step in told.steps
        if step.days
    ]
    due = (told.due_on - told.start_on).days if told.due_on else None
    return Wait(steps, told.elapsed, due, words.list_day(told.due_on, day), first_name)


def standards(
    clocks: Sequence[Clock], definition: ClockDefinition, specification: Specification, day: date
) -> Table | None:
    """The same wait by each standard that counts it; None where this is the only one."""
    same = [
        (clock, other)
        for clock in clocks
        for other in [specification.clock(clock.definition)]
        if definition.same_wait_as and other.same_wait_as == definition.same_wait_as
    ]
    if len(same) < 2:
        return None
    columns = [Column(_("Standard")), Column(_("Counted from")), Column(_("Due")), Column(_("Result"), label="-")]
    rows = [
        [
            Cell(
                other.title,
                ""
                if other.id == definition.id
                else address(
                    "casework:promise", thread_id=clock.thread_id, definition=other.id, sequence=clock.sequence
                ),
                under=other.source,
            ),
            _("%(what)s, %(day)s")
            % {
                "what": wording.kind_in_words(other.starts_on[0].kind),
                "day": words.short_day(clock.start_on, day),
            },
            words.list_day(clock.due_on, day) or _("Paused"),
            Cell(status=wording.status_of(clock, other.within, specification, day)),
        ]
        for clock, other in same
    ]
    return Table(columns, rows, caption=_("The same wait by each standard"), cards=True)


def corrections(
    viewer: Viewer, told: Explanation, milestones: Sequence[Milestone], specification: Specification, day: date
) -> list[Link]:
    links = []
    for one in milestones:
        if one.happened_on > told.end_on:
            continue
        url = address_for(viewer, "casework:correct", origin_id=one.origin_id)
        if url:
            what, _words = wording.happened(one.kind, one.detail, {}, specification, day)
            said = _("%(what)s, on %(day)s") % {"what": what, "day": words.list_day(one.happened_on, day)}
            links.append(Link(said, url))
    return links
