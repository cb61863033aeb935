"""Names the room to Django."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "throughcare.pathway.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
