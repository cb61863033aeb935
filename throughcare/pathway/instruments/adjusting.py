"""What a service may set otherwise in a tool that comes with the product: where bands begin, limits, thresholds.

Only what the tool's authors leave open is set this way (the withdrawal bands of a local protocol, how many incidents
make an escalation, a published reliable change), and never without its source. Questions and scores stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field, StrictFloat, StrictInt

from throughcare.pathway.instruments.structure import Id, Instrument, Part, Words

Amount = StrictInt | StrictFloat
#: Said in the version, so that a result tells which rules it was banded by.
LOCAL = "local"


class Adjustment(Part):
    """`bands`: from which total each begins. `reliable_change`: of the total, or of items by name."""

    source: Words
    bands: dict[Id, StrictInt] = {}
    limits: dict[Id, StrictInt] = {}
    reliable_change: Amount | dict[Id, Amount] | None = Field(None)


def adjusted(tool: Instrument, changes: Mapping) -> Instrument:
    """The tool with a service's own settings. Raises ValueError for what the tool does not have or what cannot be."""
    wanted = Adjustment.model_validate(changes)
    faults = list(_unknown(tool, wanted))
    if faults:
        raise ValueError("; ".join(faults))
    data = tool.model_dump(by_alias=True, exclude_unset=True)
    data |= {"limits": {**tool.limits, **wanted.limits}, "version": f"{tool.version}, {LOCAL}"}
    data["band_note"] = " ".join(filter(None, (tool.band_note, f"Set locally: {wanted.source}")))
    if wanted.bands:
        data["band"] = _moved(data["band"], wanted.bands)
    if wanted.reliable_change is not None:
        data["change"] = {**tool.change, "reliable_change": wanted.reliable_change, "source": wanted.source}
    return Instrument.model_validate(data)


def _unknown(tool: Instrument, wanted: Adjustment) -> Iterator[str]:
    by_item = wanted.reliable_change if isinstance(wanted.reliable_change, dict) else {}
    for kind, names, known in (
        ("bands", wanted.bands, {band.id for band in tool.bands}),
        ("limits", wanted.limits, set(tool.limits)),
        ("reliable_change", by_item, {item.id for item in tool.items}),
    ):
        yield from (f"{kind}: {tool.short_name} has no {name}" for name in names if name not in known)
    per_item = tool.change.get("method") == "per_item"
    if wanted.reliable_change is not None and per_item != isinstance(wanted.reliable_change, dict):
        yield f"reliable_change: give {'one for each item' if per_item else 'one number'}"


def _moved(bands: list[dict], begins: Mapping[str, int]) -> list[dict]:
    """Each band ends where the next begins; whether they still cover the range is checked with the definition."""
    starts = [begins.get(band["id"], band["min"]) for band in bands]
    ends = [start - 1 for start in starts[1:]] + [bands[-1]["max"]]
    return [{**band, "min": start, "max": end} for band, start, end in zip(bands, starts, ends, strict=True)]
