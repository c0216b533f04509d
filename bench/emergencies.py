"""An emergency in a county of 20,000 people (应急关爱): its list in one click, its board, a brief, a roster on paper.

`python -m bench.emergencies [--people N]` fills a scratch SQLite database and prints JSON.
"""

import argparse
import json
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter, process_time
from typing import Any

from .scratch import scratch

TODAY = date(2026, 11, 20)
PEOPLE, STATIONS = 20_000, 11
Results = dict[str, Any]


def main() -> None:
    given = argparse.ArgumentParser("bench.emergencies", description=__doc__)
    given.add_argument("--people", type=int, default=PEOPLE)
    told = given.parse_args()
    with scratch(TODAY):
        print(json.dumps(run(told.people), ensure_ascii=False, indent=2))


def run(count: int) -> Results:
    from yimi.core import memory
    from yimi.core.ids import new_id
    from yimi.emergencies import actions, board, briefs, queries

    from . import network, people
    from .sizes import Size

    size = Size("emergency", STATIONS, 12, count, 0)
    stations = network.fill(size)
    people.fill(size, stations)
    memory.settle()
    officer, worker = _officer(), _worker(stations[0])
    row = _opened(officer, stations)
    found: Results = {"people": count}
    made = _timed(found, "list", lambda: actions.make_list(row.pk, by=officer))
    again = _timed(found, "again", lambda: actions.make_list(row.pk, by=officer))
    code = stations[0].area.code
    roster = {"operation": row.pk, "station": stations[0].code, "village": code}
    _name, pdf = _timed(found, "roster", lambda: actions.print_roster(new_id(), by=worker, **roster))
    _timed(found, "board", lambda: board.board(officer, row))
    told = _timed(found, "brief", lambda: briefs.brief_of(officer, row, len(briefs.hours_of(row))))
    return found | {
        "lines": made.lines, "listed": made.people, "new_again": again.people, "brief_lines": told.whole.lines,
        "roster_kb": len(pdf) // 1024,
        "roster_lines": queries.lines_for(worker, row).filter(area__code=code).count(),
    }  # fmt: skip


def _timed(found: Results, name: str, act: Callable[[], Any]) -> Any:
    """What came of it; notes the seconds by the clock, and of the processor, which a busy machine does not stretch."""
    began, used = perf_counter(), process_time()
    made = act()
    found[f"{name}_s"], found[f"{name}_cpu_s"] = round(perf_counter() - began, 2), round(process_time() - used, 2)
    return made


def _officer() -> Any:
    from yimi.accounts.models import Grant, User

    user = User.objects.create(username="bench-officer", name="示例")
    Grant.objects.create(user=user, role="province_officer", on_kind="province", from_on=TODAY, because="示例")
    return user


def _worker(station: Any) -> Any:
    from yimi.accounts.models import User

    return User.objects.unscoped("bench").get(username=f"bench-{station.code}-1")


def _opened(officer: Any, stations: list) -> Any:
    from yimi.core import clock
    from yimi.core.ids import new_id
    from yimi.emergencies.actions import put_operation
    from yimi.emergencies.fields import OperationFields

    areas = tuple({station.county.code for station in stations})
    strikes = clock.now() + timedelta(hours=12)
    fields = OperationFields(kind="typhoon", name="台风", level=3, areas=areas, impact_at=strikes)
    return put_operation(new_id(), by=officer, fields=fields).row


if __name__ == "__main__":
    main()
