"""Yimi 一米: a province builds, runs and evaluates its township social-work stations."""

import sys

import sqlcipher3
import sqlcipher3.dbapi2

SQLITE_NEEDED = (3, 51, 3)


def refusal(version: str) -> str:
    """Why this SQLite cannot be used, in one line; empty when it can.

    Before 3.51.3 several connections in WAL mode can damage the database (the WAL-reset fault).
    """
    if tuple(map(int, version.split("."))) >= SQLITE_NEEDED:
        return ""
    needed = ".".join(map(str, SQLITE_NEEDED))
    return f"Yimi needs SQLite {needed} or newer, sqlcipher3 carries {version}: run make run."


if _reason := refusal(sqlcipher3.sqlite_version):
    sys.exit(_reason)

# Python's own SQLite may be older; every import below gets this one.
sys.modules["sqlite3"] = sqlcipher3
sys.modules["sqlite3.dbapi2"] = sqlcipher3.dbapi2
