"""What a summary for children's services says: the parts that were ticked, from the record, naming nobody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.foundations.pages import wording
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.assessment.models import Child
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.safeguarding.models import Concern, KeptFrom
from throughcare.pathway.safeguarding.queries import concerns, risk
from throughcare.pathway.safeguarding.queries.requests import last_seen_in_words, opening_line, stage_in_words
from throughcare.pathway.safeguarding.rules import masked
from throughcare.pathway.safeguarding.terms import SummaryPart
from throughcare.specification.rules import title_of, titles_of


def children_of(viewer: Viewer, thread_id: int) -> list[Child]:
    """The children named with the assessment of an episode. One query."""
    return list(Child.objects.filter(thread_id__in=cases_seen_by(viewer), thread_id=thread_id).order_by("pk"))


def summary_parts(
    episode: EpisodeForStep, *, tell: Collection[str], named: Sequence[Child], others: Sequence[Child], words: str
) -> list[tuple[str, str]]:
    """Each part as a title and its words. Only structured facts of the record are taken; what the worker writes is
    masked. Restricted notes and domestic abuse are never part of it."""
    stay = Episode.objects.select_related("keyworker").get(pk=episode.thread_id)
    told = {
        SummaryPart.STAY: lambda: f"{opening_line(stay, episode.person)} {stage_in_words(stay)}.",
        SummaryPart.DIARY: lambda: last_seen_in_words(stay.last_seen_on, stay.missed_in_a_row),
        SummaryPart.SUBSTANCES: lambda: _substances(episode),
        SummaryPart.RISKS: lambda: _risks(episode),
        SummaryPart.CHILDREN: lambda: "; ".join(map(child_in_words, named)) or _("None is named."),
        SummaryPart.PLAN: lambda: _plan(episode),
        SummaryPart.CONCERNS: lambda: _concerns(episode),
    }
    parts = [(str(part.label), told[part]()) for part in SummaryPart if part in tell]
    if words.strip():
        said = masked(words.strip(), names_of_others(episode, others), _("[name left out]"))
        parts.append((_("What the worker adds"), said))
    return parts


def names_of_others(episode: EpisodeForStep, others: Sequence[Child]) -> list[str]:
    """Whom a summary does not name: children who were not ticked, whom concerns are about, and whoever is feared."""
    names = [one.known_as for one in others]
    names += Concern.objects.filter(thread__matter__episode_id=episode.thread_id).values_list("whom", flat=True)
    for one in KeptFrom.objects.filter(thread_id=episode.thread_id).select_related("person"):
        names += [one.person.name, one.person.given_name, one.person.family_name]
    kept = {episode.person.name, episode.person.given_name, episode.person.family_name}
    return [name for name in names if name and name not in kept]


def child_in_words(child: Child) -> str:
    known = []
    if child.born:
        known.append(_("born %(day)s") % {"day": wording.full_day(child.born)})
    elif child.age is not None:
        known.append(_("age %(age)s as told") % {"age": child.age})
    if child.regular_contact == Answer.YES:
        known.append(_("seen regularly"))
    return ", ".join([child.known_as, *known])


def _substances(episode: EpisodeForStep) -> str:
    triaged = episode.latest("triage_completed")
    named = triaged.detail.get("substances") or [] if triaged else []
    return titles_of(episode.specification.substances, named) or _("Nothing was named.")


def _risks(episode: EpisodeForStep) -> str:
    known = risk.risks_known(episode)
    found = [title_of(episode.specification.all_risks, one) for one, said in known.items() if said.answer == Answer.YES]
    asked = _("%(asked)s of %(all)s risks were asked about.") % {
        "asked": sum(said.answer != Answer.NOT_ASKED for said in known.values()),
        "all": len(episode.specification.all_risks),
    }
    return f"{', '.join(found) or _('None was found')}. {asked}"


def _plan(episode: EpisodeForStep) -> str:
    made = episode.latest("risk_plan_made")
    return _("Made on %(day)s.") % {"day": wording.full_day(made.on)} if made else _("No risk plan has been made.")


def _concerns(episode: EpisodeForStep) -> str:
    raised = [
        f"{wording.short_day(matter.opened_on, today())}: "
        + (title_of(episode.specification.concern_routes, concern.route) or _("Safeguarding concern"))
        for matter, concern in concerns.concerns_of(episode)
    ]
    return "; ".join(raised) or _("None has been raised.")
