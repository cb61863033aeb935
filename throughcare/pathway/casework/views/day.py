"""A worker's own day."""

from django.shortcuts import render

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.pathway.casework.forms import WhoForm
from throughcare.pathway.casework.queries import absence, day


@needs(Permission.VIEW_OWN_WORK)
def my_day(request):
    return render(request, "casework/my_day.html", {"day": day.my_day(request.viewer)})


@needs(Permission.VIEW_OWN_WORK)
def promises(request):
    listed = day.promises_on_list(request.viewer, request.GET.get("page"))
    return render(request, "casework/promises.html", {"listed": listed})


@needs(Permission.VIEW_OWN_WORK)
def why_not_here(request):
    """The name is posted, so that no address and no log carries it."""
    form = WhoForm(request.POST or None)
    found = absence.why_not_here(request.viewer, form.cleaned_data["who"]) if form.is_valid() else None
    return render(request, "casework/why_not_here.html", {"form": form, "found": found})
