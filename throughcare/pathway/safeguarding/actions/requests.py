"""Takes in a request of the safeguarding hub, asks whose records say what, answers it, and keeps what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.clocks.rules import Happening
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.today import today
from throughcare.pathway.episode.actions import keep_notes
from throughcare.pathway.episode.matters import open_matter, record_on
from throughcare.pathway.episode.models import Episode, Matter
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.models import (
    HubRecord,
    InformationRequest,
    InformationShared,
    RecordAsked,
    SummaryForServices,
)
from throughcare.pathway.safeguarding.terms import RequestOutcome, SharingBasis
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification
from throughcare.specification.terms import ThreadKind


@transaction.atomic
def receive_request(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    priority: str,
    source: str,
    asks: str = "",
    asked_by: str = "",
    reference: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Takes in a request about somebody in treatment; its priority sets the deadline (004 section 22)."""
    episode = Episode.objects.select_related("person").get(pk=thread_id)
    matter = open_matter(ThreadKind.INFORMATION_REQUEST, episode, on=on)
    InformationRequest.objects.create(
        thread_id=matter.pk, priority=priority, source=source, asks=asks.strip(), asked_by=asked_by.strip(),
        reference=reference.strip(),
    )  # fmt: skip
    said = {"priority": priority, "source": source}
    return record_on(
        matter.pk, "request_received", by=by, on=on, at=at, detail=said, recorded_on=recorded_on, because=because
    )


@transaction.atomic
def ask_record(matter_id: int, *, by: Viewer, whom: str, agency: str = "", says: str = "") -> RecordAsked:
    """Keeps whose record was asked; what it says may come later."""
    matter = _open_request(matter_id)
    members = specifications.governing(matter.opened_on).hub_members
    if agency and agency not in members:
        raise StepRefused("agency", f"{agency} is no member of the hub", f"Choose from: {', '.join(members)}.")
    return RecordAsked.objects.create(
        thread_id=matter_id, agency=agency, whom=whom.strip(), says=says.strip(), asked_by_id=by.user_id
    )


@transaction.atomic
def record_says(asked: RecordAsked, *, by: Viewer, says: str) -> RecordAsked:
    """What a record says that was asked before."""
    _open_request(asked.thread_id)
    asked.says = says.strip()
    asked.save(update_fields=["says"])
    return asked


