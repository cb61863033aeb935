"""Names the room to Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "throughcare.pathway.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
