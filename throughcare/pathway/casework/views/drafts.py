"""The viewer's own drafts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.actions import discard_draft
from throughcare.pathway.casework.queries.drafts import draft_page, my_drafts


@needs(Permission.VIEW_OWN_WORK)
def drafts(request):
    if request.method == "POST" and request.POST.get("draft", "").isdecimal():
        page = draft_page(request.viewer, int(request.POST["draft"]))
        if page:
            discard_draft(page, by=request.viewer)
            messages.success(request, _("The draft is thrown away."))
        return redirect("casework:drafts")
    return render(request, "casework/drafts.html", {"page": my_drafts(request.viewer)})
