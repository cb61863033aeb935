"""What is due, who has nobody, and how each promise came about, as the viewer may see it."""

from throughcare.pathway.casework.queries.matters import matters_due, matters_on
from throughcare.pathway.casework.queries.replayed import (
    CaseOnDay,
    Due,
    Gap,
    cases_on,
    clocks_of,
    happenings_until,
    worklist,
)

__all__ = [
    "CaseOnDay",
    "Due",
    "Gap",
    "cases_on",
    "clocks_of",
    "happenings_until",
    "matters_due",
    "matters_on",
    "worklist",
]
