"""The kinds of question a page asks: a day in three boxes, a time, the five answers, and how each is refused."""

from collections.abc import Iterable
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages import wording
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today

PARTS = ("day", "month", "year")


class DayWidget(forms.MultiWidget):
    """Three boxes, posted as `name_day`, `name_month` and `name_year`."""

    def __init__(self, attrs=None):
        super().__init__(widgets={part: forms.TextInput() for part in PARTS}, attrs=attrs)

    def decompress(self, value: date | list | None) -> list[str]:
        if isinstance(value, list | tuple):
            return list(value)
        return ["", "", ""] if value is None else [str(value.day), str(value.month), str(value.year)]


class DayField(forms.MultiValueField):
    """A day. `what` begins the sentence of a refusal: "Triage cannot be after today, 23 November 2026"."""

    widget = DayWidget

    def __init__(self, *, what=None, not_after_today=False, not_before: date | None = None, before_what=None, **kwargs):
        self.what, self.not_after_today = what, not_after_today
        self.not_before, self.before_what = not_before, before_what
        boxes = [forms.CharField(required=False) for _part in PARTS]
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def clean(self, value):
        """Django would complain box by box; a person hears one sentence about the day."""
        texts = [str(text or "").strip() for text in (value or ["", "", ""])]
        missing = [part for part, text in zip(PARTS, texts, strict=True) if not text]
        if len(missing) == len(PARTS):
            if self.required:
                raise ValidationError(self._missing_all(), code="required")
            return None
        if missing:
            raise ValidationError(_missing(missing) % {"what": self._what()}, code="missing_" + "_".join(missing))
        day = self._real_day(*texts)
        self.run_validators(day)
        self._check_bounds(day)
        return day

    def compress(self, data_list):  # pragma: no cover  (clean never asks for it)
        raise NotImplementedError

    def _what(self) -> str:
        return str(self.what or self.label)

    def _missing_all(self) -> str:
        if self.error_messages["required"] != forms.Field.default_error_messages["required"]:
            return str(self.error_messages["required"])
        return _("%(what)s must have a day, a month and a year") % {"what": self._what()}

    def _real_day(self, day: str, month: str, year: str) -> date:
        if year.isdigit() and len(year) != 4:
            raise ValidationError(
                _("%(what)s must have a year of 4 figures, such as 2026") % {"what": self._what()}, code="missing_year"
            )
        try:
            return date(int(year), _month_number(month), int(day))
        except (ValueError, OverflowError):
            raise ValidationError(
                _("%(what)s must be a real day, such as 23 11 2026") % {"what": self._what()}, code="not_real"
            ) from None

    def _check_bounds(self, day: date) -> None:
        now = today()
        if self.not_after_today and day > now:
            raise ValidationError(
                _("%(what)s cannot be after today, %(day)s") % {"what": self._what(), "day": wording.full_day(now)},
                code="after_today",
            )
        if self.not_before and day < self.not_before:
            words = {"what": self._what(), "other": str(self.before_what), "day": wording.full_day(self.not_before)}
            if self.before_what:
                raise ValidationError(_("%(what)s cannot be before %(other)s, %(day)s") % words, code="too_early")
            raise ValidationError(_("%(what)s cannot be before %(day)s") % words, code="too_early")


def _missing(parts: list[str]) -> str:
    return {
        ("day",): _("%(what)s must have a day"),
        ("month",): _("%(what)s must have a month"),
        ("year",): _("%(what)s must have a year"),
        ("day", "month"): _("%(what)s must have a day and a month"),
        ("day", "year"): _("%(what)s must have a day and a year"),
        ("month", "year"): _("%(what)s must have a month and a year"),
    }[tuple(parts)]


def _month_number(text: str) -> int:
    """Many people write Nov; it is as clear as 11."""
    if text.isdecimal():
        return int(text)
    for names in (MONTHS, MONTHS_3):
        for number, name in names.items():
            if str(name).casefold() == text.casefold().rstrip("."):
                return number
    raise ValueError(text)


class TimeOfDayField(forms.Field):
    """A time: 14:02, 14.02, 1402, 2pm and 2:30 pm are all read."""

    widget = forms.TextInput(attrs={"class": "nhsuk-input--width-5"})
    default_error_messages = {"invalid": gettext_lazy("%(label)s must be a time, such as 14:02")}

    def to_python(self, value) -> time | None:
        text = str(value or "").strip().lower().replace(" ", "")
        if not text:
            return None
        if isinstance(value, time):
            return value
        try:
            return _time_of(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"] % {"label": self.label}, code="invalid") from None

    def prepare_value(self, value):
        return wording.clock_time(value) if isinstance(value, time) else value


def _time_of(text: str) -> time:
    half = text[-2:] if text[-2:] in ("am", "pm") else ""
    figures = text.removesuffix(half).replace(".", ":")
    if ":" in figures:
        hour, minute = figures.split(":", 1)
    elif len(figures) > 2:
        hour, minute = figures[:-2], figures[-2:]
    else:
        hour, minute = figures, "0" if half else "?"
    if half and not 1 <= int(hour) <= 12:
        raise ValueError(text)
    hours = int(hour) % 12 + (12 if half == "pm" else 0) if half else int(hour)
    return time(hours, int(minute))


class RadioField(forms.ChoiceField):
    """One of a few choices, all in sight. `hints` says under a choice what it sets going.

    Choices may stand under headings, as Django groups them; `group_hints` then says it for all under a heading.
    """

    widget = forms.RadioSelect

    def __init__(self, *, hints: dict[str, str] | None = None, group_hints: dict[str, str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.hints, self.group_hints = hints or {}, group_hints or {}


class SeveralField(forms.MultipleChoiceField):
    """Any of a few choices, all in sight. `hints` says under a choice what it sets going."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, hints: dict[str, str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.hints = hints or {}


class FiveAnswersField(RadioField):
    """Yes, No, Not asked, Declined, Not known. None is preset."""

    def __init__(self, *, answers: Iterable[tuple[str, str]] = Answer.choices, **kwargs):
        super().__init__(choices=list(answers), **kwargs)


def choices_of(codes: dict) -> list[tuple[str, str]]:
    """Choices from a specification's codes, in its own order."""
    return [(code_id, code.title) for code_id, code in codes.items()]
