"""What of a figure may be told to those who see no cases, and what the promises still running can do for a target."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations

FEWEST = 5
"""Numbers below this, other than none, could tell of somebody (004 section 18.2 asks for figures, never for people)."""


class Hidden(Enum):
    FEW = "few"
    """Between 1 and 4."""
    ALL_BUT_FEW = "all but few"
    """All but between 1 and 4 of those it is a part of."""
    HELD = "held"
    """Would let one of the others be worked out."""


Number = int | Hidden


@dataclass(frozen=True, slots=True)
class Total:
    """One indicator in one period, as it was counted."""

    population: Hashable
    """The same for two indicators that count among the same cases."""
    numerator: int
    denominator: int | None
    pending: int = 0
    void: int = 0
    not_asked: int = 0
    so_far: int | None = None
    """The year to date, where the target is for a year."""
    quarters: tuple[int, ...] = ()
    """The known counts of the quarters that this year to date is made of."""
    is_met: Callable[[float], bool] | None = None

    @property
    def all(self) -> int:
        return (self.denominator or 0) + self.pending + self.void


@dataclass(frozen=True, slots=True)
class Told:
    """The same with what must not be told left out. A share may be told when both its parts are."""

    numerator: Number
    denominator: Number | None
    pending: Number
    void: Number
    not_asked: Number
    so_far: Number | None
    status: bool
    """Whether it may be said that the target is met, or is not."""

    @property
    def is_whole(self) -> bool:
        return not any(isinstance(one, Hidden) for one in (self.numerator, self.denominator))


def small(number: int) -> bool:
    return 0 < number < FEWEST


def tell(totals: Sequence[Total]) -> list[Told]:
    """What may stand together on one page: no number from 1 to 4 is there, nor can be worked out from what is.

    Which numbers are left out depends only on what is told and on ranges, so that leaving out tells nothing either.
    """
    told = [_alone(total) for total in totals]
    told = _without_sums(totals, told)
    return _without_differences(totals, told)


def part_of(part: int, whole: int) -> Number:
    """A part may be told when neither it nor the rest is small. Of fewer than ten, one of them always is."""
    if not small(part) and not small(whole - part):
        return part
    if whole < 2 * FEWEST:
        return Hidden.HELD
    return Hidden.FEW if small(part) else Hidden.ALL_BUT_FEW


def _alone(total: Total) -> Told:
    if total.denominator is None:
        numerator: Number = Hidden.FEW if small(total.numerator) else total.numerator
        denominator: Number | None = None
    elif small(total.denominator):
        numerator, denominator = Hidden.HELD, Hidden.FEW
    else:
        numerator, denominator = part_of(total.numerator, total.denominator), total.denominator
    so_far = _so_far(total)
    return Told(
        numerator=numerator,
        denominator=denominator,
        pending=Hidden.FEW if small(total.pending) else total.pending,
        void=Hidden.FEW if small(total.void) else total.void,
        not_asked=_not_asked(total, numerator),
        so_far=so_far,
        status=_status_tells_nothing(total, numerator, denominator, so_far),
    )


def _not_asked(total: Total, numerator: Number) -> Number:
    """Those not asked may be told when neither they, nor those asked, nor those asked who did not count are few."""
    asked = (total.denominator or 0) - total.not_asked
    if not total.not_asked:
        return 0
    few = any(map(small, (total.not_asked, asked, asked - total.numerator)))
    return Hidden.HELD if few or isinstance(numerator, Hidden) else total.not_asked


def _so_far(total: Total) -> Number | None:
    """A year to date less some of its quarters is the sum of the others, which may be small."""
    if total.so_far is None:
        return None
    if small(total.so_far):
        return Hidden.FEW
    less = (total.so_far - sum(some) for n in range(1, 5) for some in combinations(total.quarters, n))
    if any(map(small, total.quarters)) or any(map(small, less)):
        return Hidden.HELD
    return total.so_far


def _status_tells_nothing(
    total: Total, numerator: Number, denominator: Number | None, so_far: Number | None
) -> bool:  # fmt: skip
    """Met or not must leave more than one number possible, whichever of them it is."""
    if total.is_met is None:
        return True
    if total.so_far is not None:
        return not isinstance(so_far, Hidden)
    if isinstance(denominator, Hidden):
        return False
    if not isinstance(numerator, Hidden):
        return True
    whole = denominator or 1
    possible = {
        Hidden.FEW: range(1, FEWEST),
        Hidden.ALL_BUT_FEW: range(whole - FEWEST + 1, whole),
        Hidden.HELD: range(1, whole),
    }[numerator]
    return _leaves_open(total.is_met, possible, whole)


def _leaves_open(is_met: Callable[[float], bool], possible: Iterable[int], whole: int) -> bool:
    met = [is_met(one / whole) for one in possible]
    return 1 not in (met.count(True), met.count(False))


def _without_sums(totals: Sequence[Total], told: Sequence[Told]) -> list[Told]:
    """Two indicators of all the same cases tell each other's pending and void ones: counted and waiting make up all."""
    alls = [total.all for total in totals]
    return [
        _nothing_of(total, one)
        if any(isinstance(part, Hidden) for part in (one.denominator, one.pending, one.void))
        and total.denominator is not None
        and alls.count(total.all) > 1
        else one
        for total, one in zip(totals, told, strict=True)
    ]


