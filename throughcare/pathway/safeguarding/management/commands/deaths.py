"""`throughcare deaths freeze`: opens the review of a death or a near miss, with the time-line frozen as it stands."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.queries import cases_seen_by
from throughcare.access.terms import Permission
from throughcare.foundations.command import BadInput, Command, Group, a_day
from throughcare.foundations.today import today
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.actions.deaths import freeze
from throughcare.pathway.safeguarding.terms import ReviewedEvent


class Command(Command):
    help = gettext_lazy("Freezes the time-line of somebody who died or nearly died, and opens the review of it.")
    group = Group.WORK
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["freeze"], help=_("freeze: open a review with the time-line as it is"))
        parser.add_argument("person", metavar="PERSON", help=_("the service user's number, or the NHS number"))
        parser.add_argument("--why", required=True, help=_("why it is reviewed"))
        parser.add_argument("--event", choices=ReviewedEvent.values, default="death", help=_("what happened"))
        parser.add_argument("--on", type=a_day, metavar="DATE", help=_("the day it happened (default: today)"))

    def handle(self, *args, person, why, event, on, **options):
        if not self.viewer.may(Permission.REVIEW_DEATHS):
            raise BadInput(_("{user} may not review deaths.").format(user=self.viewer.username))
        named = Q(person__service_user_id=person) | Q(person__nhs_number=person)
        seen = Episode.objects.filter(named, thread_id__in=cases_seen_by(self.viewer))
        stay = seen.order_by("-opened_on", "-pk").first()
        if stay is None:
            raise BadInput(_("Nobody here has the number {person}.").format(person=person))
        try:
            review = freeze(stay.pk, by=self.viewer, event=event, happened_on=on or today(), why=why)
        except StepRefused as refused:
            raise BadInput(str(refused)) from None
        document = {"review": review.pk, "frozen_at": review.frozen_at, "checksum": review.checksum}
        self.report(document, [_("Review {review} is open. SHA-256 {checksum}").format(**document)])
