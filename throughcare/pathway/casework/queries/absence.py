"""Why somebody is not on the viewer's list: the rule, and the fact that settles it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.models import User
from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.foundations.dates import age_on, last_day_of_week
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Row, Status
from throughcare.foundations.today import today
from throughcare.pathway.casework import rules, wording
from throughcare.pathway.casework.queries.stored import open_promises, specification_of
from throughcare.pathway.casework.rules import KEYWORKER, why_not_on_list
from throughcare.pathway.casework.steps import address
from throughcare.pathway.episode.models import Episode
from throughcare.people.models import Person
from throughcare.people.queries import matching

#: A name that fits more people than this must be given more fully.
ANSWERED = 10


@dataclass(frozen=True, slots=True)
class Absence:
    asked: str
    rows: Sequence[Row]
    """One for each person that the name fits: whether they are here, and the fact that settles it."""
    words: str = ""
    """Said when there is no row, or not every row."""


def why_not_here(viewer: Viewer, asked: str) -> Absence:
    """Answers for the people registered with the viewer's agency; three queries, whatever the name."""
    day = today()
    people = list(matching(viewer, asked)[: ANSWERED + 1])
    episodes: dict[int, list[Episode]] = defaultdict(list)
    for episode in (
        Episode.objects.filter(person__in=people, thread_id__in=cases_seen_by(viewer))
        .select_related("keyworker")
        .order_by("opened_on", "pk")
    ):
        episodes[episode.person_id].append(episode)
    clocks: dict[int, list[Clock]] = defaultdict(list)
    for clock in open_promises(viewer).filter(thread__episode__person__in=people).select_related("thread__episode"):
        clocks[clock.thread.episode.person_id].append(clock)
    rows = [answer(viewer, one, episodes[one.pk], clocks[one.pk], day) for one in people[:ANSWERED]]
    return Absence(asked, rows, remark(people))


def remark(people: Sequence[Person]) -> str:
    if not people:
        return _(
            "Nobody registered with this service has that name or number, and only people registered here can stand "
            "on this list. Check the spelling, or record a referral."
        )
    if len(people) > ANSWERED:
        return _("More people have that name. Give the first name and the family name.")
    return ""


def answer(viewer: Viewer, person: Person, episodes: Sequence[Episode], clocks: Sequence[Clock], day: date) -> Row:
    by_thread = {episode.pk: episode for episode in episodes}
    week = last_day_of_week(day)
    due = [clock for clock in clocks if clock.due_on is not None]
    mine = [clock for clock in due if is_on_list(viewer, clock, by_thread[clock.thread_id])]
    others = [clock for clock in due if clock not in mine]
    now = [clock for clock in mine if clock.due_on <= week]
    later = [clock for clock in mine if clock.due_on > week]
    latest = episodes[-1] if episodes else None
    why = why_not_on_list(
        referred=latest is not None,
        closed=latest is not None and latest.closed_on is not None,
        here_now=len(now),
        here_later=len(later),
        with_others=len(others),
        paused=len(clocks) - len(due),
    )
    status, fact, rule = told(viewer, why, now or later, others, by_thread, latest, day)
    return Row(
        status=status,
        name=person.name,
        url=address("casework:person", person_id=person.pk),
        age=str(age_on(person.born, day)),
        what=fact,
        held_up_by=rule,
    )


def is_on_list(viewer: Viewer, clock: Clock, episode: Episode) -> bool:
    keyworker = episode.keyworker
    is_current = keyworker is not None and is_colleague(viewer, keyworker)
    worker = rules.worker_who_owes(clock.owner, keyworker.username if keyworker else "", is_current=is_current)
    return worker == viewer.username if worker else clock.owner in viewer.roles


def is_colleague(viewer: Viewer, user: User) -> bool:
    """Somebody of the viewer's agency who may sign in."""
    return user.is_active and user.agency_id == viewer.agency_id


def told(
    viewer: Viewer,
    why: str,
    here: Sequence[Clock],
    others: Sequence[Clock],
    episodes: dict[int, Episode],
    latest: Episode | None,
    day: date,
) -> tuple[Status, str, str]:
    """The state, the fact that settles it, and the rule."""
    if why == rules.HERE:
        said = ngettext("%(count)s promise is on your list", "%(count)s promises are on your list", len(here))
        return Status("met", _("Is here")), said % {"count": len(here)}, soonest(here, episodes, day)
    if why == rules.HERE_LATER:
        said = ngettext("%(count)s promise is on your list", "%(count)s promises are on your list", len(here))
        rule = _("My day shows what is due until Sunday; later promises stand on the full list.")
        return Status("running", _("Later")), said % {"count": len(here)}, f"{soonest(here, episodes, day)} {rule}"
    if why == rules.NO_REFERRAL:
        return absent(_("No referral is recorded"), _("Promises begin with a referral."))
    if why == rules.ELSEWHERE:
        said = ngettext(
            "%(count)s open promise, on the list of %(who)s", "%(count)s open promises, on the list of %(who)s",
            len(others),
        ) % {"count": len(others), "who": ", ".join(owners(viewer, others, episodes))}  # fmt: skip
        rule = _(
            "A key worker's promises are on that worker's list, all others on the list of the role they belong to."
        )
        return absent(said, rule)
    if why == rules.PAUSED:
        return absent(_("Every open promise is paused"), _("A paused promise has no due date until it goes on."))
    if why == rules.ENDED:
        said = _("The last episode ended on %(day)s") % {"day": words.full_day(latest.closed_on)}
        return absent(said, _("When an episode ends, its promises leave every list. A new referral would bring them."))
    return absent(
        _("Every promise made so far was kept or no longer counts"),
        _("A list shows open promises only. A case with nothing ahead stands among the gaps."),
    )


def absent(fact: str, rule: str) -> tuple[Status, str, str]:
    return Status("none", _("Not here")), fact, rule


def soonest(clocks: Sequence[Clock], episodes: dict[int, Episode], day: date) -> str:
    clock = min(clocks, key=lambda one: one.due_on)
    title = specification_of(episodes[clock.thread_id]).clock(clock.definition).title
    return _("The soonest: %(title)s, %(due)s.") % {
        "title": title,
        "due": _("due %(day)s") % {"day": words.list_day(clock.due_on, day)},
    }


def owners(viewer: Viewer, clocks: Sequence[Clock], episodes: dict[int, Episode]) -> list[str]:
    found = []
    for clock in clocks:
        episode = episodes[clock.thread_id]
        keyworker = episode.keyworker
        named = clock.owner == KEYWORKER and keyworker is not None and is_colleague(viewer, keyworker)
        role = wording.title_of(specification_of(episode).roles, clock.owner)
        found.append(episode.keyworker.display_name if named else _("the team (%(role)s)") % {"role": role})
    return list(dict.fromkeys(found))
