"""Names the room to Django."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "throughcare.pathway.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"
