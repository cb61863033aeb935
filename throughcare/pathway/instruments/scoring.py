"""Scores a completed tool: its total, parts, band and flags, and how far the answers given allow them.

Conventions: an impossible answer makes the result invalid and is never changed into a possible one; a part is scored
only when all its items are; flags look at the answers that are there, whatever the status; halves are rounded up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from throughcare.pathway.instruments.answers import Reading, Remark, read
from throughcare.pathway.instruments.conditions import Known, holds
from throughcare.pathway.instruments.structure import Derived, Instrument
from throughcare.pathway.instruments.terms import MissingPolicy, Status

Number = int | float


@dataclass(frozen=True, slots=True)
class Result:
    """A scored tool. `band` and `flags` are names to look up in the instrument; `missing` are the unanswered items."""

    instrument: str
    version: str
    total: Number | None
    subscales: Mapping[str, int | None]
    band: str | None
    flags: tuple[str, ...]
    status: Status
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    derived: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """What each item adds: by its answer, by being passed over, or nothing because it is left out of the score."""

    by_item: Mapping[str, int]
    missing: tuple[str, ...]
    conflicts: tuple[str, ...]


def score(instrument: Instrument, answers: Mapping[str, object], age: int | None = None) -> Result:
    """Scores answers, which may also hold the tool's inputs; `age` only adds cautions, and cut-offs that need it."""
    reading = read(instrument, answers)
    known = Known(items=reading.items, inputs=reading.inputs, age=age)
    points = _points(instrument, known)
    subscales = {part.id: _sum(points.by_item, part.items) for part in instrument.subscales}
    broken, unsettled = _checked(instrument, known)
    errors = (*reading.errors, *broken)
    status, raw = _settled(instrument, reading, points)
    if errors:
        status, raw = Status.INVALID, None
    known = replace(known, subscales=subscales, total_may_be_higher=status == Status.PARTIAL)
    remarks = (*unsettled, *_remarks_on_answers(instrument, reading, points))
    return _result(instrument, known, status, raw, errors, remarks, points.missing)


def score_total(instrument: Instrument, total: object, age: int | None = None) -> Result:
    """Scores a total copied from a completed form, where the tool allows it; there are no parts then."""
    if instrument.scoring.method == "entered_total":
        return score(instrument, {instrument.scoring.items[0]: total}, age)
    error = _total_error(instrument, total)
    status = Status.INVALID if error else Status.COMPLETE
    known = Known(age=age, subscales=dict.fromkeys(part.id for part in instrument.subscales))
    return _result(instrument, known, status, None if error else total, (error,) if error else (), (), ())


def half_up(value: Number | Fraction, decimals: int = 0) -> Number:
    """Rounds a half up, as the tools' authors do; Python's own rounding goes to the even neighbour."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return float(rounded) if decimals else int(rounded)


def _result(instrument, known: Known, status: Status, raw: int | None, errors, remarks, missing) -> Result:
    known = replace(known, total=_reported(instrument, raw))
    known = replace(known, derived=_derived(instrument, known, raw))
    band = None
    if not known.total_may_be_higher or _in_top_band(instrument, raw):
        band = _band(instrument, known, raw)
    return Result(
        instrument=instrument.id,
        version=instrument.version,
        total=known.total,
        subscales=known.subscales,
        band=band,
        flags=tuple(_flags(instrument, known)),
        status=status,
        errors=tuple(errors),
        warnings=(*remarks, *_remarks_on_age(instrument, known)),
        derived=known.derived,
        missing=tuple(item for item in missing if not any(item in error.items for error in errors)),
    )


def _points(instrument: Instrument, known: Known) -> Points:
    excluded = {
        item for exclusion in instrument.scoring.exclude if holds(exclusion.when, known) for item in exclusion.items
    }
    passed_over = {
        item: rule.treat_skipped_as
        for rule in reversed(instrument.skip_rules)
        if holds(rule.when, known)
        for item in rule.skip
    }
    answered = {item.id: item.points(known.items[item.id]) for item in instrument.items if item.id in known.items}
    by_item = passed_over | answered | dict.fromkeys(excluded, 0)
    needed = _needed(instrument)
    return Points(
        by_item=by_item,
        missing=tuple(item for item in needed if item not in by_item),
        conflicts=tuple(item.id for item in instrument.items if item.id in passed_over and item.id in answered),
    )


def _needed(instrument: Instrument) -> list[str]:
    """The items without which the score is not whole, in the order of the form."""
    if instrument.missing.policy == MissingPolicy.ITEM_LEVEL:
        return [item.id for item in instrument.items if item.required]
    needed = {*instrument.scoring.items, *instrument.scoring.required_unscored}
    return [item.id for item in instrument.items if item.id in needed]


def _settled(instrument: Instrument, reading: Reading, points: Points) -> tuple[Status, int | None]:
    """The status, and the raw total where there is one, by the tool's own rule for missing answers."""
    policy, scored = instrument.missing.policy, instrument.scoring.items
    if policy == MissingPolicy.ITEM_LEVEL:
        answered = any(item in reading.items for item in _needed(instrument))
        return (Status.COMPLETE if not points.missing else Status.PARTIAL if answered else Status.INCOMPLETE), None
    if not points.missing:
        return Status.COMPLETE, sum(points.by_item[item] for item in scored)
    if policy == MissingPolicy.COUNT_LOWER_BOUND:
        return Status.PARTIAL, sum(points.by_item.get(item, 0) for item in scored)
    if policy == MissingPolicy.PRORATE and _few_enough(instrument, points):
        known = [points.by_item[item] for item in scored if item in points.by_item]
        return Status.PRORATED, half_up(Fraction(sum(known), len(known)) * len(scored))
    return Status.INCOMPLETE, None


