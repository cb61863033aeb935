"""Says results in words: always how many of how many, never a share alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Status
from throughcare.people.terms import Sex
from throughcare.reporting.indicators.definitions import Indicator, Target
from throughcare.reporting.indicators.results import NOT_RECORDED, Counts, Judgement, Period, Result
from throughcare.reporting.indicators.rules import Hidden, Number, Told
from throughcare.specification.schema import Specification


def in_lines(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        yield f"{result.indicator.id}  {result.indicator.title}"
        yield f"    {summary(result)}"
        for name, groups in result.tally.groups.items():
            if groups:
                told = "; ".join(f"{group} {of_group(result, name, group, c)}" for group, c in groups.items())
                yield f"    {name}: {told}"


def summary(result: Result) -> str:
    counts = result.tally.total
    parts = [share(counts)]
    if result.whole.target is not None:
        parts.append(verdict(result.whole))
    elif not result.groups:
        parts.append(_("no target"))
    parts += waiting(counts)
    return "; ".join(parts)


def of_group(result: Result, name: str, group: str, counts: Counts) -> str:
    judged = result.groups.get((name, group))
    return f"{share(counts)} ({verdict(judged)})" if judged and judged.target else share(counts)


def share(counts: Counts) -> str:
    """`53 of 56 (94.6%)`; a count is the count. Shares are cut, not rounded, so that nothing just short looks met."""
    if counts.denominator is None:
        return f"{counts.numerator:,}"
    if not counts.denominator:
        return _("no cases")
    tenths = counts.numerator * 1000 // counts.denominator
    return _("{met} of {all} ({share}%)").format(
        met=counts.numerator, all=counts.denominator, share=f"{tenths / 10:.1f}"
    )


def verdict(judged: Judgement) -> str:
    """The target, its year and whether it is met, with the year to date where that is what is judged."""
    target = judged.target
    words = {"met": _("met"), "missed": _("missed"), "no_cases": _("nothing to judge")}[judged.status]
    if judged.year_to_date is None:
        return _("target {target} ({year}): {status}").format(target=asked(target), year=target.year, status=words)
    if judged.status == "missed":
        words = _("not reached")
    return _("{so_far} so far this year, target {target} a year ({year}): {status}; a quarter of it is {guide}").format(
        so_far=f"{judged.so_far:,}", target=asked(target), year=target.year, status=words, guide=judged.quarter_guide
    )


def asked(target: Target) -> str:
    amount = f"{target.value:,.0f}" if target.per or target.value > 1 else f"{target.value * 100:g}%"
    return {
        ">=": _("at least {amount}"),
        ">": _("more than {amount}"),
        "<=": _("at most {amount}"),
        "<": _("less than {amount}"),
    }[target.comparator].format(amount=amount)


def waiting(counts: Counts) -> list[str]:
    parts = []
    if counts.pending:
        parts.append(_("{number} pending").format(number=counts.pending))
    if counts.void:
        parts.append(_("{number} void").format(number=counts.void))
    return parts


# On pages -----------------------------------------------------------------------------------------------------------


def quarter(period: Period) -> str:
    """ "October to December 2026"."""
    return _("%(first)s to %(last)s") % {
        "first": write(period.first, pgettext("date format, as in October", "F")),
        "last": wording.month(period.last),
    }


def recorded_until(known_on: date, read_at: datetime) -> str:
    moment = timezone.localtime(read_at)
    said = {"time": wording.clock_time(moment), "day": wording.full_day(moment.date())}
    if moment.date() == known_on:
        return _("Figures as recorded until %(time)s on %(day)s.") % said
    return _("Figures as known on %(known)s, worked out at %(time)s on %(day)s.") % {
        **said,
        "known": wording.full_day(known_on),
    }


def percent_of(counts: Counts) -> str:
    """The share of a proportion, the number of a count."""
    if counts.denominator is None:
        return f"{counts.numerator:,}"
    return wording.percent(counts.numerator / counts.denominator) if counts.denominator else "–"


def count_of(counts: Counts) -> str:
    return wording.of(counts.numerator, counts.denominator) if counts.denominator else _("no cases")


def told_count(told: Told) -> str:
    """The same for those who are told no number below five."""
    if isinstance(told.denominator, Hidden):
        return _("fewer than 5 cases") if told.denominator is Hidden.FEW else _("not shown")
    whole = {"all": f"{told.denominator:,}"}
    return {
        Hidden.FEW: lambda: _("fewer than 5 of %(all)s") % whole,
        Hidden.ALL_BUT_FEW: lambda: _("all but fewer than 5 of %(all)s") % whole,
        Hidden.HELD: lambda: _("not shown, of %(all)s") % whole,
    }[told.numerator]()


def number(told: Number) -> str:
    if not isinstance(told, Hidden):
        return f"{told:,}"
    return {
        Hidden.FEW: lambda: _("fewer than 5"),
        Hidden.ALL_BUT_FEW: lambda: _("all but fewer than 5"),
        Hidden.HELD: lambda: _("not shown"),
    }[told]()


def amount(target: Target) -> str:
    """ "95%", "1,500 a year", "under 10%": at least is what a target mostly means, and goes without saying."""
    if target.per:
        plain = _("%(number)s a year") % {"number": f"{target.value:,.0f}"}
    else:
        plain = (
            f"{target.value:,.0f}" if target.value > 1 else _("%(number)s%%") % {"number": f"{target.value * 100:g}"}
        )
    return {
        ">=": "%(amount)s",
        ">": _("over %(amount)s"),
        "<=": _("at most %(amount)s"),
        "<": _("under %(amount)s"),
    }[target.comparator] % {"amount": plain}


def status_of(judged: Judgement, *, reachable: bool = False) -> Status:
    """`reachable` is said of a target that promises still running can meet."""
    if judged.status == "no_target":
        return Status("none", _("No target"))
    if judged.status == "no_cases":
        return Status("none", _("No cases"))
    if judged.status == "met":
        return Status("met", _("Met"))
    return Status("soon", _("Not met yet")) if reachable else Status("late", _("Not met"))


def status_on_the_way(on_course: bool) -> Status:
    """Of a year's target while the year goes on."""
    return Status("met", _("On course")) if on_course else Status("soon", _("Behind"))


