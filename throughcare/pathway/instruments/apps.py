"""Names the room to Django."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "throughcare.pathway.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"
