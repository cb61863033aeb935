"""Drafts are a room of their own within the foundations, for they have a table."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "throughcare.foundations.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"
