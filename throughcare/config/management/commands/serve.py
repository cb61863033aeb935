"""Serves the pages, in the foreground, until told to stop."""

import os
import socket

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations import command


class Command(command.Command):
    help = gettext_lazy("Serves the pages until it is stopped.")
    group = command.Group.RUNNING
    needs_viewer = False
    requires_system_checks = "__all__"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", type=int, default=8000, help=_("the port (default: 8000)"))
        parser.add_argument("--address", default="127.0.0.1", help=_("the address (default: this machine alone)"))
        parser.add_argument("--workers", type=int, default=2, help=_("processes (default: 2)"))
        parser.add_argument("--threads", type=int, default=4, help=_("threads in each process (default: 4)"))

    def handle(self, **options) -> None:
        address, port = options["address"], options["port"]
        if settings.EMBEDDED_SERVER is not None and address not in ("127.0.0.1", "::1", "localhost"):
            raise command.BadInput(
                _("--address: a system on the embedded PostgreSQL is served to this machine alone. Set DATABASE_URL.")
            )
        _refuse_a_port_in_use(address, port)
        application = get_wsgi_application()
        get_resolver().url_patterns  # noqa: B018  loaded once here, not in each process at its first request
        connections.close_all()  # a process must not inherit a connection
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


def _refuse_a_port_in_use(address: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as fault:
        raise command.BadInput(
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
