"""Reads YAML and JSON whose `on`, `yes`, `no` and `off` are words, and tells on which line each part of it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Step = str | int


class YamlFault(ValueError):
    """Text that cannot be read, with the line where reading stopped."""

    def __init__(self, filename: str, line: int | None, message: str):
        self.filename, self.line, self.message = filename, line, message
        super().__init__(f"{filename}:{line}: {message}" if line else f"{filename}: {message}")


class Document(NamedTuple):
    """What a file holds, and `line_of(("people", 0, "born"))`: the line of that part, or of the nearest around it."""

    data: Any
    line_of: Callable[[tuple[Step, ...]], int]


class WordsLoader(Loader):
    """Knows true, false, null, whole and decimal numbers and dates; every other plain scalar is a word.

    So `14:30` and `012` stay words too, where YAML 1.1 would make numbers of them.
    """

    yaml_implicit_resolvers: dict = {}

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(None, None, "a name must be a single word", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key} is there twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def _date(loader: WordsLoader, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise yaml.constructor.ConstructorError(None, None, f"{node.value} is not a date", node.start_mark) from None


for tag, pattern, first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)$", "-+0123456789"),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
):
    WordsLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
WordsLoader.add_constructor("tag:yaml.org,2002:timestamp", _date)


def load_with_lines(path: Path | str) -> Document:
    """The one document in a file, JSON when its name ends so, else YAML."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise YamlFault(str(path), None, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise YamlFault(str(path), None, "is not text in UTF-8") from None
    return load(text, str(path))


def load(text: str, filename: str) -> Document:
    """The one document in a text, JSON when it is that (or its file's name says so), else YAML."""
    lines = _Lines(text)
    if filename.endswith(".json") or text.lstrip().startswith(("{", "[")):
        try:
            return Document(json.loads(text, object_pairs_hook=_once, parse_constant=_refuse), lines.line_of)
        except ValueError as error:
            if filename.endswith(".json"):
                raise YamlFault(filename, getattr(error, "lineno", None), getattr(error, "msg", str(error))) from None
    try:
        return Document(yaml.load(text, WordsLoader), lines.line_of)
    except yaml.YAMLError as error:
        raise _fault(filename, text, error) from None


def _once(pairs: list[tuple[str, Any]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)} is there twice")
    return found


def _refuse(constant: str):
    raise ValueError(f"{constant} is not a number that can be used")


def _fault(filename: str, text: str, error: yaml.YAMLError) -> YamlFault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    message = getattr(error, "problem", None) or str(error).splitlines()[0]
    return YamlFault(filename, min(mark.line + 1, len(text.splitlines())) if mark else None, message)


class _Lines:
    """Finds lines only when one is asked for: most files have no fault."""

    def __init__(self, text: str):
        self.text, self.root, self.read = text, None, False

    def line_of(self, path: tuple[Step, ...] = ()) -> int:
        if not self.read:
            self.read = True
            try:
                self.root = yaml.compose(self.text, WordsLoader)
            except yaml.YAMLError:
                self.root = None
        node, line = self.root, self.root.start_mark.line + 1 if self.root else 1
        for step in path:
            found = _child(node, step)
            if found is None:
                return line
            mark, node = found
            line = mark.line + 1
        return line


def _child(node: yaml.Node | None, step: Step) -> tuple[yaml.Mark, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step].start_mark, node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if getattr(key, "value", None) == str(step):
                return key.start_mark, value
    return None
