"""Why an alert comes to somebody, and how far a message has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Why(TextChoices):
    """What puts a colleague on the list of those whom an alert goes to; the order of the choices is the order."""

    KEYWORKER = "keyworker", _("key worker")
    ON_DUTY = "on_duty", _("on duty")
    MANAGER_ON_DUTY = "manager_on_duty", _("manager on duty")
    MANAGER = "manager", _("manager")
    KEYWORKER_AWAY = "keyworker_away", _("key worker, not on duty")
    COLLEAGUE = "colleague", _("colleague")


class DeliveryState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