@transaction.atomic
def answer_request(
    matter_id: int,
    *,
    by: Viewer,
    on: date,
    shared: str,
    to: str = "",
    basis: str = "",
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Sends the answer: what is shared, with whom and on what basis; or that nothing is, and why.

    What the diary says at this moment is kept beside it, so that the answer can be held against the record.
    """
    if shared == "yes" and basis not in SharingBasis.values:
        raise StepRefused("basis", "What is shared needs a basis", f"Choose from: {', '.join(SharingBasis.values)}.")
    if shared == "yes" and not to.strip():
        raise StepRefused("to", "It is not said with whom this is shared", "Name them.")
    if not words.strip():
        raise StepRefused("words", "The answer is empty", "Write what is shared, or why nothing is.")
    milestone = record_on(
        matter_id, "request_answered", by=by, on=on, at=at, detail={"shared": shared}, recorded_on=recorded_on,
        because=because, check=_once,
    )  # fmt: skip
    stay = Episode.objects.get(pk=Matter.objects.get(pk=matter_id).episode_id)
    InformationShared.objects.create(
        thread_id=matter_id, milestone_id=milestone.origin_id, to=to.strip(), basis=basis if shared == "yes" else "",
        words=words.strip(), last_seen_on=stay.last_seen_on, missed_in_a_row=stay.missed_in_a_row,
    )  # fmt: skip
    if shared == "yes":
        why = f"{to.strip()}: {SharingBasis(basis).label}"[:300]
        log_access(by, Looked.DISCLOSED, "information_request", matter_id, why=why)
    return milestone


def answer_latest_request(thread_id: int, *, by: Viewer, on: date, shared: str, **said) -> Milestone:
    """Answers the latest request about an episode that is still open, as stories tell it."""
    open_ones = Matter.objects.filter(
        episode_id=thread_id, closed_on__isnull=True, thread__kind=ThreadKind.INFORMATION_REQUEST
    )
    latest = open_ones.order_by("-opened_on", "-pk").first()
    if latest is None:
        raise StepRefused("step", "No request of the safeguarding hub is open", "Take one in first.")
    return answer_request(latest.pk, by=by, on=on, shared=shared, **said)


@transaction.atomic
def chase_request(matter_id: int, *, by: Viewer, on: date, words: str = "", at: time | None = None) -> Milestone:
    """Asks the hub again for its record; the wait for it begins anew."""
    milestone = record_on(matter_id, "request_chased", by=by, on=on, at=at, check=_was_answered)
    keep_notes(milestone, {"what was said": words}, by=by)
    return milestone


@transaction.atomic
def keep_hub_record(
    matter_id: int, *, by: Viewer, on: date, summary: str, recommends: str, at: time | None = None
) -> Milestone:
    """Keeps the hub's own summary and what it recommends."""
    milestone = record_on(matter_id, "hub_record_received", by=by, on=on, at=at, check=_was_answered)
    HubRecord.objects.create(
        thread_id=matter_id, milestone_id=milestone.origin_id, summary=summary.strip(), recommends=recommends.strip()
    )
    return milestone


@transaction.atomic
def close_request(
    matter_id: int, *, by: Viewer, on: date, outcome: str, words: str = "", at: time | None = None
) -> Milestone:
    """Closes a request whose record came back; any other end gives its reason, and an unanswered one is withdrawn."""

    def may_end(told: Sequence[Happening], specification: Specification) -> None:
        kinds = {one.kind for one in told}
        if outcome == RequestOutcome.RECOMMENDED and "hub_record_received" not in kinds:
            raise StepRefused("outcome", "The hub's record has not come back", "Keep it first, or chase it.")
        if outcome == RequestOutcome.NOTHING_BACK and "request_chased" not in kinds:
            raise StepRefused("outcome", "The hub's record was never chased", "Chase it first.")
        if outcome != RequestOutcome.RECOMMENDED and not words.strip():
            raise StepRefused("words", "It ends without the hub's record", "Say why.")

    milestone = record_on(matter_id, "request_closed", by=by, on=on, at=at, detail={"outcome": outcome}, check=may_end)
    keep_notes(milestone, {"why it is closed": words}, by=by)
    return milestone


@transaction.atomic
def issue_summary(
    thread_id: int, *, by: Viewer, to: str, basis: str, why: str, parts: Sequence[tuple[str, str]]
) -> SummaryForServices:
    """Keeps a summary for children's services as it goes out, and logs that it did (004 section 22)."""
    made = SummaryForServices.objects.create(
        thread_id=thread_id, to=to, basis=basis, why=why.strip(), parts=[list(part) for part in parts],
        made_on=today(), made_by_id=by.user_id,
    )  # fmt: skip
    said = f"{to}: {SharingBasis(basis).label}. {why.strip()}"[:300]
    log_access(by, Looked.DISCLOSED, "safeguarding_summary", made.pk, why=said)
    return made


def _open_request(matter_id: int) -> Matter:
    matter = Matter.objects.get(pk=matter_id)
    if matter.closed_on is not None:
        raise StepRefused("step", f"This was closed on {matter.closed_on.isoformat()}", "Open a new one.")
    return matter


def _once(told: Sequence[Happening], _specification: Specification) -> None:
    if sum(one.kind == "request_answered" for one in told) > 1:
        raise StepRefused("step", "This request is answered already", "Raise a concern if more must be said.")


def _was_answered(told: Sequence[Happening], _specification: Specification) -> None:
    if not any(one.kind == "request_answered" for one in told):
        raise StepRefused("on", "The request has not been answered yet", "Answer it first.")
