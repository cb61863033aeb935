"""When a risk plan is owed, how domestic abuse is graded, who is tagged after MARAC, and who needs coordinated care."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from throughcare.clocks.rules import Happening

STANDARD, MEDIUM, HIGH = "standard", "medium", "high"
GRADES = (STANDARD, MEDIUM, HIGH)

#: What a plan for a risk is answered by.
ANSWERS_A_RISK = ("risk_plan_made", "risk_plan_reviewed")


def plan_owed_since(told: Sequence[Happening]) -> date | None:
    """The day of the latest risk assessment that found a risk, if nothing was planned since (004 section 8.5.5)."""
    latest = next((one for one in reversed(told) if one.kind == "risk_assessed"), None)
    if latest is None or not latest.detail.get("risks"):
        return None
    answered = any(one.kind in ANSWERS_A_RISK and one.on >= latest.on for one in told)
    return None if answered else latest.on


def abuse_grade(band: str | None, lifted: bool) -> str | None:
    """Standard, medium or high (004 section 10.7.3 to 10.7.5); None while nothing is settled.

    Judgement, escalation or a repeat lifts any count to high. Nothing lowers what the checklist says: a low count never
    means safe.
    """
    if lifted:
        return HIGH
    return band if band in GRADES else None


def referral_owed(told: Sequence[Happening], goes_to: Iterable[tuple[str, str]]) -> str | None:
    """The agency that the latest grading asks for, if it has not been referred to since."""
    graded = next((one for one in reversed(told) if one.kind == "abuse_graded"), None)
    agency = dict(goes_to).get(graded.detail.get("grade", "")) if graded else None
    if agency is None:
        return None
    sent = any(one.kind == "abuse_referred" and one.detail.get("to") == agency and one.on >= graded.on for one in told)
    return None if sent else agency


def tagged_until(told: Iterable[Happening], months: int) -> date | None:
    """The last day on which a record is tagged after it was discussed at MARAC (004 section 10.7.4)."""
    heard = max((one.on for one in told if one.kind == "marac_heard"), default=None)
    return months_later(heard, months) if heard else None


def months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def needs_coordination(
    vulnerable: Collection[str], coordinated: Collection[str], flags: Collection[str], open_concerns: int
) -> bool:
    """Safeguarding or secondary mental health needs ask for specialist coordination of care (001)."""
    return bool(set(vulnerable) & set(coordinated)) or bool(flags) or open_concerns > 0


def may_close(told: Iterable[Happening]) -> bool:
    """A concern that was sent on stays open until it is answered (004 section 6)."""
    kinds = {one.kind for one in told}
    return "concern_sent" not in kinds or "concern_answered" in kinds
