"""How an episode stands, told from its milestones alone, and what may be recorded on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from throughcare.clocks.rules import Happening
from throughcare.specification.rules import flagged_steps, unknown_words
from throughcare.specification.schema import Specification
from throughcare.specification.terms import CLOSING_KINDS, DETAIL_KEYS

#: What may still be recorded with a day after the episode closed.
AFTER_CLOSING = frozenset({"instrument_completed", "followed_up", "came_back", "referred_onward", "link_sent"})

#: Each offer of a day, and the step it is for.
OFFERS = {"triage_offered": "triage_completed", "assessment_offered": "assessment_completed"}


#: Each day that somebody is expected, and what is recorded once they came; an offer has a page of its own besides.
EXPECTED = {**OFFERS, "appointment_booked": "session_recorded"}


class StepRefused(Exception):
    """A rule says no to a step; nothing of it is kept.

    `field` names what is wrong, `rule` says which rule, `remedy` what to do, `clause` where the rule comes from.
    """

    def __init__(self, field: str, rule: str, remedy: str, clause: str = ""):
        self.field, self.rule, self.remedy, self.clause = field, rule, remedy, clause
        super().__init__(f"{rule}. {remedy}" + (f" ({clause})" if clause else ""))


@dataclass(frozen=True, slots=True)
class Projection:
    """How an episode stands after the milestones given. Dates are days; ids are the specification's."""

    opened_on: date
    closed_on: date | None = None
    closed_by: str = ""
    closing_reason: str = ""
    planned: bool | None = None
    stage: str = "referred"
    urgency: str = ""
    keyworker: str = ""
    assessed_on: date | None = None
    treatment_started_on: date | None = None
    appointment_on: date | None = None
    last_seen_on: date | None = None
    missed_in_a_row: int = 0
    open_interventions: tuple[str, ...] = ()
    skipped: tuple[str, ...] = field(default=())


def in_order(happenings: Iterable[Happening]) -> list[Happening]:
    """By day, then moment where one is known, then the order of recording."""
    return sorted(happenings)


def project(happenings: Iterable[Happening], specification: Specification) -> Projection | None:
    """The episode that these current milestones tell of; None when no referral is among them."""
    told = in_order(happenings)
    referrals = [h for h in told if h.kind == "referral_received"]
    if not referrals:
        return None
    closing = next((h for h in told if h.kind in CLOSING_KINDS), None)
    assessed = next((h.on for h in told if h.kind == "assessment_completed"), None)
    treatment = treatment_start(told, specification)
    triaged = any(h.kind == "triage_completed" for h in told)
    keyworker = next((h.detail.get("worker", "") for h in reversed(told) if h.kind == "keyworker_assigned"), "")
    seen, missed = attendance(told, specification)
    reason = closing.detail.get("reason", "") if closing else ""
    return Projection(
        opened_on=referrals[0].on,
        closed_on=closing.on if closing else None,
        closed_by=closing.kind if closing else "",
        closing_reason=reason,
        planned=specification.exit_reasons[reason].planned if closing and closing.kind == "exited" else None,
        stage=stage_of(closing is not None, treatment is not None, assessed is not None, triaged),
        urgency=referrals[-1].detail.get("urgency", "") or "",
        keyworker=keyworker,
        assessed_on=assessed,
        treatment_started_on=treatment,
        appointment_on=next_appointment(told),
        last_seen_on=seen,
        missed_in_a_row=missed,
        open_interventions=() if closing else open_interventions(told),
        skipped=tuple(flag.missing.id for flag in flagged_steps(told, specification)),
    )


def stage_of(closed: bool, in_treatment: bool, assessed: bool, triaged: bool) -> str:
    if closed:
        return "closed"
    if in_treatment:
        return "in_treatment"
    if assessed:
        return "assessed"
    return "triaged" if triaged else "referred"


def treatment_start(told: Sequence[Happening], specification: Specification) -> date | None:
    """The first start of an intervention that counts as treatment (004 section 19; multi-agency work never does)."""
    for h in told:
        if h.kind == "intervention_started":
            kind = specification.interventions.get(h.detail.get("type"))
            if kind is not None and kind.counts_as_in_treatment:
                return h.on
    return None


