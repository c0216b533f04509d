"""`make bench`: each size in a process and a scratch database of its own.

`--small`: equality only, in a minute. `--only SIZE` (pilot, province, three, ten), `--on postgresql`: one size more
on an engine, added to the last results; `--month` makes only the leaves of the month that is read, of a large size.
`--tenfold`: one month of 1,000,000 contacts and of 10,000,000, and how much longer that is read; added likewise.
`--part` NAME: one of the workloads that stand alone, as registry or reports.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.means import postgres_bin
from tests.postgres import cluster

from . import report, tenfold
from .sizes import PILOT, PROVINCE, SIZES, TEN, TODAY, Size

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ALONE = ("registry", "tables", "documents", "reports", "homes", "emergencies")


def measured(size: Size, engine: str, how: str = "") -> dict:
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder, _database(engine) as database:
        return _filled_and_timed(size, _environment(folder) | database, how)


def longer() -> dict[str, dict]:
    """A month of the province on SQLite, and of ten times its contacts, each by itself and then read in turn."""
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
        places = {size.name: _environment(f"{folder}/{size.name}") for size in (PROVINCE, TEN)}
        runs = {f"{name}_month": _filled_and_timed(SIZES[name], place, "--month") for name, place in places.items()}
        return runs | {"tenfold": tenfold.run(places[TEN.name], places[PROVINCE.name]) | {"commit": report.commit()}}


def _environment(folder: str) -> dict[str, str]:
    Path(folder).mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own = {"YIMI_DATA": folder, "YIMI_TODAY": TODAY.isoformat(), "YIMI_PROFILE": "demo"}
    return kept | own | {"DJANGO_SETTINGS_MODULE": "yimi.settings"}


def _filled_and_timed(size: Size, environment: dict[str, str], how: str) -> dict:
    return _run([sys.executable, "-m", "bench.one", size.name, *filter(None, [how])], environment)


@contextmanager
def _database(engine: str) -> Iterator[dict[str, str]]:
    if engine == SQLITE:
        yield {}
    else:
        with cluster() as url:
            yield {"DATABASE_URL": url}


def alone(name: str) -> dict:
    """A workload that makes its own scratch database."""
    return _run([sys.executable, "-m", f"bench.{name}"], dict(os.environ))


def _run(command: list[str], environment: dict[str, str]) -> dict:
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    print(done.stdout.strip(), flush=True)
    return json.loads(done.stdout) | {"commit": report.commit()}


def _everything() -> dict[str, dict]:
    runs = {size.name: measured(size, SQLITE) for size in (PILOT, PROVINCE)}
    if postgres_bin():
        runs[f"{PROVINCE.name}_{POSTGRESQL}"] = measured(PROVINCE, POSTGRESQL)
    return runs | {name: alone(name) for name in ALONE}


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="20,000 contacts, no timing")
    parser.add_argument("--only", choices=sorted(SIZES), help="one size, added to the last results")
    parser.add_argument("--on", choices=(SQLITE, POSTGRESQL), default=SQLITE, help="the engine, with --only or --small")
    parser.add_argument("--month", action="store_true", help="with --only: no rebuild, the ratios of one month")
    parser.add_argument("--tenfold", action="store_true", help="ten times the ledger, added to the last results")
    parser.add_argument("--part", choices=ALONE, help="one workload that stands alone, added to the last results")
    return parser.parse_args()


def _name(given: argparse.Namespace) -> str:
    """How the results call a run: its size, the engine where it is not SQLite, and whether it was of a month."""
    return "_".join([given.only, *([given.on] if given.on != SQLITE else []), *(["month"] if given.month else [])])


def main() -> None:
    given = _given()
    if given.small:
        measured(PILOT, given.on, "--equality")
        return
    if given.only:
        runs = report.last() | {_name(given): measured(SIZES[given.only], given.on, "--month" if given.month else "")}
    elif given.tenfold:
        runs = report.last() | longer()
    elif given.part:
        runs = report.last() | {given.part: alone(given.part)}
    else:
        runs = _everything()
    path = report.keep(runs, date.today().isoformat())  # noqa: DTZ011 (the day of the run, where it ran)
    print(f"{path}\n\n{report.table(runs)}")


main()
