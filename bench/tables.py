"""A table of 100,000 people in, and a roster of them out (导入导出): people a second, and the memory it takes.

`python -m bench.tables [--people N]` fills a scratch SQLite database through the product and prints JSON.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

TODAY = date(2026, 11, 20)
PEOPLE = 100_000
Results = dict[str, Any]


def main() -> None:
    given = argparse.ArgumentParser("bench.tables", description=__doc__)
    given.add_argument("--people", type=int, default=PEOPLE)
    given.add_argument("--make", type=Path, help="only write the table there")
    given.add_argument("--export", type=Path, help="only export from the data folder there")
    told = given.parse_args()
    if told.export:
        print(json.dumps(_alone(told.export)))
        return
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
        _settle(folder)
        if told.make:
            told.make.write_bytes(_workbook(told.people))
            return
        print(json.dumps(run(told.people, Path(folder)), ensure_ascii=False, indent=2))


def run(count: int, folder: Path) -> Results:
    import django

    table = folder / "people.xlsx"
    _apart("--people", str(count), "--make", str(table))
    django.setup()
    from yimi import firstload
    from yimi.core import memory

    memory.settle()
    from . import network
    from .sizes import Size

    firstload.migrate()
    stations = network.fill(Size("tables", 1, 12, count, 0))
    head = _head(stations[0])
    found: Results = {"people": count, "table_mb": round(table.stat().st_size / 1e6, 1)}
    return found | _imported(table, head, count) | json.loads(_apart("--export", str(folder)))


def _apart(*told: str) -> bytes:
    """What this command prints in a process of its own, so that its memory is counted apart."""
    import subprocess
    import sys

    made = subprocess.run([sys.executable, "-m", "bench.tables", *told], check=True, stdout=subprocess.PIPE)  # noqa: S603
    return made.stdout


def _alone(folder: Path) -> Results:
    import django

    _settle(folder)
    django.setup()
    from yimi.accounts.models import User

    return _exported(User.objects.get(username="bench-head"))


def _settle(folder: str | Path) -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"YIMI_DATA": str(folder), "YIMI_TODAY": TODAY.isoformat(), "YIMI_PROFILE": "demo"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "yimi.settings"


def _head(station: Any) -> Any:
    from yimi.accounts.models import Grant, User

    head = User.objects.create(username="bench-head", name="示例")
    Grant.objects.create(
        user=head, role="station_head", on_kind="station", on_id=str(station.pk), area_path=None, from_on=TODAY,
        because="示例",
    )  # fmt: skip
    return head


def _imported(table: Path, head: Any, count: int) -> Results:
    from yimi.clients.models import Person
    from yimi.exchange import actions

    began = perf_counter()
    task = actions.receive_table("people", by=head, name=table.name, content=table.read_bytes())
    read = _worked(task)
    actions.confirm_import(task.pk, by=head)
    written = _worked(task)
    spent = perf_counter() - began
    if task.state != "done" or Person.objects.unscoped("bench").count() != count or task.faults:
        raise OSError(f"{task.state} {task.counts} {task.faults}")
    return {
        "import_people_a_second": round(count / spent), "read_and_checked_s": round(read, 1),
        "written_s": round(written, 1), "import_peak_mb": _peak(),
    }  # fmt: skip


def _exported(head: Any) -> Results:
    from yimi.exchange import actions

    began = perf_counter()
    task = actions.ask_export("people", by=head, filters={}, purpose="核对示例名单")
    _worked(task)
    _name, content = actions.take_export(task.pk, by=head)
    spent = perf_counter() - began
    return {
        "export_people_a_second": round(task.done / spent), "export_s": round(spent, 1),
        "export_mb": round(len(content) / 1e6, 1), "export_peak_mb": _peak(),
    }  # fmt: skip


def _worked(task: Any) -> float:
    from yimi.exchange import working

    began = perf_counter()
    task.refresh_from_db()
    while task.is_worked_on:
        working.work()
        task.refresh_from_db()
    return perf_counter() - began


def _peak() -> int:
    """The most memory this process held, in MB; unlike the limit's own count, not that of who started it."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) // 1024


def _workbook(count: int) -> bytes:
    """The table as a station would fill it in: invented people, a third without a number."""
    import django
    import xlsxwriter

    django.setup()

    from yimi.clients.table import columns as c

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, c.COLUMNS)
    for number, row in enumerate(_rows(count), 1):
        for column, name in enumerate(c.COLUMNS):
            if row.get(name):
                sheet.write_string(number, column, row[name])
    book.close()
    return stream.getvalue()


def _rows(count: int) -> Iterator[dict[str, str]]:
    from yimi.clients.table import columns as c

    from .people import GIVEN, SURNAMES
    from .registry import _number

    rng = Random(11)  # noqa: S311 (a workload, not a secret)
    for n in range(count):
        birth = date(1930, 1, 1) + timedelta(days=n // 1000 * 37 % 33_000)
        name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2))
        row = {c.NAME: name, c.PHONE: f"139{n:08d}", c.ADDRESS: f"{n % 40}组", c.HOUSEHOLD: str(n // 3)}
        row |= {c.CATEGORIES: "低保对象", c.SINCE: "2026-01-01", c.ETHNICITY: "黎族", c.ROLE: "户主"}
        row |= {c.EMERGENCY: "王示例", c.EMERGENCY_WHO: "儿子", c.EMERGENCY_PHONE: f"138{n:08d}"}
        row |= {c.BORN: birth.isoformat(), c.SEX: "女"} if n % 3 == 0 else {c.NUMBER: _number(n, birth)}
        yield row


if __name__ == "__main__":
    main()