def open_interventions(told: Iterable[Happening]) -> tuple[str, ...]:
    """Types started and not ended since, in order of their start."""
    running: list[str] = []
    for h in told:
        if h.kind == "intervention_started":
            running.append(h.detail["type"])
        elif h.kind == "intervention_ended" and h.detail["type"] in running:
            running.remove(h.detail["type"])
    return tuple(running)


def next_appointment(told: Sequence[Happening]) -> date | None:
    """The latest day on which somebody is expected for what is not recorded yet."""
    done = {h.kind for h in told}
    offered = [date.fromisoformat(h.detail["for"]) for h in told if h.kind in EXPECTED and EXPECTED[h.kind] not in done]
    return max(offered, default=None)


def attendance(told: Sequence[Happening], specification: Specification) -> tuple[date | None, int]:
    """The day the person was last seen, and how many sessions they have missed in a row since."""
    seen, missed = None, 0
    for h in told:
        if h.kind == "session_recorded":
            outcome = specification.session_outcomes[h.detail["outcome"]]
            if outcome.attended:
                seen, missed = h.on, 0
            elif outcome.missed:
                missed += 1
        elif h.kind in {"triage_completed", "assessment_completed", "review_completed"}:
            seen, missed = h.on, 0
    return seen, missed


def refuse_unknown_words(kind: str, detail: Mapping, specification: Specification) -> None:
    """Every coded word must be in the specification's list for it; raises StepRefused at the first that is not."""
    for word in unknown_words(kind, detail, specification):
        if not word.known:
            known = ", ".join(sorted(DETAIL_KEYS[kind])) or "nothing"
            raise StepRefused(word.key, f"{kind} says nothing about {word.key}", f"It may say: {known}.")
        raise StepRefused(
            word.key,
            f"{word.said!r} is not one of the words for {word.key} in {specification.name}",
            f"Choose from: {', '.join(word.known)}.",
        )


def refuse_impossible_day(on: date, born: date, today: date, recorded_on: date) -> None:
    """Nothing happens before birth, or is recorded before it happened or after today; raises StepRefused."""
    if recorded_on > today:
        raise StepRefused(
            "recorded_on",
            f"It cannot have been recorded on {recorded_on.isoformat()}, which is after today, {today.isoformat()}",
            "Give the day on which it was written down, or leave it out.",
        )
    if recorded_on < on <= today:
        raise StepRefused(
            "recorded_on",
            f"{recorded_on.isoformat()} is before {on.isoformat()}, the day on which it happened",
            "Check both days.",
        )
    if on > today:
        raise StepRefused(
            "on", f"{on.isoformat()} is after today, {today.isoformat()}", "Give the day on which it happened."
        )
    if on < born:
        raise StepRefused(
            "on",
            f"{on.isoformat()} is before the person was born on {born.isoformat()}",
            "Check the day and the birth.",
        )


def refuse_inconsistent(told: Sequence[Happening], specification: Specification) -> None:
    """The milestones of one episode must make one story; raises StepRefused at the first thing that does not fit."""
    told = in_order(told)
    referrals = [h for h in told if h.kind == "referral_received"]
    if not referrals:
        raise StepRefused("on", "An episode begins with a referral", "Record the referral first.", "004 section 8.3.2")
    opened = referrals[0].on
    early = next((h for h in told if h.on < opened), None)
    if early is not None:
        raise StepRefused(
            "on",
            f"{early.kind} on {early.on.isoformat()} is before the referral on {opened.isoformat()}",
            "Give a day on or after the referral, or correct the day of the referral.",
            "004 section 8.3.4",
        )
    refuse_second_referral_of_a_day(referrals, specification)
    refuse_after_closing(told)
    refuse_withdrawing_from_treatment(told, specification)
    refuse_before_exit(told)
    refuse_ends_without_start(told)
    refuse_second_sign_off(told)
    refuse_offers_for_the_past(told)


