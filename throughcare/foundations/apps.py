"""What every room stands on."""

from django.apps import AppConfig


class FoundationsConfig(AppConfig):
    name = "throughcare.foundations"
    label = "foundations"
    default_auto_field = "django.db.models.BigAutoField"
