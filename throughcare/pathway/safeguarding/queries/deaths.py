"""Reviews of deaths and near misses, for their panels alone; each opening is logged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.pathway.episode.models import Matter
from throughcare.pathway.safeguarding.models import DeathReview, PanelMember, ReviewAction, ReviewNote
from throughcare.pathway.safeguarding.rules import checksum
from throughcare.pathway.safeguarding.terms import ActionState


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    review: DeathReview
    line: dict
    """The time-line as it was frozen."""
    is_whole: bool
    """Whether the frozen time-line still has its checksum."""
    panel: Sequence[PanelMember]
    notes: Sequence[ReviewNote]
    actions: Sequence[ReviewAction]
    closed_on: date | None
    episode_id: int


def reviews(viewer: Viewer) -> list[tuple[DeathReview, Matter]]:
    """The reviews on whose panel the viewer is, the open first; the database leaves out the others. One query."""
    rows = DeathReview.objects.filter(thread_id__in=cases_seen_by(viewer)).defer("frozen")
    found = rows.select_related("thread__matter__person").order_by("-frozen_at")
    pairs = [(one, one.thread.matter) for one in found]
    return sorted(pairs, key=lambda pair: pair[1].closed_on is not None)


def open_actions(viewer: Viewer) -> list[ReviewAction]:
    """What the viewer's panels agreed and is not done, by the day it is due. One query."""
    rows = ReviewAction.objects.filter(thread_id__in=cases_seen_by(viewer), state=ActionState.OPEN)
    return list(rows.select_related("thread__matter__person").order_by("due_on", "pk"))


def review_opened(viewer: Viewer, thread_id: int) -> ReviewOpened:
    """The review, with the opening logged; 404 for everybody who is not on its panel."""
    review = (
        DeathReview.objects.filter(thread_id__in=cases_seen_by(viewer), pk=thread_id)
        .select_related("thread__matter__person", "frozen_by")
        .first()
    )
    if review is None:
        raise Http404
    log_access(viewer, Looked.READ, "death_review", thread_id)
    return ReviewOpened(
        review=review,
        line=json.loads(review.frozen),
        is_whole=checksum(review.frozen) == review.checksum,
        panel=list(PanelMember.objects.filter(thread_id=thread_id).select_related("user").order_by("pk")),
        notes=list(ReviewNote.objects.filter(thread_id=thread_id).select_related("written_by").order_by("pk")),
        actions=list(ReviewAction.objects.filter(thread_id=thread_id).order_by("due_on", "pk")),
        closed_on=review.thread.matter.closed_on,
        episode_id=review.thread.matter.episode_id,
    )


def action_of(viewer: Viewer, thread_id: int, action_id: int) -> ReviewAction:
    found = ReviewAction.objects.filter(thread_id__in=cases_seen_by(viewer), thread_id=thread_id, pk=action_id).first()
    if found is None:
        raise Http404
    return found


def member_in_words(member: PanelMember) -> str:
    return member.user.display_name if member.user else _("%(name)s (from outside)") % {"name": member.outside}
