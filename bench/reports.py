"""The monthly reports of 227 stations (月报告): what they say, locking them all, and the files of the province's own.

A year of months before is locked, so that each report looks for what they gained since (上期调整).
`python -m bench.reports` fills a scratch SQLite database and prints JSON.
"""

import json
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

from .scratch import scratch
from .sizes import TODAY, Size

SIZE = Size("reports", stations=227, months=14, people=20_000, contacts=100_000)
MONTH, BEFORE = "2026-10", 12
Results = dict[str, Any]


def main() -> None:
    with scratch(TODAY):
        print(json.dumps(run(), ensure_ascii=False, indent=2))


def run() -> Results:
    """Seconds by the clock and of the processor; the pages of the annex are those of the province's own report."""
    from yimi.core.actors import SYSTEM
    from yimi.core.paper import pdf_of, sheet_of, word_of
    from yimi.figures import fold
    from yimi.reports.actions import confirm_untouched, lock_accepted

    from . import ledger, network, people

    stations = network.fill(SIZE)
    ledger.fill(SIZE, people.fill(SIZE, stations))
    fold.rebuild()
    _a_year_before()
    stations_reports, province = _opened("station"), _opened("province")
    found, document = {"reports": len(stations_reports)}, _document(province[0])
    files = [lambda: word_of(document), lambda: sheet_of(document), lambda: pdf_of(document)]
    found |= _timed("documents", lambda: _documents(stations_reports))
    found |= _timed("province", lambda: [_document(province[0]), *(make() for make in files)])
    _accept("station")
    found |= _timed("locking", lambda: lock_accepted(by=SYSTEM))
    _week()
    return found | _timed("week", lambda: confirm_untouched(by=SYSTEM))


def _timed(name: str, act: Callable[[], Any]) -> Results:
    """What it took by the clock, and of the processor, which a busy machine does not stretch."""
    began, used = perf_counter(), process_time()
    act()
    return {f"{name}_s": round(perf_counter() - began, 2), f"{name}_cpu_s": round(process_time() - used, 2)}


def _a_year_before() -> None:
    from yimi.core.actors import SYSTEM
    from yimi.core.periods import Period
    from yimi.reports.actions import lock_accepted
    from yimi.reports.opening import open_period

    months = [Period.parse(MONTH)]
    for _nth in range(BEFORE):
        months.append(months[-1].previous())
    for month in reversed(months[1:]):
        open_period("monthly", "station", month.code)
    _accept("station")
    lock_accepted(by=SYSTEM)


def _opened(level: str) -> list:
    from yimi.reports.opening import open_period

    return open_period("monthly", level, MONTH)


def _week() -> None:
    from yimi.reports.opening import open_period

    open_period("weekly", "station", "2026-W46")


def _accept(level: str) -> None:
    """As if everybody had confirmed them, which is not what is measured."""
    from yimi.reports.models import Report

    drafts = Report.objects.unscoped("bench").filter(cadence="monthly", level=level, state="draft")
    drafts.update(state="accepted")


def _documents(reports: list) -> list:
    from yimi.core.actors import SYSTEM
    from yimi.reports.documents import live_document
    from yimi.reports.numbers import facts_of

    facts = facts_of(reports)
    return [live_document(each, facts[each.pk], SYSTEM) for each in reports]


def _document(report: Any) -> Any:
    return _documents([report])[0]


if __name__ == "__main__":
    main()
