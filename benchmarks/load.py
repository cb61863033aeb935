"""Loads a made-up population into a system of its own and compares the time with a bare COPY of the same bytes.

    python benchmarks/load.py [--people 100000] [--years 3] [--processes 2]

The peer copies exactly what the load copied into tables without keys, checks, row security or history, in one
transaction: no loading of these rows can cost less. Drawing people, telling what happened to them and replaying their
promises is in the load alone.
"""

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="throughcare-load-"))
os.environ |= {"THROUGHCARE_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "throughcare.config.settings"}
os.environ["READ_ENV_FILE"] = "no"
HOME.chmod(0o755)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from throughcare.demo import bulk  # noqa: E402
from throughcare.demo.bulk.tables import TABLES  # noqa: E402
from throughcare.demo.population import Population  # noqa: E402
from throughcare.demo.system import create_system  # noqa: E402
from throughcare.foundations.command import join  # noqa: E402
from throughcare.foundations.embedded.migrated import bring_up_to_date  # noqa: E402
from throughcare.specification import queries as specifications  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


class Timer:
    """Seconds by the clock, and of processor time: ours, our children's, and the database connection's."""

    def __init__(self, connection):
        self.connection = connection
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            (self.backend,) = cursor.fetchone()

    def _now(self) -> tuple[float, float, float, float]:
        fields = Path(f"/proc/{self.backend}/stat").read_text().rsplit(")", 1)[1].split()
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        ours, children = (one.ru_utime + one.ru_stime for one in used)
        return time.perf_counter(), ours, children, (int(fields[11]) + int(fields[12])) / TICKS

    @contextmanager
    def measured(self, what: str):
        before = self._now()
        taken: list[float] = []
        yield taken
        taken += [after - earlier for after, earlier in zip(self._now(), before, strict=True)]
        clock, ours, children, database = taken
        print(  # noqa: T201
            f"{what:<10}{clock:7.1f} s; processor: {ours:.1f} here, {children:.1f} drawing, {database:.1f} database"
        )


def spooling(spool: Path):
    """Keeps what is copied, table by table, for the peer."""
    keep = bulk.Load._keep

    def keep_and_spool(self, cursor, part):
        for name, copies in part.copies.items():
            with (spool / name).open("ab") as file:
                file.write(copies)
        keep(self, cursor, part)

    bulk.Load._keep = keep_and_spool


def bare_copy(connection, spool: Path) -> int:
    copied = 0
    with transaction.atomic(using=bulk.LOADER), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table.create_staged())
            with (spool / table.name).open("rb") as file, cursor.copy(table.copy_in()) as copy:
                while block := file.read(1 << 20):
                    copied += len(block)
                    copy.write(block)
    return copied


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    spool = HOME / "spool"
    spool.mkdir()
    join(settings.EMBEDDED_SERVER)
    bring_up_to_date(settings.EMBEDDED_SERVER)
    create_system(settings.SPECIFICATION)
    book = specifications.current_book()
    drawn = Population(book.latest, people=asked.people, years=asked.years, seed=1, until=date(2026, 3, 31))
    connection = connections[bulk.LOADER]
    timer = Timer(connection)
    spooling(spool)
    with timer.measured("load") as loading:
        bulk.load(drawn, book, processes=asked.processes)
    with timer.measured("bare COPY") as copying:
        copied = bare_copy(connection, spool)
    print(  # noqa: T201
        f"{asked.people:,} people, {drawn.activities:,} entries without a name, {copied / 1e6:,.0f} MB;"
        f" {asked.people / loading[0]:,.0f} people a second;"
        f" load / bare COPY = {loading[0] / copying[0]:.1f} (load average {os.getloadavg()[0]:.1f})"
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        sys.stdout.flush()
        connections.close_all()
        settings.EMBEDDED_SERVER.leave()
        shutil.rmtree(HOME, ignore_errors=True)
