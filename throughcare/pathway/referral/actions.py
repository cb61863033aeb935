"""Receives referrals and records the first contact made after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import IntegrityError, transaction

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.actions import mark_returns, open_episode, record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.people.actions import register_known_person, register_person
from throughcare.people.models import Person


@transaction.atomic
def receive_referral(
    person: Person,
    *,
    by: Viewer,
    on: date,
    source: str,
    channel: str,
    concern: str = "",
    urgency: str | None = None,
    connection: str = "",
    instruments: Sequence[Mapping] = (),
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Records a referral: it joins the episode that is open on its day, or opens a new one (REF-20).

    Nobody is refused for their age or where they live (004 section 11.2). `instruments` are screening results that came
    with it, each with `instrument` and `answers` or `total` (SCR-23). Raises StepRefused for a second referral by the
    same source on the same day, for a day that no story of this person allows, and for a result that cannot be.
    """
    # One person's referrals take turns, so that two people at two telephones cannot open two episodes.
    person = Person.objects.select_for_update().get(pk=person.pk)
    episode = episode_receiving(person, on) or opened_after_checks(person, by, on)
    milestone = record(
        episode.pk,
        "referral_received",
        by=by,
        on=on,
        at=at,
        detail={"source": source, "channel": channel, "urgency": urgency},
        recorded_on=recorded_on,
        because=because,
        notes={"concern": concern, "connection": connection},
    )
    for one in instruments:
        complete_instrument(
            episode.pk,
            by=by,
            on=on,
            instrument=one["instrument"],
            stage=one.get("stage", "start"),
            answers=one.get("answers"),
            total=one.get("total"),
            at=at,
            recorded_on=recorded_on,
        )
    mark_returns(person.pk, by=by, recorded_on=recorded_on)
    return milestone


def opened_after_checks(person: Person, by: Viewer, on: date) -> Episode:
    later = Episode.objects.filter(person=person, opened_on__gt=on).order_by("opened_on").first()
    if later is not None:
        raise StepRefused(
            "on",
            f"A later episode of this person began on {later.opened_on.isoformat()}",
            "Give the day on which this referral was received, or correct the later one.",
            "REF-20",
        )
    return open_episode(person, by.agency_id, on=on)


def episode_receiving(person: Person, on: date) -> Episode | None:
    """The episode open on that day; else one that is still open and began later, which this referral then opens."""
    episodes = list(Episode.objects.filter(person=person).order_by("opened_on"))
    for episode in episodes:
        if episode.opened_on <= on and (episode.closed_on is None or on < episode.closed_on):
            return episode
    if len(episodes) == 1 and episodes[0].closed_on is None:
        return episodes[0]
    return None


def make_first_contact(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    how: str,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """The first contact by telephone, in person or online (004 section 14.4)."""
    return record(
        thread_id,
        "first_contact_made",
        by=by,
        on=on,
        at=at,
        detail={"how": how},
        recorded_on=recorded_on,
        because=because,
        notes={"what was said": words},
    )


@transaction.atomic
def register_and_refer(
    *, by: Viewer, on: date, who: Mapping, known_person_id: int | None = None, **referral
) -> Milestone:
    """Puts the person into the index, or registers the one who is in it here too, and records the referral.

    `who` is what `register_person` asks, of no use for somebody known. Raises StepRefused with nothing kept.
    """
    if known_person_id is not None:
        person = register_known_person(known_person_id, by=by, registered_on=on)
        return receive_referral(person, by=by, on=on, **referral)
    try:
        with transaction.atomic():
            person = register_person(by=by, registered_on=on, **who)
    except IntegrityError:
        raise StepRefused(
            "nhs_number",
            "This NHS number is on another record already",
            "Check the number, or look again and use that record.",
        ) from None
    return receive_referral(person, by=by, on=on, **referral)
