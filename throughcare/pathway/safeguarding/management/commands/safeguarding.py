"""`throughcare safeguarding report`: safeguarding in figures for a period, as boards may see it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.terms import Permission
from throughcare.foundations.command import BadInput, Command, Group, a_day
from throughcare.pathway.safeguarding.queries.reports import for_boards, safeguarding_report


class Command(Command):
    help = gettext_lazy("Reports safeguarding for a period to governance and boards, without small numbers.")
    group = Group.FIGURES
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["report"], help=_("report: the figures of a period"))
        parser.add_argument("--from", dest="first", type=a_day, required=True, metavar="DATE", help=_("the first day"))
        parser.add_argument("--to", dest="last", type=a_day, required=True, metavar="DATE", help=_("the last day"))

    def handle(self, *args, first, last, **options):
        if not self.viewer.may(Permission.VIEW_SAFEGUARDING_REPORT):
            raise BadInput(_("{user} may not see the safeguarding report.").format(user=self.viewer.username))
        if last < first:
            raise BadInput(_("--to is before --from."))
        told = for_boards(safeguarding_report(self.viewer, first, last))
        document = {"from": first, "to": last, "lines": told}
        self.report(document, lambda: [f"{one['title']}: {_said(one)}" for one in told])


def _said(one: dict) -> str:
    if one["suppressed"]:
        return _("too few to tell")
    return str(one["count"]) if one["of"] is None else f"{one['count']} / {one['of']}"
