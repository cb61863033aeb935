"""Lines on which actions are written: what, who, by when; as many as the page has, and empty ones are left out."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from throughcare.access.models import User
from throughcare.foundations.pages.fields import DayField, choices_of
from throughcare.pathway.episode.queries import EpisodeForStep

LINES = 3


def add_lines(form: forms.Form, episode: EpisodeForStep, colleagues: Iterable[User]) -> list[str]:
    """Adds the questions of each line to a form; returns their names in order."""
    names = []
    for number in range(1, LINES + 1):
        added = {
            f"what_{number}": forms.CharField(
                label=_("Action %(number)s: what is done") % {"number": number}, required=False, max_length=500
            ),
            f"who_{number}": forms.ChoiceField(
                label=_("Action %(number)s: who does it") % {"number": number},
                required=False,
                choices=_owners(episode, colleagues),
            ),
            f"by_{number}": DayField(
                label=_("Action %(number)s: by which day") % {"number": number},
                what=_("The day of action %(number)s") % {"number": number},
                required=False,
            ),
        }
        for name, field in added.items():
            field.optional_is_said_above = True
            form.fields[name] = field
            names.append(name)
    return names


def _owners(episode: EpisodeForStep, colleagues: Iterable[User]) -> list:
    staff = [(one.username, one.display_name) for one in colleagues]
    return [
        ("", _("Choose")),
        ("person", episode.person.name),
        (_("Colleagues"), staff),
        (_("Other agencies"), choices_of(episode.specification.agencies)),
    ]


def check_lines(form: forms.Form) -> None:
    """An action that is begun has all three parts, or nobody knows whose it is."""
    for number in range(1, LINES + 1):
        what, who, by = (form.cleaned_data.get(f"{part}_{number}") for part in ("what", "who", "by"))
        if not (what or who or by):
            continue
        if not what:
            form.add_error(f"what_{number}", _("Write what is done, or empty the line"))
        if not who:
            form.add_error(f"who_{number}", _("Choose who does it"))
        if not by and f"by_{number}" not in form.errors:
            form.add_error(f"by_{number}", _("Give the day by which it is done"))


def lines_said(form: forms.Form) -> list[dict]:
    return [
        {part: form.cleaned_data[f"{part}_{number}"] for part in ("what", "who", "by")}
        for number in range(1, LINES + 1)
        if form.cleaned_data.get(f"what_{number}")
    ]
