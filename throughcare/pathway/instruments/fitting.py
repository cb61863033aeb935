"""Whether the parts of a tool's definition fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from throughcare.pathway.instruments.conditions import Condition
from throughcare.pathway.instruments.terms import MissingPolicy

if TYPE_CHECKING:
    from throughcare.pathway.instruments.structure import Instrument


def definition_faults(tool: Instrument) -> Iterator[str]:
    """What does not fit together in a definition whose fields are each in order."""
    yield from _twice_named(tool)
    yield from _unknown_items(tool)
    yield from _conditions_on_nothing(tool)
    yield from _inputs(tool)
    yield from _sections_and_counts(tool)
    yield from _bands_with_gaps(tool)
    yield from _policy_and_method(tool)


def _twice_named(tool: Instrument) -> Iterator[str]:
    kinds = ("items", "sections", "inputs", "subscales", "bands", "band_rules", "critical", "skip_rules", "checks")
    for kind in (*kinds, "cautions", "derived", "algorithms", "marac_criteria", "specifiers"):
        for name, times in Counter(entry.id for entry in getattr(tool, kind)).items():
            if times > 1:
                yield f"{kind}: {name} is there {times} times"
    for name in {item.id for item in tool.items} & {one.id for one in tool.inputs}:
        yield f"inputs: {name} is the name of an item too"


def _unknown_items(tool: Instrument) -> Iterator[str]:
    known = {item.id for item in tool.items}
    used: list[tuple[str, Iterable[str]]] = [
        ("scoring.items", tool.scoring.items),
        ("scoring.required_unscored", tool.scoring.required_unscored),
        *(("scoring.exclude", exclusion.items) for exclusion in tool.scoring.exclude),
        *((f"subscale {subscale.id}", subscale.items) for subscale in tool.subscales),
        *((f"skip {rule.id}", rule.skip) for rule in tool.skip_rules),
        *((f"check {check.id}", check.items) for check in tool.checks),
        *((f"derived {one.id}", (*one.product, *one.mean)) for one in tool.derived),
        ("critical_missing", [one.item for one in tool.critical_missing]),
        *((f"input {one.id}", [one.gives]) for one in tool.inputs if one.gives),
    ]
    for where, items in used:
        for item in items:
            if item not in known:
                yield f"{where}: there is no item {item}"


def _conditions(tool: Instrument) -> Iterator[tuple[str, Condition]]:
    for kind in ("band_rules", "critical", "skip_rules", "cautions", "derived", "algorithms", "marac_criteria"):
        for entry in getattr(tool, kind):
            if entry.when is not None:
                yield f"{kind} {entry.id}", entry.when
    for check in tool.checks:
        yield f"check {check.id}", check.when
        yield f"check {check.id}", check.needs
    for exclusion in tool.scoring.exclude:
        yield "scoring.exclude", exclusion.when


def _conditions_on_nothing(tool: Instrument) -> Iterator[str]:
    known = {
        "subscale": {one.id for one in tool.subscales},
        "derived": {one.id for one in tool.derived},
        "input": {one.id for one in tool.inputs},
        "criterion": {one.id for one in tool.marac_criteria},
    }
    items = {item.id: item for item in tool.items}
    for where, whole in _conditions(tool):
        for condition in _every(whole):
            for subject, names in known.items():
                name = getattr(condition, subject)
                if name is not None and name not in names:
                    yield f"{where}: there is no {subject} {name}"
            if condition.item is not None and condition.item not in items:
                yield f"{where}: there is no item {condition.item}"
            elif condition.item is not None and not items[condition.item].takes(condition.value):
                yield f"{where}: {condition.value!r} is not an answer to {condition.item}"
            if condition.total and not tool.has_total:
                yield f"{where}: the tool has no total"
            if condition.cutoff and not tool.cutoffs:
                yield f"{where}: the tool has no cut-offs"


def _inputs(tool: Instrument) -> Iterator[str]:
    items = {item.id: item for item in tool.items}
    inputs = {one.id for one in tool.inputs}
    for one in tool.inputs:
        if one.needs and one.needs not in inputs:
            yield f"input {one.id}: there is no input {one.needs}"
        for step in one.steps:
            if one.gives in items and not items[one.gives].takes(step.answer):
                yield f"input {one.id}: {step.answer} is not an answer to {one.gives}"
    for name in tool.optional_observations:
        if name not in inputs:
            yield f"optional_observations: there is no input {name}"
    if tool.cutoffs and "substance" not in inputs:
        yield "cutoff: cut-offs need the input substance"


def _every(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.parts:
        yield from _every(part)


def _sections_and_counts(tool: Instrument) -> Iterator[str]:
    sections = {section.id for section in tool.sections}
    for item in tool.items:
        if item.section and item.section not in sections:
            yield f"item {item.id}: there is no section {item.section}"
        if item.weekly and not tool.weekly:
            yield f"item {item.id}: weekly needs the table [weekly]"
    required = sum(item.required for item in tool.items)
    if tool.item_count is not None and tool.scoring.method != "entered_total" and tool.item_count != required:
        yield f"item_count: {tool.item_count}, but {required} items are required"


def _bands_with_gaps(tool: Instrument) -> Iterator[str]:
    if not tool.bands:
        return
    if tool.range is None:
        yield "band: bands need a range"
        return
    expected = tool.range.min
    for band in tool.bands:
        if band.min != expected or band.max < band.min:
            yield f"band {band.id}: must start at {expected} and not end before it starts"
        expected = band.max + 1
    if expected != tool.range.max + 1:
        yield f"band: the last band must end at {tool.range.max}"


def _policy_and_method(tool: Instrument) -> Iterator[str]:
    policy, method = tool.missing.policy, tool.scoring.method
    if bool(tool.skip_rules) != (policy == MissingPolicy.SKIP_LOGIC_THEN_COMPLETE):
        yield "missing.policy: skip rules and skip_logic_then_complete go together"
    if (method == "entered_total") != (policy == MissingPolicy.TOTAL_REQUIRED):
        yield "missing.policy: entered_total and total_required go together"
    if (method in ("item_level", "domain_scores")) != (policy == MissingPolicy.ITEM_LEVEL):
        yield "missing.policy: item_level is for tools without a total, and only for those"
    if not tool.has_total:
        return
    if tool.range is None or not tool.scoring.items:
        yield "range: a tool with a total needs a range and scoring.items"
        return
    yield from _ranges_that_differ(tool)
    raw = {str(number) for number in range(tool.range.min, tool.range.max + 1)}
    if method == "sum_then_convert" and set(tool.scoring.conversion) != raw:
        yield "scoring.conversion: every raw total of the range needs its value"


def _ranges_that_differ(tool: Instrument) -> Iterator[str]:
    ranges = {item.id: item.points_range for item in tool.items}
    summed = [("range", tool.scoring.items, tool.range)]
    summed += [(f"subscale {one.id}", one.items, one.range) for one in tool.subscales]
    for where, items, stated in summed:
        if all(item in ranges for item in items):
            least, most = (sum(ranges[item][end] for item in items) for end in (0, 1))
            if (least, most) != (stated.min, stated.max):
                yield f"{where}: says {stated.min} to {stated.max}, but its items add up to {least} to {most}"
