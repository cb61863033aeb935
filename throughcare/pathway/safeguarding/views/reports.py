"""The safeguarding report for governance and boards."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.dates import quarter_bounds, quarter_of
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Column, Table
from throughcare.foundations.today import today
from throughcare.pathway.safeguarding.forms.reports import PeriodForm
from throughcare.pathway.safeguarding.queries import reports as queries


@needs(Permission.VIEW_SAFEGUARDING_REPORT)
def report(request):
    """The quarter so far, or the days that are asked for in the address."""
    first, last = quarter_bounds(quarter_of(today()))[0], today()
    form = PeriodForm(request.GET or None, initial={"first": first, "last": last})
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    lines = queries.safeguarding_report(request.viewer, first, last)
    period = {"first": wording.full_day(first), "last": wording.full_day(last)}
    told = {"form": form, "table": table(lines), "words": _("%(first)s to %(last)s") % period}
    return render(request, "safeguarding/report.html", told)


def table(lines) -> Table:
    """The agency's own counts beside what boards are told."""
    columns = [Column(_("What")), Column(_("Count"), numeric=True), Column(_("Of"), numeric=True),
               Column(_("Told to boards"), numeric=True)]  # fmt: skip
    rows = []
    for one, outside in zip(lines, queries.for_boards(lines), strict=True):
        of = "–" if one.of is None else str(one.of)
        shown = _("Too few to tell") if outside["suppressed"] else _told(outside)
        rows.append([one.title, str(one.count), of, shown])
    return Table(columns, rows, caption=_("Safeguarding report"), cards=True)


def _told(outside: dict) -> str:
    if outside["of"] is None:
        return str(outside["count"])
    return _("%(count)s of %(of)s") % {"count": outside["count"], "of": outside["of"]}
