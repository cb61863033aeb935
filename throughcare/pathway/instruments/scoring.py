"""Scores a completed tool: its total, parts, band and flags, and how far the answers given allow them.

Conventions: an impossible answer makes the result invalid and is never changed into a possible one; a part is scored
only when all its items are; flags look at the answers that are there, whatever the status; halves are rounded up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from throughcare.pathway.instruments.answers import Reading, Remark, read
from throughcare.pathway.instruments.conditions import Holds, Known
from throughcare.pathway.instruments.prepared import Prepared, prepared
from throughcare.pathway.instruments.structure import Derived, Instrument
from throughcare.pathway.instruments.terms import MissingPolicy, Status

Number = int | float


@dataclass(frozen=True, slots=True)
class Result:
    """A scored tool. `band` and `flags` are names to look up in the instrument; `missing` are the unanswered items.

    `also` holds what only some tools have, under its name in a report: `metric` (the total, which stays the raw one, on
    the metric scale), `mean` and `domain_bands`, `algorithms` and `marac_criteria` (the names of those that are met),
    `dont_know` (the items so answered).
    """

    instrument: str
    version: str
    total: int | None
    subscales: Mapping[str, int | None]
    band: str | None
    flags: tuple[str, ...]
    status: Status
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    derived: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    also: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Points:
    """What each item adds: by its answer, by being passed over, or nothing because it is left out of the score."""

    by_item: Mapping[str, int]
    missing: tuple[str, ...]
    conflicts: tuple[str, ...]


def score(instrument: Instrument, answers: Mapping[str, object], age: int | None = None) -> Result:
    """Scores answers, which may also hold the tool's inputs; `age` only adds cautions, and cut-offs that need it."""
    ready = prepared(instrument)
    reading = read(ready, answers)
    known = Known(items=reading.items, inputs=reading.inputs, age=age)
    points = _points(ready, known, reading.points)
    known.subscales = {part: _sum(points.by_item, items) for part, items in ready.parts}
    broken, unsettled = _checked(ready, known) if ready.checks else ([], [])
    errors = (*reading.errors, *broken)
    status, total = (Status.INVALID, None) if errors else _settled(ready, reading, points)
    known.total, known.total_may_be_higher = total, status == Status.PARTIAL
    remarks = (*unsettled, *_remarks_on_answers(ready, known, points))
    return _result(ready, known, status, errors, remarks, points.missing)


def score_total(
    instrument: Instrument, total: object, age: int | None = None, inputs: Mapping[str, object] | None = None
) -> Result:
    """Scores a total copied from a completed form, where the tool allows it; there are no parts then."""
    if instrument.scoring.method == "entered_total":
        return score(instrument, {instrument.scoring.items[0]: total}, age)
    ready = prepared(instrument)
    reading = read(ready, inputs or {})
    answers = [Remark("not_beside_a_total", (item,)) for item in reading.items]
    errors = (*_total_errors(instrument, total), *reading.errors, *answers)
    status = Status.INVALID if errors else Status.COMPLETE
    known = Known(inputs=reading.inputs, age=age, subscales=dict(ready.no_parts), total=None if errors else total)
    return _result(ready, known, status, errors, tuple(_remarks_on_inputs(ready, known)), ())


