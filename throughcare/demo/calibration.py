"""The figures from which made-up people are drawn, each with where it comes from and how far to trust it."""

from __future__ import annotations

import tomllib
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from math import prod
from pathlib import Path
from random import Random

from throughcare.specification.schema import Specification

FILE = Path(__file__).with_name("calibration.toml")
WORDS = Path(__file__).with_name("words.toml")


class NotCalibrated(Exception):
    """There are no figures for this specification, or they use a word that it does not have."""


class Mix:
    """Things and how often each comes; drawn with one random number."""

    __slots__ = ("_bounds", "things")

    def __init__(self, weights: Mapping):
        self.things = tuple(weights)
        total = sum(weights.values())
        self._bounds = [bound / total for bound in accumulate(weights.values())][:-1]

    def pick(self, chance: Random):
        return self.things[bisect(self._bounds, chance.random())]


@dataclass(frozen=True, slots=True)
class Figure:
    id: str
    title: str
    value: float | Mapping[str, float]
    year: str
    basis: str
    source: str
    note: str = ""


class Figures:
    """The calibration as read, with each share as a fraction and each mix ready to draw from."""

    def __init__(self, written: Mapping, words: Mapping):
        self.specification: str = written["specification"]
        self.sources: Mapping[str, str] = written["source"]
        self.figures = {name: Figure(id=name, **said) for name, said in written["figure"].items()}
        self.codes: Mapping[str, Mapping[str, Mapping[str, float]]] = written["codes"]
        self.days_of_use: Mapping[str, str] = written["days_of_use"]
        self.words = words
        self._mixes: dict[str, Mix] = {}

    def number(self, name: str) -> float:
        return self.figures[name].value

    def share(self, name: str, part: str | None = None) -> float:
        value = self.figures[name].value
        return (value if part is None else value[part]) / 100

    def mix(self, name: str) -> Mix:
        """The parts of a figure; those that are numbers come as numbers."""
        if name not in self._mixes:
            weights = self.figures[name].value
            self._mixes[name] = Mix({int(key) if key.isdigit() else key: share for key, share in weights.items()})
        return self._mixes[name]

    def code(self, words: str, group: str) -> Mix:
        """What the specification calls a group of the publications: a word drawn from one of its lists."""
        key = f"{words}.{group}"
        if key not in self._mixes:
            self._mixes[key] = Mix(self.codes[words][group])
        return self._mixes[key]

    @cached_property
    def cited(self) -> dict[str, dict[str, float]]:
        """How likely each substance is cited by itself, so that the shares hold among those who cite any."""
        return {
            "under_18": _alone(
                self.figures["substances_under_18"].value, self.figures["rarer_substances_under_18"].value
            ),
            "from_18": _alone(self.figures["substances_from_18"].value),
        }

    def unknown_words(self, specification: Specification) -> list[str]:
        """Words of ours that the specification does not have."""
        used = {(words, code) for words, groups in self.codes.items() for group in groups.values() for code in group}
        used |= {("substances", code) for shares in self.cited.values() for code in shares}
        used |= {("channels", code) for code in self.figures["channel"].value}
        used |= {("urgencies", code) for code in self.figures["urgency"].value if code != "none"}
        used |= {("ethnicities", code) for code in self.figures["ethnicity_not_recorded"].value}
        used |= {("risks", risk) for risk in ("self_harm", "sexual_exploitation", *self.figures["other_risks"].value)}
        return sorted(f"{words}: {code}" for words, code in used if code not in getattr(specification, words))


def _alone(*shares: Mapping[str, float]) -> dict[str, float]:
    """Whoever cites nothing is drawn again, which raises every share; each starts lower by just that much."""
    wanted = {code: share / 100 for part in shares for code, share in part.items()}
    nobody = 0.0
    for _ in range(40):
        nobody = prod(1 - share * (1 - nobody) for share in wanted.values())
    return {code: share * (1 - nobody) for code, share in wanted.items()}


@cache
def figures() -> Figures:
    """The calibration that comes with the demonstration."""
    return Figures(tomllib.loads(FILE.read_text(encoding="utf-8")), tomllib.loads(WORDS.read_text(encoding="utf-8")))


def figures_for(specification: Specification) -> Figures:
    """The figures for a specification; raises NotCalibrated where there are none, or they do not fit."""
    known = figures()
    if specification.name != known.specification:
        raise NotCalibrated(
            f"There are no figures to draw made-up people from for {specification.name}: demo/calibration.toml is for"
            f" {known.specification}."
        )
    if strange := known.unknown_words(specification):
        raise NotCalibrated(
            f"demo/calibration.toml uses words that {specification.name} has not: {', '.join(strange)}."
        )
    return known
