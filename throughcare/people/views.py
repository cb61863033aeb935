"""Finding somebody among the people registered with this service."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.people import queries

#: What is looked for is kept in the session, since an address must never carry a name or a number.
LOOKED_FOR = "people_looked_for"


@needs(Permission.FIND_PEOPLE)
@never_cache
def find(request):
    if request.method == "POST":
        request.session[LOOKED_FOR] = request.POST.get("find", "").strip()[:100]
        return redirect("people:find")
    if "everyone" in request.GET:
        request.session.pop(LOOKED_FOR, None)
    words = request.session.get(LOOKED_FOR, "")
    listed = queries.people_list(request.viewer, words, request.GET.get("page"))
    return render(request, "people/find.html", {"listed": listed})
