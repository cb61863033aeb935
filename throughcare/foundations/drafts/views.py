"""Keeps a draft while somebody is still writing; the root of addresses says who may."""

from django.http import HttpResponseBadRequest, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.foundations.drafts import actions
from throughcare.foundations.drafts.step import answers
from throughcare.foundations.pages import wording


@require_POST
def keep(request):
    page = request.POST.get("_page", "")
    try:
        match = resolve(page)
    except Resolver404:
        return HttpResponseBadRequest(_("There is no such page."))
    if not getattr(match.func, "keeps_draft", False):
        return HttpResponseBadRequest(_("This page keeps no draft."))
    thread_id = match.kwargs.get("thread_id")
    draft = actions.keep_draft(page, answers(request.POST), by=request.viewer, thread_id=thread_id)
    return JsonResponse({"saved": wording.saved(draft.saved_at) if draft else ""})
