"""Addresses of aftercare."""

from django.urls import path

from throughcare.pathway.aftercare import views

app_name = "aftercare"
urlpatterns = [
    path("episodes/<int:thread_id>/follow-up", views.follow_up, name="follow_up"),
]
