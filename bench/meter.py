"""What work takes (用时): by the clock, and of the processor, the process of the database included."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

from django.db import connection


class Spent(NamedTuple):
    """Milliseconds."""

    clock: float
    processor: float


def spent(work: Callable[[], Any]) -> Spent:
    """What one run of the work took."""
    clock, processor = perf_counter(), _processor()
    work()
    return Spent(round((perf_counter() - clock) * 1000, 2), round((_processor() - processor) * 1000, 2))


def pace() -> float:
    """Milliseconds of the processor that a piece of work takes that never changes: how fast the machine is now."""
    return spent(lambda: sum(number & 7 for number in range(200_000))).processor


def _processor() -> float:
    """Seconds of this process and, on PostgreSQL, of the one that serves its connection."""
    return process_time() + (_of_backend() if connection.vendor == "postgresql" else 0)


def _of_backend() -> float:
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
