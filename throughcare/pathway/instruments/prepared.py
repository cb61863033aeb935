"""A tool's definition made ready once, so that scoring a completed one looks nothing up twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from throughcare.pathway.instruments.conditions import Holds, asked
from throughcare.pathway.instruments.structure import Instrument, Item
from throughcare.pathway.instruments.terms import MissingPolicy

#: So many definitions are kept ready: many times what a service uses.
MOST = 500
_ready: dict[int, Prepared] = {}


def prepared(instrument: Instrument) -> Prepared:
    """Known by identity: comparing whole definitions for every completed tool would cost more than scoring it."""
    found = _ready.get(id(instrument))
    if found is None or found.instrument is not instrument:
        if len(_ready) >= MOST:
            _ready.clear()
        found = _ready[id(instrument)] = Prepared(instrument)
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """An item, with what each plain answer adds: by the answer's type first, for True is not 1."""

    item: Item
    id: str
    points: Mapping[type, Mapping[object, int]]


class Prepared:
    """Everything of a definition that scoring asks again and again."""

    def __init__(self, instrument: Instrument):
        self.instrument = instrument
        self.policy = instrument.missing.policy
        self.method = instrument.scoring.method
        self.scored = instrument.scoring.items
        self.questions = tuple(Question(item, item.id, _points(item)) for item in instrument.items)
        self.inputs = instrument.inputs
        self.names = frozenset([*(item.id for item in instrument.items), *(one.id for one in instrument.inputs)])
        self.parts = tuple((part.id, part.items) for part in instrument.subscales)
        self.no_parts = dict.fromkeys(part.id for part in instrument.subscales)
        self.criteria = _asked_of(instrument.marac_criteria)
        self.algorithms = _asked_of(instrument.algorithms)
        self.flags = _asked_of(instrument.critical)
        self.band_rules = _asked_of(instrument.band_rules)
        self.blank_flags = tuple((one.item, one.flag) for one in instrument.critical_missing)
        self.exclusions = tuple((asked(one.when), one.items) for one in instrument.scoring.exclude)
        self.skips = tuple((asked(rule.when), rule) for rule in reversed(instrument.skip_rules))
        self.checks = tuple((asked(check.when), asked(check.needs), check) for check in instrument.checks)
        self.cautions = tuple((asked(caution.when), caution) for caution in instrument.cautions)
        self.derived = tuple((one, asked(one.when) if one.when else None) for one in instrument.derived)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The items without which the score is not whole, in the order of the form."""
        items = self.instrument.items
        if self.policy == MissingPolicy.ITEM_LEVEL:
            return tuple(item.id for item in items if item.required)
        needed = {*self.scored, *self.instrument.scoring.required_unscored}
        return tuple(item.id for item in items if item.id in needed)

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """The items that may be answered "don't know"."""
        return tuple(item.id for item in self.instrument.items if "dont_know" in item.answers)

    @cached_property
    def band_at(self) -> Mapping[int, str]:
        bands = self.instrument.bands
        return {value: band.id for band in bands for value in range(band.min, band.max + 1)}

    @property
    def top_band(self) -> str | None:
        return self.instrument.bands[-1].id if self.instrument.bands else None


def _asked_of(entries) -> tuple[tuple[str, Holds], ...]:
    return tuple((entry.id, asked(entry.when)) for entry in entries)


def _points(item: Item) -> dict[type, dict[object, int]]:
    if item.numeric:
        return {int: {number: number for number in item.numeric.all}}
    points: dict[type, dict[object, int]] = {}
    for option in item.options:
        points.setdefault(type(option.answer), {})[option.answer] = option.score
    return points
