"""Care of children as it is known of one episode: who they are, the protocol, the centre and the reviews at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.assessment.models import Child
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.safeguarding.models import CentreOffer, Childcare, HomeReview
from throughcare.pathway.safeguarding.queries.summaries import child_in_words
from throughcare.pathway.safeguarding.terms import OfferResponse


@dataclass(frozen=True, slots=True)
class ChildrenKnown:
    known: Sequence[Known]
    situations: Sequence[tuple[str, str]]
    """Each review at home, the latest first: its day, and the children's situation."""


def children_known(episode: EpisodeForStep) -> ChildrenKnown:
    """What is known of the children; what was taken back is left out. Four queries."""
    told = {one.order: one for one in episode.happenings}
    cares = _latest(Childcare, episode, told)
    offer = _latest(CentreOffer, episode, told)
    children = Child.objects.filter(thread_id=episode.thread_id).order_by("pk")
    reviews = [one for one in HomeReview.objects.filter(thread_id=episode.thread_id) if one.milestone_id in told]
    reviews.sort(key=lambda one: (told[one.milestone_id].on, one.pk), reverse=True)
    return ChildrenKnown(
        known=[
            *_cares(cares),
            Known(_("Children"), "; ".join(map(child_in_words, children)) or _("None is listed"), ""),
            Known(_("Children’s Centre"), _offered(offer), ""),
        ],
        situations=[(wording.full_day(told[one.milestone_id].on), situation_in_words(one)) for one in reviews],
    )


def _latest(model, episode: EpisodeForStep, told):
    rows = [one for one in model.objects.filter(thread_id=episode.thread_id) if one.milestone_id in told]
    return max(rows, key=lambda one: (told[one.milestone_id].on, one.pk), default=None)


def _cares(cares: Childcare | None) -> list[Known]:
    def said(answer: str | None) -> str:
        return str(Answer(answer or Answer.NOT_ASKED).label)

    followed = _("Not followed yet")
    if cares and cares.protocol_followed_on:
        followed = _("Followed on %(day)s") % {"day": wording.full_day(cares.protocol_followed_on)}
    return [
        Known(_("Cares for children"), said(cares.responsible if cares else None), ""),
        Known(_("Sees other children regularly"), said(cares.regular_contact if cares else None), ""),
        Known(_("Joint working protocol"), followed, _("Of the four safeguarding boards")),
    ]


def _offered(offer: CentreOffer | None) -> str:
    if offer is None:
        return _("Not offered yet")
    told = [str(OfferResponse(offer.response).label), offer.centre]
    told.append(_("settled with: %(tool)s") % {"tool": offer.tool} if offer.tool else "")
    told.append(_("recovery sessions are held there") if offer.sessions_there else "")
    return ", ".join(word for word in told if word)


def situation_in_words(one: HomeReview) -> str:
    if one.next_on is None:
        return one.situation
    next_one = _("Next meeting: %(day)s.") % {"day": wording.short_day(one.next_on, today())}
    return f"{one.situation} {next_one}"
