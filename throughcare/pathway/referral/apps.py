"""Names the room to Django."""

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    name = "throughcare.pathway.referral"
    label = "referral"
    default_auto_field = "django.db.models.BigAutoField"
