"""How a view says who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from throughcare.access.terms import Permission


def needs(*permissions: Permission) -> Callable:
    """The view opens for a signed-in viewer who has every permission named."""

    def declare(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.viewer is None:
                query = "?" + urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
                return redirect(reverse("access:sign_in") + query)
            if not request.viewer.may(*permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.declared_access = permissions
        return guarded

    return declare


def public(reason: str) -> Callable:
    """The view opens for anyone; the reason says why that is safe."""

    def declare(view):
        view.declared_access = reason
        return view

    return declare
