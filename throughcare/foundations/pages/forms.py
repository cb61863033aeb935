"""Turns a form into what nhsuk's macros ask for, so that no page writes the HTML of a field."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import PARTS, DayWidget, FiveAnswersField, TimeOfDayField

PART_LABELS = {"day": gettext_lazy("Day"), "month": gettext_lazy("Month"), "year": gettext_lazy("Year")}


class Section(NamedTuple):
    """Fields under one heading; the heading may be empty."""

    title: str
    fields: Sequence[str]
    words: str = ""


class PageForm(forms.Form):
    """A form that says what to do when an answer is missing; `sections` groups its fields under headings."""

    sections: Sequence[Section] = ()
    use_required_attribute = False  # the page explains in its own words, in one place

    def full_clean(self) -> None:
        """The words are found here, when every field has its label, not while the form is being put together."""
        for field in self.fields.values():
            _say_what_to_do(field)
        super().full_clean()


def _say_what_to_do(field: forms.Field) -> None:
    """Where a field still has Django's own words, which name neither field nor remedy, ours take their place."""
    django_says: dict[str, str] = {}
    for parent in reversed(type(field).__mro__):
        if parent.__module__.startswith("django.forms"):
            django_says |= getattr(parent, "default_error_messages", {})
    for code, words in _refusals(field).items():
        if field.error_messages.get(code) == django_says.get(code):
            field.error_messages[code] = words


def _refusals(field: forms.Field) -> dict[str, str]:
    label = {"label": str(field.label or "")}
    refusals = {"invalid_choice": _("Choose one of the answers on the page for “%(label)s”") % label}
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField | forms.DecimalField):
        refusals["invalid"] = _("“%(label)s” needs a whole number, such as 3") % label
    elif isinstance(field, forms.FloatField | forms.DecimalField):
        refusals["invalid"] = _("“%(label)s” needs a number, such as 1.5") % label
    if isinstance(field.widget, DayWidget):
        return refusals  # it finds its own words
    return refusals | {"required": _missing(field) % label}


def _missing(field: forms.Field) -> str:
    if isinstance(field, FiveAnswersField):
        return _("Answer “%(label)s”, or choose “Not asked”")
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return _("Choose at least one answer to “%(label)s”")
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on")
    if isinstance(field.widget, forms.Select | forms.RadioSelect):
        return _("Choose an answer to “%(label)s”")
    return _("Fill in “%(label)s”")


# From a bound field to a macro and its parameters -------------------------------------------------------------------


def field_macro(bound: BoundField) -> tuple[str, dict]:
    """The macro's name and its parameters. CheckboxSelectMultiple is a RadioSelect to Python, so it is asked first."""
    widget = bound.field.widget
    if isinstance(widget, forms.HiddenInput):
        return "hidden", {"name": bound.html_name, "value": _text(bound.value()), "id": bound.auto_id}
    if isinstance(widget, DayWidget):
        return "date", _day(bound)
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes", _group(bound) | {"items": _items(bound, chosen=_texts(bound.value()))}
    if isinstance(widget, forms.RadioSelect):
        return ("grouped_radios", _radio_groups(bound)) if _is_grouped(bound) else ("radios", _radios(bound))
    if isinstance(widget, forms.CheckboxInput):
        return "checkboxes", _single_checkbox(bound)
    if isinstance(widget, forms.Select):
        if _is_grouped(bound):
            return "grouped_select", _labelled(bound) | {"groups": _option_groups(bound)}
        return "select", _labelled(bound) | {"items": _options(bound)}
    if isinstance(widget, forms.Textarea):
        attrs = _attributes(widget)
        written = {"value": _text(bound.value()), "rows": attrs.pop("rows", 4)}
        return "textarea", _labelled(bound) | written | _extra(attrs)
    return "input", _input(bound)


def error_list(form: forms.Form) -> list[dict]:
    """The lines of the error summary, in the order of the page, each leading to its field."""
    named = [bound for name in _names_in_order(form) for bound in [form[name]] if bound.errors]
    lines = [{"text": str(error)} for error in form.non_field_errors()]
    for bound in named:
        href = {} if bound.is_hidden else {"href": f"#{_first_control(bound)}"}
        lines += [{"text": str(error)} | href for error in bound.errors]
    return lines


