"""A database with every migration applied, made once, from which each worker's is copied.

To apply them takes longer than most of the tests; to copy what came of it, a moment.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

BASE_DIR = Path(__file__).resolve().parent.parent
PREFIX = "ekst_migrated_"
LOCK = 7001
"""Of the server's advisory locks, the one under which the database is made."""


def name_of_today() -> str:
    """The database's name, which changes with the migrations and with what they are made by."""
    digest = hashlib.sha256((BASE_DIR / "requirements.txt").read_bytes())
    for path in sorted(BASE_DIR.glob("*/migrations/*.py")):
        digest.update(path.relative_to(BASE_DIR).as_posix().encode() + path.read_bytes())
    return f"{PREFIX}{digest.hexdigest()[:16]}"


def make(url: str, *, ours: bool) -> str:
    """Make the database on the server at `url` unless it stands; return its name.

    Runs at once wait for the first. On a server of `ours` those of other migrations go.
    """
    name = name_of_today()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        rows = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        )
        standing = {str(row[0]) for row in rows}
        if name in standing:
            return name
        for old in standing if ours else ():
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
        half_made = f"{name}_new"
        made = sql.Identifier(half_made)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))
        server.execute(sql.SQL("CREATE DATABASE {}").format(made))
        _migrate(urlsplit(url)._replace(path=f"/{half_made}").geturl())
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(made, sql.Identifier(name)))
    return name


def _migrate(url: str) -> None:
    given = {"DATABASE_URL": url, "SECRET_KEY": "only-to-migrate-0123456789-abcdefghijklmnopqrst"}
    subprocess.run(
        (sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"),
        cwd=BASE_DIR,
        env={**os.environ, **given, "DJANGO_SETTINGS_MODULE": "ekst.settings"},
        check=True,
    )
