"""Names the room to Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "throughcare.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
