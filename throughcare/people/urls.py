"""Addresses of the index."""

from django.urls import path

from throughcare.people import views

app_name = "people"
urlpatterns = [
    path("people", views.find, name="find"),
]
