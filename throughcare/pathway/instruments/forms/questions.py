"""A form for any tool: its questions in their sections, none answered beforehand, checked as a whole by scoring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from throughcare.pathway.instruments import sentences
from throughcare.pathway.instruments.scoring import Result, score
from throughcare.pathway.instruments.structure import Input, Instrument, Item
from throughcare.pathway.instruments.terms import Reproduce, Status
from throughcare.pathway.instruments.wording import SHORT_LABELS, Wording


@dataclass(frozen=True, slots=True)
class FormSection:
    """Questions shown under one heading; a tool without sections has one without a heading."""

    title: str
    fields: tuple[forms.BoundField, ...]


class InstrumentForm(forms.Form):
    """Asks a tool's questions. After validation `answers` and `result` hold what was given and how it scores.

    Questions may stay open where the tool's rule for missing answers lets them; `keep_incomplete` lets all stay
    open, for a tool that was broken off: it is kept and shown as not scored. `weekly` asks for the weeks too.
    """

    answers: dict[str, object]
    result: Result | None = None

    def __init__(
        self,
        instrument: Instrument,
        data=None,
        *,
        wording: Wording = SHORT_LABELS,
        age: int | None = None,
        weekly: bool = False,
        keep_incomplete: bool = False,
        **kwargs,
    ):
        super().__init__(data, **kwargs)
        self.instrument, self.wording, self.age = instrument, wording, age
        self.weekly, self.keep_incomplete = weekly, keep_incomplete
        self.answers = {}
        for wanted in instrument.inputs:
            self.fields[wanted.id] = _input_field(wanted)
        for item in instrument.items:
            if weekly and item.weekly:
                self.fields |= {name: self._week_field(item, week) for week, name in self._weeks(item)}
            self.fields[item.id] = _field(item, wording)

    @property
    def sections(self) -> list[FormSection]:
        """The fields as they are to be shown, first those before the questions."""
        titles = {"": "", **{section.id: section.label for section in self.instrument.sections}}
        before = [self[wanted.id] for wanted in self.instrument.inputs]
        shown = [FormSection("", tuple(before))] if before else []
        for section, title in titles.items():
            fields = [
                self[name] for item in self.instrument.items if item.section == section for name in self._names(item)
            ]
            if fields:
                shown.append(FormSection(title, tuple(fields)))
        return shown

    @property
    def notice(self) -> str:
        """What must be said above the questions so that short labels are not taken for the tool itself."""
        if self.wording.is_official:
            return self.wording.licence
        if self.instrument.licence.reproduce == Reproduce.TOTAL_ONLY:
            return _("Enter the score from the official form.")
        return _("These are short labels for entering answers from the official form, not its wording.")

    def clean(self):
        cleaned = super().clean()
        self.answers = dict(self._given(cleaned))
        self.result = score(self.instrument, self.answers, self.age)
        for remark in self.result.errors:
            self._say(remark.items, sentences.sentence(remark))
        if not self.keep_incomplete and self.result.status in (Status.INCOMPLETE, Status.INVALID):
            self._ask_for_missing()
        return cleaned

    def _ask_for_missing(self) -> None:
        if self.instrument.missing.policy == "item_level":
            if self.result.status == Status.INCOMPLETE and not self.errors:
                self.add_error(None, _("Answer at least one question"))
            return
        if len(self.result.missing) > self.instrument.missing.max_missing:
            for item in self.result.missing:
                self._say((item,), sentences.unanswered(self.wording.of(self.instrument.item(item))))

    def _say(self, items: tuple[str, ...], message: str) -> None:
        """Adds the error at its question, once: a field that Django already refused has its own."""
        for item in items or (None,):
            if item is None or item not in self.errors:
                self.add_error(item if item in self.fields else None, message)

    def _given(self, cleaned: dict) -> Iterator[tuple[str, object]]:
        for wanted in self.instrument.inputs:
            given = _plain(cleaned.get(wanted.id))
            if not _empty(given):
                yield wanted.id, given
        for item in self.instrument.items:
            total = _plain(cleaned.get(item.id))
            weeks = [cleaned.get(name) for _week, name in self._weeks(item)] if self.weekly and item.weekly else []
            if any(week is not None for week in weeks):
                yield item.id, {"weeks": weeks, "total": total}
            elif not _empty(total):
                yield item.id, total

    def _names(self, item: Item) -> list[str]:
        weeks = [name for _week, name in self._weeks(item)] if self.weekly and item.weekly else []
        return [*weeks, item.id]

    def _weeks(self, item: Item) -> list[tuple[int, str]]:
        return [(week, f"{item.id}_week{week}") for week in range(1, self.instrument.weekly.weeks + 1)]

    def _week_field(self, item: Item, week: int) -> forms.Field:
        label = _("%(label)s, week %(week)s") % {"label": self.wording.of(item), "week": week}
        return _whole_number(label, self.instrument.weekly.min, self.instrument.weekly.max)


def _field(item: Item, wording: Wording) -> forms.Field:
    label = wording.of(item)
    if item.options:
        choices = [(str(option.answer), wording.of_option(item, option)) for option in item.options]
        answers = {str(answer): answer for answer in item.answers}
        return _radios(label, choices, answers.get)
    if item.anchors:
        return _radios(label, [(str(number), _anchored(item, number)) for number in item.numeric.all], int)
    if item.numeric:
        return _whole_number(label, item.numeric.min, item.numeric.max, item.unit)
    if item.amount:
        return _amount(label, item.amount)
    return forms.CharField(label=label, required=False, max_length=100)


def _anchored(item: Item, number: int) -> str:
    anchor = item.anchors.get(str(number))
    return f"{number}: {anchor}" if anchor else str(number)


def _input_field(wanted: Input) -> forms.Field:
    if wanted.type == "boolean":
        return _radios(wanted.label, [("yes", _("Yes")), ("no", _("No"))], str, wanted.note)
    if wanted.type == "integer":
        return _whole_number(wanted.label, 0, None, wanted.note)
    if wanted.type == "number":
        return _amount(wanted.label, wanted.note)
    return forms.CharField(label=wanted.label, required=wanted.required, max_length=100, help_text=wanted.note)


def _radios(label: str, choices, coerce, help_text: str = "") -> forms.Field:
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"invalid_choice": _("“%(label)s”: choose one of the answers shown") % {"label": label}},
    )


def _amount(label: str, help_text: str) -> forms.Field:
    refused = _("“%(label)s”: enter a number, with one decimal at most") % {"label": label}
    faults = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        decimal_places=1,
        max_digits=6,
        help_text=help_text,
        error_messages=dict.fromkeys(faults, refused),
    )


def _whole_number(label: str, least: int, most: int | None, help_text: str = "") -> forms.Field:
    limits = {"label": label, "least": least, "most": most}
    refused = _("“%(label)s”: enter a whole number") % limits
    if most is not None:
        refused = _("“%(label)s”: enter a whole number from %(least)s to %(most)s") % limits
        help_text = help_text or _("From %(least)s to %(most)s") % limits
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=help_text,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), refused),
    )


def _plain(value: object) -> object:
    """A decimal as scoring and stored answers have it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _empty(value: object) -> bool:
    return value is None or value == ""