def refuse_overlap(stays: Iterable[tuple[date, date | None]]) -> None:
    """One person has one episode at a time, each given as the day it opened and the day it closed (REF-20)."""
    for (_opened, closed), (next_opened, _next_closed) in pairwise(
        sorted(stays, key=lambda stay: (stay[0], stay[1] or date.max))
    ):
        if closed is None or next_opened < closed:
            raise StepRefused(
                "on",
                f"The episode that began on {next_opened.isoformat()} would then lie within another one",
                "Correct the referral that opened it first, or take it back.",
                "REF-20",
            )


def refuse_offers_for_the_past(told: Sequence[Happening]) -> None:
    for h in told:
        if h.kind in EXPECTED and h.detail.get("for", "9") < h.on.isoformat():
            raise StepRefused("for", "The day offered is before the day of the offer", "Offer that day or a later one.")


def refuse_second_referral_of_a_day(referrals: Sequence[Happening], specification: Specification) -> None:
    seen = set()
    for h in referrals:
        key = (h.on, h.detail.get("source"))
        if key in seen:
            source = specification.sources[key[1]].title if key[1] in specification.sources else key[1]
            raise StepRefused(
                "source",
                f"A referral from {source} on {h.on.isoformat()} is already recorded",
                "It is the same referral: open it instead of recording it twice.",
                "REF-20",
            )
        seen.add(key)


def refuse_after_closing(told: Sequence[Happening]) -> None:
    closings = [h for h in told if h.kind in CLOSING_KINDS]
    if not closings:
        return
    closing = closings[0]
    if len(closings) > 1:
        raise StepRefused(
            "on",
            f"The episode already ended on {closing.on.isoformat()}",
            "Correct that ending instead of recording a second one.",
            "004 section 8.10",
        )
    late = next((h for h in told if h.on > closing.on and h.kind not in AFTER_CLOSING), None)
    if late is not None:
        raise StepRefused(
            "on",
            f"{late.kind} on {late.on.isoformat()} is after the episode ended on {closing.on.isoformat()}",
            "Record a new referral if the person came back, or correct the day of the ending.",
            "004 section 8.10",
        )


def refuse_withdrawing_from_treatment(told: Sequence[Happening], specification: Specification) -> None:
    started = treatment_start(told, specification)
    if started is not None and any(h.kind == "withdrawn" for h in told):
        raise StepRefused(
            "reason",
            f"Treatment started on {started.isoformat()}, so this is not a referral that ended before it",
            "Record leaving treatment (exit) instead.",
            "004 section 19, 5a",
        )


def refuse_before_exit(told: Sequence[Happening]) -> None:
    exit_on = next((h.on for h in told if h.kind == "exited"), None)
    for h in told:
        if h.kind == "followed_up" and (exit_on is None or h.on < exit_on):
            raise StepRefused(
                "on",
                "A follow-up comes after the person has left treatment",
                "Record the exit first; until then record a session or a review.",
                "004 section 20 (long term outcome monitoring)",
            )


def refuse_ends_without_start(told: Sequence[Happening]) -> None:
    running: dict[str, int] = {}
    # On one day a start counts before an end, whichever was recorded first.
    for h in sorted(told, key=lambda h: (h.on, h.kind == "intervention_ended")):
        if h.kind == "intervention_started":
            running[h.detail["type"]] = running.get(h.detail["type"], 0) + 1
        elif h.kind == "intervention_ended":
            if not running.get(h.detail["type"]):
                raise StepRefused(
                    "type",
                    f"No {h.detail['type']} was running on {h.on.isoformat()}",
                    "Record its start first, or choose an intervention that is running.",
                    "004 section 8.11",
                )
            running[h.detail["type"]] -= 1


def refuse_second_sign_off(told: Sequence[Happening]) -> None:
    signed: dict[str, Happening] = {}
    for h in in_order(told):
        kind = h.detail.get("kind")
        if h.kind == "plan_drafted":
            signed.pop(kind, None)
        elif h.kind == "plan_signed_off":
            if kind in signed:
                raise StepRefused(
                    "kind",
                    f"This version of the {kind} plan was signed off on {signed[kind].on.isoformat()}",
                    "Draft a new version first, then sign that off.",
                    "004 section 8.7",
                )
            signed[kind] = h
