"""Signing in and out."""

from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from throughcare.access.forms import SignInForm
from throughcare.access.viewer import Viewer, viewer_of
from throughcare.access.views import public
from throughcare.foundations.pages.context import places_for


@public("who is not signed in must be able to sign in")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request):
    if request.viewer is not None:
        return redirect(_start(request, request.viewer))
    form = SignInForm(request, request.POST or None)
    if form.is_valid():
        user = form.get_user()
        login(request, user)
        return redirect(_start(request, viewer_of(user)))
    return render(request, "access/sign_in.html", {"form": form, "next": _wanted(request)})


@public("signing out needs no permission")
@require_POST
def sign_out(request):
    logout(request)
    return redirect("access:signed_out")


@public("says only that nobody is signed in")
@never_cache
def signed_out(request):
    return render(request, "access/signed_out.html")


def _start(request, viewer: Viewer) -> str:
    """Back to the page that asked for the sign-in; else to the first of the places that the viewer may open."""
    places = places_for(viewer)
    wanted = _wanted(request)
    if not wanted and not places:
        raise PermissionDenied
    return wanted or places[0].url


def _wanted(request) -> str:
    """The `next` address, if it is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=request.is_secure())
    return wanted if safe else ""
