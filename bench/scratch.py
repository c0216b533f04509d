"""A scratch database for a workload that stands alone (临时库): SQLite, migrated, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import django


@contextmanager
def scratch(today: date | None = None) -> Iterator[None]:
    """The house on an empty database of its own, on this day; without one on the day that it is."""
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
        os.environ |= {"YIMI_DATA": folder, "YIMI_PROFILE": "demo", "DJANGO_SETTINGS_MODULE": "yimi.settings"}
        os.environ |= {"YIMI_TODAY": today.isoformat()} if today else {}
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        from yimi import firstload

        firstload.migrate()
        yield
