"""Scores what a file holds: answers of one tool, or a list of entries.

An entry is a tool with answers or a total; `type: change` with two values of a tool; or `type: units` with a drink.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from throughcare.pathway.instruments import catalogue
from throughcare.pathway.instruments.change import NotComparable, compare
from throughcare.pathway.instruments.rules import alcohol_units
from throughcare.pathway.instruments.scoring import Result, score, score_total
from throughcare.pathway.instruments.sentences import line
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.terms import Status

ENTRY_FIELDS = ("instrument", "answers", "total", "inputs", "age", "context")
CHANGE_FIELDS = ("type", "instrument", "item", "baseline", "review", "threshold", "inputs", "age", "context")
UNITS_FIELDS = ("type", "ml", "abv")
NO_CHANGE = {"change": None, "class": None, "recovered": None}


class EntryFault(ValueError):
    """What was given cannot be scored at all; the message says what to do."""


def shape(result: Result) -> dict:
    """One result as JSON has it."""
    return {
        "instrument": result.instrument,
        "version": result.version,
        "total": result.total,
        "subscales": dict(result.subscales),
        "band": result.band,
        "flags": list(result.flags),
        "status": str(result.status.value),
        "errors": [line(remark) for remark in result.errors],
        "derived": dict(result.derived),
        "warnings": list(dict.fromkeys(remark.code for remark in result.warnings)),
        "missing": list(result.missing),
        **{name: list(value) if isinstance(value, tuple) else value for name, value in result.also.items()},
    }


def score_batch(entries: object) -> list[dict]:
    """Every entry scored, in the same order; one that cannot be scored is invalid in its place."""
    if not isinstance(entries, list):
        raise EntryFault(_("give a list of entries, each with instrument and with answers or total"))
    return [_shape_of(entry) for entry in entries]


def score_one(tool: Instrument, given: object) -> Result:
    """Scores a mapping of answers, or an entry of a batch (whose instrument, if named, must be this one)."""
    if isinstance(given, Mapping) and not _is_entry(tool, given):
        given = {"answers": given}
    entry = _entry(given)
    named = entry.get("instrument", tool.id)
    if named != tool.id:
        raise EntryFault(_("holds answers of %(named)s, not of %(tool)s") % {"named": named, "tool": tool.id})
    return _scored(tool, entry)


def as_text(shaped: list[dict]) -> Iterator[str]:
    """A scored batch, one line for each entry and for each of its errors."""
    for number, one in enumerate(shaped, 1):
        facts = {name: one.get(name) for name in ("total", "metric", "mean", "band", "change", "class", "units")}
        facts["flags"] = ", ".join(one["flags"])
        said = "".join(f", {name} {value}" for name, value in facts.items() if value not in (None, ""))
        yield f"{number}. {one['instrument'] or '-'}: {one['status']}{said}"
        yield from (f"   {error}" for error in one["errors"])


def no_such(unknown: catalogue.UnknownInstrument) -> str:
    names = {"name": unknown.instrument_id, "known": ", ".join(unknown.known)}
    return _("there is no instrument %(name)s; there are %(known)s") % names


def _is_entry(tool: Instrument, given: Mapping) -> bool:
    if not ({"answers", "total"} & set(given)) or not set(given) <= set(ENTRY_FIELDS):
        return False
    return "answers" in given or all(item.id != "total" for item in tool.items)


def _shape_of(given: object) -> dict:
    name = given.get("instrument") if isinstance(given, Mapping) else None
    kind = given.get("type", "score") if isinstance(given, Mapping) else "score"
    shape_of = SHAPES.get(kind) if isinstance(kind, str) else None
    try:
        if shape_of is None:
            raise EntryFault(_("type: give change or units, or no type and answers or total"))
        return shape_of(given)
    except EntryFault as fault:
        return _refused(name, str(fault)) | _none_of(kind)
    except catalogue.UnknownInstrument as unknown:
        return _refused(name, no_such(unknown)) | _none_of(kind)


def _none_of(kind: object) -> dict:
    return NO_CHANGE if kind == "change" else {"units": None} if kind == "units" else {}


def _shape_of_score(given: object) -> dict:
    entry = _entry(given)
    return shape(_scored(_tool_of(entry), entry))


def _shape_of_change(given: Mapping) -> dict:
    entry = _with_fields(given, CHANGE_FIELDS, needed=("baseline", "review"))
    tool = _tool_of(entry)
    _age_of(entry)
    try:
        found = compare(
            tool,
            entry["baseline"],
            entry["review"],
            item=_item_of(entry),
            threshold=_threshold_of(entry),
            sex=_mapping(entry, "inputs").get("sex"),
        )
    except NotComparable as wrong:
        raise EntryFault(line(wrong.remark)) from None
    status = Status.INCOMPLETE if found.change is None else Status.COMPLETE
    told = {"change": found.change, "class": found.kind, "recovered": found.recovered}
    return _blank(tool.id, tool.version, status) | told


def _shape_of_units(given: Mapping) -> dict:
    entry = _with_fields(given, UNITS_FIELDS, needed=("ml", "abv"))
    for name, most in (("ml", 100_000), ("abv", 100)):
        if type(entry[name]) not in (int, float) or not 0 <= entry[name] <= most:
            wanted = {"field": name, "given": str(entry[name])[:40], "most": most}
            raise EntryFault(_("%(field)s: cannot be %(given)s; give a number from 0 to %(most)s") % wanted)
    return _blank(None, None, Status.COMPLETE) | {"units": alcohol_units(entry["ml"], entry["abv"])}


SHAPES = {"score": _shape_of_score, "change": _shape_of_change, "units": _shape_of_units}


def _tool_of(entry: Mapping) -> Instrument:
    if "instrument" not in entry:
        raise EntryFault(_("names no instrument"))
    return catalogue.instrument(entry["instrument"])


def _entry(given: object) -> Mapping:
    if not isinstance(given, Mapping):
        raise EntryFault(_("give instrument and either answers or total"))
    if ("answers" in given) == ("total" in given) and set(given) <= set(ENTRY_FIELDS):
        raise EntryFault(_("give either answers or total"))
    entry = _with_fields({name: one for name, one in given.items() if name != "type"}, ENTRY_FIELDS)
    _mapping(entry, "answers"), _mapping(entry, "inputs"), _age_of(entry)
    return entry


def _with_fields(given: Mapping, known: tuple[str, ...], needed: tuple[str, ...] = ()) -> Mapping:
    unknown = sorted(str(name) for name in given if name not in known)
    if unknown:
        names = {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        raise EntryFault(_("%(unknown)s: there is no such field; there are %(known)s") % names)
    left_out = [name for name in needed if name not in given]
    if left_out:
        raise EntryFault(_("%(fields)s: not given") % {"fields": ", ".join(left_out)})
    return given


def _mapping(entry: Mapping, name: str) -> Mapping:
    if not isinstance(entry.get(name, {}), Mapping):
        raise EntryFault(_("%(field)s: give a mapping of names to answers") % {"field": name})
    return entry.get(name, {})


def _age_of(entry: Mapping) -> int | None:
    """The age, whether given alone or in the context."""
    context = _with_fields(_mapping(entry, "context"), ("age",))
    ages = [one for one in (entry.get("age"), context.get("age")) if one is not None]
    if any(type(age) is not int or age < 0 for age in ages):
        raise EntryFault(_("age: give completed years as a whole number"))
    if len(set(ages)) > 1:
        raise EntryFault(_("age: is given twice, and not the same"))
    return ages[0] if ages else None


def _item_of(entry: Mapping) -> str | None:
    item = entry.get("item")
    if item is not None and not isinstance(item, str):
        raise EntryFault(_("item: give the name of one item"))
    return item


def _threshold_of(entry: Mapping) -> int | float | None:
    threshold = entry.get("threshold")
    if threshold is not None and (type(threshold) not in (int, float) or not threshold > 0):
        raise EntryFault(_("threshold: give a number above 0, or leave it out"))
    return threshold


def _scored(tool: Instrument, entry: Mapping) -> Result:
    age = _age_of(entry)
    if "total" in entry:
        return score_total(tool, entry["total"], age, entry.get("inputs"))
    return score(tool, {**entry["answers"], **entry.get("inputs", {})}, age)


def _refused(name: object, message: str) -> dict:
    return _blank(name if isinstance(name, str) else None, None, Status.INVALID) | {"errors": [message]}


def _blank(name: str | None, version: str | None, status: Status) -> dict:
    """Every field that an entry always has, with nothing in it."""
    return {
        "instrument": name,
        "version": version,
        "total": None,
        "subscales": {},
        "band": None,
        "flags": [],
        "status": status.value,
        "errors": [],
        "derived": {},
        "warnings": [],
        "missing": [],
    }
