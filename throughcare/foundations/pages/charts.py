"""A scale over time: what a chart shows, laid out for one drawing that is read on a phone as well as a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

Number = int | float

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 16, 344, 26, 188
#: A band lower than this has no room for its name; the table says it.
ROOM_FOR_WORDS = 17


@dataclass(frozen=True, slots=True)
class ChartBand:
    """A range of the scale with a name, both ends in."""

    label: str
    least: Number
    most: Number


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value on its day; `day` is how the page writes it, `band` the name of the range it falls into."""

    on: date
    value: Number
    day: str
    band: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point is drawn, and where its value is written."""

    x: float
    y: float
    value: Number
    words_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Shade:
    """A band as it is drawn: where, in which of two tints, and its name where there is room."""

    y: float
    height: float
    is_dark: bool
    words: str
    words_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A line through values, oldest first, over shaded bands. A table with the same values stands behind it."""

    id: str
    title: str
    least: Number
    most: Number
    points: Sequence[ChartPoint]
    bands: Sequence[ChartBand] = ()
    words: str = ""

    @property
    def said(self) -> str:
        """The drawing in words, for those who do not see it."""
        values = "; ".join(
            _("%(day)s: %(value)s, %(band)s") % {"day": one.day, "value": one.value, "band": one.band}
            if one.band
            else _("%(day)s: %(value)s") % {"day": one.day, "value": one.value}
            for one in self.points
        )
        told = {"least": self.least, "most": self.most, "values": values}
        return (_("Scale from %(least)s to %(most)s. %(values)s.") % told + " " + self.words).strip()

    @property
    def places(self) -> list[Place]:
        return [self._place(one) for one in self.points]

    @property
    def line(self) -> str:
        return " ".join(f"{place.x},{place.y}" for place in self.places)

    @property
    def shades(self) -> list[Shade]:
        return [self._shade(at, band) for at, band in enumerate(self.bands)]

    @property
    def first_day(self) -> str:
        return self.points[0].day

    @property
    def last_day(self) -> str:
        return self.points[-1].day if self.points[-1].on != self.points[0].on else ""

    def _x(self, on: date) -> float:
        first, last = self.points[0].on, self.points[-1].on
        if first == last:
            return (LEFT + RIGHT) / 2
        return round(LEFT + 14 + (RIGHT - LEFT - 28) * (on - first).days / (last - first).days, 1)

    def _y(self, value: Number) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - self.least) / max(1, self.most - self.least), 1)

    def _place(self, point: ChartPoint) -> Place:
        x, y = self._x(point.on), self._y(point.value)
        anchor = "start" if x < LEFT + 24 else "end" if x > RIGHT - 24 else "middle"
        return Place(x, y, point.value, round(y - 11 if y > TOP + 8 else y + 23, 1), anchor)

    def _shade(self, at: int, band: ChartBand) -> Shade:
        """Half a step beyond each end, so that bands of whole numbers meet."""
        top = self._y(min(self.most, band.most + 0.5))
        bottom = self._y(max(self.least, band.least - 0.5))
        height = round(bottom - top, 1)
        words = _("%(band)s, %(least)s to %(most)s") % {"band": band.label, "least": band.least, "most": band.most}
        return Shade(top, height, at % 2 == 1, words if height >= ROOM_FOR_WORDS else "", round(top + 14, 1))
