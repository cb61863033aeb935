"""Lists open cases that have no owner or nothing ahead of them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.terms import Permission
from throughcare.foundations.command import BadInput, Command, Group, a_day
from throughcare.foundations.today import today
from throughcare.pathway.casework.queries.replayed import gaps


class Command(Command):
    help = gettext_lazy("Lists open cases with no owner or no next step on a day.")
    group = Group.WORK
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("--on", type=a_day, metavar="DATE", help=_("the day (default: today)"))

    def handle(self, *args, on, **options):
        if not self.viewer.may(Permission.VIEW_GAPS):
            raise BadInput(_("{user} may not see the cases in a gap.").format(user=self.viewer.username))
        found = gaps(self.viewer, on or today())
        document = [{"person": gap.person.known_as, "reasons": list(gap.reasons)} for gap in found]
        self.report(
            document, lambda: [f"{one['person']}: {', '.join(one['reasons'])}" for one in document] or [_("None.")]
        )
