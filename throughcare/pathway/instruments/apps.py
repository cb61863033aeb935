"""Names the room to Django, and keeps the system from starting on a questionnaire of its own that has mistakes."""

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class InstrumentsConfig(AppConfig):
    name = "throughcare.pathway.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        checks.register(instruments_have_no_mistakes)


def instruments_have_no_mistakes(**_options: object) -> list[checks.Error]:
    """Reads every tool, and those that the settings offer beside the specification's."""
    from throughcare.pathway.instruments import catalogue

    try:
        known = catalogue.instruments()
    except catalogue.DefinitionFaults as found:
        return [checks.Error(str(fault), id="instruments.E001") for fault in found.faults]
    return [
        checks.Error(f"ALSO_OFFERED_INSTRUMENTS: there is no instrument {name}", id="instruments.E002")
        for name in settings.ALSO_OFFERED_INSTRUMENTS
        if name not in known
    ]
