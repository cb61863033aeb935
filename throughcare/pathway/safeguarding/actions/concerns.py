"""Raises a safeguarding concern, sends it on, chases and keeps the answer, and closes it when it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.clocks.rules import Happening
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.pathway.episode.actions import keep_notes
from throughcare.pathway.episode.matters import open_matter, record_on
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.actions.risk import governing
from throughcare.pathway.safeguarding.models import Concern
from throughcare.pathway.safeguarding.rules import may_close
from throughcare.pathway.safeguarding.terms import Consent
from throughcare.specification.schema import Specification
from throughcare.specification.terms import ThreadKind


@transaction.atomic
def raise_concern(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    about: str,
    route: str = "",
    words: str = "",
    whom: str = "",
    source: str = "",
    consent: str = Consent.GIVEN,
    override_reason: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Raises a concern about a child or an adult as a matter of its own beside the episode (004 section 10.6.3).

    `route` is one of the specification's ways; it says where the concern goes and how soon. A concern that is passed on
    without agreement keeps the reason.
    """
    episode = Episode.objects.select_related("person").get(pk=thread_id)
    specification = governing(thread_id)
    way = specification.concern_routes.get(route)
    if route and (way is None or way.about != about):
        ways = [one.id for one in specification.concern_routes.values() if one.about == about]
        raise StepRefused(
            "route", f"{route} is no way for a concern about a {about}", f"Choose from: {', '.join(ways)}."
        )
    if source and source not in specification.concern_sources:
        known = ", ".join(specification.concern_sources)
        raise StepRefused("source", f"{source} is not one of the sources", f"Choose from: {known}.")
    if consent == Consent.OVERRIDDEN and not override_reason.strip():
        raise StepRefused(
            "override_reason", "A concern that overrides consent says why", "Write the reason down.", "004 section 6"
        )
    matter = open_matter(ThreadKind.CONCERN, episode, on=on)
    Concern.objects.create(
        thread_id=matter.pk, about=about, whom=whom, route=route, source=source, words=words.strip(),
        consent=consent, override_reason=override_reason.strip(),
    )  # fmt: skip
    detail = {"about": about, "urgency": way.urgency if way else None}
    return record_on(
        matter.pk, "concern_raised", by=by, on=on, at=at, detail=detail, recorded_on=recorded_on, because=because
    )


@transaction.atomic
def send_concern(
    matter_id: int, *, by: Viewer, on: date, to: str, words: str = "", at: time | None = None
) -> Milestone:
    """Sends a concern on. Child protection goes straight where its way says (004 section 10.6.3)."""
    concern = Concern.objects.get(pk=matter_id)

    def goes_first_where_it_must(told: Sequence[Happening], specification: Specification) -> None:
        way = specification.concern_routes.get(concern.route)
        sent = {one.detail.get("to") for one in told if one.kind == "concern_sent"}
        if way is not None and way.at_once and way.to not in sent:
            title = specification.agencies[way.to].title
            raise StepRefused("to", f"This goes straight to: {title}", "Send it there first.", way.source)

    milestone = record_on(
        matter_id, "concern_sent", by=by, on=on, at=at, detail={"to": to}, check=goes_first_where_it_must
    )
    keep_notes(milestone, {"what was sent": words}, by=by)
    basis = concern.override_reason or str(Consent(concern.consent).label)
    log_access(by, Looked.DISCLOSED, "concern", matter_id, why=f"{to}: {basis}"[:300])
    return milestone


@transaction.atomic
def chase_concern(matter_id: int, *, by: Viewer, on: date, words: str = "", at: time | None = None) -> Milestone:
    """Asks again for the answer; the wait for it begins anew."""
    milestone = record_on(matter_id, "concern_chased", by=by, on=on, at=at, check=_was_sent)
    keep_notes(milestone, {"what was said": words}, by=by)
    return milestone


@transaction.atomic
def answer_concern(
    matter_id: int, *, by: Viewer, on: date, outcome: str, words: str = "", at: time | None = None
) -> Milestone:
    """Keeps what those answered to whom it was sent."""
    milestone = record_on(
        matter_id, "concern_answered", by=by, on=on, at=at, detail={"outcome": outcome}, check=_was_sent
    )
    keep_notes(milestone, {"the answer": words}, by=by)
    return milestone


@transaction.atomic
def close_concern(
    matter_id: int, *, by: Viewer, on: date, outcome: str, words: str = "", at: time | None = None
) -> Milestone:
    """Closes a concern that was answered; one that was never sent closes with the reason, an unanswered one never."""

    def is_answered(told: Sequence[Happening], specification: Specification) -> None:
        if not may_close(told):
            raise StepRefused(
                "outcome",
                "It was sent on and has not been answered",
                "Chase the answer; it stays on the list until then.",
                "004 section 6",
            )
        if not words.strip() and not any(one.kind == "concern_sent" for one in told):
            raise StepRefused("words", "It was never sent on", "Say why not.")

    milestone = record_on(
        matter_id, "concern_closed", by=by, on=on, at=at, detail={"outcome": outcome}, check=is_answered
    )
    keep_notes(milestone, {"why it is closed": words}, by=by)
    return milestone


def _was_sent(told: Sequence[Happening], _specification: Specification) -> None:
    if not any(one.kind == "concern_sent" for one in told):
        raise StepRefused("on", "It has not been sent on yet", "Send it first.")