def _few_enough(instrument: Instrument, points: Points) -> bool:
    """An unscored item that is needed cannot be made up for by the others."""
    return (
        len(points.missing) <= instrument.missing.max_missing
        and len(points.missing) < len(instrument.scoring.items)
        and set(points.missing) <= set(instrument.scoring.items)
    )


def _sum(points: Mapping[str, int], items: tuple[str, ...]) -> int | None:
    return sum(points[item] for item in items) if all(item in points for item in items) else None


def _checked(instrument: Instrument, known: Known) -> tuple[list[Remark], list[Remark]]:
    """Checks that fail, and checks that an unanswered question leaves open."""
    broken, unsettled = [], []
    for check in instrument.checks:
        if not holds(check.when, known):
            continue
        met = holds(check.needs, known)
        label = ", ".join(instrument.item(item).label for item in check.items)
        if met is False:
            broken.append(Remark("not_possible_together", check.items, {"label": label, "message": check.message}))
        elif met is None:
            unsettled.append(Remark("not_checked", check.items, {"label": label, "message": check.message}))
    return broken, unsettled


def _reported(instrument: Instrument, raw: int | None) -> Number | None:
    if raw is not None and instrument.scoring.method == "sum_then_convert":
        return instrument.scoring.conversion[str(raw)]
    return raw


def _derived(instrument: Instrument, known: Known, raw: int | None) -> dict[str, object]:
    derived: dict[str, object] = {}
    if instrument.scoring.method == "sum_then_convert":
        derived["raw"] = raw
    for one in instrument.derived:
        derived[one.id] = _worked_out(one, replace(known, derived=derived))
    if instrument.bands_as:
        derived[instrument.bands_as] = None if raw is None else instrument.band_of(raw)
    if instrument.band_scope == "item":
        derived["bands"] = {
            item: instrument.band_of(known.items[item]) for item in _needed(instrument) if item in known.items
        }
    return derived


def _worked_out(one: Derived, known: Known) -> object:
    if one.when is not None:
        return {True: "yes", False: "no", None: None}[holds(one.when, known)]
    values = [known.items.get(item) for item in one.product or one.mean]
    if one.mean:
        given = [Fraction(str(value)) for value in values if value is not None]
        return half_up(sum(given) / len(given), one.decimals) if given else None
    if 0 in values:
        return 0
    if None in values:
        return None
    product = Decimal(1)
    for value in values:
        product *= Decimal(str(value))
    return int(product) if product == product.to_integral_value() else float(product)


def _band(instrument: Instrument, known: Known, raw: int | None) -> str | None:
    """Band rules come before bands; a rule that cannot be settled yet leaves the band open."""
    if raw is None or instrument.band_scope == "item":
        return None
    for rule in instrument.band_rules:
        if (met := holds(rule.when, known)) is not False:
            return rule.id if met else None
    return instrument.band_of(raw)


def _in_top_band(instrument: Instrument, raw: int | None) -> bool:
    return raw is not None and bool(instrument.bands) and instrument.band_of(raw) == instrument.bands[-1].id


def _flags(instrument: Instrument, known: Known) -> Iterator[str]:
    for flag in instrument.critical:
        if holds(flag.when, known):
            yield flag.id
    for one in instrument.critical_missing:
        if one.item not in known.items:
            yield one.flag


def _remarks_on_answers(instrument: Instrument, reading: Reading, points: Points) -> Iterator[Remark]:
    if points.conflicts:
        yield Remark("skip_conflict", points.conflicts)
    unsure = tuple(item for item, answer in reading.items.items() if answer == "dont_know")
    if unsure:
        yield Remark("dont_know", unsure)
    for wanted in instrument.inputs:
        if wanted.required and wanted.id not in reading.inputs:
            yield Remark("input_missing", (wanted.id,), {"label": wanted.label})


def _remarks_on_age(instrument: Instrument, known: Known) -> Iterator[Remark]:
    if known.age is None:
        return
    if not (instrument.min_age or 0) <= known.age <= (instrument.max_age or known.age):
        yield Remark("age_outside_range", (), {"age": known.age, "note": instrument.age_note})
    for caution in instrument.cautions:
        if holds(caution.when, known):
            yield Remark(caution.id, (), {"message": caution.text})


def _total_error(instrument: Instrument, total: object) -> Remark | None:
    if not instrument.takes_total:
        return Remark("takes_no_total", (), {"instrument": instrument.short_name})
    limits = instrument.range
    if type(total) is not int or not limits.min <= total <= limits.max:
        return Remark("total_not_in_range", (), {"given": str(total)[:40], "min": limits.min, "max": limits.max})
    return None
