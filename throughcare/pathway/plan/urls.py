"""Addresses of the care plan."""

from django.urls import path

from throughcare.pathway.plan import views

app_name = "plan"
urlpatterns = [
    path("episodes/<int:thread_id>/plan/draft", views.draft, name="draft"),
    path("episodes/<int:thread_id>/plan/sign-off", views.sign_off, name="sign_off"),
    path("goals/<int:goal_id>", views.goal, name="goal"),
]
