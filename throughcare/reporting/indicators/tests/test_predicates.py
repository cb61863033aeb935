"""Conditions are read into a few shapes; everything else is refused with a reason."""

from datetime import date

import ibis
import pyarrow as pa
import pytest

from throughcare.reporting.indicators.predicates import NotAPredicate, parse, to_ibis

COLUMNS = {"reason": "string", "wait": "integer", "on": "date", "planned": "boolean"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("__import__('os').system('true')", "is not a condition"),
        ("wait.real < 3", "neither a column nor a plain value"),
        ("(lambda: True)()", "is not a condition"),
        ("[x for x in reason]", "is not a condition"),
        ("open < 3", "open is not a fact column"),
        ("wait < 3 +", "cannot be read"),
        ("wait + 1 < 3", "neither a column nor a plain value"),
        ("wait == 'long'", "compares integer with string"),
        ("on < 3", "compares date with integer"),
        ("reason < 'b'", "only dates and numbers have an order"),
        ("wait", "not a yes-or-no column"),
        ("wait is None", "only unknown may follow is"),
        ("reason in 'abc'", "a list such as"),
        ("reason in []", "a list such as"),
        ("wait < 3 if planned else planned", "is not a condition"),
        ("f'{wait}' == reason", "neither a column nor a plain value"),
    ],
)
def test_what_is_not_a_condition_is_refused_with_a_reason(text, why):
    with pytest.raises(NotAPredicate, match=why):
        parse(text, COLUMNS)


ROWS = [
    {"reason": "a", "wait": 3, "on": date(2014, 10, 1), "planned": True},
    {"reason": "b", "wait": 14, "on": date(2014, 12, 31), "planned": False},
    {"reason": None, "wait": None, "on": None, "planned": None},
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("planned", [True, False, False]),
        ("not planned", [False, True, False]),
        ("wait < 14", [True, False, False]),
        ("3 <= wait <= 14", [True, True, False]),
        ("wait != 3", [False, True, False]),
        ("wait > -1", [True, True, False]),
        ('reason in ["a", "c"]', [True, False, False]),
        ('reason not in ["a", "c"]', [False, True, False]),
        ("reason is unknown", [False, False, True]),
        ("on is not unknown and wait >= 14", [False, True, False]),
        ("on < period_end", [True, False, False]),
        ("on >= period_start or reason is unknown", [True, True, True]),
        ('reason == "a" and planned == True', [True, False, False]),
        ("True", [True, True, True]),
    ],
)
def test_conditions_hold_for_the_rows_they_should_and_never_for_the_unknown(text, expected):
    schema = pa.schema([("reason", pa.string()), ("wait", pa.int64()), ("on", pa.date32()), ("planned", pa.bool_())])
    connection = ibis.duckdb.connect()
    table = connection.create_table("rows", ibis.memtable(pa.Table.from_pylist(ROWS, schema=schema)))
    said = to_ibis(parse(text, COLUMNS), table, (date(2014, 10, 1), date(2014, 12, 31)))
    assert connection.to_pyarrow(table.select(said=said))["said"].to_pylist() == expected
