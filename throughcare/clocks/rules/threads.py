"""The milestones of one thread, put in an order that does not depend on the order of recording."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from throughcare.clocks.rules.records import Happening
from throughcare.specification.definitions import Match
from throughcare.specification.terms import CLOSING_KINDS, MilestoneKind

#: Milestones of one day and no known time stand in the order of the pathway.
PATHWAY_ORDER = {kind.value: place for place, kind in enumerate(MilestoneKind)}


class Thread:
    """The milestones of one replay by kind, and the first that closes the episode."""

    __slots__ = ("by_kind", "closing")

    def __init__(self, milestones: Iterable[Happening]):
        self.by_kind: dict[str, list[tuple[int, Happening]]] = {}
        self.closing: Happening | None = None
        for place, one in enumerate(in_order(milestones)):
            if one.kind in self.by_kind:
                self.by_kind[one.kind].append((place, one))
            else:
                self.by_kind[one.kind] = [(place, one)]
            if self.closing is None and one.kind in CLOSING_KINDS:
                self.closing = one

    def found(self, matches: tuple[Match, ...]) -> list[Happening]:
        """The milestones that fit any of the matches, in order."""
        if len(matches) == 1:
            return [one for _, one in self._fitting(matches[0])]
        fitting = {place: one for match in matches for place, one in self._fitting(match)}
        return [fitting[place] for place in sorted(fitting)]

    def _fitting(self, match: Match) -> list[tuple[int, Happening]]:
        here = self.by_kind.get(match.kind)
        if here is None:
            return []
        if not match.where:
            return here
        return [pair for pair in here if match.fits(match.kind, pair[1].detail)]


def in_order(milestones: Iterable[Happening]) -> list[Happening]:
    """By day, time and pathway; on one day those without a time come first."""
    keyed = [
        ((one.on, one.at is not None, one.at, PATHWAY_ORDER.get(one.kind, len(PATHWAY_ORDER)), one.kind), one)
        for one in milestones
    ]
    keyed.sort(key=itemgetter(0))
    if any(keyed[n][0] == keyed[n - 1][0] for n in range(1, len(keyed))):
        keyed.sort(key=lambda pair: (pair[0], _wording(pair[1])))
    return [one for _, one in keyed]


def _wording(one: Happening) -> str:
    return repr(sorted((key, repr(said)) for key, said in one.detail.items()))
