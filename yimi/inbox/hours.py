"""When one may remind (提醒时间): on workdays of the place, 8:30 to 17:30 by the clock on the wall."""

from collections.abc import Iterable
from datetime import datetime, time

from yimi.core import clock
from yimi.core.workdays import add_workdays, workdays_in

FROM, UNTIL = time(8, 30), time(17, 30)


def rests(paths: Iterable[str]) -> set[str]:
    """Of these places, those where today is no workday."""
    today = clock.today()
    return {path for path, days in workdays_in(today, today, paths).items() if not days}


def is_open() -> bool:
    """Whether the clock stands within the hours of a workday."""
    return FROM <= _civil().time() <= UNTIL


def opens_at(path: str) -> datetime:
    """When one may next remind in this place, where one may not now."""
    now = _civil()
    is_before = now.time() < FROM and not rests([path])
    day = now.date() if is_before else add_workdays(now.date(), 1, path)
    return datetime.combine(day, FROM, clock.CIVIL)


def _civil() -> datetime:
    return clock.now().astimezone(clock.CIVIL)
