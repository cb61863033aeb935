"""The stages of an episode, and how it can end."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where a case stands; the words on the page come from the specification's vocabulary."""

    REFERRED = "referred", _("Referred")
    TRIAGED = "triaged", _("Triaged")
    ASSESSED = "assessed", _("Assessed")
    IN_TREATMENT = "in_treatment", _("In treatment")
    CLOSED = "closed", _("Closed")


class ClosedBy(TextChoices):
    EXITED = "exited", _("Left treatment")
    WITHDRAWN = "withdrawn", _("Ended before treatment")
