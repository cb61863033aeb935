"""Names the room to Django."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "throughcare.pathway.outreach"
    label = "outreach"
    default_auto_field = "django.db.models.BigAutoField"
