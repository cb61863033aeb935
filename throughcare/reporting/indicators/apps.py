"""Names the room to Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "throughcare.reporting.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
