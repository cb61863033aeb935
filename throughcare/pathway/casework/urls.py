"""Addresses of the pages across all stages."""

from django.urls import path

from throughcare.pathway.casework.views import day, person

app_name = "casework"
urlpatterns = [
    path("my-day", day.my_day, name="my_day"),
    path("my-day/promises", day.promises, name="promises"),
    path("my-day/not-here", day.why_not_here, name="why_not_here"),
    path("people/<int:person_id>", person.person, name="person"),
    path("people/<int:person_id>/promises", person.all_promises, name="all_promises"),
]
