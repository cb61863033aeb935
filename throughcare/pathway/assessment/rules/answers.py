"""What an answer may be, whatever way it comes in: the page, a story, another system."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification.questions import UNANSWERED, Column, Kind, Meaning, Question, SubstanceColumn

ANSWERED = "answered"
CLAUSE = "004 section 8.5.1"
#: No table of an assessment grows beyond this; more is a mistake of whoever sends it.
MOST_ROWS = 12


def given(question: Question, said: Any) -> tuple[str, Any]:
    """How the question stands and its answer as it is kept. Raises StepRefused for what it cannot be answered with."""
    if isinstance(said, str) and said in UNANSWERED:
        return said, None
    return ANSWERED, _READ[question.kind](question, question, said)


def refused(question: Question, rule: str, remedy: str) -> StepRefused:
    return StepRefused(question.id, f"{question.title}: {rule}", remedy, question.source)


def _yes_or_no(question: Question, _asked: Any, said: Any) -> str:
    if said not in ("yes", "no"):
        raise refused(question, f"{said!r} is no answer", f"Say yes, no, {', '.join(UNANSWERED)}.")
    return said


def _choice(question: Question, asked: Question | Column, said: Any) -> str:
    known = [one.id for one in asked.choices]
    if said not in known:
        raise refused(question, f"{said!r} is not one of its answers", f"Choose from: {', '.join(known)}.")
    return said


def _several(question: Question, asked: Question, said: Any) -> list[str]:
    chosen = [_choice(question, asked, one) for one in (said if isinstance(said, list | tuple) else [said])]
    if not chosen or len(set(chosen)) < len(chosen):
        raise refused(question, "it names nothing, or the same twice", "Name each answer once.")
    return [one.id for one in asked.choices if one.id in chosen]


def _number(question: Question, asked: Question | Column, said: Any) -> int | float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise refused(question, f"{said!r} is not a number", "Write a number such as 3.")
    low, high = asked.lowest, asked.highest
    if (low is not None and said < low) or (high is not None and said > high) or said != said:
        bounds = f"from {low:g} to {high:g}" if high is not None and low is not None else f"of {low or high:g} or more"
        raise refused(question, f"{said} is not possible", f"Write a number {bounds}.")
    return int(said) if float(said).is_integer() else said


def _day(question: Question, _asked: Any, said: Any) -> str:
    try:
        return (said if isinstance(said, date) else date.fromisoformat(str(said))).isoformat()
    except ValueError:
        raise refused(question, f"{said!r} is not a day", "Write a day such as 2014-10-06.") from None


def _words(question: Question, _asked: Any, said: Any) -> str:
    if not isinstance(said, str) or not said.strip():
        raise refused(question, "it holds no words", "Write some, or say not_asked, declined or not_known.")
    return said.strip()


def _table(question: Question, _asked: Any, said: Any) -> list[dict]:
    """Its rows; an empty table says that there is nothing to name."""
    if not isinstance(said, list | tuple) or not all(isinstance(row, Mapping) for row in said):
        raise refused(question, "it is no table", "Write a list of rows, each with its columns.")
    if len(said) > MOST_ROWS:
        raise refused(question, f"{len(said)} rows are too many", f"Write {MOST_ROWS} at most.")
    rows = [_row(question, row) for row in said]
    if question.means == Meaning.SUBSTANCES:
        _refuse_twice(question, [row[SubstanceColumn.SUBSTANCE.value] for row in rows])
    return rows


def _row(question: Question, said: Mapping) -> dict:
    columns = {one.id: one for one in question.columns}
    unknown = sorted(set(said) - set(columns))
    if unknown:
        raise refused(question, f"it has no column {unknown[0]}", f"Its columns: {', '.join(columns)}.")
    first = question.columns[0]
    if said.get(first.id) in (None, ""):
        raise refused(question, f"a row does not say its {first.id}", "Name it, or leave the row out.")
    return {
        name: _READ[column.kind](question, column, said[name])
        for name, column in columns.items()
        if said.get(name) not in (None, "")
    }


def _refuse_twice(question: Question, named: list[str]) -> None:
    twice = next((one for at, one in enumerate(named) if one in named[:at]), None)
    if twice:
        raise refused(question, f"{twice} is named twice", "Name each substance once.")


_READ = {
    Kind.FIVE_ANSWERS: _yes_or_no,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.WORDS: _words,
    Kind.TABLE: _table,
}
