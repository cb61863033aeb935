"""Addresses of reviews."""

from django.urls import path

from throughcare.pathway.review import views

app_name = "review"
urlpatterns = [
    path("episodes/<int:thread_id>/review", views.complete, name="complete"),
]
