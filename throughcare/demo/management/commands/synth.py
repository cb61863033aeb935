"""Draws a made-up population and loads it in bulk."""

from argparse import ArgumentTypeError
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.demo.loading import load_population
from throughcare.foundations.command import Command, Group


class Command(Command):
    help = gettext_lazy("Draws made-up people from published figures, and loads them and what happened to them.")
    group = Group.STORIES
    needs_viewer = False

    def add_arguments(self, parser):
        parser.add_argument("--people", type=_at_least_one, required=True, metavar="N", help=_("how many people"))
        parser.add_argument("--years", type=_at_least_one, required=True, metavar="Y", help=_("over how many years"))
        parser.add_argument("--seed", type=int, required=True, metavar="S", help=_("the same seed, the same people"))
        parser.add_argument(
            "--until", type=_day, metavar="D", help=_("the last day, such as 2026-03-31 (default: today)")
        )

    def handle(self, *args, people, years, seed, until, **options):
        with self.progress(_("people"), people) as advance:
            loaded = load_population(people=people, years=years, seed=seed, until=until, told=advance)
        self.stdout.write(_("Loaded {people} people.").format(people=f"{loaded:,}"))


def _at_least_one(said: str) -> int:
    if not said.isascii() or not said.isdigit() or int(said) < 1:
        raise ArgumentTypeError(_("{said} is not a whole number of at least 1").format(said=said))
    return int(said)


def _day(said: str) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise ArgumentTypeError(_("{said} is not a day such as 2026-03-31").format(said=said)) from None
    if day > timezone.localdate():
        raise ArgumentTypeError(_("{said} is still to come").format(said=said))
    return day
