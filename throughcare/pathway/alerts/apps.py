"""Names the room to Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "throughcare.pathway.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"
