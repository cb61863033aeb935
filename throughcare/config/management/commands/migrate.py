"""Django's migrate, as the owner of the tables."""

from django.conf import settings
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.utils.translation import gettext_lazy as _

from throughcare.foundations.command import BadInput, Group, join
from throughcare.foundations.command import Command as BaseCommand
from throughcare.foundations.embedded.migrated import migration_state, note_state
from throughcare.foundations.history import heed_no_setting


class Command(BaseCommand, DjangoMigrate):
    help = _("Brings the tables up to date, as their owner.")
    group = Group.RUNNING
    needs_viewer = False
    suppressed_base_arguments = BaseCommand.suppressed_base_arguments - {"--verbosity"}

    def add_arguments(self, parser) -> None:
        DjangoMigrate.add_arguments(self, parser)
        parser.set_defaults(database=settings.OWNER_ALIAS)

    def reach_database(self) -> None:
        if settings.OWNER_ALIAS not in settings.DATABASES:
            raise BadInput(
                _("DATABASE_OWNER_URL: not set. Name the address at which the owner of the tables signs in.")
            )
        if settings.EMBEDDED_SERVER is not None:
            join(settings.EMBEDDED_SERVER)

    def handle(self, *arguments, **options) -> None:
        super().handle(*arguments, **options)
        if not (options["plan"] or options["check_unapplied"]):
            with connections[options["database"]].cursor() as cursor:
                heed_no_setting(cursor)
        whole = not (options["app_label"] or options["plan"] or options["check_unapplied"])
        if whole and settings.EMBEDDED_SERVER is not None:
            note_state(settings.EMBEDDED_SERVER, migration_state())
