"""Records care of children, offers a Children's Centre, and keeps the reviews held at home (004 section 10.6)."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.foundations.terms import Answer
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.models import CentreOffer, Childcare, HomeReview


@transaction.atomic
def record_childcare(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    responsible: str,
    regular_contact: str = Answer.NOT_ASKED,
    protocol_followed_on: date | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Whether somebody cares for children. Yes asks for a Children's Centre to be offered, and for reviews at home.

    Only a yes or a no is a fact that promises rest on; other answers are kept and promise nothing.
    """
    for field, answer in (("responsible", responsible), ("regular_contact", regular_contact)):
        if answer not in Answer.values:
            raise StepRefused(field, f"{answer} is no answer", f"Say one of {', '.join(Answer.values)}.")
    told = responsible if responsible in (Answer.YES, Answer.NO) else None
    milestone = record(
        thread_id, "childcare_recorded", by=by, on=on, at=at, detail={"responsible": told}, recorded_on=recorded_on,
        because=because,
    )  # fmt: skip
    Childcare.objects.create(
        thread_id=thread_id, milestone_id=milestone.origin_id, responsible=responsible,
        regular_contact=regular_contact, protocol_followed_on=protocol_followed_on,
    )  # fmt: skip
    return milestone


@transaction.atomic
def offer_childrens_centre(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    response: str,
    tool: str = "",
    centre: str = "",
    sessions_there: bool = False,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records that a Children's Centre was offered, the tool it was settled with, and the answer."""
    milestone = record(
        thread_id, "childrens_centre_offered", by=by, on=on, at=at, detail={"response": response},
        recorded_on=recorded_on, because=because,
    )  # fmt: skip
    CentreOffer.objects.create(
        thread_id=thread_id, milestone_id=milestone.origin_id, response=response, tool=tool.strip(),
        centre=centre.strip(), sessions_there=sessions_there,
    )  # fmt: skip
    return milestone


@transaction.atomic
def hold_home_review(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    situation: str = "",
    children_seen: str = Answer.NOT_ASKED,
    next_on: date | None = None,
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a meeting in the home, with the children's situation; the next one is due after the agreed interval."""
    if next_on is not None and next_on <= on:
        raise StepRefused("next_on", "The next meeting is not after this one", "Give a later day.")
    milestone = record(
        thread_id, "home_review_held", by=by, on=on, at=at, detail={}, recorded_on=recorded_on, because=because
    )
    HomeReview.objects.create(
        thread_id=thread_id, milestone_id=milestone.origin_id, situation=situation.strip(),
        children_seen=children_seen, next_on=next_on,
    )  # fmt: skip
    return milestone
