"""The plan of the yearly assessment (考核方案) and its results (考核结果), entered by who is over the place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import journal, seal
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.dispatches.models import Assessment, Object, Result
from yimi.dispatches.queries.assessments import reaches_top, year_of
from yimi.network.models import Area, Station
from yimi.planning import places

from .writing import not_after_today, not_your_turn, refuse_stale, words_of

Hold = Permission.DISPATCH_HOLD


@dataclass(frozen=True)
class PlanFields:
    """The plan with its filing (备案), and what results are used for: 续签, 资金, 评优."""

    title: str
    planned_on: date
    words: str
    filing_number: str = ""
    filed_on: date | None = None
    filing_words: str = ""
    renewal: str = ""
    funds: str = ""
    honours: str = ""


@transaction.atomic
def put_plan(pk: UUID, *, by: User, year: int, fields: PlanFields, version: int | None = None) -> Assessment:
    """Make the plan of a year (编制方案), or change it until results are proposed."""
    year_of(year)
    if not reaches_top(by, Hold):
        raise not_your_turn()
    row = Assessment.objects.unscoped("本年度的方案").select_for_update().filter(year=year).first()
    if row is not None and row.pk != pk:
        raise RuleBroken(_("这一年已有方案。"), code="planned_already", current={"id": str(row.pk)})
    if row is not None:
        refuse_stale(row, version)
        _refuse_announced(row)
    if row is None and Assessment.objects.unscoped("同号的方案").filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    row = row or Assessment(id=pk, year=year, version=0)
    _fill(row, fields)
    row.made_by, row.version = by, row.version + 1
    row.save()
    journal.record("assessment.plan", by, row)
    return row


def _refuse_announced(row: Assessment, kind: str = "") -> None:
    told = row.announcements.filter(object=kind) if kind else row.announcements
    if told.exists():
        raise RuleBroken(_("结果已经提出，不能再改。"), code="proposed_already")


def _fill(row: Assessment, fields: PlanFields) -> None:
    faults: dict[str, list[Any]] = {}
    title, number = clean(fields.title or ""), clean(fields.filing_number or "")
    if not 2 <= len(title) <= 100:
        faults["title"] = [_("请填写方案名称，2 到 100 字。")]
    if bool(number) != bool(fields.filed_on) or len(number) > 60:
        faults["filing_number"] = [_("备案号和备案日期要一起填写。")]
    if faults:
        raise Invalid(faults)
    row.title, row.planned_on = title, not_after_today(fields.planned_on, "planned_on")
    row.filing_number = number
    row.filed_on = not_after_today(fields.filed_on, "filed_on") if fields.filed_on else None
    uses = {name: words_of(getattr(fields, name), name, least=0) for name in ("renewal", "funds", "honours")}
    filing = words_of(fields.filing_words, "filing_words", least=0)
    seal.write(row, words=words_of(fields.words, "words", most=4000), filing_words=filing, **uses)


@dataclass(frozen=True)
class ResultFields:
    """What came of it: words and a grade, of a 市县 perhaps a score; of workers only the day on which it came."""

    grade: str = ""
    score: Decimal | None = None
    words: str = ""
    received_on: date | None = None


@transaction.atomic
def put_result(
    pk: UUID, *, by: User, year: int, kind: str, code: str, fields: ResultFields, version: int | None = None
) -> Result:
    """Enter the provisional result of a place (登记结果), until the results of its object are proposed."""
    plan = Assessment.objects.unscoped("本年度的方案").filter(year=year_of(year)).first()
    place = _place(by, kind, code)
    if plan is None:
        raise RuleBroken(_("请先编制考核方案。"), code="no_plan")
    rows = Result.objects.unscoped("同一单位的结果").select_for_update(of=("self",))
    row = rows.filter(assessment=plan, object=kind, place=place.pk).first()
    if row is None and rows.filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if row is not None and row.pk != pk:
        raise RuleBroken(_("这个单位已有结果。"), code="entered_already", current={"id": str(row.pk)})
    if row is not None:
        refuse_stale(row, version)
    _refuse_announced(plan, kind)
    row = row or _new(pk, plan, kind, place)
    fill_result(row, fields)
    row.entered_by, row.version = by, row.version + 1
    row.save()
    journal.record("assessment.result", by, row, station=row.station_id)
    return row


def _place(by: User, kind: str, code: str) -> Area | Station:
    """The 市县, for the province; the station, for who is over it; else 404."""
    if kind == Object.COUNTY:
        area = Area.objects.filter(code=clean(code), is_ranked=True).first()
        if area is None or not reaches_top(by, Hold):
            raise Http404
        return area
    if kind not in Object.values:
        raise Http404
    rows = Station.objects.filter(level=Station.Level.STATION).select_related("county", "area")
    return rows.get_allowed(by, Hold, code=clean(code))


def _new(pk: UUID, plan: Assessment, kind: str, place: Area | Station) -> Result:
    spot = places.of_station(place) if isinstance(place, Station) else places.spot_named(area=place.code)
    return Result(
        id=pk, assessment=plan, object=kind, place=place.pk, area_id=spot.area, station_id=spot.station, version=0,
        county_id=place.county_id if isinstance(place, Station) else place.pk,
    )  # fmt: skip


def fill_result(row: Result, fields: ResultFields) -> None:
    """Take over what was entered; nothing of persons, and a score of 市县 alone."""
    if row.object == Object.WORKER:
        if fields.received_on is None or fields.grade or fields.words or fields.score is not None:
            raise invalid("received_on", _("社工个人只登记收到机构考核的日期。"))
        row.received_on = not_after_today(fields.received_on, "received_on")
        return
    grade = clean(fields.grade or "")
    if not 1 <= len(grade) <= 20:
        raise invalid("grade", _("请填写等次，1 到 20 字。"))
    if fields.score is not None and (row.object != Object.COUNTY or not 0 <= fields.score <= 100):
        raise invalid("score", _("分值只对市县，0 到 100。"))
    row.grade, row.score = grade, fields.score
    seal.write(row, words=words_of(fields.words, "words", least=0))