def sections_of(form: forms.Form) -> list[tuple[Section, list[BoundField]]]:
    """Every visible field once: those the form has put under a heading, then the rest."""
    sections = list(getattr(form, "sections", ()))
    placed = {name for section in sections for name in section.fields}
    rest = [name for name in form.fields if name not in placed and not form[name].is_hidden]
    if rest:
        sections.append(Section("", rest))
    return [(section, [form[name] for name in section.fields if name in form.fields]) for section in sections]


def _names_in_order(form: forms.Form) -> list[str]:
    shown = [bound.name for _section, fields in sections_of(form) for bound in fields]
    return shown + [name for name in form.fields if name not in shown]


def _first_control(bound: BoundField) -> str:
    if not isinstance(bound.field.widget, DayWidget):
        return bound.auto_id
    wrong = _parts_in_error(bound)
    return f"{bound.auto_id}_{wrong[0] if wrong else PARTS[0]}"


def _label(bound: BoundField) -> str:
    """What is optional says so, since everything else is asked for; a row of like lines says it once, above."""
    said_above = getattr(bound.field, "optional_is_said_above", False)
    if bound.field.required or said_above or isinstance(bound.field.widget, forms.CheckboxInput):
        return str(bound.label)
    return _("%(label)s (optional)") % {"label": bound.label}


def _described(bound: BoundField) -> dict:
    """The lines under a label. Lazy strings are made plain, for the macros ask whether a text is a string."""
    told = {"hint": {"text": str(bound.help_text)}} if bound.help_text else {}
    if bound.errors:
        hidden = _("Error")  # the macro puts a colon after it
        told["errorMessage"] = {"text": " ".join(map(str, bound.errors)), "visuallyHiddenText": hidden}
    return told


def _labelled(bound: BoundField) -> dict:
    widget = bound.field.widget
    names = {"id": bound.auto_id, "name": bound.html_name, "label": {"text": _label(bound)}}
    classes = {"classes": widget.attrs["class"]} if "class" in widget.attrs else {}
    return names | classes | _described(bound)


def _group(bound: BoundField) -> dict:
    return {
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "fieldset": {"legend": {"text": _label(bound)}},
    } | _described(bound)


def _input(bound: BoundField) -> dict:
    widget = bound.field.widget
    value = bound.value()
    params = _labelled(bound) | {"value": _text(value) if value not in (None, "") else None}
    attrs = _attributes(widget)
    if isinstance(widget, forms.NumberInput):
        # A number box loses what was typed when it is not a number, and the wheel changes it: plain text instead
        params |= {"inputmode": "numeric" if isinstance(bound.field, forms.IntegerField) else "decimal"}
        params.setdefault("classes", "nhsuk-input--width-4")
        attrs = {name: value for name, value in attrs.items() if name not in ("min", "max", "step")}
    elif isinstance(bound.field, TimeOfDayField):
        params |= {"inputmode": "text", "autocomplete": "off"}
    elif widget.input_type != "text":
        params["type"] = widget.input_type
    if isinstance(widget, forms.PasswordInput) and not widget.render_value:
        params["value"] = None
    for name in ("autocomplete", "autocapitalize", "inputmode", "placeholder"):
        if name in attrs:
            params[name] = attrs.pop(name)
    if "spellcheck" in attrs:
        params["spellcheck"] = str(attrs.pop("spellcheck")).lower() == "true"
    return params | _extra(attrs)


def _day(bound: BoundField) -> dict:
    value = bound.value()
    texts = value if isinstance(value, list) else bound.field.widget.decompress(value)
    wrong = _parts_in_error(bound)
    items = [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": {"text": str(PART_LABELS[part])},
            "value": _text(text) if text not in (None, "") else None,
            "width": 4 if part == "year" else 2,
            "error": part in wrong,
        }
        for part, text in zip(PARTS, texts, strict=True)
    ]
    return {"id": bound.auto_id, "fieldset": {"legend": {"text": _label(bound)}}, "items": items} | _described(bound)


def _parts_in_error(bound: BoundField) -> list[str]:
    """The boxes to mark: those that are missing, or all when the day as a whole is refused."""
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    codes = [error.code or "" for error in errors]
    named = [part for part in PARTS if any(code.startswith("missing_") and part in code for code in codes)]
    return named or (list(PARTS) if errors else [])


