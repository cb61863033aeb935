"""Reads the answers given to a tool: what cannot be an answer is refused, never made to fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughcare.pathway.instruments.prepared import Prepared, Question
from throughcare.pathway.instruments.structure import Input, Instrument, Item

Answer = int | float | str | bool
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about some answers; `sentences` puts it into words."""

    code: str
    items: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that can stand with what each adds, the inputs, and what was wrong with the others."""

    items: Mapping[str, Answer]
    points: Mapping[str, int]
    inputs: Mapping[str, Answer]
    errors: tuple[Remark, ...]


def read(ready: Prepared, given: Mapping[str, object]) -> Reading:
    """Items stand in the order of the form, whatever the order in which they are given."""
    items, points, errors = {}, {}, []
    for question in ready.questions:
        answer = given.get(question.id)
        if answer is None:
            continue
        adds = question.points.get(type(answer))
        if adds is not None and answer in adds:
            items[question.id], points[question.id] = answer, adds[answer]
        else:
            _read_with_care(ready.instrument, question, answer, items, points, errors)
    inputs = _read_inputs(ready.instrument, given, errors) if ready.inputs else {}
    for wanted in ready.inputs:
        if wanted.gives and wanted.id in inputs:
            _give(ready.instrument, wanted, inputs[wanted.id], items, points, errors)
    unknown = sorted(str(name) for name in given if name not in ready.names)
    errors += [Remark("unknown_item", (name,), {"instrument": ready.instrument.short_name}) for name in unknown]
    return Reading(items, points, inputs, tuple(errors))


def _read_with_care(tool: Instrument, question: Question, given, items: dict, points: dict, errors: list) -> None:
    """What is no plain answer: left open in words, entered week by week, an amount, a name, or impossible."""
    try:
        answer = _answer(tool, question.item, given)
    except _Impossible as impossible:
        errors.append(impossible.remark)
        return
    if answer is not None:
        items[question.id] = answer
        if question.points:
            points[question.id] = question.item.points(answer)


def _read_inputs(tool: Instrument, given: Mapping, errors: list) -> dict:
    inputs = {}
    for wanted in tool.inputs:
        try:
            answer = _input(tool, wanted, given.get(wanted.id))
        except _Impossible as impossible:
            errors.append(impossible.remark)
        else:
            if answer is not None:
                inputs[wanted.id] = answer
    return inputs


def _give(tool: Instrument, measured: Input, value: int, items: dict, points: dict, errors: list) -> None:
    """A measured value gives the answer to its item; with another answer beside it neither can be trusted."""
    item = tool.item(measured.gives)
    answer = measured.answer_given_by(value)
    if items.setdefault(item.id, answer) != answer:
        details = {"label": item.label, "given": items.pop(item.id), "measured": measured.label, "gives": answer}
        points.pop(item.id)
        errors.append(Remark("not_as_measured", (item.id,), details))
    else:
        points[item.id] = item.points(answer)


class _Impossible(Exception):
    def __init__(self, code: str, entry: Item | Input, given: object, **details: object):
        self.remark = Remark(code, (entry.id,), {"label": entry.label, "given": _shown(given), **details})
        super().__init__(code)


def _answer(tool: Instrument, item: Item, given: object) -> Answer | None:
    if _blank(tool, given):
        return None
    if item.weekly and isinstance(given, list | tuple | Mapping):
        given = _sum_of_weeks(tool, item, given)
    if item.takes(given):
        return given.strip() if item.text else given
    if item.options:
        raise _Impossible("not_an_option", item, given, allowed=", ".join(map(str, item.answers)))
    if item.numeric:
        raise _Impossible("not_in_range", item, given, min=item.numeric.min, max=item.numeric.max)
    raise _Impossible("not_an_amount" if item.amount else "not_a_name", item, given)


def _blank(tool: Instrument, given: object) -> bool:
    return given is None or (isinstance(given, str) and (not given.strip() or given.strip() in tool.not_answered_words))


def _sum_of_weeks(tool: Instrument, item: Item, given: list | tuple | Mapping) -> int | None:
    """Weekly values as a list, or as `weeks` beside a `total` that must be their sum."""
    weeks, total = given, None
    if isinstance(given, Mapping):
        if set(given) - {"weeks", "total"} or not isinstance(given.get("weeks"), list | tuple):
            raise _Impossible("not_weeks", item, given, weeks=tool.weekly.weeks)
        weeks, total = given["weeks"], given.get("total")
    limits = {"weeks": tool.weekly.weeks, "min": tool.weekly.min, "max": tool.weekly.max}
    if len(weeks) != tool.weekly.weeks:
        raise _Impossible("not_weeks", item, list(weeks), weeks=tool.weekly.weeks)
    if not all(type(week) is int and tool.weekly.min <= week <= tool.weekly.max for week in weeks):
        raise _Impossible("week_not_in_range", item, list(weeks), **limits)
    if not _blank(tool, total) and (type(total) is not int or total != sum(weeks)):
        raise _Impossible("weeks_do_not_add_up", item, total, sum=sum(weeks))
    return sum(weeks)


def _input(tool: Instrument, wanted: Input, given: object) -> Answer | None:
    if _blank(tool, given):
        return None
    if wanted.type == "boolean":
        answer = YES_NO.get(given, given) if isinstance(given, str) else given
        if type(answer) is not bool:
            raise _Impossible("not_yes_or_no", wanted, given)
        return answer
    if wanted.type == "integer" and (type(given) is not int or given < 0):
        raise _Impossible("not_a_count", wanted, given)
    if wanted.type == "number" and not _is_amount(given):
        raise _Impossible("not_an_amount", wanted, given)
    if wanted.type == "text" and not isinstance(given, str):
        raise _Impossible("not_a_name", wanted, given)
    return given.strip() if isinstance(given, str) else given


def _is_amount(given: object) -> bool:
    return type(given) in (int, float) and 0 <= given < 1e6 and round(given, 1) == given


def _shown(given: object) -> str:
    text = str(given)
    return text if len(text) <= 40 else f"{text[:39]}…"
