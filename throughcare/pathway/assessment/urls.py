"""Addresses of the comprehensive assessment."""

from django.urls import path

from throughcare.pathway.assessment import views

app_name = "assessment"
urlpatterns = [
    path("episodes/<int:thread_id>/assessment/offer", views.offer, name="offer"),
    path("episodes/<int:thread_id>/assessment/complete", views.complete, name="complete"),
]
