"""Names the room to Django."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "throughcare.pathway.triage"
    label = "triage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The questionnaires come before triage on the way, so triage tells them of its risks, not they triage."""
        from throughcare.pathway.instruments.queries.facts import also_ask_for_risks

        also_ask_for_risks("throughcare.pathway.triage.queries.risks_present")
