"""Names the room to Django."""

from django.apps import AppConfig


class SpecificationConfig(AppConfig):
    name = "throughcare.specification"
    label = "specification"
    default_auto_field = "django.db.models.BigAutoField"
