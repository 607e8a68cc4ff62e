"""Whether the portal is well, for monitors and for `make run`."""

import time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

HEARTBEAT_AGE = 60  # seconds; the worker gives a sign about every second


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when all parts are well, else 503, and say in JSON how each part is."""
    try:
        parts = {"database": "ok", "migrations": _migrations(), "worker": _worker()}
    except DatabaseError:
        parts = {"database": "does not answer", "migrations": "unknown", "worker": _worker()}
    well = set(parts.values()) == {"ok"}
    return JsonResponse(
        {"status": "ok" if well else "unwell", **parts}, status=200 if well else 503
    )


def _migrations() -> str:
    """Whether every migration of this code is applied: one query."""
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    missing = on_disk.keys() - MigrationRecorder(connection).applied_migrations().keys()
    return f"{len(missing)} not applied" if missing else "ok"


def _worker() -> str:
    """Whether the background worker gave a sign of life within the last minute."""
    try:
        age = time.time() - settings.WORKER_HEARTBEAT.stat().st_mtime
    except FileNotFoundError:
        return "not started"
    return "ok" if age <= HEARTBEAT_AGE else f"silent for {age:.0f} seconds"
