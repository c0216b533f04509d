"""Reports in the story (演示的报告): the last two months and weeks, as the people who owe them hand them in."""

from datetime import date, datetime

from yimi.accounts.models import User
from yimi.core.actors import SYSTEM
from yimi.core.clock import CIVIL
from yimi.core.periods import ONE_DAY, Period
from yimi.reports import actions
from yimi.reports.cadences import COUNTY, PROVINCE, STATION
from yimi.reports.models import Report
from yimi.reports.opening import open_period

from .calendar import on_day
from .place import EXAMPLE
from .terminal import say

NOVEMBER = 11
LATE = 2  # how many of the stations named 示例 have not handed in
SAID = {
    "problems": "个别偏远村没有信号，走访记录回站后补传。",
    "next": "按走访计划探访独居老人，筹备社区活动。",
    "overview": "各社工站运行平稳，走访、小组和社区活动按计划开展。",
}


def tell(today: date, users: dict[str, User]) -> None:
    """The month before last and two weeks locked, last month on its way; what stations named 示例 owe is late."""
    say("演示数据：报告")
    last = Period.of("month", today).previous()
    for period in (last.previous(), last):
        _month(period, today, users)
    for week in (Period.of("week", today).previous().previous(), Period.of("week", today).previous()):
        _week(week)
    _rest(today)


def _month(period: Period, today: date, users: dict[str, User]) -> None:
    """Stations, then counties, then the province; by today as far as the days have come."""
    reports = [row for level in (STATION, COUNTY, PROVINCE) for row in open_period("monthly", level, period.code)]
    found = Report.objects.unscoped("demo").filter(pk__in=[row.pk for row in reports])
    examples = found.filter(station__name__contains=EXAMPLE).order_by("station__code")
    late = set(examples.values_list("pk", flat=True)[:LATE])
    for report in found.select_related("station__county", "area"):
        if report.pk not in late:
            _on_its_way(report, today, users)


def _on_its_way(report: Report, today: date, users: dict[str, User]) -> None:
    """Handed in and confirmed until its ladder ends or the day has not come."""
    steps = [(report.due_at, actions.submit, _writer(report))]
    steps += [
        (datetime.fromisoformat(each["due_at"]), actions.confirm, _confirmer(report, each["rung"]))
        for each in report.ladder
    ]
    with on_day(_day(report.due_at, today)):
        by = users.get(_writer(report))
        if by is None:
            return
        actions.fill(report.pk, by=by, words={code: SAID[code] for code in ("next", "problems")})
    for due, act, name in steps:
        if due.astimezone(CIVIL).date() > today or name not in users:
            return
        with on_day(_day(due, today)):
            act(report.pk, by=users[name])
    if (today - report.last).days > 30:
        with on_day(_day(steps[-1][0], today)):
            actions.lock(report.pk, by=users["province"])


def _day(due: datetime, today: date) -> date:
    return min(due.astimezone(CIVIL).date() - ONE_DAY, today)


def _writer(report: Report) -> str:
    if report.station:
        return f"head-{report.station.code}"
    return "province" if report.level == PROVINCE else f"county-{report.area.code}"


def _confirmer(report: Report, rung: str) -> str:
    """Whose account confirms at a rung."""
    if rung == "township":
        return f"township-{report.area.code}"
    return "province" if rung == "province" else f"county-{report.area.path.split('/')[1]}"


def _week(week: Period) -> None:
    """The weeks that confirmed themselves on Monday at noon."""
    for level in (STATION, COUNTY):
        open_period("weekly", level, week.code)
    actions.confirm_untouched(by=SYSTEM)


def _rest(today: date) -> None:
    """The last quarter and half year as far as nobody has told of them, the year of November on, yesterday's watch."""
    for kind, cadence in (("quarter", "quarterly"), ("half_year", "half_year")):
        for level in (COUNTY, PROVINCE):
            open_period(cadence, level, Period.of(kind, today).previous().code)
    if today.month >= NOVEMBER:
        open_period("annual", STATION, f"{today.year}")
    for level in (COUNTY, PROVINCE):
        open_period("daily", level, Period.of("day", today).previous().code)
