"""A worker's day: what is overdue, due and coming, who has been missed, who is expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.clocks.rules import Happening
from throughcare.foundations.dates import age_on, last_day_of_week
from throughcare.foundations.drafts.queries import how_many_drafts
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Alert, Appointment, Link, Pages, Row, RowGroup, Status
from throughcare.foundations.today import today
from throughcare.pathway.alerts.queries.open import alerts_of_the_day
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.matters import matters_due
from throughcare.pathway.casework.queries.matters import rows_of as rows_of_matters
from throughcare.pathway.casework.queries.paging import page_of
from throughcare.pathway.casework.queries.stored import (
    due_promises,
    missed_outcomes,
    on_the_list_of,
    own_cases,
    specification_of,
    told_of,
)
from throughcare.pathway.casework.rules import what_holds_it_up
from throughcare.pathway.casework.steps import address, address_for, link_that_keeps, step_link
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import OFFERS
from throughcare.pathway.triage.queries import review_list
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of
from throughcare.specification.terms import ThreadKind

#: So many rows of a group stand on My day; the rest is one link away.
SHOWN = 25
#: So many alerts stand above everything; the rest is one link away.
ALERTS_SHOWN = 5
#: And so many of those owed to people who have left, the newest of them: the ones that can still be reached.
SHOWN_OF_LEFT = 5


@dataclass(frozen=True, slots=True)
class MyDay:
    sentence: str
    jumps: Sequence[Link]
    alerts: Sequence[Alert]
    more_alerts: Link | None
    matters: Sequence[Row]
    """Deadlines beside the cases: concerns, requests for information."""
    groups: Sequence[RowGroup]
    more: Sequence[Link]
    """Leads to what does not stand here: promises due later, and the rest of a long group."""
    missed: Sequence[Row]
    appointments: Sequence[Appointment]
    expected: Sequence[Appointment]
    """Offered for a later day: nobody whose only next step is an appointment is out of sight until it comes."""
    start: Sequence[Link]


@dataclass(frozen=True, slots=True)
class PromiseList:
    """All of a viewer's open promises, in due order, a page at a time."""

    sentence: str
    rows: Sequence[Row]
    pages: Pages


def my_day(viewer: Viewer) -> MyDay:
    """The number of queries does not depend on how much there is to do."""
    day = today()
    end = last_day_of_week(day)
    listed = with_people(due_promises(viewer).filter(on_the_list_of(viewer)))
    # A follow-up that nobody answered stays owed for good. It must not bury what those still here are owed.
    late, left = Q(due_on__lt=day), Q(thread__episode__closed_on__isnull=False)
    counts = listed.order_by().aggregate(
        overdue=Count("pk", filter=late & ~left),
        left=Count("pk", filter=late & left),
        today=Count("pk", filter=Q(due_on=day)),
        week=Count("pk", filter=Q(due_on__gt=day, due_on__lte=end)),
        later=Count("pk", filter=Q(due_on__gt=end)),
    )
    found = [
        list(listed.filter(late & ~left)[:SHOWN]),
        list(listed.filter(due_on=day)[:SHOWN]),
        list(listed.filter(due_on__gt=day, due_on__lte=end)[:SHOWN]),
        list(listed.filter(late & left).order_by("-due_on", "thread_id", "definition")[:SHOWN_OF_LEFT]),
    ]
    alerts = alerts_of_the_day(viewer)
    matters = rows_of_matters(viewer, matters_due(viewer).exclude(thread__kind=ThreadKind.ALERT)[:SHOWN])
    missed = list(missed_contacts(viewer)[:SHOWN])
    expected = list(expected_from(viewer, day))
    told = told_of({clock.thread_id for group in found for clock in group} | {episode.pk for episode in expected})
    appointments = [(episode, appointment(episode, told.get(episode.pk, []), day)) for episode in expected]
    titles = (
        _("Overdue: %(count)s") % {"count": counts["overdue"]},
        _("Due today: %(count)s") % {"count": counts["today"]},
        _("Due this week: %(count)s") % {"count": counts["week"]},
        _("Overdue to people who have left, newest first: %(count)s") % {"count": counts["left"]},
    )
    groups = [RowGroup(title, rows_of(viewer, clocks, told, day)) for title, clocks in zip(titles, found, strict=True)]
    return MyDay(
        sentence=sentence(day, counts),
        alerts=[one.as_box() for one in alerts[:ALERTS_SHOWN]],
        more_alerts=more_alerts(viewer, len(alerts)),
        matters=matters,
        jumps=jumps(
            len(alerts),
            sum(counts.values()) - counts["later"],
            len(missed),
            sum(episode.appointment_on == day for episode in expected),
        ),
        groups=groups,
        more=more_links(counts),
        missed=[missed_row(viewer, episode, day) for episode in missed],
        appointments=[shown for episode, shown in appointments if episode.appointment_on == day],
        expected=[shown for episode, shown in appointments if episode.appointment_on > day],
        start=start_links(viewer),
    )


