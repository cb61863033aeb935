"""How two completions of a tool compare: the change, what class of change it is, and whether it is recovery.

A class is called reliable only where a threshold is published with the tool or given by the person who asks; without
one only the direction is told. Nothing is compared with an answer that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughcare.pathway.instruments.answers import Remark
from throughcare.pathway.instruments.structure import Instrument, Item

Number = int | float
DIRECTIONS = {"decrease_is_improvement": -1, "increase_is_improvement": 1}
MEANINGS = {"worse": -1, "better": 1}


class NotComparable(ValueError):
    """What was given can be no value of this tool; the remark says what to do."""

    def __init__(self, code: str, where: str, **details: object):
        self.remark = Remark(code, (where,), details)
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Change:
    """`change` is review less baseline; `recovered` is None where the tool's authors define no recovery."""

    change: Number | None
    kind: str
    recovered: bool | None


def compare(
    tool: Instrument,
    baseline: object,
    review: object,
    *,
    item: str | None = None,
    threshold: Number | None = None,
    sex: object = None,
) -> Change:
    """Compares two totals, or two answers to one item. Raises NotComparable for what the tool cannot have."""
    asked = _item(tool, item)
    before, after = (_value(tool, asked, name, one) for name, one in (("baseline", baseline), ("review", review)))
    threshold = reliable_change(tool, item) if threshold is None else threshold
    if before is None or after is None:
        return Change(None, "not_comparable", None)
    moved = _less(after, before)
    kind = _kind(tool, asked, before, after, threshold)
    return Change(moved, kind, None if asked else _recovered(tool, before, after, kind, sex))


def reliable_change(tool: Instrument, item: str | None = None) -> Number | None:
    """The published threshold of a total, or of an item where each has its own; None where none is published."""
    published = tool.change.get("reliable_change")
    if isinstance(published, Mapping):
        return published.get(item)
    alone = item is None or not tool.has_total
    return published if alone else None


def _item(tool: Instrument, item: str | None) -> Item | None:
    if item is None and not tool.has_total:
        raise NotComparable("names_no_item", "item", instrument=tool.short_name)
    found = next((one for one in tool.items if one.id == item), None)
    if item is not None and (found is None or not _has_amounts(found)):
        raise NotComparable("no_such_amount", "item", given=item, instrument=tool.short_name)
    return found


def _has_amounts(item: Item) -> bool:
    return bool(item.numeric or item.amount) or (bool(item.options) and all(type(one) is int for one in item.answers))


def _value(tool: Instrument, item: Item | None, name: str, given: object) -> Number | None:
    """None where it was not answered. A total of a tool with a metric scale is put on it; a decimal is on it."""
    if given is None or (isinstance(given, str) and given in tool.not_answered_words):
        return None
    limits = tool.range
    if item is not None:
        possible = item.takes(given)
    elif tool.scoring.conversion and type(given) is float:
        possible = limits.min <= given <= limits.max
    else:
        possible = type(given) is int and limits.min <= given <= limits.max
    if not possible:
        raise NotComparable("not_a_value", name, given=str(given)[:40], instrument=tool.short_name)
    on_metric = item is None and tool.scoring.conversion and type(given) is int
    return tool.metric_of(given) if on_metric else given


def _less(after: Number, before: Number) -> Number:
    moved = Decimal(str(after)) - Decimal(str(before))
    return int(moved) if moved == moved.to_integral_value() else float(moved)


def _kind(tool: Instrument, item: Item | None, before: Number, after: Number, threshold: Number | None) -> str:
    """In the order in which a tool's own classification lists them."""
    if item is not None and item.id in tool.change.get("classified", ()):
        if stopped_or_started := _use(before, after):
            return stopped_or_started
        if threshold is None:
            return _in_words(after - before, "increased", "reduced")
        return _reliably(_less(before, after), threshold)
    better = _better(tool, item)
    if better == 0:
        return _in_words(after - before, "increased", "reduced")
    if threshold is None:
        return _in_words((after - before) * better, "improved", "worsened")
    return _reliably(_less(after, before) * better, threshold)


def _use(before: Number, after: Number) -> str | None:
    if before and after:
        return None
    if not before:
        return "started" if after else "not_using"
    return "abstinent"


def _better(tool: Instrument, item: Item | None) -> int:
    """1 where more is better, -1 where less is, 0 where the tool does not say."""
    if item is not None and tool.higher_means == "item_specific":
        return MEANINGS.get(item.higher_means, 0)
    return DIRECTIONS.get(tool.change.get("direction"), MEANINGS.get(tool.higher_means, 0))


def _reliably(gained: Number, threshold: Number) -> str:
    if gained >= threshold:
        return "reliably_improved"
    return "reliably_deteriorated" if -gained >= threshold else "no_reliable_change"


def _in_words(moved: Number, more: str, less: str) -> str:
    return more if moved > 0 else less if moved < 0 else "unchanged"


def _recovered(tool: Instrument, before: Number, after: Number, kind: str, sex: object) -> bool | None:
    """Below the tool's caseness from at or above it; or reliably improved to below what people of that sex score."""
    caseness, usual = tool.change.get("caseness"), tool.change.get("functional_cutoff")
    if caseness is not None:
        return before >= caseness > after
    below = usual.get(f"{str(sex).lower()}_below") if usual else None
    return None if below is None else kind == "reliably_improved" and after < below
