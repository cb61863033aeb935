"""What the worker does round after round: passes alerts on and sends the messages that are due."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.access.context import database_context
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.foundations.messages import Message, send
from throughcare.foundations.today import today
from throughcare.pathway.alerts.actions.raising import pass_on
from throughcare.pathway.alerts.models import Delivery
from throughcare.pathway.alerts.terms import DeliveryState
from throughcare.specification.terms import ThreadKind

log = structlog.get_logger(__name__)

#: After a failure the next try comes later each time, up to an hour later.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


def send_all_due(viewer: Viewer) -> int:
    """Sends what waits, one message in each transaction; the number sent."""
    sent = 0
    while True:
        with database_context(viewer):
            tried = send_one()
        if tried is None:
            return sent
        sent += tried


def send_one() -> int | None:
    """Sends the message that has waited longest: 1 when it went out, 0 when not, None when nothing is due.

    Its row stays locked until it is marked as sent. A worker that dies in between loses the lock, and another sends the
    same message again under the same name.
    """
    due = Delivery.objects.filter(state=DeliveryState.WAITING, try_after__lte=timezone.now())
    delivery = due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient").order_by("pk").first()
    if delivery is None:
        return None
    try:
        with transaction.atomic():
            send(delivery.channel, message_of(delivery))
    except Exception as fault:  # whatever a mail server does, the message stays and is tried again
        log.warning("message_not_sent", delivery=delivery.pk, tries=delivery.tries + 1, why=type(fault).__name__)
        delivery.tries += 1
        delivery.try_after = timezone.now() + min(FIRST_WAIT * 2 ** min(delivery.tries - 1, 10), LONGEST_WAIT)
        delivery.save(update_fields=["tries", "try_after"])
        return 0
    delivery.tries, delivery.state, delivery.sent_at = delivery.tries + 1, DeliveryState.SENT, timezone.now()
    delivery.save(update_fields=["tries", "state", "sent_at"])
    return 1


def message_of(delivery: Delivery) -> Message:
    """It says that something waits and where, and nothing of whom it is about."""
    words = _("An alert waits for you in Throughcare. Sign in and open My day.")
    return Message(
        id=f"alert-{delivery.made_at:%Y%m%d}-{delivery.pk}",
        to=delivery.recipient.username,
        address=delivery.recipient.email,
        subject=_("An alert waits for you in Throughcare"),
        words="\n".join([words, settings.SITE_ADDRESS] if settings.SITE_ADDRESS else [words]),
    )


def pass_on_all_overdue(viewer: Viewer) -> int:
    """Passes on every alert whose time has run out, each in a transaction of its own; how many went on."""
    with database_context(viewer):
        open_clocks = Clock.objects.filter(
            thread__kind=ThreadKind.ALERT, stopped_on__isnull=True, voided_on__isnull=True, due_on__lte=today()
        )
        threads = sorted(set(open_clocks.values_list("thread_id", flat=True)))
    passed = 0
    for thread_id in threads:
        with database_context(viewer):
            passed += pass_on(thread_id, by=viewer) is not None
    return passed
