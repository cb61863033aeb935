"""Names the room to Django."""

from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "throughcare.pathway.safeguarding"
    label = "safeguarding"
    default_auto_field = "django.db.models.BigAutoField"
