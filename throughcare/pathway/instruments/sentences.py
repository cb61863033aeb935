"""Puts what scoring remarks on into words for the person who can mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.pathway.instruments.answers import Remark
from throughcare.pathway.instruments.scoring import Result
from throughcare.pathway.instruments.structure import Instrument

SENTENCES = {
    "not_an_option": gettext_lazy("“%(label)s” cannot be %(given)s; choose one of %(allowed)s"),
    "not_in_range": gettext_lazy("“%(label)s” cannot be %(given)s; enter a whole number from %(min)s to %(max)s"),
    "not_an_amount": gettext_lazy("“%(label)s” cannot be %(given)s; enter a number, with one decimal at most"),
    "not_a_name": gettext_lazy("“%(label)s” cannot be %(given)s; enter a name of up to 100 characters"),
    "not_yes_or_no": gettext_lazy("“%(label)s” cannot be %(given)s; answer yes or no"),
    "not_a_count": gettext_lazy("“%(label)s” cannot be %(given)s; enter a whole number"),
    "not_weeks": gettext_lazy("“%(label)s” cannot be %(given)s; enter all %(weeks)s weekly values, or only the total"),
    "week_not_in_range": gettext_lazy(
        "“%(label)s” cannot be %(given)s; each of the %(weeks)s weeks is a whole number from %(min)s to %(max)s"
    ),
    "weeks_do_not_add_up": gettext_lazy(
        "“%(label)s” has a total of %(given)s, but its weeks add up to %(sum)s; mend the weeks or the total"
    ),
    "unknown_item": gettext_lazy("%(instrument)s has no such question; take it out or mend its name"),
    "not_possible_together": gettext_lazy("“%(label)s”: %(message)s"),
    "not_checked": gettext_lazy("“%(label)s” could not be checked: %(message)s"),
    "not_as_measured": gettext_lazy(
        "“%(label)s” is answered %(given)s, but “%(measured)s” gives %(gives)s; mend one or leave one out"
    ),
    "needs_the_answers": gettext_lazy(
        "%(instrument)s takes no total alone: some answers ask for action today whatever the total; give the answers"
    ),
    "takes_no_total": gettext_lazy("%(instrument)s has no total; give the answers"),
    "not_beside_a_total": gettext_lazy("An answer has no place beside a total; give the answers or the total"),
    "total_not_in_range": gettext_lazy("The total cannot be %(given)s; enter a whole number from %(min)s to %(max)s"),
    "skip_conflict": gettext_lazy("Answered although an earlier answer lets it be passed over; scored as answered"),
    "dont_know": gettext_lazy("Answered “Don't know”, which adds nothing; find out"),
    "input_missing": gettext_lazy("“%(label)s” is not given"),
    "names_no_item": gettext_lazy("%(instrument)s has no total to compare; name the item"),
    "no_such_amount": gettext_lazy("%(instrument)s has no item %(given)s that is a number; mend its name"),
    "not_a_value": gettext_lazy("%(instrument)s cannot have %(given)s here; give a value it can have, or none"),
    "not_given_with": gettext_lazy("“%(label)s” is yes; “%(needs)s” is not given"),
    "no_cutoff": gettext_lazy("No cut-off is known for %(substance)s: look at the score and how it changes"),
    "age_outside_range": gettext_lazy("This tool is not meant for age %(age)s. %(note)s"),
}


def sentence(remark: Remark) -> str:
    """The remark in words; a tool's own checks and cautions bring theirs."""
    pattern = SENTENCES.get(remark.code, "%(message)s")
    return str(pattern) % {name: str(value) for name, value in remark.details.items()}


def line(remark: Remark) -> str:
    """The remark in words, after the names of the items it is about."""
    return f"{', '.join(remark.items)}: {sentence(remark)}" if remark.items else sentence(remark)


def unanswered(label: str) -> str:
    return _("Answer “%(label)s”") % {"label": label}


def summary(instrument: Instrument, result: Result) -> str:
    """One result as lines to read in a terminal."""
    lines = [f"{instrument.name}: {result.status.label}"]
    if result.total is not None:
        lines.append(_("Total %(total)s") % {"total": result.total})
    if result.band is not None:
        band = instrument.band(result.band)
        lines.append(f"{band.label}: {band.meaning}")
    labels = {part.id: part.label for part in instrument.subscales}
    lines += [f"  {labels[part]}: {value}" for part, value in result.subscales.items() if value is not None]
    lines += [f"  {name}: {_told(value)}" for name, value in result.derived.items() if value is not None]
    lines += [f"  {name}: {_told(value)}" for name, value in result.also.items() if value not in (None, (), {})]
    for name in result.flags:
        flag = instrument.flag(name)
        lines.append(f"! {flag.label}: {flag.action} ({flag.urgency.label})")
    if result.missing:
        lines.append(_("Not answered: %(items)s") % {"items": ", ".join(result.missing)})
    return "\n".join([*lines, *map(line, result.warnings)])


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
