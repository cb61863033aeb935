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
