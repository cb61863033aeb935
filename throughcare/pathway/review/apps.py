"""Names the room to Django."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "throughcare.pathway.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"
