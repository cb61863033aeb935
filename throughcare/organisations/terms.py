"""Kinds of agency and of deployment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgencyKind(TextChoices):
    PROVIDER = "provider", _("Provider")
    PARTNER = "partner", _("Partner agency")
    COMMISSIONER = "commissioner", _("Commissioner")


class DeploymentKind(TextChoices):
    LIVE = "live", _("Live")
    DEMONSTRATION = "demonstration", _("Demonstration")
    TEST = "test", _("Test")
