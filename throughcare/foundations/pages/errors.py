"""The pages for when something does not work: what was kept, what to do, and a reference for the help desk."""

import logging
import secrets

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.foundations.pages import wording

log = logging.getLogger(__name__)
#: Letters and figures that nobody mistakes for one another on the telephone.
ALPHABET = "3479ACEFHJKMNPRTWXY"


def bad_request(request, exception=None):
    return _page(request, "errors/400.html", 400)


def permission_denied(request, exception=None):
    return _page(request, "errors/403.html", 403)


def form_too_old(request, reason=""):
    """What Django calls a CSRF failure: mostly a page left open over night."""
    return _page(request, "errors/form_too_old.html", 403)


def page_not_found(request, exception=None):
    return _page(request, "errors/404.html", 404)


def server_error(request):
    """Says that nothing is lost only where a draft is really stored."""
    reference = " ".join("".join(secrets.choice(ALPHABET) for _place in range(2)) for _group in range(3))
    log.error("A page failed", extra={"reference": reference})
    try:
        return _page(request, "errors/500.html", 500, reference=reference, kept_at=_draft_kept_at(request))
    except Exception:  # the page about a failure must not fail
        log.exception("The error page failed too", extra={"reference": reference})
        words = _("Something went wrong. Please try again, or give the help desk this reference: %(reference)s")
        return HttpResponse(words % {"reference": reference}, status=500, content_type="text/plain; charset=utf-8")


def _draft_kept_at(request) -> str:
    if not getattr(request, "only_the_draft_is_kept", False):
        return ""
    from throughcare.foundations.drafts.queries import draft_for  # drafts stand on pages, so not at the top

    draft = draft_for(request.viewer, request.path)
    return wording.clock_time(draft.saved_at) if draft else ""


def _page(request, template: str, status: int, **context):
    context["help_desk"] = getattr(settings, "HELP_DESK", "")
    return render(request, template, context, status=status)
