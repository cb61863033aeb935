"""How each indicator is counted, in words, from its declaration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughcare.foundations.today import today
from throughcare.reporting.extract.schema import by_name
from throughcare.reporting.indicators import wording
from throughcare.reporting.indicators.definitions import Indicator, Target
from throughcare.reporting.indicators.queries.stored import indicators_of
from throughcare.reporting.indicators.results import quarters_to
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Specification


@dataclass(frozen=True, slots=True)
class Counted:
    id: str
    title: str
    why: str
    how: Sequence[str]
    conditions: Sequence[tuple[str, str]]
    """What a condition decides, and the condition as it is written, over the columns of the fact tables."""
    targets: Sequence[str]
    notes: Sequence[str]
    source: str


def how_counted() -> list[Counted]:
    period = quarters_to(today(), 1)[0]
    specification = specifications.current_book().in_force_on(period.last)
    return [counted_as(one, specification) for one in indicators_of(period)]


def counted_as(one: Indicator, specification: Specification) -> Counted:
    return Counted(
        id=one.id,
        title=one.title,
        why=one.why,
        how=how(one, specification),
        conditions=conditions(one),
        targets=[target(said) for said in one.targets] or [_("No target.")],
        notes=one.notes,
        source=one.source,
    )


def how(one: Indicator, specification: Specification) -> list[str]:
    """The clock that is counted and the day that puts it into a quarter; or what is counted of which records."""
    if one.clocks:
        titles = ", ".join(specification.clock(clock).title for clock in one.clocks)
        when = {
            "start_on": _("Each is counted in the quarter in which it began."),
            "due_on": _("Each is counted in the quarter in which it was due."),
            "stopped_on": _("Each is counted in the quarter in which it was kept."),
        }[one.period_date]
        return [
            _("Counts this promise: %(titles)s.") % {"titles": titles}
            if len(one.clocks) == 1
            else _("Counts these promises: %(titles)s.") % {"titles": titles},
            when,
            _("Met is kept by its day. Not met is kept later, or still open after its day."),
            _("A promise still running is not counted yet; one that no longer counts never is."),
        ]
    said = [
        _("Counts %(records)s, each in the quarter of this day: %(day)s.")
        % {"records": plain(one.table), "day": meaning(one.table, one.period_date)}
    ]
    if one.sum:
        said.append(_("People are added up as they were recorded."))
    if one.once_per:
        said.append(_("Each known person counts once in a period."))
    return said


def conditions(one: Indicator) -> list[tuple[str, str]]:
    named = (
        (_("Only"), one.which),
        (_("Of"), one.denominator),
        (_("Counted") if one.kind == "count" else _("Met"), one.numerator),
        (_("Not asked"), one.not_asked),
    )
    return [(said, condition.text) for said, condition in named if condition is not None]


def target(said: Target) -> str:
    told = {
        "target": wording.asked(said),
        "year": said.year,
        "group": wording.band(said.group) if said.group else "",
    }
    texts = {
        (False, False): _("Target: %(target)s, of %(year)s."),
        (True, False): _("Target: %(target)s a year, of %(year)s."),
        (False, True): _("Target for %(group)s: %(target)s, of %(year)s."),
        (True, True): _("Target for %(group)s: %(target)s a year, of %(year)s."),
    }
    sentences = [texts[bool(said.per), bool(said.group)] % told]
    if said.carried_forward:
        sentences.append(_("It is used for later years too."))
    if not said.stated:
        sentences.append(_("The text gives no figure."))
    return " ".join(sentences)


def meaning(table: str, column: str) -> str:
    """What the fact tables say of a day on which rows are counted."""
    return by_name()[table].counted[column].meaning


def plain(name: str) -> str:
    """A name of the fact tables as words: `treatment_started_on` is "treatment started on"."""
    return name.replace("_", " ")
