"""How a view says who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from throughcare.access.context import link_context
from throughcare.access.links import LinkSpent, find_link
from throughcare.access.terms import LinkState, LinkTask, Permission


def needs(*permissions: Permission) -> Callable:
    """The view opens for a signed-in viewer who has every permission named."""
    return _guarded(permissions, lambda viewer: viewer.may(*permissions))


def needs_one_of(*permissions: Permission) -> Callable:
    """The view opens for a signed-in viewer who has any of the permissions named, and shows each what they may see."""
    return _guarded(permissions, lambda viewer: any(viewer.may(permission) for permission in permissions))


def _guarded(permissions: tuple[Permission, ...], opens_for: Callable) -> Callable:
    def declare(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.viewer is None:
                query = "?" + urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
                return redirect(reverse("access:sign_in") + query)
            if not opens_for(request.viewer):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.declared_access, guarded.opens_for = permissions, opens_for
        return guarded

    return declare


def public(reason: str) -> Callable:
    """The view opens for anyone; the reason says why that is safe."""

    def declare(view):
        view.declared_access = reason
        return view

    return declare


def by_link(task: LinkTask) -> Callable:
    """The view opens for whoever holds a one-time link for this task, in the link's own context and no other.

    It is handed `request.link` and `request.by`, by whom things are recorded. Nothing of the page is kept by browsers
    or told to the sites it leads to. There is no cookie, so another site's form can do nothing without the token.
    """

    def declare(view):
        @csrf_exempt
        @wraps(view)
        def opened(request, token, **kwargs):
            return _told_to_nobody(_answer(view, request, token, kwargs))

        opened.declared_access = "whoever holds the link, for one task about one person"
        opened.opens_by_link = True
        return opened

    def _answer(view, request, token, kwargs):
        link = find_link(token)
        if link is None or link.task != task:
            return link_closed(request, None)
        if link.state != LinkState.OPEN:
            return link_closed(request, link.state)
        try:
            with link_context(link) as by:
                request.link, request.by = link, by
                return view(request, **kwargs)
        except LinkSpent as spent:  # meanwhile, in another tab
            return link_closed(request, spent.state)

    return declare


def link_closed(request, state: LinkState | None):
    """Says in calm words that a link does not open; of one that never was no more than that it does not work."""
    status = 404 if state is None else 410
    return render(request, "access/link_closed.html", {"state": str(state or "")}, status=status)


def _told_to_nobody(response):
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
