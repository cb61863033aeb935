"""When a risk plan is owed, how domestic abuse is graded, who is tagged after MARAC, and who needs coordinated care."""

from __future__ import annotations

import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

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


# Requests of the safeguarding hub -----------------------------------------------------------------------------------


def minutes_left(due_at: datetime | None, now: datetime) -> int | None:
    """Whole minutes until a deadline, below 0 once it has passed; None where it is not promised in hours.

    The last minute counts as 0 left, and a deadline passed by a second is overdue by 1.
    """
    if due_at is None:
        return None
    return (due_at - now) // timedelta(minutes=1)


def masked(words: str, names: Iterable[str], instead: str) -> str:
    """The words with the names of others left out, whole words alone and in any case."""
    found = sorted({name.strip() for name in names if name and name.strip()}, key=len, reverse=True)
    if not found:
        return words
    pattern = r"(?<!\w)(" + "|".join(re.escape(name) for name in found) + r")(?!\w)"
    return re.sub(pattern, instead, words, flags=re.IGNORECASE)


# Reviews of deaths and near misses ----------------------------------------------------------------------------------


def longest_silences(days: Iterable[date], until: date, count: int = 3) -> list[tuple[date, date]]:
    """The longest stretches without contact, from one contact to the next or to the end; the longest first.

    No length makes a silence a fault: the panel sees the longest there were.
    """
    told = sorted({day for day in days if day <= until})
    pairs = [(one, next_) for one, next_ in pairwise([*told, until]) if next_ > one]
    return sorted(pairs, key=lambda pair: (pair[0] - pair[1], pair[0]))[:count]


def written(line: Mapping) -> str:
    """One way of writing a time-line down, so that the same one has the same checksum."""
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(frozen: str) -> str:
    return hashlib.sha256(frozen.encode()).hexdigest()


# What boards are told -----------------------------------------------------------------------------------------------

#: Counts below this are not told outside the agency, as with published figures.
SMALLEST_TOLD = 5


def told_to_boards(count: int, of: int | None = None) -> tuple[int | None, int | None]:
    """A count and its whole as boards may see them; None where either, or what is left between, is small.

    None at all is told: nobody can be found in it.
    """
    if 0 < count < SMALLEST_TOLD:
        return None, None
    if of is not None and (0 < of < SMALLEST_TOLD or 0 < of - count < SMALLEST_TOLD):
        return None, None
    return count, of
