"""Names the room to Django."""

from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "throughcare.pathway.aftercare"
    label = "aftercare"
    default_auto_field = "django.db.models.BigAutoField"
