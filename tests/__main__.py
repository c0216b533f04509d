"""`make test`: the suite on SQLite, then what must hold on both engines again on PostgreSQL."""

import os
import subprocess
import sys

from . import means
from .postgres import cluster

PYTEST = [sys.executable, "-m", "pytest", "-p", "tests.means"]


def on_sqlite(arguments: list[str]) -> int:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run([*PYTEST, "-n", "2", *arguments], env=environment, check=False).returncode


def on_postgresql(arguments: list[str]) -> int:
    """One at a time: a transaction in one database of a cluster holds back the sealing in all of them."""
    print("\nAgain on PostgreSQL: tests marked both_engines", flush=True)
    with cluster() as url:
        environment = os.environ | {"DATABASE_URL": url}
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
