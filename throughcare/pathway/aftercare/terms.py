"""The coded words of aftercare."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Area(TextChoices):
    """What people are asked about after they have left (004 section 20, long term outcome monitoring)."""

    SUBSTANCES = "substances", _("Alcohol and drugs")
    WELLBEING = "wellbeing", _("Mental health and wellbeing")
    HOUSING = "housing", _("Housing")
    EMPLOYMENT = "employment", _("Work")
    EDUCATION = "education", _("Education")
