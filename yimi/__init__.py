"""Yimi 一米: a province builds, runs and evaluates its township social-work stations."""

import sys

import sqlcipher3
import sqlcipher3.dbapi2

# Python's own SQLite may carry the WAL-reset fault (before 3.51.3); every import below gets this one.
sys.modules["sqlite3"] = sqlcipher3
sys.modules["sqlite3.dbapi2"] = sqlcipher3.dbapi2
