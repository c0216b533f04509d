"""The dispatch of the last quarter, the circular of the last half-year, the plan of the year (演示的调度、通报、考核).

What the scale does not reach back to is not there: where no station operated, no report was owed.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from yimi.accounts.models import User
from yimi.core.ids import name_id
from yimi.core.periods import Period
from yimi.dispatches import actions
from yimi.dispatches.actions import DecisionFields, PlanFields
from yimi.reports import actions as reports
from yimi.reports.models import Report
from yimi.reports.opening import open_period
from yimi.tracking.actions import submit_proof

from .calendar import on_day
from .data import demo
from .terminal import say

Users = dict[str, User]
MEETING, ISSUING, PLANNING = timedelta(days=15), timedelta(days=18), (11, 5)
WHY = "演示的报告"


def tell(today: date, users: Users) -> None:
    """One quarter, one half-year where there was one, and the plan of this year."""
    say("演示数据：季调度、半年通报、年终考核")
    said = demo("dispatches")
    _quarter(today, said["quarter"], users)
    _half_year(today, said["half_year"], users)
    _assessment(today, said["assessment"], users)


def _last(kind: str, today: date, after: timedelta) -> Period:
    """The last period whose meeting or issue has come by today."""
    period = Period.of(kind, today).previous()
    return period if period.last + after <= today else period.previous()


def _quarter(today: date, said: dict[str, Any], users: Users) -> None:
    period = _last("quarter", today, MEETING)
    met_on = period.last + MEETING
    with on_day(met_on):
        counties = _opened("quarterly", "county", period)
        whole = next(iter(_opened("quarterly", "province", period)), None)
        if whole is None:
            return
        for report in counties:
            _handed_in(report, said["county"], users[f"county-{report.area.code}"])
        _handed_in(whole, said["province"], users["province"])
        reports.lock(whole.pk, by=users["province"])
        decided = _met(whole, met_on, today, said, users["province"], counties)
    with on_day(today):
        for pk, county, proof in decided:
            if proof:
                submit_proof(pk, by=users[f"county-{county}"], step=name_id("dispatch proof", str(pk)), words=proof)


def _met(
    report: Report, on: date, today: date, said: dict[str, Any], by: User, counties: Sequence[Report]
) -> list[tuple[Any, str, str]]:  # fmt: skip
    """The meeting, and what it decided: nothing of it is late."""
    row = actions.begin(name_id("dispatch", report.period), by=by, report=report.pk)
    actions.hold(row.pk, by=by, held_on=on, **said["meeting"])
    made = []
    for each, county in zip(said["decisions"], counties, strict=False):
        pk, code = name_id("decision", report.period, each["title"]), county.area.code
        fields = DecisionFields(
            f"area:{code}", each["title"], today + timedelta(days=each["days"]), detail=each["detail"]
        )  # fmt: skip
        actions.put_decision(pk, by=by, dispatch=row.pk, fields=fields)
        made.append((pk, code, each.get("proof", "")))
    actions.issue(row.pk, by=by, minutes=said["minutes"])
    return made


def _half_year(today: date, said: dict[str, Any], users: Users) -> None:
    period = _last("half_year", today, ISSUING)
    issued_on, by = period.last + ISSUING, users["province"]
    with on_day(issued_on):
        report = next(iter(_opened("half_year", "province", period)), None)
        if report is None:
            return
        words = {code: said[code] for code in ("affirmed", "short", "next")}
        reports.fill(report.pk, by=by, words=words)
        row = actions.begin_circular(name_id("circular", period.code), by=by, report=report.pk)
        actions.send(row.pk, by=by)
        actions.sign(row.pk, by=users["leader"])
        number = f"示例通报〔{issued_on.year}〕1 号"
        receive_by, reply_by = issued_on + timedelta(days=7), issued_on + timedelta(days=21)
        actions.issue_circular(row.pk, by=by, number=number, receive_by=receive_by, reply_by=reply_by)
        for county in _opened("quarterly", "county", Period.of("quarter", period.last))[:4]:
            actions.receive(row.pk, by=users[f"county-{county.area.code}"])
            actions.reply(row.pk, by=users[f"county-{county.area.code}"], text=said["reply"])


def _assessment(today: date, said: dict[str, Any], users: Users) -> None:
    on = min(today, date(today.year, *PLANNING))
    texts = {name: said[name] for name in ("words", "filing_words", "renewal", "funds", "honours")}
    fields = PlanFields(
        title=f"{today.year} {said['title']}", planned_on=on, filing_number=said["filing"] % {"year": today.year},
        filed_on=on, **texts,
    )  # fmt: skip
    with on_day(today):
        actions.put_plan(name_id("assessment", today.year), by=users["province"], year=today.year, fields=fields)


def _opened(cadence: str, level: str, period: Period) -> list[Report]:
    """The reports of a level for a period, in the official order, opened as far as they are not."""
    open_period(cadence, level, period.code)
    rows = Report.objects.unscoped(WHY).filter(cadence=cadence, level=level, period=period.code, number=1)
    return list(rows.select_related("area").order_by("area__order"))


def _handed_in(report: Report, words: dict[str, str], by: User) -> None:
    reports.fill(report.pk, by=by, words=words)
    reports.submit(report.pk, by=by)
