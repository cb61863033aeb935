"""Names the room to Django."""

from django.apps import AppConfig


class EpisodeConfig(AppConfig):
    name = "throughcare.pathway.episode"
    label = "episode"
    default_auto_field = "django.db.models.BigAutoField"
