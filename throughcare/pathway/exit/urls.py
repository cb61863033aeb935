"""Addresses of leaving."""

from django.urls import path

from throughcare.pathway.exit import views

app_name = "exit"
urlpatterns = [
    path("episodes/<int:thread_id>/leave", views.leave, name="leave"),
    path("episodes/<int:thread_id>/withdraw", views.withdraw, name="withdraw"),
]
