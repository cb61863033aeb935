"""Names the room to Django."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "throughcare.pathway.triage"
    label = "triage"
    default_auto_field = "django.db.models.BigAutoField"
