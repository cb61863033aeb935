"""What the field defines about amounts, as plain functions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def alcohol_units(ml: int | float, abv: int | float) -> float:
    """UK units: 10 ml (8 g) of pure alcohol each, so millilitres times strength by volume over 1,000; half up."""
    return float((Decimal(str(ml)) * Decimal(str(abv)) / 1000).quantize(Decimal("0.1"), ROUND_HALF_UP))
