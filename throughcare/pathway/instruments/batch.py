"""Scores what a file holds: answers of one tool, or a list of tools each with answers or a total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from throughcare.pathway.instruments import catalogue
from throughcare.pathway.instruments.scoring import Result, score, score_total
from throughcare.pathway.instruments.sentences import line
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.terms import Status

ENTRY_FIELDS = ("instrument", "answers", "total", "inputs", "age")


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
        facts = {"total": one["total"], "band": one["band"], "flags": ", ".join(one["flags"])}
        said = "".join(f", {name} {value}" for name, value in facts.items() if value not in (None, ""))
        yield f"{number}. {one['instrument']}: {one['status']}{said}"
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
    try:
        entry = _entry(given)
        if "instrument" not in entry:
            raise EntryFault(_("names no instrument"))
        return shape(_scored(catalogue.instrument(entry["instrument"]), entry))
    except EntryFault as fault:
        return _refused(name, str(fault))
    except catalogue.UnknownInstrument as unknown:
        return _refused(name, no_such(unknown))


def _entry(given: object) -> Mapping:
    if not isinstance(given, Mapping):
        raise EntryFault(_("give instrument and either answers or total"))
    unknown = sorted(str(name) for name in given if name not in ENTRY_FIELDS)
    if unknown:
        names = {"unknown": ", ".join(unknown), "known": ", ".join(ENTRY_FIELDS)}
        raise EntryFault(_("%(unknown)s: there is no such field; there are %(known)s") % names)
    if ("answers" in given) == ("total" in given):
        raise EntryFault(_("give either answers or total"))
    for name in ("answers", "inputs"):
        if name in given and not isinstance(given[name], Mapping):
            raise EntryFault(_("%(field)s: give a mapping of names to answers") % {"field": name})
    age = given.get("age")
    if age is not None and (type(age) is not int or age < 0):
        raise EntryFault(_("age: give completed years as a whole number"))
    return given


def _scored(tool: Instrument, entry: Mapping) -> Result:
    if "total" in entry:
        return score_total(tool, entry["total"], entry.get("age"))
    return score(tool, {**entry["answers"], **entry.get("inputs", {})}, entry.get("age"))


def _refused(name: object, message: str) -> dict:
    return {
        "instrument": name if isinstance(name, str) else None,
        "version": None,
        "total": None,
        "subscales": {},
        "band": None,
        "flags": [],
        "status": Status.INVALID.value,
        "errors": [message],
        "derived": {},
        "warnings": [],
        "missing": [],
    }
