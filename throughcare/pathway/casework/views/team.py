"""The team's pages: who carries how much, one worker's cases, and cases in a gap."""

from django.shortcuts import render

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.pathway.casework.queries import team as queries
from throughcare.pathway.casework.queries.gaps import gaps_page


@needs(Permission.VIEW_TEAM)
def team(request):
    page = queries.team_page(request.viewer, role=request.GET.get("role", ""), order=request.GET.get("order", ""))
    return render(request, "casework/team.html", {"page": page})


@needs(Permission.VIEW_TEAM)
def caseload(request, worker_id):
    page = queries.caseload_page(request.viewer, worker_id, request.GET.get("page"))
    return render(request, "casework/caseload.html", {"page": page})


@needs(Permission.VIEW_GAPS)
def gaps(request):
    page = gaps_page(request.viewer, request.GET.get("page"), request.GET.get("reason", ""))
    return render(request, "casework/gaps.html", {"page": page})
