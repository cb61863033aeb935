"""Serves the pages, in the foreground, until told to stop."""

import atexit
import os
import socket
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.command import BadInput, Group
from throughcare.foundations.command import Command as BaseCommand
from throughcare.organisations.models import Deployment
from throughcare.organisations.terms import DeploymentKind


class Command(BaseCommand):
    help = gettext_lazy("Serves the pages until it is stopped.")
    group = Group.RUNNING
    needs_viewer = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("--prepare", action="store_true", help=_("prepare the database first"))
        parser.add_argument("--demo", action="store_true", help=_("load made-up people if there is nobody yet"))
        parser.add_argument("--port", type=int, default=8000, help=_("the port (default: 8000)"))
        parser.add_argument("--address", default="127.0.0.1", help=_("the address (default: this machine alone)"))
        parser.add_argument("--workers", type=int, default=2, help=_("processes (default: 2)"))
        parser.add_argument(
            "--no-worker",
            dest="with_worker",
            action="store_false",
            help=_("leave sending messages and passing alerts on to a `throughcare worker` of its own"),
        )
        parser.add_argument("--threads", type=int, default=4, help=_("threads in each process (default: 4)"))

    def handle(self, **options) -> None:
        address, port = options["address"], options["port"]
        if options["prepare"]:
            call_command("prepare")
        if settings.EMBEDDED_SERVER is not None and address not in ("127.0.0.1", "::1", "localhost"):
            raise BadInput(
                _("--address: a system on the embedded PostgreSQL is served to this machine alone. Set DATABASE_URL.")
            )
        _refuse_a_port_in_use(address, port)
        _made_up_people(load=options["demo"])
        application = get_wsgi_application()
        get_resolver().url_patterns  # noqa: B018  loaded once here, not in each process at its first request
        connections.close_all()  # a process must not inherit a connection
        if options["with_worker"]:
            _start_worker()
        host = f"[{address}]" if ":" in address else address
        _server(
            application,
            {
                "bind": f"{host}:{port}",
                "workers": options["workers"],
                "threads": options["threads"],
                "worker_class": "gthread",
                "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,
                "control_socket_disable": True,
                "loglevel": "warning",
                "proc_name": "throughcare",
                "when_ready": lambda _server: self._say_where(host, port),
            },
        ).run()

    def _say_where(self, host: str, port: int) -> None:
        self.stdout.write(_("Throughcare is at http://{host}:{port}/ (Ctrl-C stops it)").format(host=host, port=port))
        self.stdout.flush()


def _made_up_people(load: bool) -> None:
    """Loads the demonstration into a system that is nobody's yet, and says who may sign in to one."""
    if settings.PRODUCTION or "demo" not in get_commands():
        return
    if load and not Deployment.objects.exists():
        call_command("demo", "load")
    elif Deployment.objects.filter(kind=DeploymentKind.DEMONSTRATION).exists():
        call_command("demo", "sign-ins")


def _start_worker() -> None:
    """The worker as a child, stopped with us by its own id; should we be killed, it ends by itself."""
    child = subprocess.Popen([sys.executable, "-m", "throughcare", "worker", "--with-parent"])
    atexit.register(_stop, child, os.getpid())


def _stop(child: subprocess.Popen, parent: int) -> None:
    if os.getpid() != parent:
        return  # a process that serves pages ends too, and the worker is not its own
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()


def _refuse_a_port_in_use(address: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as fault:
        raise BadInput(
            _("{address}:{port}: {why}. Choose another with --port.").format(
                address=address, port=port, why=fault.strerror
            )
        ) from fault


def _server(application, options: dict):
    from gunicorn.app.base import BaseApplication  # only here: it changes the process that imports it

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self):
            return application

    return Server()
