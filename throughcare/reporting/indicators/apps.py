"""Names the room to Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "throughcare.reporting.indicators"
    label = "indicators"

    def ready(self) -> None:
        from throughcare.specification import loader

        loader.also_check("indicators.toml", "throughcare.reporting.indicators.definitions.check")
