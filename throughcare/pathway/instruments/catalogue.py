"""The tools this system knows, read from their definitions and refused when a definition is at fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from throughcare.pathway.instruments.adjusting import adjusted
from throughcare.pathway.instruments.structure import Instrument, Option

DEFINITIONS = Path(__file__).parent / "definitions"
SCALES = "scales.toml"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a definition, and where."""

    file: str
    entry: str
    field: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = " ".join(word for word in (self.entry, self.field) if word)
        return f"{place}: {where}: {self.message}" if where else f"{place}: {self.message}"


class DefinitionFaults(Exception):
    """Definitions that cannot be used."""

    def __init__(self, faults: list[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


class UnknownInstrument(LookupError):
    """No tool has that name."""

    def __init__(self, instrument_id: object, known: Mapping[str, Instrument]):
        self.instrument_id = instrument_id
        self.known = tuple(sorted(known))
        super().__init__(f"there is no instrument {instrument_id}; there are {', '.join(self.known)}")


def instrument(instrument_id: str) -> Instrument:
    """The tool of that name among those this system knows."""
    known = instruments()
    if not isinstance(instrument_id, str) or instrument_id not in known:
        raise UnknownInstrument(instrument_id, known)
    return known[instrument_id]


def instruments() -> Mapping[str, Instrument]:
    """Every tool that this system knows, by name: the product's and the service's own, as the service has set them."""
    return as_set_in(settings.THROUGHCARE_ADJUSTMENTS, settings.THROUGHCARE_INSTRUMENTS)


@cache
def as_set_in(adjustments: Path, local: Path) -> Mapping[str, Instrument]:
    """The tools, with what the adjustments' files set otherwise: each is named after its tool (see `adjusting`).

    Read once in a process: a running server goes on with what it started on.
    """
    tools = {**load(DEFINITIONS), **load_local(local)}
    for path in sorted(adjustments.glob("*.toml")):
        raw, text = _read(path)
        if path.stem not in tools:
            raise DefinitionFaults([Fault(str(path), "", "", f"there is no tool {path.stem}", 1)])
        try:
            tools[path.stem] = adjusted(tools[path.stem], raw)
        except ValidationError as error:
            raise DefinitionFaults([_fault(path, text, raw, one) for one in error.errors()]) from None
        except ValueError as error:
            raise DefinitionFaults([Fault(str(path), "", "", str(error), 1)]) from None
    return tools


def load_local(folder: Path) -> dict[str, Instrument]:
    """The tools of a service's own, if any: they use the shared answers, and replace neither those nor a tool."""
    shared, shipped = load_scales(DEFINITIONS / SCALES), load(DEFINITIONS)
    own = load_scales(folder / SCALES)
    taken = [(folder / SCALES, name) for name in own if name in shared]
    taken += [(path, path.stem) for path in sorted(folder.glob("*.toml")) if path.stem in shipped]
    if taken:
        message = _("comes with the product and is not replaced; choose another id")
        raise DefinitionFaults([Fault(str(path), name, "", message, 1) for path, name in taken])
    return _load(folder, {**shared, **own})


@cache
def load(folder: Path) -> dict[str, Instrument]:
    """Every definition in a folder, whose `scales.toml` holds the answers that several of them share."""
    return _load(folder, load_scales(folder / SCALES))


def _load(folder: Path, scales: Mapping[str, list[dict]]) -> dict[str, Instrument]:
    tools, faults = {}, []
    for path in sorted(folder.glob("*.toml")):
        if path.name == SCALES:
            continue
        try:
            tools[path.stem] = load_definition(path, scales)
        except DefinitionFaults as found:
            faults += found.faults
    if faults:
        raise DefinitionFaults(faults)
    return tools


def load_scales(path: Path) -> dict[str, list[dict]]:
    """The shared answers of a folder; a folder may have none."""
    if not path.exists():
        return {}
    raw, text = _read(path)
    try:
        TypeAdapter(dict[str, list[Option]]).validate_python(raw)
    except ValidationError as error:
        raise DefinitionFaults([_fault(path, text, raw, one) for one in error.errors()]) from None
    return raw


def load_definition(path: Path, scales: Mapping[str, list[dict]]) -> Instrument:
    """One definition; the file is named after the tool."""
    raw, text = _read(path)
    faults = list(_give_scales(path, text, raw, scales))
    if raw.get("id") != path.stem:
        faults.append(Fault(str(path), "", "id", f"must be {path.stem}, as the file is named", _line(text, "id")))
    if faults:
        raise DefinitionFaults(faults)
    try:
        return Instrument.model_validate(raw)
    except ValidationError as error:
        raise DefinitionFaults([_fault(path, text, raw, one) for one in error.errors()]) from None


def _read(path: Path) -> tuple[dict, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionFaults([Fault(str(path), "", "", _("cannot be read: {why}").format(why=error))]) from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        last = max(1, len(text.splitlines()))  # of a file that ends too soon, the error names no line
        raise DefinitionFaults([Fault(str(path), "", "", str(error), int(line[1]) if line else last)]) from None


def _give_scales(path: Path, text: str, raw: dict, scales: Mapping[str, list[dict]]):
    items = raw.get("item", [])
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict) or "scale" not in item:
            continue
        if item["scale"] not in scales:
            known = ", ".join(sorted(scales))
            message = f"there is no scale {item['scale']}; there are {known}"
            yield Fault(str(path), f"item {item.get('id')}", "scale", message, _line_of(text, item))
        else:
            item.setdefault("options", scales[item["scale"]])


def _fault(path: Path, text: str, raw: dict, error) -> Fault:
    """A pydantic error, told by the name of the entry instead of its number."""
    where = error["loc"]
    message = error["msg"].removeprefix("Value error, ")
    try:
        entry = raw[where[0]][where[1]]
        name, line = f"{where[0]} {entry['id']}", _line_of(text, entry)
        rest = where[2:]
    except (KeyError, IndexError, TypeError):
        name, rest = "", where
        line = _line(text, str(where[0])) if where else None
    return Fault(str(path), name, ".".join(map(str, rest)), message, line)


def _line_of(text: str, entry: dict) -> int | None:
    found = re.search(rf'\bid\s*=\s*"{re.escape(str(entry.get("id")))}"', text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _line(text: str, key: str) -> int | None:
    found = re.search(rf"^[ \t]*{re.escape(key)}\s*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else None
