"""Fields for the questions of a domain, built from the specification; whatever is left open stays not asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from throughcare.foundations.pages.fields import DayField, FiveAnswersField, RadioField, SeveralField
from throughcare.pathway.assessment.rules.standing import Standing
from throughcare.pathway.assessment.terms import Given
from throughcare.specification.questions import Column, Kind, Question

#: More choices than these are easier to find in a drop-down.
IN_SIGHT = 7
#: Answers beside the question's own, in the order of the five.
OTHERS = (Given.NOT_ASKED, Given.DECLINED, Given.NOT_KNOWN)
#: Kinds whose box cannot hold "declined" itself.
WITH_A_REASON = frozenset({Kind.NUMBER, Kind.DAY, Kind.WORDS, Kind.TABLE})


def field_name(question: Question) -> str:
    return f"q_{question.id}"


def reason_name(question: Question) -> str:
    return f"why_{question.id}"


def cell_name(question: Question, row: int, column: Column) -> str:
    return f"q_{question.id}_{row}_{column.id}"


def fields_of(question: Question, standing: Standing | None, rows_known: list[dict]) -> dict[str, forms.Field]:
    """The fields of one question by name, in order."""
    if question.kind == Kind.TABLE:
        return _table(question, standing, rows_known)
    field = _FIELDS[question.kind](question)
    _leave_open(field)
    if standing is not None:
        field.initial = _initial(question, standing)
    fields = {field_name(question): field}
    if question.kind in WITH_A_REASON:
        fields[reason_name(question)] = _reason(question, standing)
    return fields


def _leave_open(field: forms.Field) -> None:
    field.required = False
    field.optional_is_said_above = True


def _initial(question: Question, standing: Standing) -> Any:
    if standing.given == Given.ANSWERED:
        return date.fromisoformat(standing.answer) if question.kind == Kind.DAY else standing.answer
    if question.kind in WITH_A_REASON:
        return None
    return [standing.given] if question.kind == Kind.SEVERAL else standing.given


def _reason(question: Question, standing: Standing | None) -> forms.ChoiceField:
    """Number, day and words have no place for the other answers, so those are chosen below."""
    words = [("", _("Answered above, or left open")), *((one.value, one.label) for one in OTHERS)]
    if question.kind == Kind.TABLE:
        words.insert(1, ("none", _("None to name")))
    field = forms.ChoiceField(label=_("Why “%(label)s” has no answer") % {"label": question.title}, choices=words)
    _leave_open(field)
    if standing is not None and standing.given != Given.ANSWERED:
        field.initial = standing.given
    return field


def _five(question: Question) -> forms.Field:
    return FiveAnswersField(label=question.title, help_text=question.hint)


def _choice(asked: Question | Column) -> forms.Field:
    own = [(one.id, one.title) for one in asked.choices]
    others = [(one.value, one.label) for one in OTHERS]
    if len(own) > IN_SIGHT:
        choices = [("", _("Choose")), *own, *others]
        return forms.ChoiceField(label=asked.title, choices=choices, help_text=getattr(asked, "hint", ""))
    field = RadioField(label=asked.title, choices=[*own, *others], help_text=getattr(asked, "hint", ""))
    field.in_a_row = sum(len(title) for _id, title in own) <= 30
    return field


def _several(question: Question) -> forms.Field:
    choices = [*((one.id, one.title) for one in question.choices), *((one.value, one.label) for one in OTHERS)]
    return SeveralField(label=question.title, choices=choices, help_text=question.hint)


def _number(asked: Question | Column) -> forms.Field:
    label = _("%(label)s (%(unit)s)") % {"label": asked.title, "unit": asked.unit} if asked.unit else asked.title
    return forms.FloatField(
        label=label,
        min_value=asked.lowest,
        max_value=asked.highest,
        help_text=getattr(asked, "hint", ""),
        error_messages={
            "min_value": _("“%(label)s” cannot be less than %(number)g")
            % {"label": label, "number": asked.lowest or 0},
            "max_value": _("“%(label)s” cannot be more than %(number)g")
            % {"label": label, "number": asked.highest or 0},
        },
    )


def _day(question: Question) -> forms.Field:
    return DayField(label=question.title, what=question.title, help_text=question.hint)


def _words(question: Question) -> forms.Field:
    return forms.CharField(label=question.title, help_text=question.hint, widget=forms.Textarea(attrs={"rows": 3}))


_FIELDS = {
    Kind.FIVE_ANSWERS: _five,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.WORDS: _words,
}


# Tables -------------------------------------------------------------------------------------------------------------


def rows_shown(question: Question, rows_known: list[dict]) -> int:
    """As many rows as the specification says, and always an empty one."""
    return max(question.rows, len(rows_known) + 1)


def _table(question: Question, standing: Standing | None, rows_known: list[dict]) -> dict[str, forms.Field]:
    fields = {
        cell_name(question, row, column): _cell(column, rows_known[row] if row < len(rows_known) else {})
        for row in range(rows_shown(question, rows_known))
        for column in question.columns
    }
    return {**fields, reason_name(question): _reason(question, standing)}


def _cell(column: Column, row: Mapping[str, Any]) -> forms.Field:
    choices = [("", _("Choose")), *((one.id, one.title) for one in column.choices)]
    if column.kind == "five_answers":
        field: forms.Field = FiveAnswersField(label=column.title)
    elif column.kind == "choice":
        field = forms.ChoiceField(label=column.title, choices=choices)
    elif column.kind == "number":
        field = _number(column)
    else:
        field = forms.CharField(label=column.title, max_length=200)
    _leave_open(field)
    field.initial = row.get(column.id)
    return field


def rows_posted(question: Question, cleaned: Mapping[str, Any], rows: int) -> list[tuple[int, dict]]:
    """The rows in which anything is written, each with its place."""
    found = []
    for row in range(rows):
        cells = {column.id: cleaned.get(cell_name(question, row, column)) for column in question.columns}
        said = {name: cell for name, cell in cells.items() if cell not in (None, "")}
        if said:
            found.append((row, said))
    return found
