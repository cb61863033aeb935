"""The identity strip: who a page is about, with risk, what is due next, key worker and consent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext as _

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock, Milestone
from throughcare.clocks.queries import as_happening
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Identity, Status
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.alerts.models import Alert
from throughcare.pathway.alerts.queries.open import alerts_about, links_to
from throughcare.pathway.casework import wording
from throughcare.pathway.casework.queries.stored import (
    OPEN,
    alerts_shown_to,
    current_of,
    kept_out,
    shown_to,
    specification_of,
)
from throughcare.pathway.casework.steps import address, link_that_keeps, step_link
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.plan.models import Goal
from throughcare.pathway.safeguarding.queries.risk import findings_of
from throughcare.pathway.safeguarding.queries.tags import tags
from throughcare.pathway.triage.models import RiskAnswer
from throughcare.people.models import Person
from throughcare.people.queries import registered_with


def identity_for(
    viewer: Viewer,
    *,
    person_id: int | None = None,
    thread_id: int | None = None,
    origin_id: int | None = None,
    goal_id: int | None = None,
) -> Identity | None:
    """The strip of the person whom an address is about, or None when the viewer may not see them.

    The page itself logs the look: this strip never stands alone.
    """
    seen = cases_seen_by(viewer)
    if goal_id is not None:
        thread_id = Goal.objects.filter(pk=goal_id).values_list("thread_id", flat=True).first()
    if origin_id is not None:
        thread_id = Milestone.objects.filter(pk=origin_id).values_list("thread_id", flat=True).first()
    episodes = Episode.objects.filter(thread_id__in=seen).select_related("person", "keyworker")
    if person_id is None:
        episode = episodes.filter(pk=thread_id).first()
        person = episode.person if episode else None
    else:
        person = registered_with(viewer).filter(pk=person_id).first()
        known = list(episodes.filter(person_id=person_id).order_by("-opened_on", "-pk"))
        episode = next((one for one in known if one.closed_on is None), None) or next(iter(known), None)
    if person is None and thread_id is not None:
        # A matter beside the episode: an alert, a concern, a request for information.
        matter = Matter.objects.filter(thread_id__in=seen, pk=thread_id).select_related("person").first()
        if matter is not None:
            person, episode = matter.person, episodes.filter(pk=matter.episode_id).first()
    if person is None:
        return None
    alerts = alerts_shown_to(viewer, alerts_about(viewer, person.pk))
    if episode is None:
        return identity_of(viewer, person, None, [], None, set(), today(), (), alerts)
    promises = Clock.objects.filter(OPEN, ~kept_out(viewer), thread_id=episode.pk, due_on__isnull=False)
    clocks = list(promises.order_by("due_on", "pk"))
    milestones = shown_to(viewer, current_of([episode.pk]))
    happened = {one.kind for one in milestones}
    flagged = tags(viewer, episode.pk, [as_happening(one) for one in milestones], specification_of(episode))
    return identity_of(viewer, person, episode, clocks, risk_answers(milestones), happened, today(), flagged, alerts)


def risk_answers(milestones: Sequence[Milestone]) -> dict[str, str] | None:
    """The answer to each risk that was asked about, the latest where it was asked again; None when nobody asked."""
    origins = {one.origin_id: at for at, one in enumerate(milestones)}
    rows = [(row.milestone_id, row.risk, row.answer) for row in RiskAnswer.objects.filter(milestone_id__in=[*origins])]
    rows += [(row.milestone_id, row.subject, row.answer) for row in findings_of(origins)]
    told = sorted(rows, key=lambda row: origins[row[0]])
    return {risk: answer for _milestone, risk, answer in told} or None


def identity_of(
    viewer: Viewer,
    person: Person,
    episode: Episode | None,
    clocks: Sequence[Clock],
    risks: dict[str, str] | None,
    happened: Collection[str],
    day: date,
    flagged: Sequence[Status] = (),
    alerts: Sequence[Alert] = (),
) -> Identity:
    """`clocks` are the open promises, soonest first; `risks` is None when nobody has asked.

    `flagged` are the tags of safeguarding for those allowed to see them; they stand first. `alerts` are open.
    """
    about_person = _("for %(name)s") % {"name": person.name}
    next_due = next_when = None
    action = None
    of_episode = [one for one in clocks if episode and one.thread_id == episode.pk and one.due_on is not None]
    due = next(iter(of_episode), None)
    if due is not None:
        specification = specification_of(episode)
        definition = specification.clock(due.definition)
        status = wording.status_of(due, definition.within, specification, day)
        next_due = Status(status.kind, definition.name)
        next_when = _("%(day)s, %(left)s") % {
            "day": words.list_day(due.due_on, day),
            "left": status.words[:1].lower() + status.words[1:],
        }
        action = link_that_keeps(viewer, definition.stops_on, happened, due.thread_id, person.pk, about_person)
    if action is None and episode is not None and episode.closed_on is not None:
        action = step_link(viewer, "referral_received", episode.pk, person.pk, about_person)
    return Identity(
        name=person.name,
        url=address("casework:person", person_id=person.pk),
        age=str(age_on(person.born, day)),
        about=about(person, episode),
        alerts=links_to(alerts),
        risks=[*flagged, *risk_flags(episode, risks)],
        risk_unknown=risk_unknown(risks),
        next_due=next_due,
        next_due_when=next_when or "",
        key_worker=episode.keyworker.display_name if episode and episode.keyworker else "",
        action=action,
    )


def about(person: Person, episode: Episode | None) -> str:
    born = _("(born %(day)s).") % {"day": words.full_day(person.born)}
    if episode is None:
        return _("%(born)s Not referred yet") % {"born": born}
    if episode.closed_on is not None:
        since = _("Left on %(day)s") % {"day": words.full_day(episode.closed_on)}
    elif episode.treatment_started_on is not None:
        since = _("In treatment since %(day)s") % {"day": words.full_day(episode.treatment_started_on)}
    else:
        since = _("Referred on %(day)s") % {"day": words.full_day(episode.opened_on)}
    return _("%(born)s %(since)s") % {"born": born, "since": since}


def risk_flags(episode: Episode | None, risks: dict[str, str] | None) -> list[Status]:
    if not risks or episode is None:
        return []
    titles = specification_of(episode).all_risks
    return [Status("flag", wording.title_of(titles, risk)) for risk, answer in risks.items() if answer == Answer.YES]


def risk_unknown(risks: dict[str, str] | None) -> str:
    """Said when no risk is known: that nobody asked, that some is not known, or that every answer was no."""
    if risks is None:
        return _("Not asked yet")
    if all(answer == Answer.NO for answer in risks.values()):
        return _("None found")
    return _("None known; not all answered")
