"""Names the room to Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "throughcare.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
