"""Dispatches, circulars and results (巡检调度): each 市县 holds its own dispatch; one circular is out for all."""

from datetime import date
from typing import Any

from yimi.accounts.models import User
from yimi.core import clock
from yimi.core.ids import new_id
from yimi.dispatches import actions
from yimi.dispatches.actions import DecisionFields, PlanFields, ResultFields
from yimi.dispatches.models import Assessment
from yimi.network.models import Area
from yimi.reports import actions as reports
from yimi.reports.models import Report
from yimi.reports.opening import open_period

from .files import ON, Place
from .words import Words

YEAR, QUARTER, HALF = 2026, "2026-Q3", "2026-H1"


def opened(province: User, leader: User) -> dict[str, Any]:
    """What is there once: the plan of the year, a circular that was issued."""
    fields = PlanFields("年度考核方案", ON, "三类对象分开考核。")
    actions.put_plan(new_id(), by=province, year=YEAR, fields=fields)
    report = Report.objects.create(
        cadence="half_year", period=HALF, first=date(2026, 1, 1), last=date(2026, 6, 30), level="province",
        place=(top := Area.objects.get(parent=None)).pk, area=top, opened_at=clock.now(), due_at=clock.now(),
    )  # fmt: skip
    row = actions.begin_circular(new_id(), by=province, report=report.pk)
    actions.send(row.pk, by=province)
    actions.sign(row.pk, by=leader)
    actions.issue_circular(
        row.pk, by=province, number="通报〔2026〕1 号", receive_by=date(2026, 12, 1), reply_by=date(2026, 12, 2)
    )
    return {"assessed year": YEAR, "circular": row.pk}


def held(place: Place, county: User, province: User, said: Words) -> dict[str, Any]:
    """The dispatch of a 市县 after its meeting, with something decided; the result of its station."""
    open_period("quarterly", "county", QUARTER)
    report = Report.objects.unscoped("巡检").get(cadence="quarterly", period=QUARTER, place=place.station.county_id)
    reports.submit(report.pk, by=county)
    reports.lock(report.pk, by=province)
    row = actions.begin(new_id(), by=county, report=report.pk)
    actions.hold(row.pk, by=county, held_on=ON, place="会议室", chair=said.of("主持"), attendees=said.of("参加"))
    fields = DecisionFields(f"station:{place.station.code}", said.of("议定"), date(2026, 12, 1), detail=said.of("要求"))
    decision = actions.put_decision(new_id(), by=county, dispatch=row.pk, fields=fields)
    result = _result(place, county, said)
    return {
        "dispatch": row.pk, "decision": decision.pk, "result": result.pk, "quarter report": report.pk,
        "_dispatched": [row.pk, decision.pk, result.pk],
    }  # fmt: skip


def _result(place: Place, county: User, said: Words):
    fields = ResultFields(grade="合格", words=said.of("评语"))
    return actions.put_result(
        new_id(), by=county, year=YEAR, kind="station", code=place.station.code, fields=fields
    )  # fmt: skip


def objected(place: Place, result: Any, said: Words) -> dict[str, Any]:
    """An objection of the head, once results are proposed."""
    made = actions.raise_objection(new_id(), by=place.head, result=result, reason=said.of("异议"))
    return {"objection": made.pk}


def proposed(province: User) -> None:
    actions.propose(Assessment.objects.unscoped("巡检").get().year, "station", by=province)