def with_people(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    return clocks.select_related("thread__episode__person", "thread__episode__keyworker")


def promises_on_list(viewer: Viewer, number: object = 1) -> PromiseList:
    """Everything on the viewer's list, the later promises too."""
    day = today()
    listed = with_people(due_promises(viewer).filter(on_the_list_of(viewer)))
    clocks, pages, count = page_of(listed, number, address("casework:promises"))
    told = told_of({clock.thread_id for clock in clocks})
    many = ngettext("%(count)s open promise, soonest first.", "%(count)s open promises, soonest first.", count)
    return PromiseList(many % {"count": count}, rows_of(viewer, clocks, told, day), pages)


def sentence(day: date, counts: dict[str, int]) -> str:
    overdue = (
        ngettext("%(count)s promise is overdue", "%(count)s promises are overdue", counts["overdue"])
        if counts["overdue"]
        else _("Nothing is overdue")
    )
    due = (
        ngettext("%(count)s is due today", "%(count)s are due today", counts["today"])
        if counts["today"]
        else _("nothing is due today")
    )
    return _("%(day)s. %(overdue)s and %(due)s.") % {
        "day": words.weekday_and_full_day(day),
        "overdue": overdue % {"count": counts["overdue"]},
        "due": due % {"count": counts["today"]},
    }


def jumps(alerts: int, promises: int, missed: int, expected: int) -> list[Link]:
    said = (
        (alerts, ngettext("%(count)s alert to act on", "%(count)s alerts to act on", alerts), "#alerts"),
        (promises, ngettext("%(count)s promise", "%(count)s promises", promises), "#promises"),
        (missed, ngettext("%(count)s missed contact", "%(count)s missed contacts", missed), "#missed"),
        (
            expected,
            ngettext("%(count)s appointment today", "%(count)s appointments today", expected),
            "#appointments",
        ),
    )
    return [Link(phrase % {"count": count}, place) for count, phrase, place in said if count]


def more_alerts(viewer: Viewer, count: int) -> Link | None:
    url = address_for(viewer, "alerts:open")
    if not url or count <= ALERTS_SHOWN:
        return Link(_("All alerts of the team"), f"{url}?whose=team") if url and count else None
    return Link(_("All %(count)s alerts") % {"count": count}, url)


def more_links(counts: dict[str, int]) -> list[Link]:
    every = sum(counts.values())
    url = address("casework:promises")
    if counts["left"] > SHOWN_OF_LEFT or any(counts[group] > SHOWN for group in ("overdue", "today", "week")):
        return [Link(_("All %(count)s promises on your list") % {"count": every}, url)]
    if counts["later"]:
        phrase = ngettext(
            "%(count)s promise due after this week", "%(count)s promises due after this week", counts["later"]
        )
        return [Link(phrase % {"count": counts["later"]}, url)]
    return []


def rows_of(viewer: Viewer, clocks: Iterable[Clock], told: dict[int, list[Happening]], day: date) -> list[Row]:
    return [promise_row(viewer, clock, told.get(clock.thread_id, []), day) for clock in clocks]


def promise_row(viewer: Viewer, clock: Clock, told: list[Happening], day: date) -> Row:
    """One promise with the step that keeps it; what holds it up is told of overdue ones alone."""
    episode = clock.thread.episode
    person = episode.person
    specification = specification_of(episode)
    definition = specification.clock(clock.definition)
    overdue = wording.state_of(clock, day) == "overdue"
    why = what_holds_it_up(definition.stops_on[0].kind, told, missed_outcomes(specification)) if overdue else None
    happened = {happening.kind for happening in told}
    about = _("for %(name)s") % {"name": person.name}
    return Row(
        status=wording.status_of(clock, definition.within, specification, day),
        name=person.name,
        url=address("casework:person", person_id=person.pk),
        age=str(age_on(person.born, day)),
        when=wording.when_due(clock, day),
        what=definition.name,
        held_up_by=wording.held_up(why, day),
        action=link_that_keeps(viewer, definition.stops_on, happened, clock.thread_id, person.pk, about),
        urgent=overdue,
    )


def missed_contacts(viewer: Viewer) -> QuerySet[Episode]:
    """Open cases of the viewer whose last sessions were missed, the longest row of misses first."""
    return (
        Episode.objects.filter(own_cases(viewer), thread_id__in=cases_seen_by(viewer), closed_on__isnull=True)
        .filter(missed_in_a_row__gt=0)
        .select_related("person")
        .order_by("-missed_in_a_row", "last_seen_on", "pk")
    )


def missed_row(viewer: Viewer, episode: Episode, day: date) -> Row:
    person = episode.person
    last_seen = words.list_day(episode.last_seen_on, day)
    times = ngettext("Missed %(count)s", "Missed %(count)s in a row", episode.missed_in_a_row)
    return Row(
        status=Status("missed", times % {"count": episode.missed_in_a_row}),
        name=person.name,
        url=address("casework:person", person_id=person.pk),
        age=str(age_on(person.born, day)),
        when=_("Last seen %(day)s") % {"day": last_seen} if last_seen else _("Not seen yet"),
        action=step_link(viewer, "session_recorded", episode.pk, person.pk, _("for %(name)s") % {"name": person.name}),
    )


def expected_from(viewer: Viewer, day: date) -> QuerySet[Episode]:
    """Cases with a triage or assessment offered for the day or a later one, the soonest first.

    The viewer's own, or everybody's for those who do them.
    """
    expected = Episode.objects.filter(
        thread_id__in=cases_seen_by(viewer), closed_on__isnull=True, appointment_on__gte=day
    ).select_related("person")
    owners = {step.owner for step in specifications.current().steps if step.kind in OFFERS.values()}
    if not viewer.roles & owners:
        expected = expected.filter(keyworker_id=viewer.user_id)
    return expected.order_by("appointment_on", "pk")


def appointment(episode: Episode, told: list[Happening], day: date) -> Appointment:
    offers = [one for one in told if one.detail.get("for") == episode.appointment_on.isoformat()]
    return Appointment(
        at=_("Today") if episode.appointment_on == day else words.short_day(episode.appointment_on, day),
        name=episode.person.name,
        url=address("casework:person", person_id=episode.person_id),
        age=str(age_on(episode.person.born, day)),
        words=appointment_words(episode, offers),
    )


def appointment_words(episode: Episode, offers: list[Happening]) -> str:
    """What somebody is expected for; a first appointment says in which pathway."""
    specification = specification_of(episode)
    last = offers[-1] if offers else None
    if last is not None and last.kind == "appointment_booked":
        return title_of(specification.pathways, last.detail.get("pathway")) or _("First appointment")
    return specification.vocabulary["stage.triage" if last and last.kind == "triage_offered" else "stage.assessment"]


def start_links(viewer: Viewer) -> list[Link]:
    drafts = how_many_drafts(viewer)
    waiting = len(review_list(viewer)) if address_for(viewer, "triage:review_list") else 0
    own = [(_("Own answers to look at (%(count)s)") % {"count": waiting}, address_for(viewer, "triage:review_list"))]
    offered = (
        *(own if waiting else ()),
        (_("Record a referral"), address_for(viewer, "referral:new")),
        (_("Record brief advice"), address_for(viewer, "outreach:brief_intervention")),
        (_("Record outreach"), address_for(viewer, "outreach:contact")),
        (_("Open safeguarding concerns"), address_for(viewer, "safeguarding:concerns")),
        (_("My drafts (%(count)s)") % {"count": drafts}, address_for(viewer, "casework:drafts")),
    )
    return [Link(said, url) for said, url in offered if url]
