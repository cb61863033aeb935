"""Lists overdue and running promises in due order."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.models import User
from throughcare.access.terms import Permission
from throughcare.foundations.command import BadInput, Command, Group, a_day
from throughcare.foundations.today import today
from throughcare.pathway.casework.queries import worklist


class Command(Command):
    help = gettext_lazy("Lists overdue and running promises in due order.")
    group = Group.WORK
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("--worker", metavar="USER", help=_("only what stands on this worker's own list"))
        parser.add_argument("--on", type=a_day, metavar="DATE", help=_("the day (default: today)"))

    def handle(self, *args, worker, on, **options):
        if not (self.viewer.may(Permission.VIEW_OWN_WORK) or self.viewer.may(Permission.VIEW_TEAM)):
            raise BadInput(_("{user} may not see the team's promises.").format(user=self.viewer.username))
        if worker is not None and not User.objects.filter(username=worker).exists():
            raise BadInput(_("There is no user named {worker}.").format(worker=worker))
        found = worklist(self.viewer, on or today(), worker, ended=True)
        document = [
            {
                "person": due.person.known_as,
                "clock": due.definition.id,
                "title": due.definition.title,
                "start": due.clock.start_on,
                "due": due.clock.due_on,
                "due_at": due.clock.due_at,
                "state": due.state,
                "ended": due.clock.ended_on,
                "owner": due.clock.owner,
                "worker": due.worker or None,
                "source": due.definition.source,
            }
            for due in found
        ]
        self.report(document, lambda: [line(one) for one in document] or [_("Nothing is due.")])


def line(one: dict) -> str:
    ended = _(", episode ended {day}").format(day=one["ended"]) if one["ended"] else ""
    return (
        f"{one['due']}  {one['state']:8}  {one['person']:20}  {one['title']}  ({one['worker'] or one['owner']}{ended})"
    )
