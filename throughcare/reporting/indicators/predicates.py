"""One-line conditions over fact columns, parsed into a few allowed shapes and never evaluated as code."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

#: Names that stand for the period asked about.
PERIOD = {"period_start": "date", "period_end": "date"}
UNKNOWN = "unknown"

ORDERED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
EQUAL = {ast.Eq: "==", ast.NotEq: "!="}


class NotAPredicate(ValueError):
    """The text is not a condition that may stand in an indicator; says why."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition such as `closed_by == "exited" and treatment_started_on is not unknown`.

    What is unknown makes a comparison unknown, and an unknown condition is never counted.
    """

    text: str
    tree: ast.expr

    @property
    def names(self) -> frozenset[str]:
        return frozenset(n.id for n in ast.walk(self.tree) if isinstance(n, ast.Name)) - {UNKNOWN}


def parse(text: str, columns: Mapping[str, str]) -> Predicate:
    """The condition, checked against the columns of its table (name to type)."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise NotAPredicate(f"cannot be read as a condition: {error.msg}") from None
    check_condition(tree, {**columns, **PERIOD})
    return Predicate(text.strip(), tree)


def check_condition(node: ast.expr, types: Mapping[str, str]) -> None:
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                check_condition(value, types)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            check_condition(operand, types)
        case ast.Compare():
            check_comparison(node, types)
        case ast.Constant(value=bool()):
            pass
        case ast.Name():
            if type_of(node, types) != "boolean":
                raise NotAPredicate(f"{node.id} is not a yes-or-no column; compare it with something")
        case _:
            raise NotAPredicate(f"{ast.unparse(node)} is not a condition; use and, or, not, comparisons and columns")


def check_comparison(node: ast.Compare, types: Mapping[str, str]) -> None:
    sides = [node.left, *node.comparators]
    for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
        said = ast.unparse(ast.Compare(left, [operator], [right]))
        if isinstance(operator, ast.Is | ast.IsNot):
            type_of(left, types)
            if not is_unknown(right):
                raise NotAPredicate(f"{said}: only unknown may follow is")
        elif isinstance(operator, ast.In | ast.NotIn):
            if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
                raise NotAPredicate(f'{said}: a list such as ["a", "b"] must follow in')
            same_type(said, left, right.elts, types)
        elif type(operator) in ORDERED or type(operator) in EQUAL:
            if same_type(said, left, [right], types) in ("string", "boolean") and type(operator) in ORDERED:
                raise NotAPredicate(f"{said}: only dates and numbers have an order")
        else:
            raise NotAPredicate(f"{said} is not an allowed comparison")


def same_type(said: str, left: ast.expr, others: list[ast.expr], types: Mapping[str, str]) -> str:
    found = {type_of(one, types) for one in (left, *others)}
    if len(found) > 1:
        raise NotAPredicate(f"{said} compares {' with '.join(sorted(found))}")
    return found.pop()


def type_of(node: ast.expr, types: Mapping[str, str]) -> str:
    match node:
        case ast.Name(id=name) if name in types:
            return types[name]
        case ast.Name(id=name):
            raise NotAPredicate(f"{name} is not a fact column here")
        case ast.Constant(value=bool()):
            return "boolean"
        case ast.Constant(value=int()) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int())):
            return "integer"
        case ast.Constant(value=str()):
            return "string"
    raise NotAPredicate(f"{ast.unparse(node)} is neither a column nor a plain value")


def is_unknown(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == UNKNOWN


def to_ibis(predicate: Predicate, table: Any, period: tuple[Any, Any]) -> Any:
    """The condition as an ibis expression over a table; what is unknown is false.

    The period is two days, or the two columns that hold them.
    """
    import ibis

    days = [ibis.literal(day) if isinstance(day, date) else day for day in period]
    named = dict(zip(("period_start", "period_end"), days, strict=True))

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Name(id=name):
                return named[name] if name in named else table[name]
            case ast.UnaryOp(operand=ast.Constant(value=number)):
                return ibis.literal(-number)
            case ast.Constant(value=plain):
                return ibis.literal(plain)
        raise AssertionError(node)

    def compared(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Any:
        match operator:
            case ast.Is():
                return value(left).isnull()
            case ast.IsNot():
                return value(left).notnull()
            case ast.In():
                return value(left).isin([value(one) for one in right.elts])
            case ast.NotIn():
                return ~value(left).isin([value(one) for one in right.elts])
            case ast.Eq():
                return value(left) == value(right)
            case ast.NotEq():
                return value(left) != value(right)
            case ast.Lt():
                return value(left) < value(right)
            case ast.LtE():
                return value(left) <= value(right)
            case ast.Gt():
                return value(left) > value(right)
        return value(left) >= value(right)

    def condition(node: ast.expr) -> Any:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return reduce(lambda a, b: a & b, map(condition, values))
            case ast.BoolOp(values=values):
                return reduce(lambda a, b: a | b, map(condition, values))
            case ast.UnaryOp(operand=operand):
                return ~condition(operand)
            case ast.Compare(left=left, ops=operators, comparators=others):
                sides = [left, *others]
                pairs = [compared(a, op, b) for a, op, b in zip(sides, operators, others, strict=False)]
                return reduce(lambda a, b: a & b, pairs)
            case ast.Constant(value=bool(said)):
                return ibis.literal(said)
        return table[node.id]

    return condition(predicate.tree).fill_null(False)
