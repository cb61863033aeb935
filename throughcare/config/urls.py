"""The root of all addresses: each room brings its own."""

from django.urls import include, path

from throughcare.config.rooms import ROOMS_WITH_PAGES

urlpatterns = [path("", include(f"{room}.urls")) for room in ROOMS_WITH_PAGES]
