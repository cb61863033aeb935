"""Open cases in a gap, on the stored rows of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.models import User
from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.clocks.rules import Happening
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import (
    Filter,
    Filters,
    Link,
    Pages,
    Row,
    Status,
)
from throughcare.foundations.today import today
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.paging import page_of
from throughcare.pathway.casework.queries.stored import (
    OPEN,
    specification_of,
    told_of,
)
from throughcare.pathway.casework.rules import NO_NEXT_STEP, NO_OWNER
from throughcare.pathway.casework.steps import ON_THE_WAY, THING, address, link_towards, step_link
from throughcare.pathway.episode.models import Episode
from throughcare.specification.rules import next_step


@dataclass(frozen=True, slots=True)
class Gaps:
    count: int
    sentence: str
    rows: Sequence[Row]
    pages: Pages
    filters: Filters


def gap_cases(viewer: Viewer, day: date) -> QuerySet[Episode]:
    """Open cases in a gap on today's stored rows, as `gap_reasons` has it, those without an owner first."""
    current = User.objects.filter(pk=OuterRef("keyworker_id"), agency_id=viewer.agency_id, is_active=True)
    running = Clock.objects.filter(
        OPEN, thread_id=OuterRef("pk"), paused_on__isnull=True, due_on__gte=day, start_on__lte=day
    )
    return (
        Episode.objects.filter(thread_id__in=cases_seen_by(viewer), closed_on__isnull=True, opened_on__lte=day)
        .annotate(
            no_owner=Case(When(Q(assessed_on__isnull=False) & ~Exists(current), then=True), default=Value(False)),
            no_next_step=Case(
                When(
                    (Q(appointment_on__isnull=True) | Q(appointment_on__lt=day)) & ~Exists(running),
                    then=True,
                ),
                default=Value(False),
            ),
        )
        .filter(Q(no_owner=True) | Q(no_next_step=True))
        .select_related("person", "keyworker")
        .order_by("-no_owner", "opened_on", "pk")
    )


def reasons_of(episode: Episode) -> tuple[str, ...]:
    """The reasons of a case found by `gap_cases`."""
    told = ((NO_OWNER, episode.no_owner), (NO_NEXT_STEP, episode.no_next_step))
    return tuple(reason for reason, holds in told if holds)


def gaps_page(viewer: Viewer, number: object = 1, reason: str = "") -> Gaps:
    day = today()
    found = gap_cases(viewer, day)
    reason = reason if reason in (NO_OWNER, NO_NEXT_STEP) else ""
    if reason:
        found = found.filter(**{reason: True})
    episodes, pages, count = page_of(found, number, address("casework:gaps"), reason=reason)
    told = told_of(episode.pk for episode in episodes)
    many = ngettext("%(count)s open case is in a gap.", "%(count)s open cases are in a gap.", count)
    choices = [
        ("", _("All reasons")),
        (NO_OWNER, gap_in_words((NO_OWNER,))),
        (NO_NEXT_STEP, gap_in_words((NO_NEXT_STEP,))),
    ]
    return Gaps(
        count,
        many % {"count": count} if count else _("No open case is in a gap."),
        [gap_row(viewer, episode, told.get(episode.pk, []), day) for episode in episodes],
        pages,
        Filters([Filter("reason", _("Reason"), choices, reason)]),
    )


def gap_in_words(reasons: Sequence[str]) -> str:
    if set(reasons) == {NO_OWNER, NO_NEXT_STEP}:
        return _("No owner and no next step")
    return _("No owner") if NO_OWNER in reasons else _("No next step")


def gap_row(viewer: Viewer, episode: Episode, told: Sequence[Happening], day: date) -> Row:
    person = episode.person
    reasons = reasons_of(episode)
    about = _("for %(name)s") % {"name": person.name}
    # The specification's own order names the step, so only its offer or its draft can still stand before it
    happened = {one.kind for one in told} | {*ON_THE_WAY["intervention_started"]}
    if NO_OWNER in reasons:
        action = step_link(viewer, "keyworker_assigned", episode.pk, person.pk, about)
    else:
        action = link_towards(viewer, next_kind(episode, told), happened, episode.pk, person.pk, about)
    here = address("casework:person", person_id=person.pk)
    return Row(
        status=Status("overdue", gap_in_words(reasons)),
        name=person.name,
        url=here,
        age=str(age_on(person.born, day)),
        held_up_by=gap_fact(episode, told, day),
        action=action or Link(_("Open the case"), here, about),
        urgent=action is not None,
    )


def next_kind(episode: Episode, told: Sequence[Happening]) -> str:
    """The milestone that would bring the case on; once the whole way is gone, another session."""
    step = next_step(told, specification_of(episode))
    on_the_case = [match.kind for match in step.done_by if match.kind in THING] if step else []
    return next(iter(on_the_case), "session_recorded")


def gap_fact(episode: Episode, told: Sequence[Happening], day: date) -> str:
    """Who holds the case, and the last thing that happened on it."""
    if episode.keyworker is not None:
        owner = _("Key worker %(name)s.") % {"name": episode.keyworker.display_name}
    elif episode.assessed_on is not None:
        owner = _("Assessed on %(day)s, no key worker since.") % {"day": words.list_day(episode.assessed_on, day)}
    else:
        owner = _("No key worker yet.")
    if not told:
        return owner
    last = _("Last recorded: %(what)s, %(day)s.") % {
        "what": wording.kind_in_words(told[-1].kind),
        "day": words.list_day(told[-1].on, day),
    }
    return f"{owner} {last}"
