"""Names the room to Django."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "throughcare.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
