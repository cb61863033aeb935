"""Addresses of alerts and of duty."""

from django.urls import path

from throughcare.pathway.alerts import views

app_name = "alerts"
urlpatterns = [
    path("alerts", views.open_alerts, name="open"),
    path("alerts/<int:thread_id>", views.alert, name="alert"),
    path("duty", views.duty, name="duty"),
    path("duty/<int:duty_id>/remove", views.remove_duty, name="remove_duty"),
]
