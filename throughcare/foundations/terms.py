"""Words that every room shares: the five answers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    """Five answers everywhere; none is preset, and not having asked is an answer of its own."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked")
    DECLINED = "declined", _("Declined")
    NOT_KNOWN = "not_known", _("Not known")