def half_up(value: Number | Fraction, decimals: int = 0) -> Number:
    """Rounds a half up, as the tools' authors do; Python's own rounding goes to the even neighbour."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return float(rounded) if decimals else int(rounded)


def _result(ready: Prepared, known: Known, status: Status, errors, remarks, missing) -> Result:
    instrument = ready.instrument
    if ready.derived or instrument.bands_as:
        known.derived = _derived(ready, known)
    if ready.criteria:
        known.criteria = {name: met(known) for name, met in ready.criteria}
    if instrument.cutoffs:
        remarks = (*remarks, *_find_cutoff(instrument, known))
    return Result(
        instrument=instrument.id,
        version=instrument.version,
        total=known.total,
        subscales=known.subscales,
        band=_band(ready, known),
        flags=_flags(ready, known),
        status=status,
        errors=errors,
        warnings=(*remarks, *_remarks_on_age(ready, known)) if known.age is not None else remarks,
        derived=known.derived,
        missing=_left_open(missing, errors) if missing else (),
        also=_also(ready, known, status),
    )


def _points(ready: Prepared, known: Known, answered: Mapping[str, int]) -> Points:
    if not ready.skips and not ready.exclusions:
        return Points(answered, tuple(item for item in ready.needed if item not in answered), ())
    excluded = {item for leaves_out, items in ready.exclusions if leaves_out(known) for item in items}
    passed_over = {item: rule.treat_skipped_as for applies, rule in ready.skips if applies(known) for item in rule.skip}
    by_item = {**passed_over, **answered, **dict.fromkeys(excluded, 0)}
    return Points(
        by_item=by_item,
        missing=tuple(item for item in ready.needed if item not in by_item),
        conflicts=tuple(item for item in answered if item in passed_over),
    )


def _settled(ready: Prepared, reading: Reading, points: Points) -> tuple[Status, int | None]:
    """The status, and the total where there is one, by the tool's own rule for missing answers."""
    by_item = points.by_item
    if ready.policy == MissingPolicy.ITEM_LEVEL:
        answered = any(item in reading.items for item in ready.needed)
        return (Status.COMPLETE if not points.missing else Status.PARTIAL if answered else Status.INCOMPLETE), None
    if not points.missing:
        return Status.COMPLETE, sum([by_item[item] for item in ready.scored])
    if ready.policy == MissingPolicy.COUNT_LOWER_BOUND:
        return Status.PARTIAL, sum([by_item.get(item, 0) for item in ready.scored])
    if ready.policy == MissingPolicy.PRORATE and _few_enough(ready, points):
        given = [by_item[item] for item in ready.scored if item in by_item]
        return Status.PRORATED, half_up(Fraction(sum(given), len(given)) * len(ready.scored))
    return Status.INCOMPLETE, None


def _few_enough(ready: Prepared, points: Points) -> bool:
    """An unscored item that is needed cannot be made up for by the others."""
    return (
        len(points.missing) <= ready.instrument.missing.max_missing
        and len(points.missing) < len(ready.scored)
        and set(points.missing) <= set(ready.scored)
    )


def _sum(points: Mapping[str, int], items: tuple[str, ...]) -> int | None:
    total = 0
    for item in items:
        if item not in points:
            return None
        total += points[item]
    return total


def _checked(ready: Prepared, known: Known) -> tuple[list[Remark], list[Remark]]:
    """Checks that fail, and checks that an unanswered question leaves open."""
    broken, unsettled = [], []
    for applies, needs, check in ready.checks:
        if not applies(known) or (met := needs(known)):
            continue
        label = ", ".join(ready.instrument.item(item).label for item in check.items)
        code = "not_possible_together" if met is False else "not_checked"
        (broken if met is False else unsettled).append(
            Remark(code, check.items, {"label": label, "message": check.message})
        )
    return broken, unsettled


def _derived(ready: Prepared, known: Known) -> dict[str, object]:
    known.derived = derived = {}
    for one, when in ready.derived:
        derived[one.id] = _worked_out(one, when, known)
    if ready.instrument.bands_as:
        derived[ready.instrument.bands_as] = None if known.total is None else ready.band_at.get(known.total)
    return derived


def _worked_out(one: Derived, when: Holds | None, known: Known) -> object:
    if when is not None:
        return {True: "yes", False: "no", None: None}[when(known)]
    values = [known.items.get(item) for item in one.product or one.mean]
    if one.mean:
        return _mean(values, one.decimals)
    if 0 in values:
        return 0
    if None in values:
        return None
    product = Decimal(1)
    for value in values:
        product *= Decimal(str(value))
    return int(product) if product == product.to_integral_value() else float(product)


def _mean(values: list, decimals: int) -> Number | None:
    """Of those that are there, however few."""
    given = [value if type(value) is int else Fraction(str(value)) for value in values if value is not None]
    return half_up(Fraction(sum(given), len(given)), decimals) if given else None


