"""What every page knows without being told: who is looking, where they may go, and which service this is."""

from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: The places of the header: key, name of the page, words. Staff is the administrator's, who has none of the others.
PLACES = (
    ("my_day", "casework:my_day", _("My day")),
    ("people", "people:find", _("People")),
    ("team", "casework:team", _("Team")),
    ("quarter", "indicators:quarter", _("Quarter")),
    ("staff", "access:staff", _("Staff")),
)


class Place(NamedTuple):
    key: str
    url: str
    words: str


def page(request) -> dict:
    """A context processor of the Jinja2 backend. A public page has no viewer."""
    viewer = getattr(request, "viewer", None)
    places = places_for(viewer) if viewer else []
    return {
        "viewer": viewer,
        "places": places,
        "here": request.path,
        "home": places[0].url if places else "",
        "home_words": places[0].words if places else "",
        "find_url": next((place.url for place in places if place.key == "people"), ""),
        "sign_out_url": _address("access:sign_out"),
        "service_name": getattr(settings, "SERVICE_NAME", ""),
        "crisis_words": getattr(settings, "CRISIS_WORDS", ""),
        "leave_to": getattr(settings, "LEAVE_QUICKLY_TO", ""),
        "language": get_language() or "en-gb",
        "draft": getattr(request, "draft", None),
    }


def places_for(viewer) -> list[Place]:
    """The places that the viewer may open; the first is where their day starts."""
    return [place for place in map(_place, PLACES) if place and may_open(viewer, place.url)]


def may_open(viewer, url: str) -> bool:
    """Asked of the page itself, whose view says who may open it; the header never keeps a second list."""
    opens_for = getattr(resolve(url).func, "opens_for", None)
    return opens_for is None or opens_for(viewer)


def _place(place: tuple) -> Place | None:
    key, name, words = place
    url = _address(name)
    return Place(key, url, str(words)) if url else None


def _address(name: str) -> str:
    """A room that is not built yet has no page, and its place is left out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
