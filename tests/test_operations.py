"""The two commands: the embedded server, the supervisor, the health page, the Makefile."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from ekst import embedded, serve

BASE_DIR = embedded.BASE_DIR
HOLD = """
import sys, pathlib
from ekst import embedded
print(embedded.start(pathlib.Path(sys.argv[1]), durable=False), flush=True)
sys.stdin.read()
"""


# --- The embedded server --------------------------------------------------------------------


def hold(data: Path) -> tuple[subprocess.Popen[str], str]:
    """Another process that holds a server until its standard input closes, and the address."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=20)


def answers(address: str) -> bool:
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True


def test_embedded_server_stops_with_the_last_who_holds_it(tmp_path: Path) -> None:
    first, address = hold(tmp_path / "postgres")
    second, same_address = hold(tmp_path / "postgres")
    assert address == same_address
    let_go(first)
    assert answers(address)
    let_go(second)
    assert not answers(address)


def test_embedded_server_outlives_a_kill_only_until_the_next_start(tmp_path: Path) -> None:
    killed, address = hold(tmp_path / "postgres")
    killed.kill()
    killed.communicate(timeout=20)
    assert answers(address)
    let_go(hold(tmp_path / "postgres")[0])
    assert not answers(address)


def test_embedded_server_keeps_its_data_under_any_path(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 25) / "with spaces & accents é"
    deep.mkdir(parents=True)
    process, address = hold(deep / "postgres")
    with psycopg.connect(address) as database:
        database.execute("CREATE TABLE kept (word text)")
    let_go(process)
    process, address = hold(deep / "postgres")
    with psycopg.connect(address) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    let_go(process)


def test_embedded_server_begins_afresh_after_an_interrupted_beginning(tmp_path: Path) -> None:
    half_made = tmp_path / "postgres.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    process, address = hold(tmp_path / "postgres")
    assert answers(address)
    let_go(process)


def test_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    key = embedded.secret_key(tmp_path)
    assert len(key) >= 50
    assert embedded.secret_key(tmp_path) == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


# --- Settings -------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL"])
def test_portal_refuses_to_start_without(missing: str) -> None:
    given = {"PATH": os.environ["PATH"], "SECRET_KEY": "s" * 50, "DATABASE_URL": "postgres:///x"}
    del given[missing]
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR, env=given, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode
    assert f"cannot start: {missing} must be set" in done.stderr


# --- The health page ------------------------------------------------------------------------


@pytest.fixture
def heartbeat(settings, tmp_path: Path) -> Path:
    path = tmp_path / "heartbeat"
    path.touch()
    settings.WORKER_HEARTBEAT = path
    return path


def test_healthz_is_well_and_sets_no_cookie(
    client: Client, heartbeat: Path, db: None, django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):  # is the table of migrations there; what does it say
        response = client.get("/healthz")
    assert response.status_code == 200
    ok = dict.fromkeys(["status", "migrations", "database", "worker"], "ok")
    assert response.json() == ok
    assert not response.cookies


def test_healthz_says_that_the_worker_is_silent(client: Client, heartbeat: Path, db: None) -> None:
    os.utime(heartbeat, (time.time() - 61,) * 2)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "unwell"
    assert response.json()["worker"] == "silent for 61 seconds"
    assert response.json()["database"] == "ok"


def test_healthz_says_that_the_worker_was_not_started(
    client: Client, heartbeat: Path, db: None
) -> None:
    heartbeat.unlink()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["worker"] == "not started"


def test_healthz_says_that_migrations_are_missing(
    client: Client, heartbeat: Path, db: None
) -> None:
    MigrationRecorder(connection).record_unapplied("ledger", "0001_initial")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["migrations"] == "1 not applied"


def test_healthz_says_that_the_database_does_not_answer(
    client: Client, heartbeat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(recorder: MigrationRecorder) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "does not answer"
    assert "refused" not in response.text


def test_healthz_is_for_reading_only(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


# --- The tests' own footing -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_only_the_tests_own_clearing_up_may_empty_the_ledger() -> None:
    call_command("flush", interactive=False, verbosity=0)
    for refused in ("TRUNCATE ledger_exchange CASCADE", "DELETE FROM ledger_exchange"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(refused)


# --- The supervisor -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory):
    """The address of a new server without a table; the first portal that starts fills it."""
    database, address = hold(tmp_path_factory.mktemp("portal") / "postgres")
    yield address
    let_go(database)


@pytest.fixture
def portal(tmp_path: Path, empty_database: str):
    """The portal as `make run` starts it, the first time on an empty database, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "ekst.serve"],
        cwd=BASE_DIR,
        env={
            **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
            "DATABASE_URL": empty_database,
            "SECRET_KEY": "s" * 50,
            "EKST_VAR": str(tmp_path),
            "PORT": str(port),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process, port
    process.terminate()
    process.communicate(timeout=30)


def lines_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def children_of(pid: int) -> list[int]:
    """Ids of all processes below one, read from the kernel."""
    below = [
        int(child)
        for tasks in Path(f"/proc/{pid}/task").glob("*/children")
        for child in tasks.read_text().split()
    ]
    return below + [pid for child in below for pid in children_of(child)]


def alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# One worker runs all that start the portal, on one database: migrating it takes a while.
@pytest.mark.xdist_group("portal")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_portal_serves_and_stops_all_that_it_started(portal, how: signal.Signals) -> None:
    process, port = portal
    said = lines_until(process, "Ctrl-C stops it.")
    assert f"http://127.0.0.1:{port}/" in said
    assert "equal-footing" not in said  # only in a demonstration
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as response:
        assert response.status == 200
    below = children_of(process.pid)
    assert len(below) >= 3  # the web server, at least one of its workers, the task worker
    process.send_signal(how)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert not [pid for pid in below if alive(pid)]


@pytest.mark.xdist_group("portal")
def test_portal_ends_with_an_error_when_a_part_of_it_crashes(portal) -> None:
    process, _ = portal
    lines_until(process, "Ctrl-C stops it.")
    below = children_of(process.pid)
    worker = next(p for p in below if b"ox_worker" in Path(f"/proc/{p}/cmdline").read_bytes())
    os.kill(worker, signal.SIGKILL)
    said, _ = process.communicate(timeout=30)
    assert "The worker ended by itself" in said
    assert process.returncode == 1
    assert not [pid for pid in below if alive(pid)]


def test_portal_says_that_its_port_is_taken(settings, capsys: pytest.CaptureFixture[str]) -> None:
    before = {signum: signal.getsignal(signum) for signum in serve.SIGNALS}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.PORT = taken.getsockname()[1]
        try:
            assert serve.main([]) == 1
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler)
    assert "is taken" in capsys.readouterr().out


def test_static_files_are_collected_only_when_they_changed(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "made-by-hand").touch()
    serve.collect_static()
    collected = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert len(collected) > 10
    serve.collect_static()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == collected


# --- Make and the lock ----------------------------------------------------------------------


def test_make_refuses_an_interpreter_that_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        [shutil.which("make") or "make", "venv", f"PYTHON={old}", f"VENV={tmp_path}/venv"],
        cwd=BASE_DIR, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode
    assert "needs Python 3.12 or newer, found Python 3.9.2" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_pins_everything_with_hashes_and_names_no_index(name: str) -> None:
    text = (BASE_DIR / name).read_text()
    pins = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert pins
    assert all("==" in pin for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