def _also(ready: Prepared, known: Known, status: Status) -> dict[str, object]:
    scoring, also = ready.instrument.scoring, {}
    if ready.algorithms:
        also["algorithms"] = tuple(name for name, met in ready.algorithms if met(known))
    if ready.criteria:
        also["marac_criteria"] = tuple(name for name, met in known.criteria.items() if met)
    if scoring.conversion:
        also["metric"] = ready.instrument.metric_of(known.total)
    if scoring.mean_decimals is not None:
        answers = [] if status == Status.INVALID else [known.items.get(item) for item in scoring.items]
        also["mean"] = _mean(answers, scoring.mean_decimals)
    if ready.instrument.band_scope == "item":
        also["domain_bands"] = _band_of_each(ready, known) if status != Status.INVALID else {}
    if ready.unsure:
        also["dont_know"] = tuple(item for item in ready.unsure if known.items.get(item) == "dont_know")
    return also


def _band_of_each(ready: Prepared, known: Known) -> dict[str, str | None]:
    return {item: ready.band_at.get(known.items[item]) for item in ready.needed if item in known.items}


def _band(ready: Prepared, known: Known) -> str | None:
    """Band rules come before bands; a rule that cannot be settled yet leaves the band open."""
    if known.total is None or ready.instrument.band_scope == "item":
        return None
    band = ready.band_at.get(known.total)
    if known.total_may_be_higher and band != ready.top_band:
        return None
    for rule, holds in ready.band_rules:
        if (met := holds(known)) is not False:
            return rule if met else None
    return band


def _flags(ready: Prepared, known: Known) -> tuple[str, ...]:
    raised = [flag for flag, holds in ready.flags if holds(known)]
    raised += [flag for item, flag in ready.blank_flags if item not in known.items]
    return tuple(raised)


def _find_cutoff(instrument: Instrument, known: Known) -> Iterator[Remark]:
    substance = known.inputs.get("substance")
    cutoff = instrument.cutoff_for(substance, known.age)
    known.cutoff = cutoff.min_positive if cutoff else None
    if substance is not None and cutoff is None:
        yield Remark("no_cutoff", ("substance",), {"substance": substance})


def _remarks_on_answers(ready: Prepared, known: Known, points: Points) -> Iterator[Remark]:
    if points.conflicts:
        yield Remark("skip_conflict", points.conflicts)
    unsure = tuple(item for item in ready.unsure if known.items.get(item) == "dont_know")
    if unsure:
        yield Remark("dont_know", unsure)
    yield from _remarks_on_inputs(ready, known)


def _remarks_on_inputs(ready: Prepared, known: Known) -> Iterator[Remark]:
    for wanted in ready.inputs:
        if wanted.required and wanted.id not in known.inputs:
            yield Remark("input_missing", (wanted.id,), {"label": wanted.label})
        if wanted.needs and known.inputs.get(wanted.id) is True and wanted.needs not in known.inputs:
            labels = {one.id: one.label for one in ready.inputs}
            details = {"label": wanted.label, "needs": labels[wanted.needs]}
            yield Remark("not_given_with", (wanted.needs,), details)


def _remarks_on_age(ready: Prepared, known: Known) -> Iterator[Remark]:
    instrument = ready.instrument
    if not (instrument.min_age or 0) <= known.age <= (instrument.max_age or known.age):
        yield Remark("age_outside_range", (), {"age": known.age, "note": instrument.age_note})
    for holds, caution in ready.cautions:
        if holds(known):
            yield Remark(caution.id, (), {"message": caution.text})


def _left_open(missing: tuple[str, ...], errors: tuple[Remark, ...]) -> tuple[str, ...]:
    """An answer that is not possible is told as an error, not as missing too."""
    wrong = {item for error in errors for item in error.items}
    return tuple(item for item in missing if item not in wrong)


def _total_errors(instrument: Instrument, total: object) -> Iterator[Remark]:
    limits = instrument.range
    if not instrument.takes_total:
        hides = instrument.has_total and instrument.hidden_by_a_total
        code = "needs_the_answers" if hides else "takes_no_total"
        yield Remark(code, (), {"instrument": instrument.short_name})
    elif type(total) is not int or not limits.min <= total <= limits.max:
        yield Remark("total_not_in_range", (), {"given": str(total)[:40], "min": limits.min, "max": limits.max})
