"""Makes the system ready to serve: roles, database, tables, static files."""

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.command import BadInput, Group
from throughcare.foundations.command import Command as BaseCommand
from throughcare.foundations.database_roles import faults_of_roles


class Command(BaseCommand):
    help = gettext_lazy("Makes the database ready: its roles, its tables, and in production the static files.")
    group = Group.RUNNING
    needs_viewer = False
    requires_system_checks = "__all__"

    def reach_database(self) -> None:
        """`migrate` does what reaching the embedded database would, and for a server of one's own as well."""

    def handle(self, **options) -> None:
        with self.progress(_("Preparing the database")):
            if settings.EMBEDDED_SERVER is not None:
                super().reach_database()
            else:
                call_command("migrate", verbosity=0, interactive=False)
        if faults := faults_of_roles():
            raise BadInput("\n".join(faults))
        if settings.PRODUCTION:
            call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write(_("The database is ready."))
