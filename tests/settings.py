"""Settings of the tests: a data folder of their own, a cheap password hash, a fixed day."""

import os
import tempfile
from datetime import date

_data = os.environ.setdefault("YIMI_DATA", tempfile.mkdtemp(prefix="yimi-tests-"))
os.environ.setdefault("YIMI_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests-only-for-tests")
if _databases := os.environ.get("YIMI_TEST_DATABASES", "").split():
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["DATABASE_URL"] = _databases[_worker % len(_databases)]

from yimi.settings import *  # noqa: E402, F403

YIMI_TODAY = date(2026, 11, 20)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF"  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_data, f"test-{os.getpid()}.sqlite3")}  # noqa: F405
STATIC_ROOT = None
