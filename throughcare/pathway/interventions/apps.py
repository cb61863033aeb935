"""Names the room to Django."""

from django.apps import AppConfig


class InterventionsConfig(AppConfig):
    name = "throughcare.pathway.interventions"
    label = "interventions"
    default_auto_field = "django.db.models.BigAutoField"