def _nothing_of(total: Total, told: Told) -> Told:
    return replace(
        told,
        numerator=Hidden.HELD,
        denominator=Hidden.HELD,
        pending=Hidden.HELD if total.pending else 0,
        void=Hidden.HELD if total.void else 0,
        not_asked=Hidden.HELD if total.not_asked else 0,
        # Of ten cases or more, some of them waiting, any number may be the met ones, whatever the status says.
        status=total.is_met is None or total.all >= 2 * FEWEST,
    )


def _without_differences(totals: Sequence[Total], told: Sequence[Told]) -> list[Told]:
    """Among the same cases, those within three weeks less those within two are the ones in the third week.

    Beside a number that is told, any that is small, near to all or near to that one is held back, and all of these
    alike: a word for each would tell which of them it is.
    """
    kept: list[Told] = []
    for at, (total, one) in enumerate(zip(totals, told, strict=True)):
        beside = {
            other.numerator
            for other, same in zip(kept, totals[:at], strict=True)
            if same.population == total.population and not isinstance(other.numerator, Hidden)
        }
        if beside and _gives_away(one.numerator, beside):
            one = replace(one, numerator=Hidden.HELD, not_asked=_unless_none(one.not_asked))
            one = replace(one, status=_open_beside(total, one, beside))
        kept.append(one)
    return kept


def _gives_away(numerator: Number, beside: Iterable[int]) -> bool:
    return isinstance(numerator, Hidden) or any(small(abs(numerator - other)) for other in beside)


def _unless_none(number: Number) -> Number:
    return Hidden.HELD if number else 0


def _open_beside(total: Total, told: Told, beside: set[int]) -> bool:
    """Whether the status leaves more than one number open to somebody who knows which of two holds the other."""
    whole = told.denominator
    if total.is_met is None:
        return True
    if not isinstance(whole, int) or len(beside) > 1:
        return False
    (other,) = beside
    near = {one for one in range(1, whole) if small(one) or small(whole - one) or small(abs(one - other))}
    more, fewer = {one for one in near if one >= other}, {one for one in near if one <= other}
    return all(_leaves_open(total.is_met, some, whole) for some in (near, more, fewer))


def needed(numerator: int, denominator: int, running: int, is_met: Callable[[float], bool]) -> int | None:
    """How many of the promises still running must be kept for the target, when all of them will be judged.

    None where keeping every one is not enough.
    """
    whole = denominator + running
    return next((kept for kept in range(running + 1) if whole and is_met((numerator + kept) / whole)), None)


def guide(target: float, first_day: int, last_day: int, day: int) -> int:
    """A straight share of a year's target, for the days gone by; all days as ordinals."""
    gone = min(max(day, first_day), last_day) - first_day + 1
    return int(target * gone / (last_day - first_day + 1))
