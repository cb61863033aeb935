"""Addresses of interventions."""

from django.urls import path

from throughcare.pathway.interventions import views

app_name = "interventions"
urlpatterns = [
    path("episodes/<int:thread_id>/interventions/start", views.start, name="start"),
    path("episodes/<int:thread_id>/interventions/end", views.end, name="end"),
    path("episodes/<int:thread_id>/session", views.session, name="session"),
]
