"""Names the room to Django."""

from django.apps import AppConfig


class ExitConfig(AppConfig):
    name = "throughcare.pathway.exit"
    label = "exit"
    default_auto_field = "django.db.models.BigAutoField"
