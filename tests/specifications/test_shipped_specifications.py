"""A specification is checked as a whole: what the rooms above read of it is checked with the rest."""

import shutil
from pathlib import Path

import pytest

from throughcare.specification import loader


@pytest.fixture
def southampton(tmp_path):
    shutil.copytree(loader.SHIPPED / "southampton-esap", tmp_path / "southampton-esap")
    return tmp_path / "southampton-esap"


@pytest.mark.parametrize("name", loader.shipped())
def test_a_shipped_specification_has_no_mistakes(name):
    assert loader.check(name) == []


def test_mistakes_in_indicators_and_elsewhere_are_named_together(southampton):
    version = southampton / "2014-04-01"
    for file, old, new in (
        ("clocks.toml", 'owner     = "manager"', 'owner     = "manger"'),
        ("codes.toml", 'id = "gp"', 'id = "general practice"'),
        ("indicators.toml", 'better      = "up"', 'better      = "sideways"'),
    ):
        text = (version / file).read_text(encoding="utf-8")
        assert old in text
        (version / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [(Path(fault.file).name, fault.entry, fault.field) for fault in loader.check(southampton)] == [
        ("clocks.toml", "keyworker", "owner"),
        ("codes.toml", "general practice", "id"),
        ("indicators.toml", "KPI-1a", "better"),
    ]


def test_every_entry_says_where_it_comes_from():
    for name in loader.shipped():
        for version in loader.load(name).versions:
            lists = [one for _name, one in version if isinstance(one, dict)]
            coded = [entry for entries in lists for entry in entries.values()]
            sourced = [*version.clocks, *version.steps, *(one for one in coded if hasattr(one, "source"))]
            assert len(sourced) > 100
            assert all(one.source.strip() for one in sourced)
