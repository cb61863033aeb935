"""Addresses of the pages across all stages."""

from django.urls import path

from throughcare.pathway.casework.views import day, drafts, person, team

app_name = "casework"
urlpatterns = [
    path("my-day", day.my_day, name="my_day"),
    path("my-day/promises", day.promises, name="promises"),
    path("my-day/not-here", day.why_not_here, name="why_not_here"),
    path("people/<int:person_id>", person.person, name="person"),
    path("people/<int:person_id>/promises", person.all_promises, name="all_promises"),
    path("episodes/<int:thread_id>/promises/<slug:definition>/<int:sequence>", person.promise, name="promise"),
    path("team", team.team, name="team"),
    path("team/workers/<int:worker_id>", team.caseload, name="caseload"),
    path("gaps", team.gaps, name="gaps"),
    path("my-drafts", drafts.drafts, name="drafts"),
]
