"""The room that wires the others together; its commands prepare and serve the system."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "throughcare.config"
    label = "config"
