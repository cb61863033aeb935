"""Names the room to Django."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "throughcare.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"