def status_of_groups(met: int, on_course: int, groups: int) -> Status:
    said = {"met": met, "on_course": on_course, "all": groups}
    if on_course < groups:
        return Status("soon" if met < on_course else "late", _("%(on_course)s of %(all)s on course") % said)
    return Status(
        "met", _("%(met)s of %(all)s met") % said if met == groups else _("%(all)s of %(all)s on course") % said
    )


# Groups of a breakdown ----------------------------------------------------------------------------------------------

HEADINGS: dict[str, str | Promise] = {
    "ethnicity": gettext_lazy("Ethnicity"),
    "exit_reason": gettext_lazy("Reason for leaving"),
    "intervention_type": gettext_lazy("First intervention"),
    "main_substance": gettext_lazy("Main substance"),
    "partner_agency": gettext_lazy("First agency worked with"),
    "provider": gettext_lazy("Provider"),
    "referral_channel": gettext_lazy("How the referral came"),
    "referral_source": gettext_lazy("Who referred"),
    "setting": gettext_lazy("Setting"),
    "sex": gettext_lazy("Sex"),
    "substance": gettext_lazy("What it was about"),
    "urgency": gettext_lazy("Urgency"),
}
#: Which words of the specification name the groups of a fact column.
CODES = {
    "end_reason": "end_reasons",
    "exit_reason": "exit_reasons",
    "intervention_type": "interventions",
    "main_substance": "substances",
    "outcome": "session_outcomes",
    "partner_agency": "agencies",
    "referral_channel": "channels",
    "referral_source": "sources",
    "substance": "abouts",
    "treatment_setting": "intervention_settings",
    "urgency": "urgencies",
}
SETTINGS = {"contacts": "outreach_settings", "interventions": "intervention_settings"}


def heading(indicator: Indicator, name: str) -> str:
    if name in indicator.bands:
        return _("Age")
    return str(HEADINGS.get(name) or name.replace("_", " ").capitalize())


def group(
    indicator: Indicator, name: str, of_group: str, specification: Specification, agencies: Mapping[str, str]
) -> str:
    """A group by its title in the specification; by its own word where that has none."""
    if of_group == NOT_RECORDED:
        return _("Not recorded")
    if name in indicator.bands:
        return band(of_group)
    if name == "provider":
        return agencies.get(of_group, of_group)
    if name == "sex":
        return str(dict(Sex.choices).get(of_group, of_group))
    codes = getattr(specification, CODES.get(name) or SETTINGS.get(indicator.table, ""), {})
    if of_group in codes:
        return codes[of_group].title
    return {"yes": _("Yes"), "no": _("No")}.get(of_group, of_group)


def band(label: str) -> str:
    """ "<18" is "Under 18", "18-24" is "18 to 24"."""
    if found := re.fullmatch(r"<(\d+)", label):
        return _("Under %(age)s") % {"age": found[1]}
    if found := re.fullmatch(r"(\d+)-(\d+)", label):
        return _("%(from)s to %(to)s") % {"from": found[1], "to": found[2]}
    if found := re.fullmatch(r"(\d+)\+", label):
        return _("%(age)s and over") % {"age": found[1]}
    return label
