"""The order of the steps, the edges of the entrance, and whether a word is one of the specification's."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from throughcare.specification.definitions import Condition
from throughcare.specification.schema import Specification, Step
from throughcare.specification.terms import DETAIL_CODES, DETAIL_KEYS, FIXED_LISTS


class Happened(Protocol):
    """What these rules read of a milestone."""

    kind: str
    on: datetime.date
    detail: Mapping


@dataclass(frozen=True, slots=True)
class Flag:
    """A step recorded before the step it should come after, with no reason given."""

    missing: Step
    recorded: str
    """The kind of milestone that was recorded without it."""
    on: datetime.date


@dataclass(frozen=True, slots=True)
class _Intended:
    kind: str
    on: datetime.date
    detail: Mapping


def skipped_steps(
    happenings: Iterable[Happened],
    specification: Specification,
    kind: str,
    detail: Mapping | None = None,
    on: datetime.date | None = None,
) -> list[Step]:
    """The steps that recording this now would leave out, the earliest first (004 section 8.3.4).

    Only what happened on or before `on` stands before it, so a step that comes later in time is reversed, not done.
    Nothing is refused for it; a reason (`because`) makes it deliberate.
    """
    before = [one for one in happenings if on is None or one.on <= on]
    intended = _Intended(kind, on or datetime.date.max, detail or {})
    missing: list[Step] = []
    for step in _steps_done_by(specification, intended):
        for one in _missing_before(step, specification, before, [*before, intended]):
            if one not in missing and not _done(one, [intended]):
                missing.append(one)
    return [step for step in specification.steps if step in missing]


def flagged_steps(happenings: Sequence[Happened], specification: Specification) -> list[Flag]:
    """Every step of this thread that was skipped or reversed without a reason, in the order it came to light.

    A reason given once for leaving a step out holds for what is built on it afterwards.
    """
    flags = []
    seen: set[str] = set()
    for one in sorted(happenings, key=lambda one: one.on):
        if not _steps_done_by(specification, one):
            continue  # most milestones are no step, and looking at all others for each of them adds up
        others = [other for other in happenings if other is not one]
        for step in skipped_steps(others, specification, one.kind, one.detail, one.on):
            if step.id not in seen and not one.detail.get("because"):
                flags.append(Flag(step, one.kind, one.on))
            seen.add(step.id)
    return flags


def allowed_next(happenings: Iterable[Happened], specification: Specification) -> list[Step]:
    """The steps that may follow what has happened, in the specification's order.

    A step may follow when it applies, any of the steps it comes after is done (one that does not apply stands aside
    for those before it), and it is not done yet or may be done again.
    """
    happenings = list(happenings)
    return [
        step
        for step in specification.steps
        if _applies(step, happenings)
        and (step.repeatable or not _done(step, happenings))
        and not _missing_before(step, specification, happenings, happenings)
    ]


def next_step(happenings: Iterable[Happened], specification: Specification) -> Step | None:
    """The first step that may follow and has not been done at all; its owner owes it."""
    happenings = list(happenings)
    return next((step for step in allowed_next(happenings, specification) if not _done(step, happenings)), None)


def _steps_done_by(specification: Specification, happening: Happened) -> list[Step]:
    return [step for step in specification.steps if _done(step, [happening])]


def _done(step: Step, happenings: Iterable[Happened]) -> bool:
    return any(match.fits(one.kind, one.detail) for one in happenings for match in step.done_by)


def _applies(step: Step, happenings: Sequence[Happened]) -> bool:
    return all(_holds(condition, happenings) for condition in step.only_if)


def _holds(condition: Condition, happenings: Sequence[Happened]) -> bool:
    """Steps depend on what happened; an age or a pathway is no matter of order and never stands in the way."""
    if not condition.happened:
        return True
    return any(match.fits(one.kind, one.detail) for one in happenings for match in condition.happened)


def _missing_before(
    step: Step, specification: Specification, before: Sequence[Happened], known: Sequence[Happened]
) -> list[Step]:
    """What should stand before the step and does not: the usual way back to the first step that was done.

    `known` decides which steps apply, and includes what is being recorded.
    """
    earlier = _standing_before(step, specification, known)
    if not earlier or any(_done(one, before) for one in earlier):
        return []
    usual = earlier[0]
    return [*_missing_before(usual, specification, before, known), usual]


def _standing_before(step: Step, specification: Specification, known: Sequence[Happened]) -> list[Step]:
    """The steps it comes after that apply; where none of them does, those that stand before them."""
    named = [specification.step(step_id) for step_id in step.after]
    applying = [earlier for earlier in named if _applies(earlier, known)]
    return applying or [one for earlier in named for one in _standing_before(earlier, specification, known)]


def outside_entrance(age: int, specification: Specification) -> str | None:
    """`younger` or `older` than those the service is for. Nobody is refused for it (004 section 11.2)."""
    if specification.age_min is not None and age < specification.age_min:
        return "younger"
    if specification.age_max is not None and age > specification.age_max:
        return "older"
    return None


def band_of(age: int | None, bands: Iterable[tuple[str, int | None, int | None]]) -> str | None:
    """The label of the band (label, youngest, oldest) that holds an age in years; None outside all of them.

    People older than every band, such as those of 25 and over, are counted in totals only.
    """
    if age is None:
        return None
    for label, youngest, oldest in bands:
        if (youngest is None or age >= youngest) and (oldest is None or age <= oldest):
            return label
    return None


def title_of(codes: Mapping, word: object) -> str:
    """The specification's title of a word; the word itself where a later version no longer has it."""
    return codes[word].title if word in codes else str(word or "")


def titles_of(codes: Mapping, words: object) -> str:
    """The titles of one word or of several, with commas between; empty for none."""
    several = words if isinstance(words, list | tuple) else [words]
    return ", ".join(title_of(codes, word) for word in several if word)


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A detail that the specification has no such word for."""

    key: str
    said: str
    known: tuple[str, ...]
    """The words it could have been; empty when this kind of milestone does not say `key` at all."""


def unknown_words(kind: str, detail: Mapping, specification: Specification) -> list[UnknownWord]:
    """Every word of a milestone's detail that is not one of the specification's."""
    found = []
    for key, said in detail.items():
        if key == "because":
            continue
        if key not in DETAIL_KEYS[kind]:
            found.append(UnknownWord(key, str(said), ()))
        elif (known := words_for(kind, key, specification)) is not None:
            several = said if isinstance(said, list | tuple) else [said]
            found += [
                UnknownWord(key, str(one), tuple(known)) for one in several if one is not None and one not in known
            ]
    return found


def words_for(kind: str, key: str, specification: Specification) -> list[str] | None:
    """The ids that this detail may say, in the order of the specification; None where it is free."""
    name = DETAIL_CODES.get((kind, key))
    if name is None:
        return None
    return list(FIXED_LISTS[name]) if name in FIXED_LISTS else list(getattr(specification, name))
