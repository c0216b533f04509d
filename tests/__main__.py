"""`make test`: the suite on SQLite, then what must hold on both engines again on PostgreSQL."""

import os
import subprocess
import sys
from contextlib import ExitStack

from . import means
from .postgres import cluster

WORKERS = 2
# A worker that has nothing left takes over tests of the other.
PYTEST = [sys.executable, "-m", "pytest", "-p", "tests.means", "-n", str(WORKERS), "--dist", "worksteal"]


def on_sqlite(arguments: list[str]) -> int:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run([*PYTEST, *arguments], env=environment, check=False).returncode


def on_postgresql(arguments: list[str]) -> int:
    """A cluster for each worker: a transaction in one database of a cluster holds back the sealing in all of them."""
    print("\nAgain on PostgreSQL: tests marked both_engines", flush=True)
    with ExitStack() as stack:
        urls = [stack.enter_context(cluster()) for _ in range(WORKERS)]
        environment = os.environ | {"YIMI_TEST_DATABASES": " ".join(urls)}
        return subprocess.run([*PYTEST, "-m", "both_engines", *arguments], env=environment, check=False).returncode


def main(arguments: list[str]) -> int:
    missing = means.notice()
    if missing and means.all_wanted():
        print("YIMI_TEST_ALL=1, but this machine lacks something.", *missing, sep="\n", file=sys.stderr)
        return 1
    codes = [on_sqlite(arguments)]
    if means.postgres_bin():
        codes.append(on_postgresql(arguments))
    return max(codes)


sys.exit(main(sys.argv[1:]))
