"""One person, and every promise made to them."""

from django.shortcuts import render

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.pathway.casework.queries import person as queries
from throughcare.pathway.casework.queries.person_promises import all_promises as all_promises_to
from throughcare.pathway.casework.queries.promise import explained_promise


@needs(Permission.VIEW_PERSON)
def person(request, person_id):
    page = queries.person_page(
        request.viewer,
        person_id,
        oldest_first=request.GET.get("order") == "oldest",
        unfolded=request.GET.get("show") == "all",
        note=request.GET.get("note"),
    )
    return render(request, "casework/person.html", {"page": page})


@needs(Permission.VIEW_PERSON)
def all_promises(request, person_id):
    page = all_promises_to(request.viewer, person_id)
    return render(request, "casework/all_promises.html", {"page": page})


@needs(Permission.VIEW_PERSON)
def promise(request, thread_id, definition, sequence):
    page = explained_promise(request.viewer, thread_id, definition, sequence)
    return render(request, "casework/promise.html", {"page": page})
