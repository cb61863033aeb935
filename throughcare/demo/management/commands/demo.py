"""Loads the demonstration, and says how to sign in to it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.demo.loading import load_demonstration
from throughcare.demo.system import sign_ins
from throughcare.foundations.command import BadInput, Command, Group
from throughcare.people.models import Person


class Command(Command):
    help = gettext_lazy("Loads three years of a made-up service that end today, or says how to sign in to it.")
    group = Group.STORIES
    needs_viewer = False
    reports = True

    def add_arguments(self, parser):
        parser.add_argument(
            "action", choices=["load", "sign-ins"], help=_("load the made-up people, or list the sign-ins")
        )

    def handle(self, *args, action, **options):
        if action == "load":
            if Person.objects.using("loader").exists():
                raise BadInput(_("There are people in this system already: the demonstration is for an empty one."))
            with self.progress(_("Made-up people")) as advance:
                load_demonstration(told=advance)
        listed = sign_ins()
        self.report([one._asdict() for one in listed], lambda: _lines(listed))


def _lines(listed):
    yield _("Sign in as one of these. Everybody in this system is made up.")
    for one in listed:
        yield f"  {one.username:<10} {one.password:<18} {one.role}"
