"""When a case is in nobody's hands, and whose list a promise stands on."""

from __future__ import annotations

from datetime import date

NO_OWNER = "no_owner"
NO_NEXT_STEP = "no_next_step"

#: Promises owned by this role belong to the named key worker once there is one.
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


def worker_who_owes(owner: str, keyworker: str) -> str:
    """The user name on whose list a promise stands; empty when it is on the list of the whole team in that role."""
    return keyworker if owner == KEYWORKER else ""
