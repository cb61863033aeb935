"""How often each question was asked: what nobody asks, nobody knows."""

from datetime import date

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.dates import financial_year_of
from throughcare.foundations.pages.components import Cell, Column, Filter, Filters, Table
from throughcare.foundations.pages.wording import percent
from throughcare.foundations.today import today
from throughcare.pathway.assessment.queries.asked import Asked, AskedInPeriod, how_often_asked
from throughcare.specification import queries as specifications

#: So many financial years can be looked at.
YEARS = 4


@needs(Permission.VIEW_FIGURES)
def asked(request):
    years = financial_years()
    year = request.GET.get("year") if request.GET.get("year") in years else years[0]
    first = date(int(year[:4]), 4, 1)
    found = how_often_asked(request.viewer, first, date(first.year + 1, 3, 31))
    choices = Filter("year", _("Financial year"), [(one, one) for one in years], year)
    return render(
        request,
        "assessment/asked.html",
        {
            "sentence": sentence(found),
            "filters": Filters([choices], _("Show")),
            "tables": tables(found.questions) if found.with_answers else [],
        },
    )


def sentence(found: AskedInPeriod) -> str:
    count, bare = found.with_answers, found.without_answers
    said = ngettext("%(count)s assessment completed.", "%(count)s assessments completed.", count) % {"count": count}
    if not bare:
        return said
    more = ngettext(
        "%(count)s more was completed with no answers kept here, and is not counted.",
        "%(count)s more were completed with no answers kept here, and are not counted.",
        bare,
    )
    return f"{said} {more % {'count': bare}}"


def financial_years() -> list[str]:
    """This one and those before it, the latest first."""
    now = financial_year_of(today())
    return [financial_year_of(date(int(now[:4]) - back, 4, 1)) for back in range(YEARS)]


def tables(questions: list[Asked]) -> list[tuple[str, Table]]:
    """A table for each part of the assessment."""
    form = specifications.current().assessment
    columns = [
        Column(_("Question"), wide=True),
        Column(_("Applied to"), numeric=True),
        Column(_("Asked"), numeric=True),
        Column(_("Not asked"), numeric=True),
    ]
    made = []
    for domain in form.domains if form else ():
        rows = [row(one) for one in questions if one.question.domain == domain.id]
        if rows:
            made.append((domain.title, Table(columns, rows, caption=domain.title, tight=True)))
    return made


def row(one: Asked) -> list:
    baseline = one.question.baseline
    under = ""
    if baseline:
        told = {"share": percent(baseline.not_asked), "of": baseline.of, "source": baseline.source}
        under = _("Published baseline: %(share)s not asked (%(of)s; %(source)s)") % told
    share = percent(one.share) if one.share is not None else _("Nobody")
    left = _("%(count)s of %(all)s") % {"count": one.not_asked, "all": one.applied}
    return [
        Cell(one.question.title, under=under),
        one.applied,
        one.asked,
        Cell(share, under=left if one.applied else ""),
    ]
