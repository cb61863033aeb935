"""The root of all addresses: each room brings its own."""

from django.urls import include, path
from django.views.generic import RedirectView

from throughcare.access.terms import Permission
from throughcare.access.views import needs, public
from throughcare.config.rooms import ROOMS_WITH_PAGES
from throughcare.foundations.drafts import views as drafts

# The foundations know no permissions, so who may keep a draft is said here: whoever may look anyone up to write one.
kept = needs(Permission.FIND_PEOPLE)(drafts.keep)
front_door = public("leads to the sign-in, or to the viewer's own page")(
    RedirectView.as_view(pattern_name="access:sign_in", permanent=False)
)

urlpatterns = [
    path("", front_door, name="front_door"),
    path("drafts/", include(([path("keep", kept, name="keep")], "drafts"))),
    *(path("", include(f"{room}.urls")) for room in ROOMS_WITH_PAGES),
]

handler400 = "throughcare.foundations.pages.errors.bad_request"
handler403 = "throughcare.foundations.pages.errors.permission_denied"
handler404 = "throughcare.foundations.pages.errors.page_not_found"
handler500 = "throughcare.foundations.pages.errors.server_error"
