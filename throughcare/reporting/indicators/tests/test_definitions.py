"""Every mistake in an indicator is named with its file, entry, field and line."""

import pytest

from throughcare.reporting.indicators.definitions import check, declared, load
from throughcare.specification.loader import load as load_specification
from throughcare.specification.loader import shipped
from throughcare.specification.reading import SpecificationFaults

SPECIFICATION = load_specification("southampton-esap").latest
GOOD = """
[[indicator]]
id = "X-1"
title = "An indicator"
why = "It matters."
better = "up"
unit = "episode"
period_date = "received_on"
denominator = "received_on is not unknown"
numerator = "planned"
target = { at_least = 0.9, year = "2014-15" }
break_down = ["age_under18_18to24"]
source = "004"
"""


def faults(tmp_path, text):
    path = tmp_path / "indicators.toml"
    path.write_text(text)
    return [(fault.entry, fault.field, fault.message) for fault in check(path, SPECIFICATION)]


def test_a_good_declaration_loads(tmp_path):
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("was", "becomes", "field", "message"),
    [
        ('why = "It matters."\n', "", "why", "is missing"),
        ('better = "up"', 'better = "sideways"', "better", "must be up or down"),
        ('unit = "episode"', 'unit = "visit"', "unit", "cannot be counted"),
        ('unit = "episode"', 'clock = "triage-ofer"', "", "names a clock, which settles"),
        ('period_date = "received_on"', 'period_date = "reeived_on"', "period_date", "did you mean received_on"),
        ('period_date = "received_on"\n', "", "", "needs period_date"),
        ('numerator = "planned"', 'numerator = "palnned"', "numerator", "palnned is not a fact column"),
        ('numerator = "planned"', 'numerator = "open(1)"', "numerator", "is not a condition"),
        ('numerator = "planned"\n', "", "", "needs numerator"),
        ("at_least = 0.9", "at_least = 95", "target", "is a share between 0 and 1"),
        ("at_least = 0.9", "at_least = 0.9, below = 1", "target", "says one of"),
        ('year = "2014-15"', 'year = "2014"', "target", "not a financial year"),
        ('["age_under18_18to24"]', '["age_under_18"]', "break_down", "did you mean age_under18_18to24"),
        ('break_down = [', 'brake_down = [', "brake_down", "did you mean break_down"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_field(tmp_path, was, becomes, field, message):
    found = faults(tmp_path, GOOD.replace(was, becomes))
    assert any(entry == "X-1" and field in where and message in said for entry, where, said in found), found


def test_an_unknown_clock_is_named_with_the_nearest(tmp_path):
    text = 'id = "X"\ntitle = "X"\nwhy = "X"\nbetter = "up"\nclock = "triage-ofer"\nsource = "004"\n'
    assert faults(tmp_path, "[[indicator]]\n" + text) == [
        ("X", "clock", "triage-ofer is not a clock; did you mean triage-offer?")
    ]


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path):
    path = tmp_path / "indicators.toml"
    path.write_text(GOOD.replace('"planned"', '"x"') + GOOD.replace("X-1", "X-2").replace('"received_on"', '"y"'))
    with pytest.raises(SpecificationFaults) as raised:
        load(path, SPECIFICATION)
    assert [(fault.entry, fault.line) for fault in raised.value.faults if fault.field != "age_at"] == [
        ("X-1", 10),
        ("X-2", 21),
    ]


@pytest.mark.parametrize("name", shipped())
def test_the_indicators_of_every_specification_of_the_product_load(name):
    for version in load_specification(name).versions:
        declared(version)
