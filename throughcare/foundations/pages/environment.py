"""The Jinja2 environment of every page: our templates, then nhsuk's macros, with our words as filters."""

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from throughcare.foundations.pages import components, forms, wording
from throughcare.foundations.today import today


def environment(**options) -> jinja2.Environment:
    """Called by Django's Jinja2 backend, which brings the rooms' own templates, and asks for escaping."""
    options["loader"] = jinja2.ChoiceLoader([options["loader"], jinja2.PackageLoader("nhsuk_frontend_jinja")])
    options["undefined"] = jinja2.ChainableUndefined  # nhsuk's macros need it; snapshot tests catch our typos
    made = jinja2.Environment(**options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.globals |= {"url": address, "static": static, "today": today, "wording": wording, "parts": components}
    made.globals |= {"field_macro": forms.field_macro, "error_list": forms.error_list, "sections_of": forms.sections_of}
    made.filters |= {
        "list_day": lambda day: wording.list_day(day, today()),
        "short_day": lambda day: wording.short_day(day, today()),
        "full_day": wording.full_day,
        "weekday_and_full_day": wording.weekday_and_full_day,
        "month": wording.month,
        "day_in_month": wording.day_in_month,
        "clock_time": wording.clock_time,
        "public_time": wording.public_time,
        "day_and_time": lambda moment: wording.day_and_time(moment, today()),
        "days": wording.days,
        "days_left": wording.left,
        "days_late": wording.late_by,
        "percent": wording.percent,
    }
    return made


def address(name: str, *args, query: dict | None = None, **kwargs) -> str:
    """The address of a named page: `url("casework:person", person.id)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None, query=query)
