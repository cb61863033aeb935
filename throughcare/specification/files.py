"""The files of a specification's version, and what each may hold."""

from throughcare.specification.codes import CODE_LISTS
from throughcare.specification.schema import Front

#: Each file of a version and the tables it may hold. indicators.toml is read by the room of indicators.
FILES: dict[str, tuple[str, ...]] = {
    "specification.toml": tuple(Front.model_fields),
    "codes.toml": tuple(CODE_LISTS),
    "clocks.toml": ("clock", "waiting"),
    "steps.toml": ("step",),
    "interventions.toml": ("intervention",),
    "roles.toml": ("role",),
    "assessment.toml": ("assessment", "domain", "question"),
    "pathways.toml": ("pathway", "rule"),
    "indicators.toml": ("indicator",),
}
OPTIONAL_FILES = frozenset({"assessment.toml", "indicators.toml", "pathways.toml"})
#: Files that a higher room reads and checks, tables and all.
READ_ABOVE = frozenset({"indicators.toml"})
