"""The coded words of the care plan."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GoalState(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    REACHED = "reached", _("Reached")
    GIVEN_UP = "given_up", _("Given up")
