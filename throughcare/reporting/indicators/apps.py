"""Names the room to Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "throughcare.reporting.indicators"
    label = "indicators"
