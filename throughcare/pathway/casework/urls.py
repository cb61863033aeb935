"""Addresses of the pages across all stages."""

from django.urls import path

from throughcare.pathway.casework.views import day, person, steps

app_name = "casework"
urlpatterns = [
    path("my-day", day.my_day, name="my_day"),
    path("my-day/promises", day.promises, name="promises"),
    path("my-day/not-here", day.why_not_here, name="why_not_here"),
    path("people/<int:person_id>", person.person, name="person"),
    path("people/<int:person_id>/promises", person.all_promises, name="all_promises"),
    path("people/<int:person_id>/correct", steps.choose_correction, name="choose_correction"),
    path("milestones/<int:origin_id>/correct", steps.correct, name="correct"),
    path("episodes/<int:thread_id>/keyworker", steps.assign_keyworker, name="assign_keyworker"),
    path("episodes/<int:thread_id>/joint-work", steps.work_jointly, name="work_jointly"),
    path("episodes/<int:thread_id>/refer-onward", steps.refer_onward, name="refer_onward"),
]
