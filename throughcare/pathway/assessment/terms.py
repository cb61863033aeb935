"""How a question can stand, and who told the answer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Given(TextChoices):
    """Answered, or one of the three that are answers too; a question without any was not asked."""

    ANSWERED = "answered", _("Answered")
    NOT_ASKED = "not_asked", _("Not asked")
    DECLINED = "declined", _("Declined")
    NOT_KNOWN = "not_known", _("Not known")


class Source(TextChoices):
    """Who told it. The first three are how the assessment was done (004 section 8.5.2)."""

    SELF = "self", _("Filled in by the person")
    SUPPORTED = "supported", _("Filled in with support")
    INTERVIEW = "interview", _("Asked by the worker")
    AGENCY = "agency", _("Told by another agency")
    QUESTIONNAIRE = "questionnaire", _("From a questionnaire")
    REFERRAL = "referral", _("From the referral")
    TRIAGE = "triage", _("From triage")


#: What a worker may choose; the others are found in the record.
TOLD_BY = (Source.INTERVIEW, Source.SUPPORTED, Source.SELF, Source.AGENCY)
