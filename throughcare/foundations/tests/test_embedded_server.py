"""The embedded PostgreSQL starts once, is shared, survives crashes and leaves nothing running."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from throughcare.foundations.embedded import EmbeddedServer, EmbeddedServerError

pytestmark = [pytest.mark.database]
ROOT = Path(__file__).resolve().parents[3]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")


@contextmanager
def _passable_folder() -> Iterator[Path]:
    """A folder that any account may pass, which pytest's own temporary folders are not."""
    with tempfile.TemporaryDirectory(prefix="throughcare-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def made_once():
    """A stopped server's home, made the long way: the others are copies."""
    with _passable_folder() as folder:
        server = EmbeddedServer(folder / "home", {"fsync": "off"})
        assert server.ensure_running() is True
        server.stop()
        yield server.home


@pytest.fixture
def home():
    with _passable_folder() as folder:
        yield folder / "home"


@pytest.fixture
def server(home, made_once):
    subprocess.run(["cp", "-a", made_once, home], check=True)
    server = EmbeddedServer(home, {"fsync": "off"})
    yield server
    server.stop()


@pytest.fixture(scope="module")
def running(made_once):
    """A running server for tests that only look."""
    with _passable_folder() as folder:
        subprocess.run(["cp", "-a", made_once, folder / "home"], check=True)
        server = EmbeddedServer(folder / "home", {"fsync": "off"})
        server.ensure_running()
        yield server
        server.stop()


def _process_of(server: EmbeddedServer) -> int:
    return int((server.cluster / "postmaster.pid").read_text().split("\n", 1)[0])


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _in_another_process(home: Path, code: str) -> subprocess.Popen:
    script = f"""
        import sys
        from throughcare.foundations.embedded import EmbeddedServer
        server = EmbeddedServer({str(home)!r}, {{"fsync": "off"}})
    """
    source = textwrap.dedent(script) + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", source], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _end(process: subprocess.Popen) -> str:
    said, _ = process.communicate("\n", timeout=60)
    assert process.returncode == 0
    return said


STAY_UNTIL_TOLD = """
    print(server.ensure_running(), flush=True)
    sys.stdin.readline()
    print(server.leave(), flush=True)
"""


def test_it_starts_once_and_stops(server):
    assert server.ensure_running() is True
    assert server.ensure_running() is False
    pid = _process_of(server)
    assert server.leave() is True
    assert not server.is_running()
    assert not _is_alive(pid)


def test_each_role_signs_in_to_the_database(running):
    for role in ("owner", "app", "extract", "loader"):
        with psycopg.connect(running.url(role)) as connection:
            assert connection.execute("select current_user, current_database()").fetchone() == (role, "throughcare")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(running.url("finder"))


def test_it_listens_on_no_network_address(running):
    with psycopg.connect(running.url("app")) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_names_sort_and_fold_the_same_everywhere(running):
    with psycopg.connect(running.url("app")) as connection:
        names = "select array_agg(n order by n) from unnest(array['Zoe', 'angel', 'Ángel']) n"
        assert connection.execute(names).fetchone() == (["Zoe", "angel", "Ángel"],)
        assert connection.execute("select lower('ÁÉ')").fetchone() == ("áé",)


def test_what_it_keeps_is_closed_to_others(running):
    for folder in (running.folder, running.socket_folder, running.cluster):
        assert folder.stat().st_mode & 0o077 == 0


def test_no_value_of_a_refused_statement_stands_in_its_log(running):
    with psycopg.connect(running.url("owner"), autocommit=True) as connection:
        connection.execute("create table kept (nhs_number text unique)")
        connection.execute("insert into kept values ('999 123 4567')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into kept values ('999 123 4567')")
    assert "duplicate key" in running.log.read_text()
    assert "999 123 4567" not in running.log.read_text()


def test_processes_that_come_at_once_start_one_server(home, server):
    both = [_in_another_process(home, STAY_UNTIL_TOLD) for _ in range(2)]
    started = sorted(process.stdout.readline().strip() for process in both)
    assert started == ["False", "True"]
    left = [_end(process).strip() for process in both]
    assert left == ["False", "True"]
    assert not server.is_running()


def test_one_that_leaves_does_not_stop_it_for_another(home, server):
    other = _in_another_process(home, STAY_UNTIL_TOLD)
    assert other.stdout.readline().strip() == "True"
    assert server.ensure_running() is False
    assert _end(other).strip() == "False"
    assert server.is_running()
    assert server.leave() is True


def test_the_next_to_leave_stops_what_a_killed_process_left_running(home, server):
    other = _in_another_process(home, STAY_UNTIL_TOLD)
    other.stdout.readline()
    other.kill()
    other.communicate()
    assert server.is_running()
    assert server.ensure_running() is False
    assert server.leave() is True
    assert not server.is_running()


def test_it_starts_again_after_a_crash(server):
    server.ensure_running()
    pid = _process_of(server)
    os.kill(pid, signal.SIGKILL)
    while _is_alive(pid):
        time.sleep(0.02)
    assert server.ensure_running() is True
    assert _process_of(server) != pid


def test_it_starts_although_its_number_is_now_another_process(server):
    server.ensure_running()
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{server.cluster}\n")
    (server.socket_folder / ".s.PGSQL.5432").touch()
    (server.socket_folder / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert server.ensure_running() is True


def test_an_unfinished_cluster_is_made_anew(server):
    shutil.rmtree(server.cluster)
    (server.folder / "cluster.unfinished").mkdir()
    (server.folder / "cluster.unfinished" / "PG_VERSION").write_text("1")
    assert server.ensure_running() is True


def test_a_deep_home_gets_its_socket_in_a_short_place(home):
    server = EmbeddedServer(home / ("a" * 60) / ("b" * 60), {"fsync": "off"})
    try:
        server.ensure_running()
        assert len(str(server.socket_folder)) < 60
        assert server.socket_folder.stat().st_mode & 0o077 == 0
        with psycopg.connect(server.url("app")) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        server.stop()


def test_a_cluster_of_another_version_is_left_alone(server):
    server.ensure_running()
    server.stop()
    (server.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedServerError, match=r"was made by PostgreSQL 9, but the programs in .* are \d+"):
        server.ensure_running()


def test_a_folder_without_the_programs_is_named(server, monkeypatch):
    monkeypatch.setenv("PG_BIN", "/nowhere/bin")
    with pytest.raises(EmbeddedServerError, match="/nowhere/bin"):
        server.ensure_running()


def test_a_home_that_cannot_be_made_is_named(home):
    home.write_text("a file")
    with pytest.raises(EmbeddedServerError, match="Choose another THROUGHCARE_HOME"):
        EmbeddedServer(home / "below").ensure_running()


@as_root
def test_as_root_it_runs_as_another_account(running):
    assert os.stat(f"/proc/{_process_of(running)}").st_uid != 0


@as_root
def test_a_home_closed_to_that_account_is_named_with_what_to_do(home):
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedServerError, match=rf"{closed} is closed to that account.*ordinary user"):
        EmbeddedServer(closed / "home").ensure_running()


@as_root
def test_another_account_s_folder_in_the_short_place_is_refused(home):
    server = EmbeddedServer(home / ("a" * 60) / ("c" * 60))
    server.socket_folder.mkdir()  # root's, not the server's account's
    try:
        with pytest.raises(EmbeddedServerError, match="belongs to another account"):
            server.ensure_running()
    finally:
        server.socket_folder.rmdir()