def _radios(bound: BoundField) -> dict:
    items = _items(bound, chosen=_texts(bound.value()), skip_blank=True)
    five = isinstance(bound.field, FiveAnswersField)
    in_a_row = five or getattr(bound.field, "in_a_row", False)
    inline = {"classes": "nhsuk-radios--inline", "formGroup": {"classes": "tc-five"}} if in_a_row else {}
    small = {"small": True} if getattr(bound.field, "small", True) else {}
    return _group(bound) | inline | small | {"items": items}


def _is_grouped(bound: BoundField) -> bool:
    """Choices given as Django gives groups: a title, then the choices under it."""
    return any(isinstance(label, list | tuple) for _value, label in bound.field.choices)


def _radio_groups(bound: BoundField) -> dict:
    """One question whose answers stand under headings; each group has a fieldset, and all share one name."""
    hints = getattr(bound.field, "group_hints", {})
    groups = []
    for number, (title, choices) in enumerate(_groups(bound)):
        items = _items(bound, chosen=_texts(bound.value()), skip_blank=True, choices=choices)
        prefix = bound.auto_id if number == 0 else f"{bound.auto_id}-{number + 1}"
        group = {"idPrefix": prefix, "name": bound.html_name, "small": True, "items": items}
        if title:
            group |= {"fieldset": {"legend": {"text": str(title), "classes": "tc-choice-group"}}}
        if hints.get(title):
            group |= {"hint": {"text": str(hints[title])}}
        groups.append(group)
    return _group(bound) | {"groups": groups}


def _option_groups(bound: BoundField) -> list[dict]:
    chosen = _texts(bound.value())
    return [
        {
            "title": str(title),
            "items": [
                {"value": _text(value), "text": str(label), "selected": _text(value) in chosen}
                for value, label in choices
            ],
        }
        for title, choices in _groups(bound)
    ]


def _groups(bound: BoundField) -> list[tuple[str, list]]:
    """The groups in their order; choices that stand in none come under no title, together while they follow."""
    groups: list[tuple[str, list]] = []
    for value, label in bound.field.choices:
        if isinstance(label, list | tuple):
            groups.append((value, list(label)))
        elif groups and groups[-1][0] == "":
            groups[-1][1].append((value, label))
        else:
            groups.append(("", [(value, label)]))
    return groups


def _items(
    bound: BoundField, chosen: set[str], skip_blank: bool = False, choices: Iterable | None = None
) -> list[dict]:
    hints = getattr(bound.field, "hints", {})
    items = []
    for value, label in _flat(bound.field.choices if choices is None else choices):
        if skip_blank and value == "":
            continue
        hint = {"hint": {"text": str(hints[value])}} if hints.get(value) else {}
        items.append({"value": value, "text": str(label), "checked": value in chosen} | hint)
    return items


def _options(bound: BoundField) -> list[dict]:
    chosen = _texts(bound.value())
    return [
        {"value": value, "text": str(label), "selected": value in chosen} for value, label in _flat(bound.field.choices)
    ]


def _single_checkbox(bound: BoundField) -> dict:
    """One box is its own question: label beside the box, no legend to repeat it."""
    item = {"value": "on", "text": _label(bound), "checked": bool(bound.value())}
    if bound.help_text:
        item["hint"] = {"text": str(bound.help_text)}
    described = {name: told for name, told in _described(bound).items() if name == "errorMessage"}
    return {"idPrefix": bound.auto_id, "name": bound.html_name, "items": [item]} | described


def _flat(choices: Iterable) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield _text(value), label


def _texts(value) -> set[str]:
    if value in (None, ""):
        return set()
    return {_text(one) for one in value} if isinstance(value, list | tuple | set) else {_text(value)}


def _text(value) -> str:
    if value is None:
        return ""
    return str(getattr(value, "value", value)) if not isinstance(value, str) else str(value)


def _attributes(widget: forms.Widget) -> dict:
    return {name: value for name, value in widget.attrs.items() if name not in ("class", "id", "cols")}


def _extra(attrs: dict) -> dict:
    return {"attributes": {name: str(value) for name, value in attrs.items()}} if attrs else {}
