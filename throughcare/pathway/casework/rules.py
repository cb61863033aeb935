"""When a case is in nobody's hands, whose list a promise stands on, and what holds it up."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.clocks.rules import Happening
from throughcare.pathway.episode.rules import OFFERS

#: The offer that comes before each step for which a day is offered.
OFFERED_BY = {step: offer for offer, step in OFFERS.items()}

NO_OWNER = "no_owner"
NO_NEXT_STEP = "no_next_step"

#: Promises owned by this role belong to the named key worker as long as there is one who may sign in.
KEYWORKER = "keyworker"


def gap_reasons(
    *, assessed: bool, keyworker_is_current: bool, clock_running: bool, appointment_on: date | None, day: date
) -> tuple[str, ...]:
    """Why an open case stands on the gaps list on a day; empty when it does not (003 G1 pr. 1).

    Until its comprehensive assessment is complete the team that owes the next step owns a case; afterwards only its
    named, current key worker does. Something lies ahead while a clock is running (due on the day or later), or while an
    appointment dated on the day or later waits for its step.
    """
    reasons = []
    if assessed and not keyworker_is_current:
        reasons.append(NO_OWNER)
    if not clock_running and (appointment_on is None or appointment_on < day):
        reasons.append(NO_NEXT_STEP)
    return tuple(reasons)


def worker_who_owes(owner: str, keyworker: str, *, is_current: bool) -> str:
    """The user name on whose list a promise stands; empty when it is on the list of the whole team in that role.

    What a key worker owed who has left is on the list of all key workers, or it would be on nobody's.
    """
    return keyworker if owner == KEYWORKER and is_current else ""


@dataclass(frozen=True, slots=True)
class HeldUp:
    """What stands between a promise and its keeping, as far as the record tells; `on` is the day it names."""

    why: str
    on: date | None = None


def what_holds_it_up(stop_kind: str, told: Sequence[Happening], missed: Collection[str] = ()) -> HeldUp | None:
    """Told from the milestones of the thread, in their order; None where the record does not say.

    `stop_kind` is the kind of milestone that would keep the promise, `missed` the session outcomes that are a miss.
    """
    latest = {happening.kind: happening for happening in told}
    last = told[-1] if told else None
    if last is not None and last.kind == "session_recorded" and last.detail.get("outcome") in missed:
        return HeldUp("missed", last.on)
    if stop_kind == "triage_offered":
        contact = latest.get("first_contact_made")
        return HeldUp("spoken", contact.on) if contact else HeldUp("no_contact")
    if stop_kind in OFFERED_BY:
        offer = latest.get(OFFERED_BY[stop_kind])
        return HeldUp("offered_for", date.fromisoformat(offer.detail["for"])) if offer else HeldUp("not_offered")
    if stop_kind == "plan_signed_off":
        draft = latest.get("plan_drafted")
        return HeldUp("drafted", draft.on) if draft else HeldUp("not_drafted")
    if stop_kind == "intervention_started":
        if "assessment_completed" not in latest:
            return HeldUp("not_assessed")
        return None if "plan_signed_off" in latest else HeldUp("not_signed_off")
    if stop_kind == "followed_up":
        tried = latest.get("followed_up")
        return HeldUp("not_reached", tried.on) if tried and tried.detail.get("reached") == "no" else None
    return None


# Why somebody is not on a list ----------------------------------------------------------------------------------------

#: The answers to "Why is someone not here?", in the order in which they are asked; the first that holds settles it.
HERE, HERE_LATER, NO_REFERRAL, ENDED, ELSEWHERE, PAUSED, NOTHING_OPEN = (
    "here",
    "here_later",
    "no_referral",
    "ended",
    "elsewhere",
    "paused",
    "nothing_open",
)


def why_not_on_list(
    *, referred: bool, closed: bool, here_now: int, here_later: int, with_others: int, paused: int
) -> str:
    """Which rule settles whether a person's promises stand on one worker's list, given how many are open where."""
    if here_now:
        return HERE
    if here_later:
        return HERE_LATER
    if not referred:
        return NO_REFERRAL
    if with_others:
        return ELSEWHERE
    if paused:
        return PAUSED
    return ENDED if closed else NOTHING_OPEN


# A long timeline ------------------------------------------------------------------------------------------------------

#: So many like entries in a row are folded into one line.
FOLD_FROM = 3


def folded(likeness: Sequence[Hashable | None]) -> list[tuple[int, int]]:
    """Runs of like entries, as (first, length); an entry alike to none (None) and a short run are runs of one."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(likeness):
        end = at + 1
        while likeness[at] is not None and end < len(likeness) and likeness[end] == likeness[at]:
            end += 1
        length = end - at
        runs += [(at, length)] if length >= FOLD_FROM else [(one, 1) for one in range(at, end)]
        at = end
    return runs
