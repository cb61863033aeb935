"""The coded words of the index."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", _("Not known")


class Answer(TextChoices):
    """The five answers to anything that is monitored."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked")
    DECLINED = "declined", _("Declined")
    NOT_KNOWN = "not_known", _("Not known")
