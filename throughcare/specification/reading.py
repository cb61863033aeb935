"""Reads the TOML files of one version and says, in plain words and with a line, what in them is not as it should be."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: the file, the entry (its id, or its place in the file), the field, and what is wrong."""

    file: str
    entry: str
    field: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        about = ", ".join(part for part in (self.entry, self.field) if part)
        return f"{place}: {about}: {self.message}" if about else f"{place}: {self.message}"


class SpecificationFaults(Exception):
    """The specification has mistakes, all of them in `faults`; nothing may run on it."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass
class Page:
    """One file of a version, with the faults found in it."""

    path: Path
    text: str = ""
    tables: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    readable: bool = True

    def entries(self, table: str) -> list[dict]:
        """The entries of `[[table]]`; one that is not a table has been reported and is left out."""
        said = self.tables.get(table, [])
        return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []

    def blame(self, table: str, index: int | None, where: str, message: str) -> None:
        """Note a fault in `[[table]]` entry `index`, in the table `[table]` when there is no index, or in the file."""
        entry = table
        if index is not None:
            entry = name_of(self.entries(table)[index], table, index)
        self.faults.append(Fault(str(self.path), entry, where, message, self.line(table, index, where)))

    def line(self, table: str, index: int | None, where: str) -> int | None:
        """The line of the field, else of its entry, else nothing."""
        keys = [part for part in where.split(".") if part]
        nth = int(keys[1]) - 1 if keys[1:2] and keys[1].isdigit() else 0
        if not table and keys and (header := self._header(keys[0], nth)):
            start, keys = header, [key for key in keys[1:] if not key.isdigit()]
        else:
            start = self._header(table, index or 0) if table else 0
        return (self._key(keys[0], start) if keys else None) or start or None

    def _header(self, table: str, index: int) -> int:
        """The line of the table's header, counted from 1, or 0."""
        headers = (f"[[{table}]]", f"[{table}]")
        found = [number for number, line in enumerate(self._lines(), 1) if line.split("#")[0].strip() in headers]
        return found[index] if index < len(found) else 0

    def _key(self, key: str, start: int) -> int | None:
        for number, line in enumerate(self._lines()[start:], start + 1):
            if _HEADER.match(line):
                return None
            if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
                return number
        return None

    def _lines(self) -> list[str]:
        return self.text.splitlines()


_HEADER = re.compile(r"\s*\[{1,2}[\w.\"-]+\]{1,2}\s*(#.*)?$")


def name_of(entry: dict, table: str, index: int) -> str:
    said = entry.get("id")
    return said if isinstance(said, str) and said else f"{table} number {index + 1}"


def read(path: Path, known: Iterable[str], *, open_ended: bool = False) -> Page:
    """The file as tables; a file that is not TOML, and tables that are not known, are faults of the page."""
    page = Page(path, readable=False)
    try:
        page.text = path.read_text(encoding="utf-8")
        page.tables = tomllib.loads(page.text)
        page.readable = True
    except FileNotFoundError:
        page.faults.append(Fault(str(path), "", "", "this file is missing"))
    except UnicodeDecodeError:
        page.faults.append(Fault(str(path), "", "", "this file is not UTF-8 text"))
    except tomllib.TOMLDecodeError as error:
        said = re.search(r"^(.*?)\s*\(at line (\d+)", str(error))
        line = int(said.group(2)) if said else None
        page.faults.append(Fault(str(path), "", "", f"not readable as TOML: {said.group(1) if said else error}", line))
    if not open_ended:
        known = set(known)
        for table in page.tables:
            if table not in known:
                page.blame("", None, table, f"is not known in this file{did_you_mean(table, known)}")
    return page


def entries_as(page: Page, table: str, shape: type[BaseModel]) -> list[BaseModel | None]:
    """Each entry of `[[table]]` in its shape, None where it has faults, and ids that stand twice reported."""
    said = page.tables.get(table, [])
    if not isinstance(said, list) or any(not isinstance(one, dict) for one in said):
        page.blame("", None, table, f"must be written as entries, each under [[{table}]]")
        return []
    kept = []
    first_seen: dict[str, int] = {}
    for index, raw in enumerate(said):
        kept.append(table_as(page, table, index, raw, shape))
        if isinstance(raw.get("id"), str):
            first = first_seen.setdefault(raw["id"], index)
            if first != index:
                page.blame(table, index, "id", f"is used twice; the first is on line {page.line(table, first, 'id')}")
    return kept


def table_as(page: Page, table: str, index: int | None, raw: dict, shape: type[BaseModel]) -> BaseModel | None:
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        for one in error.errors():
            where, message = in_plain_words(one, raw, shape)
            if message:
                page.blame(table, index, where, message)
        return None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(word), sorted(str(one) for one in known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def in_plain_words(error: ErrorDetails, raw: dict, shape: type[BaseModel]) -> tuple[str, str]:
    """Where the mistake is and what it is; an empty message where another error says the same better."""
    place = error["loc"]
    value = raw.get(place[0]) if place else None
    if place and place[0] == "may_precede":
        if isinstance(value, dict) == ("bool" in place):
            return "", ""
        if not isinstance(value, dict):
            return "may_precede", "must be true, or a length such as { days = 14 }"
        place = tuple(part for part in place if "Length" not in str(part))
    return field_name(place, value), _message(error, shape)


def field_name(place: tuple, value: Any) -> str:
    """`stops_on.2.kind` is the kind of the second; a single table that stands for a list has no number."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in place]
    if len(place) > 1 and place[1] == 0 and not isinstance(value, list):
        del parts[1]
    return ".".join(parts)


_SAYINGS = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "greater_than": "must be a whole number above 0",
    "string_pattern_mismatch": "may hold letters, digits, - and _ only",
    "string_too_short": "is empty",
    "too_short": "is empty",
    "model_type": "must be a table, such as { days = 14 }",
    "model_attributes_type": "must be a table, such as { days = 14 }",
    "dict_type": "must be a table",
    "tuple_type": "must be a list",
    "frozen_set_type": "must be a list",
    "date_type": "must be a day, such as 2014-12-24",
    "date_from_datetime_parsing": "must be a day, such as 2014-12-24",
}


def _message(error: ErrorDetails, shape: type[BaseModel]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _SAYINGS:
        return _SAYINGS[kind]
    if kind == "extra_forbidden":
        known = shape.model_fields if len(error["loc"]) == 1 else ()
        return f"is not known here{did_you_mean(str(error['loc'][-1]), known)}"
    if kind in ("literal_error", "enum"):
        return f"must be {context['expected'].replace(chr(39), '')}"
    if kind == "value_error":
        return str(context["error"])
    return error["msg"][:1].lower() + error["msg"][1:]
