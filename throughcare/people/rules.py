"""What makes an NHS number and a postcode ones that can be right."""

from __future__ import annotations

import re

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


def figures_of(nhs_number: str) -> str:
    """The ten figures without the spaces and hyphens in which they are often written."""
    return re.sub(r"[\s-]", "", nhs_number)


def fits_its_check_digit(figures: str) -> bool:
    """The tenth figure of an NHS number follows from the nine before it (modulus 11)."""
    if not re.fullmatch(r"[0-9]{10}", figures):
        return False
    weighed = sum(int(figure) * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False))
    check = (11 - weighed % 11) % 11
    return check == int(figures[9])


def written_postcode(postcode: str) -> str | None:
    """A postcode as it is written, in capitals with one space; None when it cannot be one."""
    joined = "".join(postcode.split()).upper()
    return f"{joined[:-3]} {joined[-3:]}" if POSTCODE.fullmatch(joined) else None
