"""Addresses of the pages across all stages."""

from django.urls import path

from throughcare.pathway.casework.views import day, drafts, person, steps, team, triage

app_name = "casework"
urlpatterns = [
    path("my-day", day.my_day, name="my_day"),
    path("my-day/promises", day.promises, name="promises"),
    path("my-day/not-here", day.why_not_here, name="why_not_here"),
    path("people/<int:person_id>", person.person, name="person"),
    path("people/<int:person_id>/promises", person.all_promises, name="all_promises"),
    path("people/<int:person_id>/correct", steps.choose_correction, name="choose_correction"),
    path("milestones/<int:origin_id>/correct", steps.correct, name="correct"),
    path("episodes/<int:thread_id>/triage/complete", triage.complete_triage, name="complete_triage"),
    path("episodes/<int:thread_id>/keyworker", steps.assign_keyworker, name="assign_keyworker"),
    path("episodes/<int:thread_id>/joint-work", steps.work_jointly, name="work_jointly"),
    path("episodes/<int:thread_id>/refer-onward", steps.refer_onward, name="refer_onward"),
    path("episodes/<int:thread_id>/promises/<slug:definition>/<int:sequence>", person.promise, name="promise"),
    path("team", team.team, name="team"),
    path("team/workers/<int:worker_id>", team.caseload, name="caseload"),
    path("gaps", team.gaps, name="gaps"),
    path("my-drafts", drafts.drafts, name="drafts"),
]
