"""Names the room to Django, and keeps the system from starting on a specification with mistakes."""

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class SpecificationConfig(AppConfig):
    name = "throughcare.specification"
    label = "specification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        checks.register(specification_has_no_mistakes)


def specification_has_no_mistakes(**_options: object) -> list[checks.Error]:
    """Reads the specification that the settings name; a system made for another one meets it when it first asks."""
    from throughcare.specification import loader

    return [checks.Error(str(fault), id="specification.E001") for fault in loader.check(settings.SPECIFICATION)]
