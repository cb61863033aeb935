"""Sends messages and passes alerts on, round after round, until told to stop."""

import os
import signal
import time

import structlog
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.models import User
from throughcare.access.viewer import Viewer, viewer_of
from throughcare.foundations.command import Command, Group
from throughcare.pathway.alerts.actions.delivering import pass_on_all_overdue, send_all_due

log = structlog.get_logger(__name__)

#: So many seconds between two looks for messages, and between two looks for alerts that nobody has acted on.
MESSAGES_EVERY, ALERTS_EVERY = 2, 30


class Command(Command):
    help = gettext_lazy("Sends messages and passes on alerts that nobody has acted on, until it is stopped.")
    group = Group.RUNNING
    needs_viewer = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help=_("do what is due now, and end"))
        parser.add_argument(
            "--with-parent", action="store_true", help=_("end when the process that started it has ended")
        )

    def handle(self, *, once, with_parent, **options) -> None:
        if once:
            passed, sent = one_round(pass_on=True)
            self.stdout.write(_("{passed} passed on, {sent} sent").format(passed=passed, sent=sent))
            return
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches whoever started us as well
        parent, next_alerts = os.getppid(), 0.0
        while not with_parent or os.getppid() == parent:
            look = time.monotonic() >= next_alerts
            if look:
                next_alerts = time.monotonic() + ALERTS_EVERY
            try:
                one_round(pass_on=look)
            except Exception as fault:  # a database that is away for a while must not end the one who waits for it
                log.error("round_failed", exc_info=fault)
                connections.close_all()
            time.sleep(MESSAGES_EVERY)


def one_round(*, pass_on: bool) -> tuple[int, int]:
    """How many alerts were passed on, and how many messages sent."""
    passed = sent = 0
    for viewer in operators():
        passed += pass_on_all_overdue(viewer) if pass_on else 0
        sent += send_all_due(viewer)
    return passed, sent


def operators() -> list[Viewer]:
    """One for each agency: its operator looks at its own cases alone."""
    found: dict[int, User] = {}
    for user in User.objects.filter(is_active=True, roles__contains=["operator"]).order_by("pk"):
        found.setdefault(user.agency_id, user)
    return [viewer_of(user) for user in found.values()]
