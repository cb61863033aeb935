"""Whatever is written in a specification, reading it ends with faults and never with a failure."""

import copy
import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare.specification import loader, reading

TINY = Path(__file__).parents[3] / "tests" / "specifications" / "tiny"
DAY = TINY / "2020-01-01"
WRITTEN = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in DAY.glob("*.toml")}
JUNK = st.sampled_from(
    [
        0,
        -1,
        1.5,
        True,
        "",
        "x",
        "triage",
        [],
        [1],
        ["x"],
        [{}],
        {},
        {"kind": 1},
        {"days": "x"},
        datetime.date(2020, 1, 1),
    ]
)


def places(tree: object, path: tuple = ()) -> list[tuple]:
    """The way to everything in the file, tables and lists and what they hold."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place for key, value in inner for place in [(*path, key), *places(value, (*path, key))]]


PLACES = [(file, path) for file, tree in WRITTEN.items() for path in places(tree)]


def changed(tree: dict, path: tuple, to: object) -> dict:
    tree = copy.deepcopy(tree)
    inner = tree
    for key in path[:-1]:
        inner = inner[key]
    if to is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return tree


def check_as(files: dict[str, dict], monkeypatch: pytest.MonkeyPatch) -> list[loader.Fault]:
    def read(path, known, *, open_ended=False):
        return reading.Page(path, text="", tables=files[path.name])

    with monkeypatch.context() as patch:
        patch.setattr(loader, "read", read)
        return loader.check(TINY)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), junk=st.none() | JUNK)
def test_one_thing_changed_or_left_out(monkeypatch, place, junk):
    file, path = place
    faults = check_as({**WRITTEN, file: changed(WRITTEN[file], path, junk)}, monkeypatch)
    assert all(fault.message and fault.file for fault in faults)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several=st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=2, max_size=4))
def test_several_things_changed(monkeypatch, several):
    files = dict(WRITTEN)
    for (file, path), junk in several:
        try:
            files[file] = changed(files[file], path, junk)
        except (KeyError, IndexError, TypeError):  # an earlier change took that place away
            continue
    assert all(str(fault) for fault in check_as(files, monkeypatch))


def test_this_way_of_reading_finds_no_fault_in_the_files_as_they_are(monkeypatch):
    assert check_as(WRITTEN, monkeypatch) == []
