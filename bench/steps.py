"""The steps of one run (步骤): fill, fold, compare every number, then time."""

import resource
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection

from yimi import firstload
from yimi.core.periods import Period
from yimi.figures import fold
from yimi.figures.models import Mark
from yimi.network.models import Station

from . import duplicates, engine, ledger, network, people, plain, server, timings
from .sizes import PILOT, TODAY, Size

SPANS = ("2026-11", "2026-10", "2026-Q3", "2026", "2026-10-05..2026-11-03")
CODES = tuple(plain.QUERIES)
Results = dict[str, Any]


class Wrong(Exception):
    """The engine and plain SQL disagree."""


def run(size: Size, *, timed: bool) -> Results:
    found: Results = {"size": size.name, "contacts": size.contacts, "stations": size.stations}
    found["fill_s"] = _seconds(lambda: _fill(size))
    found["rebuild_s"] = _seconds(fold.rebuild)
    found["contacts_folded_a_second"] = round(size.contacts / found["rebuild_s"])
    found["numbers_equal"] = _compare("folded")
    _mark_this_month()
    found["numbers_equal"] += _compare("marked")
    fold.fold()
    found["numbers_equal"] += _compare("folded again")
    if timed and size is PILOT:
        found["duplicates"] = duplicates.run(duplicates.PAIRS)
    if timed:
        found |= timings.of_pages() if size is PILOT else timings.of_the_province() | server.memory()
    found["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def _fill(size: Size) -> None:
    """Quickly: a crash while filling loses nothing, so nothing waits for the disk."""
    firstload.migrate()
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.execute("PRAGMA cache_size=-400000")
    stations = network.fill(size)
    ledger.fill(size, people.fill(size, stations))
    cursor.execute("ANALYZE")
    connection.close()


def _compare(when: str) -> int:
    """How many numbers are equal; raises where one is not."""
    wrong = [said for code in SPANS for said in engine.differing(CODES, Period.parse(code))]
    if wrong:
        raise Wrong(f"{when}: {wrong[:5]}")
    return sum(len(engine.numbers(CODES, Period.parse(code))) for code in SPANS)


def _mark_this_month() -> None:
    stations = Station.objects.unscoped("figures").values_list("pk", flat=True)
    Mark.objects.bulk_create(Mark(station_id=pk, month=TODAY.replace(day=1)) for pk in stations)


def _seconds(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return round(perf_counter() - began, 1)
