"""The coded words of screening and outcome tools."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """How far a completed tool can be scored."""

    COMPLETE = "complete", _("Complete")
    PRORATED = "prorated", _("Scored from the answers given")
    PARTIAL = "partial", _("Partly answered")
    INCOMPLETE = "incomplete", _("Not scored: answers are missing")
    INVALID = "invalid", _("Not scored: an answer is not possible")


class MissingPolicy(TextChoices):
    """What a tool's authors say about answers that are missing."""

    PRORATE = "prorate", _("A few missing answers take the mean of the others")
    COMPLETE_ONLY = "complete_only", _("Every answer is needed")
    SKIP_LOGIC_THEN_COMPLETE = (
        "skip_logic_then_complete",
        _("Every answer is needed, save those that may be passed over"),
    )
    COUNT_LOWER_BOUND = "count_lower_bound", _("What is known is counted and may be too low")
    ITEM_LEVEL = "item_level", _("Each answer stands alone")
    TOTAL_REQUIRED = "total_required", _("The total is entered")


class Urgency(TextChoices):
    """How soon a flag asks someone to act."""

    INFO = "info", _("For information")
    ROUTINE = "routine", _("Routine")
    PROMPT = "prompt", _("Prompt")
    URGENT = "urgent", _("Urgent")
    EMERGENCY = "emergency", _("Emergency")


class Mode(TextChoices):
    """How a tool was answered."""

    SELF = "self", _("Answered by the person")
    INTERVIEW = "interview", _("Asked in an interview")
    CLINICIAN = "clinician", _("Rated by the worker")
    LINK = "link", _("Answered by the person, through a link")


#: What the definitions of tools call these ways.
MODES_OF_DEFINITIONS = {"self": Mode.SELF, "clinician_interview": Mode.INTERVIEW, "clinician_rated": Mode.CLINICIAN}


class PointOfPlan(TextChoices):
    """Where in a plan's course a stage of the specification stands; the group of its code says which."""

    PRIOR = "prior", _("Before")
    MID = "mid", _("During")
    AFTER = "after", _("After")


class Reproduce(TextChoices):
    """How much of a tool its licence lets a service show."""

    FULL = "full", _("The wording may be shown")
    PARAPHRASE = "paraphrase", _("Short labels, for entry from the official form")
    TOTAL_ONLY = "total_only", _("Only the total or the domain scores may be kept")
