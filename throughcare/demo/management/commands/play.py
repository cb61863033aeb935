"""Plays stories through the same actions as the pages."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.viewer import NoSuchUser, viewer_for
from throughcare.demo.playing import play
from throughcare.demo.stories import read_story
from throughcare.demo.system import create_system, empty_system
from throughcare.foundations.command import BadInput, Command, Group
from throughcare.organisations.models import Deployment
from throughcare.organisations.terms import DeploymentKind
from throughcare.specification.reading import SpecificationFaults


class Command(Command):
    help = gettext_lazy("Plays stories through the same actions as the pages.")
    group = Group.STORIES
    needs_viewer = False

    def add_arguments(self, parser):
        parser.add_argument("stories", nargs="+", metavar="STORY.yaml", type=Path, help=_("the files to play"))
        parser.add_argument(
            "--empty", action="store_true", help=_("first clear this system, which must be a demonstration or a test")
        )
        parser.add_argument(
            "--as", dest="username", metavar="USER", default="operator", help=_("who records the steps")
        )

    def handle(self, *args, stories, empty, username, **options):
        read = [read_story(path) for path in stories]
        if empty:
            empty_system()
        found = Deployment.objects.filter(pk=1).first()
        if found is not None and found.kind == DeploymentKind.LIVE:
            raise BadInput(_("Stories are about made-up people; this system is live."))
        if found is None:
            try:
                create_system(read[0].specification, DeploymentKind.TEST)
            except SpecificationFaults as faults:
                raise BadInput("\n".join(str(fault) for fault in faults.faults)) from None
        try:
            viewer = viewer_for(username)
        except NoSuchUser as unknown:
            raise BadInput(str(unknown)) from None
        with self.progress(_("people"), sum(len(story.people) for story in read)) as advance:
            for story in read:
                advance(play(story, viewer=viewer))
        people = sum(len(story.people) for story in read)
        self.stdout.write(_("Played {people} people from {files} stories.").format(people=people, files=len(read)))
