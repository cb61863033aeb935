"""Tells every clock of a person, with where its days went."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.terms import Permission
from throughcare.clocks.rules import explain
from throughcare.foundations.command import BadInput, Command, Group, a_day
from throughcare.foundations.today import today
from throughcare.pathway.casework.queries import clocks_of
from throughcare.pathway.episode.queries import calendar_of
from throughcare.people.models import Person


class Command(Command):
    help = gettext_lazy("Tells every clock of a person, explained.")
    group = Group.WORK
    reports = True

    def add_arguments(self, parser):
        parser.add_argument("person", metavar="PERSON", help=_("the ref of a story, or a service-user ID"))
        parser.add_argument("--on", type=a_day, metavar="DATE", help=_("the day (default: today)"))

    def handle(self, *args, person, on, **options):
        if not self.viewer.may(Permission.VIEW_PERSON):
            raise BadInput(_("{user} may not read a person's record.").format(user=self.viewer.username))
        found = Person.objects.filter(reference=person) | Person.objects.filter(service_user_id=person)
        if not (known := found.first()):
            raise BadInput(_("Nobody here is known as {person}.").format(person=person))
        day = on or today()
        document = [explained(case, clock, day) for case, clock in clocks_of(self.viewer, known, day)]
        self.report(document, lambda: [text for one in document for text in lines(one)] or [_("No clocks yet.")])


def explained(case, clock, day) -> dict:
    definition = case.definition(clock)
    told = explain(clock, definition, case.happenings, calendar_of(case.specification), day, case.specification.waiting)
    return {
        "person": case.person.known_as,
        "clock": definition.id,
        "title": definition.title,
        "source": definition.source,
        "owner": clock.owner,
        "start": clock.start_on,
        "due": clock.due_on,
        "due_at": clock.due_at,
        "stopped": clock.stopped_on,
        "voided": clock.voided_on,
        "void_reason": clock.void_reason or None,
        "state": clock.state_on(day),
        "elapsed_days": told.elapsed,
        "segments": [
            {"step": step.kind, "from": step.from_on, "to": step.to_on, "days": step.days}
            | {"us": step.us, "person": step.person, "non_working": step.off, "paused": step.paused}
            for step in told.steps
        ],
    }


def lines(one: dict) -> list[str]:
    due = one["due"] or _("paused")
    head = f"{one['title']} [{one['source']}]: {one['state']}"
    dates = _("  from {start}, due {due}, stopped {stopped}").format(
        start=one["start"], due=due, stopped=one["stopped"] or "-"
    )
    steps = [
        f"    {s['step'] or _('so far')}: {s['from']} to {s['to']}, {s['days']} = {s['us']} us + {s['person']} person"
        f" + {s['non_working']} non-working + {s['paused']} paused"
        for s in one["segments"]
    ]
    return [head, dates, *steps]
