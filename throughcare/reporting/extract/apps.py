"""Names the room to Django."""

from django.apps import AppConfig


class ExtractConfig(AppConfig):
    name = "throughcare.reporting.extract"
    label = "extract"
