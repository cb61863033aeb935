"""Addresses of triage."""

from django.urls import path

from throughcare.pathway.triage import views

app_name = "triage"
urlpatterns = [
    path("team/triages-without-training", views.without_training, name="without_training"),
    path("episodes/<int:thread_id>/triage/offer", views.offer, name="offer"),
    path("episodes/<int:thread_id>/triage/complete", views.complete, name="complete"),
]
