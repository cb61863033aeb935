"""An assessment as it stands: its answers, versions, children and what they make necessary."""

from throughcare.pathway.assessment.queries.assessed import (
    Assessed,
    assessed_of,
    assessed_or_none,
    child_named,
    issued_named,
    matters_before,
    medical_missing,
    pathway_inputs,
)
from throughcare.pathway.assessment.queries.standing import standings

__all__ = [
    "Assessed",
    "assessed_of",
    "assessed_or_none",
    "child_named",
    "issued_named",
    "matters_before",
    "medical_missing",
    "pathway_inputs",
    "standings",
]
