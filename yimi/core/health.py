"""Whether this process serves, and whether it should be sent work (健康检查)."""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from .actors import may
from .clock import now
from .models import Entry, Seal
from .models.jobs import State
from .permissions import Permission
from .rootkey import subkey

DISK_NEEDED = 200 * 1024 * 1024
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
SEALER_MAY_LAG = timedelta(seconds=30)
FRESH = 2.0  # seconds for which an answer stands; the write probe must not become a load of its own
ADMINISTRATION = (Permission.USER_MANAGE, Permission.ROLE_APPROVE, Permission.AUDIT_VIEW)
OK = "ok"


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process serves."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every check is ok, else 503. Only administrators and this machine read the reasons."""
    found = checks()
    status = 200 if all(answer == OK for answer in found.values()) else 503
    if _is_local(request) or any(may(request.user, permission) for permission in ADMINISTRATION):
        return JsonResponse({"checks": found, "notes": notes()}, status=status)
    return HttpResponse(status=status)


def notes() -> dict[str, str]:
    """What administrators should know and that keeps no process from serving."""
    return {name: _answer(note) for name, note in NOTES.items()}


def checks() -> dict[str, str]:
    """Every check by name: ok, or the reason. Asked again only when the last answer is old."""
    with _asking:
        if time.monotonic() > _kept["until"]:
            _kept["found"] = {name: _answer(check) for name, check in CHECKS.items()}
            _kept["until"] = time.monotonic() + FRESH
        return _kept["found"]


_asking = Lock()
_kept: dict[str, Any] = {"until": 0.0}


def _answer(check: Callable[[], str | None]) -> str:
    try:
        return check() or OK
    except (DatabaseError, OSError, ImproperlyConfigured) as failure:
        return f"{type(failure).__name__}: {failure}"


def _is_local(request: HttpRequest) -> bool:
    # Behind a proxy on this machine everybody comes from the loopback address.
    behind_proxy = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not behind_proxy


def database_writes() -> str | None:
    State.objects.update_or_create(key="probe", defaults={"value": timezone.now().isoformat()})
    return None


def migrations_match() -> str | None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations wait: run yimi migrate" if waiting else None


def disk_has_room() -> str | None:
    free = shutil.disk_usage(settings.YIMI_DATA).free
    return None if free >= DISK_NEEDED else f"{free // 1024 // 1024} MB left"


def clock_is_right() -> str | None:
    return None if timezone.now() >= EARLIEST else "the clock of this machine is wrong"


def sealer_keeps_up() -> str | None:
    due = Entry.objects.filter(at__lt=now() - SEALER_MAY_LAG).order_by("-at").first()
    if due and not Seal.objects.filter(entry=due).exists():
        return "entries wait to be sealed"
    return None


def key_is_readable() -> str | None:
    subkey("digest")
    return None


CHECKS: dict[str, Callable[[], str | None]] = {
    "database": database_writes,
    "migrations": migrations_match,
    "disk": disk_has_room,
    "clock": clock_is_right,
    "sealer": sealer_keeps_up,
    "key": key_is_readable,
}
NOTES: dict[str, Callable[[], str | None]] = {}  # domains add theirs
