"""Writes a definition as TOML that a person can read and go on with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

WIDTH = 110


def written(definition: Mapping, opening: str = "") -> str:
    """The definition as text: plain values first, then its tables, then its lists of tables."""
    lines = [f"# {line}".rstrip() for line in opening.splitlines()]
    plain = {key: value for key, value in definition.items() if not _is_table(value) and not _is_tables(value)}
    lines += [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key, value in definition.items():
        if _is_table(value):
            lines += ["", *_table(key, value)]
    for key, value in definition.items():
        if _is_tables(value):
            for entry in value:
                lines += ["", f"[[{key}]]", *(f"{name} = {_value(one)}" for name, one in entry.items())]
    return "\n".join(lines) + "\n"


def _table(key: str, value: Mapping) -> Iterator[str]:
    yield f"[{key}]"
    inner = {name: one for name, one in value.items() if isinstance(one, Mapping) and one}
    yield from (f"{name} = {_value(one)}" for name, one in value.items() if name not in inner)
    for name, one in inner.items():
        yield from ("", f"[{key}.{name}]", *(f"{_key(part)} = {_value(held)}" for part, held in one.items()))


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) and (not value or not _fits(value))


def _fits(value: Mapping) -> bool:
    return set(value) <= {"min", "max"}


def _is_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    parts = [_value(one) for one in value]
    short = f"[{', '.join(parts)}]"
    if len(short) <= WIDTH and not _is_tables(value):
        return short
    return "\n".join(["[", *(f"    {part}," for part in parts), "]"])


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else _value(key)
