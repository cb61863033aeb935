"""The pages of figures: the quarter, one indicator, the cases behind it, and how each is counted."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.access.terms import Permission
from throughcare.access.views import needs, needs_one_of
from throughcare.reporting.indicators import actions
from throughcare.reporting.indicators.queries import cases as behind
from throughcare.reporting.indicators.queries.counted import how_counted
from throughcare.reporting.indicators.queries.indicator import indicator_page
from throughcare.reporting.indicators.queries.quarter import quarter_page


@needs_one_of(Permission.VIEW_FIGURES, Permission.VIEW_PUBLISHED_FIGURES)
def quarter(request, quarter=None):
    return render(request, "indicators/quarter.html", {"page": quarter_page(request.viewer, quarter)})


@needs_one_of(Permission.VIEW_FIGURES, Permission.VIEW_PUBLISHED_FIGURES)
def counted(request):
    return render(request, "indicators/counted.html", {"indicators": how_counted()})


@needs(Permission.VIEW_FIGURES)
def indicator(request, quarter, indicator):
    page = indicator_page(request.viewer, quarter, indicator)
    return render(request, "indicators/indicator.html", {"page": page})


@needs(Permission.VIEW_CASES_BEHIND_FIGURES)
def cases(request, quarter, indicator):
    page = behind.cases_page(request.viewer, quarter, indicator, request.GET)
    return render(request, "indicators/cases.html", {"page": page})


@needs(Permission.REFRESH_FIGURES)
@require_POST
def refresh(request):
    try:
        actions.refresh_figures(by=request.viewer)
    except actions.NotWorkedOut as wrong:
        return render(request, "indicators/not_worked_out.html", {"why": str(wrong)}, status=503)
    messages.success(request, _("The figures are worked out again"))
    return redirect("indicators:quarter")
