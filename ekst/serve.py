"""Start the whole portal and stop it again: database, web server and background worker.

    python -m ekst.serve [--dev]

Brings the database and the static files up to date, then runs the web server and the worker
until a signal comes or one of them ends. With EKST_DEMO=1 the database is the embedded one,
and an empty one gets the demonstration partnership. `--dev` reloads changed code.
"""

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10  # seconds that a child has for its last requests or task
PASSWORD = "equal-footing"  # noqa: S105 - the demonstration's, printed on purpose
SIGN_INS = (
    ("staff@wantsum.example", "Staff, Wantsum Academy"),
    ("coordinator@wantsum.example", "Coordinator, Wantsum Academy"),
    ("staff@elmstone.example", "Staff, Elmstone Hall School"),
    ("coordinator@elmstone.example", "Coordinator, Elmstone Hall School"),
    ("editor@oyster.example", "Magazine editor, Oyster Coast High School"),
    ("placements@cinqueports.example", "Placement coordinator, the University"),
    ("treasurer@ekst.example", "Treasurer"),
    ("chair@ekst.example", "Chair"),
    ("admin@ekst.example", "Administrator"),
)


def main(arguments: list[str]) -> int:
    """Run the portal; return 0 when it was asked to stop, 1 when a part of it failed."""
    for signum in SIGNALS:
        signal.signal(signum, _interrupt)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekst.settings")
        django.setup()
        if not _port_is_free():
            print(f"Port {settings.PORT} is taken: choose another, as in PORT=8001 make run.")
            return 1
        prepare(collect=not settings.DEBUG)
        settings.WORKER_HEARTBEAT.unlink(missing_ok=True)
        for name, command in commands(reload="--dev" in arguments).items():
            children[name] = start(command)
        return watch(children)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
        return 0
    finally:
        for signum in SIGNALS:
            signal.signal(signum, signal.SIG_IGN)
        stop(children.values())


def prepare(*, collect: bool) -> None:
    """Bring the database and the static files up to date; fill a demonstration's empty one."""
    print("Bringing the database up to date.", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    if collect:
        collect_static()
    if settings.DEMO:
        call_command("demo", "--if-empty")
    connections.close_all()


def collect_static() -> None:
    """Collect and compress the static files unless they are as they were last time."""
    found = sorted(
        (path, storage.size(path), storage.get_modified_time(path).isoformat())
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    fingerprint = hashlib.sha256(repr(found).encode()).hexdigest()
    kept = Path(settings.STATIC_ROOT, ".fingerprint")
    if not kept.exists() or kept.read_text() != fingerprint:
        print("Collecting the static files.", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        kept.write_text(fingerprint)


def commands(*, reload: bool) -> dict[str, list[str]]:
    """What runs side by side, by name."""
    address = f"127.0.0.1:{settings.PORT}"
    manage = [sys.executable, "manage.py"]
    # One thread a worker keeps its one database connection; more workers use more cores.
    web = [sys.executable, "-m", "granian", "ekst.wsgi:application", "--interface", "wsgi"]
    web += ["--host", "127.0.0.1", "--port", str(settings.PORT), "--log-level", "warning"]
    web += ["--workers", str(min(4, os.cpu_count() or 1)), "--blocking-threads", "1", "--no-ws"]
    # Stopped while its workers still start, granian would wait for them for ever.
    web += ["--workers-kill-timeout", str(PATIENCE // 2)]
    heartbeat = ["--heartbeat-file", str(settings.WORKER_HEARTBEAT)]
    return {
        "web server": [*manage, "runserver", address] if reload else web,
        "worker": [*manage, "ox_worker", "--verbosity", "0", *heartbeat],
    }


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own.

    Ctrl-C in a terminal then reaches this process only, which asks each child once: a second
    signal would make the worker drop the task in hand. Should this process be killed
    outright, setpriv has the kernel ask the child in its place.
    """
    dying_with_us = ["setpriv", "--pdeathsig", "TERM", "--"]
    return subprocess.Popen([*dying_with_us, *command], cwd=settings.BASE_DIR, process_group=0)


def watch(children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Say when the portal answers, then wait until one of the children ends, and name it."""
    announced = False
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                print(f"The {name} ended by itself (status {child.returncode}).", flush=True)
                return 1
        # Asked before the worker has started, /healthz would only fill the log with refusals.
        if not announced and settings.WORKER_HEARTBEAT.exists() and _is_well():
            announced = True
            print(_welcome(), flush=True)
        time.sleep(0.5 if announced else 0.1)


def stop(children: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, wait for all of them, and end those that will not."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", settings.PORT))
        except OSError:
            return False
    return True


def _is_well() -> bool:
    """Whether /healthz says so, asked as a proxy in front of the portal would ask."""
    base = urlsplit(settings.BASE_URL)
    headers = {"Host": base.netloc, "X-Forwarded-Proto": base.scheme}
    connection = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=5)
    try:
        connection.request("GET", "/healthz", headers=headers)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome() -> str:
    lines = ["", f"East Kent Schools Together is at {settings.BASE_URL}/"]
    if settings.DEMO:
        lines += ["", f"Demonstration sign-ins, password {PASSWORD}:"]
        lines += [f"  {email:<31} {who}" for email, who in SIGN_INS]
    return "\n".join([*lines, "", "Ctrl-C stops it."])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
