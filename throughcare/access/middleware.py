"""Gives every request its viewer and a transaction in which the database knows who is looking."""

from django.contrib.auth import logout
from django.db import transaction
from django.urls import Resolver404, resolve

from throughcare.access.context import database_context
from throughcare.access.viewer import viewer_of


def viewer_middleware(get_response):
    def middleware(request):
        request.viewer = None
        if opens_by_link(request.path_info):
            # Whoever is signed in here too: the page of a link is the same for everybody, and sees as little.
            return get_response(request)
        if request.user.is_authenticated:
            if not request.user.is_active:
                logout(request)
                return get_response(request)
            request.viewer = viewer_of(request.user)
            with database_context(request.viewer):
                response = get_response(request)
                if hasattr(response, "render") and callable(response.render):
                    response.render()
                if response.status_code >= 500 and not getattr(request, "only_the_draft_is_kept", False):
                    # The view failed and the error page is already made: nothing of it is kept, unless the view
                    # undid its own work and left the writer's draft.
                    transaction.set_rollback(True)
                return response
        return get_response(request)

    return middleware


def opens_by_link(path: str) -> bool:
    """Whether the page at this address has a one-time link for its viewer."""
    try:
        return getattr(resolve(path).func, "opens_by_link", False)
    except Resolver404:
        return False
