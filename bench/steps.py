"""The steps of one run (步骤): fill, fold, compare every number, then time."""

import os
import resource
from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import Any

from django.db import connection

from yimi import firstload
from yimi.core.periods import Period
from yimi.figures import fold
from yimi.figures.models import Mark
from yimi.network.models import Station

from . import copies, domains, duplicates, engine, grouping, ledger, network, people, plain, server, timings, voids
from .meter import spent
from .sizes import PILOT, TODAY, Size

SPANS = ("2026-11", "2026-10", "2026-Q3", "2026", "2026-10-05..2026-11-03")
CODES = tuple(plain.QUERIES)
_HASTE = {
    "sqlite": ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-400000"),
    "postgresql": ("SET synchronous_commit = off", "SET work_mem = '64MB'"),
}
Results = dict[str, Any]


class Wrong(Exception):
    """The engine and plain SQL disagree."""


def run(size: Size, *, timed: bool) -> Results:
    """Everything: fill, make all figures, compare them, time."""
    found = _filled(size)
    rebuilt = spent(fold.rebuild)
    found["rebuild_s"] = round(rebuilt.clock / 1000, 1)
    found["contacts_folded_a_second"] = round(size.contacts / found["rebuild_s"])
    found["numbers_equal"] = _compare("folded")
    _mark(TODAY.replace(day=1))
    found["numbers_equal"] += _compare("marked")
    fold.fold()
    found["numbers_equal"] += _compare("folded again")
    if timed:
        found |= _timed(size) | {"rebuild": grouping.run(rebuilt)}
    found["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found | {"load_after": _load()}


def run_month(size: Size) -> Results:
    """The ratios that need no other month than the one they read: only its leaves are made."""
    found = _filled(size) | {"only": domains.MONTH}
    Mark.objects.all().delete()
    _mark(Period.parse(domains.MONTH).first)
    fold.fold()
    found |= {"domains": domains.run(), "voids": voids.run(), **timings.of_writing()}
    return found | {"load_after": _load()}


def _filled(size: Size) -> Results:
    found: Results = {"size": size.name, "contacts": size.contacts, "stations": size.stations}
    found |= {"engine": connection.vendor, "load_before": _load()}
    found["fill_s"] = _seconds(lambda: _fill(size))
    return found


def _timed(size: Size) -> Results:
    """Ratios at every size; at one size the pages, at another what the length of the ledger could slow down."""
    found: Results = {"domains": domains.run(), "voids": voids.run(), **timings.of_writing()}
    fold.fold()
    if size is PILOT:
        return found | timings.of_pages() | {"duplicates": duplicates.run(duplicates.PAIRS)}
    return found | timings.of_the_province() | server.memory()


def _load() -> float:
    return round(os.getloadavg()[0], 1)


def _fill(size: Size) -> None:
    """Quickly: a crash while filling loses nothing, so nothing waits for the disk."""
    firstload.migrate()
    cursor = connection.cursor()
    for setting in _HASTE[connection.vendor]:
        cursor.execute(setting)
    stations = network.fill(size)
    there = people.fill(size, stations)
    ledger.fill(size, there)
    copies.fill(size, there)
    cursor.execute("ANALYZE")
    connection.close()


def _compare(when: str) -> int:
    """How many numbers are equal; raises where one is not."""
    wrong = [said for code in SPANS for said in engine.differing(CODES, Period.parse(code))]
    if wrong:
        raise Wrong(f"{when}: {wrong[:5]}")
    return sum(len(engine.numbers(CODES, Period.parse(code))) for code in SPANS)


def _mark(month: date) -> None:
    stations = Station.objects.unscoped("figures").values_list("pk", flat=True)
    Mark.objects.bulk_create(Mark(station_id=pk, month=month) for pk in stations)


def _seconds(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return round(perf_counter() - began, 1)
