"""`make bench`: each size in a process and a scratch database of its own. `--small`: equality only, in a minute."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import date

from . import report
from .sizes import PILOT, PROVINCE, TODAY, Size


def measured(size: Size, *, timed: bool) -> dict:
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"YIMI_DATA": folder, "YIMI_TODAY": TODAY.isoformat(), "YIMI_PROFILE": "demo"}
        environment |= {"DJANGO_SETTINGS_MODULE": "yimi.settings"}
        command = [sys.executable, "-m", "bench.one", size.name, *([] if timed else ["--equality"])]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    print(done.stdout.strip(), flush=True)
    return json.loads(done.stdout)


def alone(name: str) -> dict:
    """A workload that makes its own scratch database."""
    done = subprocess.run([sys.executable, "-m", f"bench.{name}"], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    print(done.stdout.strip(), flush=True)
    return json.loads(done.stdout)


def main() -> None:
    given = argparse.ArgumentParser("bench", description=__doc__)
    given.add_argument("--small", action="store_true", help="20,000 contacts, no timing")
    if given.parse_args().small:
        measured(PILOT, timed=False)
        return
    runs = {size.name: measured(size, timed=True) for size in (PILOT, PROVINCE)}
    runs |= {name: alone(name) for name in ("registry", "tables")}
    path = report.keep(runs, date.today().isoformat())  # noqa: DTZ011 (the day of the run, where it ran)
    print(f"{path}\n\n{report.table(runs)}")


main()
