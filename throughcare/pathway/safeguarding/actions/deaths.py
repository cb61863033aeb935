"""Opens the review of a death or a near miss with the time-line frozen, names its panel, and keeps what it finds."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from throughcare.access.models import User
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer, viewer_of
from throughcare.clocks.models import Milestone
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.today import today
from throughcare.pathway.episode.matters import open_matter, record_on
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.models import DeathReview, PanelMember, ReviewAction, ReviewNote
from throughcare.pathway.safeguarding.queries.freezing import time_line
from throughcare.pathway.safeguarding.rules import checksum, written
from throughcare.pathway.safeguarding.terms import ActionState, ReviewedEvent, ReviewNoteAbout
from throughcare.specification.terms import ThreadKind


@transaction.atomic
def freeze(thread_id: int, *, by: Viewer, event: str, happened_on: date, why: str) -> DeathReview:
    """Opens a review and freezes all that the agency sees of the person, in one act; whoever does is on its panel.

    What is recorded afterwards leaves the frozen time-line untouched: it is kept letter by letter, with its checksum.
    """
    if not by.may(Permission.REVIEW_DEATHS):
        raise StepRefused("step", "This role does not review deaths", "Ask somebody who does.")
    if event not in ReviewedEvent.values:
        raise StepRefused("event", f"{event} is not reviewed", f"Choose from: {', '.join(ReviewedEvent.values)}.")
    if not why.strip():
        raise StepRefused("why", "It is not said why this is reviewed", "Write the reason down.")
    if happened_on > today():
        raise StepRefused("happened_on", "This day is still to come", "Give the day on which it happened.")
    episode = Episode.objects.select_related("person").get(pk=thread_id)
    frozen = written(time_line(by, episode.person, happened_on))
    matter = open_matter(ThreadKind.DEATH_REVIEW, episode, on=today())
    PanelMember.objects.create(thread_id=matter.pk, user_id=by.user_id, named_by_id=by.user_id)
    review = DeathReview.objects.create(
        thread_id=matter.pk, event=event, happened_on=happened_on, why=why.strip(), frozen=frozen,
        checksum=checksum(frozen), frozen_by_id=by.user_id,
    )  # fmt: skip
    record_on(matter.pk, "death_review_opened", by=by, on=today())
    log_access(by, Looked.READ, "death_review", matter.pk, why="Opened the review")
    return review


@transaction.atomic
def name_member(thread_id: int, *, by: Viewer, user: User | None = None, outside: str = "") -> PanelMember:
    """Names a colleague who may review deaths, or somebody of another agency by name. Only members can."""
    _open_review(thread_id)
    if user is None and not outside.strip():
        raise StepRefused("user", "Nobody is named", "Choose a colleague, or write a name.")
    if user is not None and not viewer_of(user).may(Permission.REVIEW_DEATHS):
        raise StepRefused("user", "Their role does not review deaths", "Have them given such a role first.")
    if user is not None and PanelMember.objects.filter(thread_id=thread_id, user=user).exists():
        raise StepRefused("user", "They are on the panel already", "Name somebody else.")
    return PanelMember.objects.create(
        thread_id=thread_id, user=user, outside="" if user else outside.strip(), named_by_id=by.user_id
    )


@transaction.atomic
def write_down(thread_id: int, *, by: Viewer, about: str, words: str) -> ReviewNote:
    """Keeps a fact that the panel found, or what was learnt."""
    _open_review(thread_id)
    if about not in ReviewNoteAbout.values:
        raise StepRefused("about", f"{about} is not kept here", f"Choose from: {', '.join(ReviewNoteAbout.values)}.")
    if not words.strip():
        raise StepRefused("words", "Nothing is written", "Write it down.")
    return ReviewNote.objects.create(thread_id=thread_id, about=about, words=words.strip(), written_by_id=by.user_id)


@transaction.atomic
def agree_action(
    thread_id: int, *, by: Viewer, words: str, owner: str = "", due_on: date | None = None
) -> ReviewAction:
    """Agrees what is done because of what was learnt; refused without an owner and a day (002, 3.16)."""
    _open_review(thread_id)
    if not words.strip():
        raise StepRefused("words", "It is not said what is done", "Write it down.")
    if not owner.strip():
        raise StepRefused("owner", "An action without an owner is nobody's", "Say who does it.")
    if due_on is None:
        raise StepRefused("due_on", "An action without a day is never late", "Give the day by which it is done.")
    return ReviewAction.objects.create(thread_id=thread_id, words=words.strip(), owner=owner.strip(), due_on=due_on)


@transaction.atomic
def settle_action(action: ReviewAction, *, by: Viewer, state: str) -> ReviewAction:
    """Says that an action is done or no longer needed, also after the review has closed."""
    if state not in ActionState.values:
        raise StepRefused("state", f"{state} is no state", f"Choose from: {', '.join(ActionState.values)}.")
    action.state = state
    action.done_on = today() if state == ActionState.DONE else None
    action.save(update_fields=["state", "done_on"])
    return action


@transaction.atomic
def close_review(thread_id: int, *, by: Viewer, on: date) -> Milestone:
    """Closes a review that has learnt something; its actions are tracked on."""
    _open_review(thread_id)
    if not ReviewNote.objects.filter(thread_id=thread_id, about=ReviewNoteAbout.LEARNING).exists():
        raise StepRefused("step", "Nothing was learnt yet", "Write down what was learnt, or that there was nothing.")
    return record_on(thread_id, "death_review_closed", by=by, on=on)


def _open_review(thread_id: int) -> DeathReview:
    """DeathReview.DoesNotExist for everybody who is not on its panel."""
    review = DeathReview.objects.get(pk=thread_id)
    closed_on = Matter.objects.values_list("closed_on", flat=True).get(pk=thread_id)
    if closed_on is not None:
        raise StepRefused("step", f"This review was closed on {closed_on.isoformat()}", "Open a new one.")
    return review
