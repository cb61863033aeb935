"""Addresses of questionnaires."""

from django.urls import path

from throughcare.pathway.instruments.views import choosing, completing, course

app_name = "instruments"
urlpatterns = [
    path("episodes/<int:thread_id>/tools", choosing.choose, name="choose"),
    path("episodes/<int:thread_id>/tools/<slug:instrument>", completing.complete, name="complete"),
    path("episodes/<int:thread_id>/tools/<slug:instrument>/over-time", course.course, name="course"),
    path(
        "episodes/<int:thread_id>/tools/<slug:instrument>/<int:origin_id>/answers",
        completing.answers,
        name="answers",
    ),
]
