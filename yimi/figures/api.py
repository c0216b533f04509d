from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from yimi.core.api import In, Out, answers
from yimi.core.errors import invalid
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import locking, opening, queries

router = Router(tags=["figures"])


class Place(In):
    """What a figure is asked for: one area or one station, by code."""

    measure: str
    area: str | None = None
    station: str | None = None
    period: str


class FigureQuery(Place):
    by: str = ""


class RowsQuery(Place):
    by: str | None = None
    key: str | None = None
    limit: int = Field(50, ge=1, le=500)
    cursor: str | None = None


class FigurePartOut(Out):
    key: str
    label: str
    value: int | float | None
    suppressed: bool


class FigureOut(Out):
    measure: str
    kind: str
    unit: str
    area: str | None
    station: str | None
    period: str
    from_: date = Field(serialization_alias="from")
    to: date
    value: int | float | None
    numerator: int | None = None
    denominator: int | None = None
    suppressed: bool
    by: list[FigurePartOut]


class RowOut(Out):
    kind: str
    id: UUID | str | None = None
    station: str | None = None
    on: date | None = None
    weight: int
    person: str | None = None


class RowPage(Out):
    items: list[RowOut]
    next: str | None


class MeasureOut(Out):
    code: str
    name: str
    unit: str
    kind: str
    definition: str
    breakdowns: list[str]


@router.get("/figures", response=answers(FigureOut), by_alias=True, summary="一个数字")
@needs(Permission.FIGURES_VIEW)
def get_figure(request, query: Query[FigureQuery]):
    place = queries.place_named(query.area, query.station)
    by = tuple(name.strip() for name in query.by.split(",") if name.strip())
    return _figure_out(queries.figure(request.user, query.measure, place, query.period, by))


@router.get("/figures/rows", response=answers(RowPage), summary="一个数字的明细")
@needs(Permission.FIGURES_VIEW)
def get_rows(request, query: Query[RowsQuery]):
    if bool(query.by) != bool(query.key):
        raise invalid("key", _("by 和 key 要一起给。"))
    place = queries.place_named(query.area, query.station)
    breakdown = (query.by, query.key) if query.by and query.key else None
    opened = opening.open_rows(
        request.user, query.measure, place, query.period, breakdown=breakdown, limit=query.limit, cursor=query.cursor
    )
    items: list[Any] = [RowOut(**{name: getattr(row, name) for name in RowOut.model_fields}) for row in opened.rows]
    if opened.hidden and opened.next is None:
        items.append(RowOut(kind=opening.HIDDEN, weight=opened.hidden))
    return {"items": items, "next": opened.next}


class AdjustmentOut(Out):
    measure: str
    frozen: int | float | None
    now: int | float | None
    difference: int | float | None
    suppressed: bool


class AdjustedOut(Out):
    month: str
    locked_at: datetime
    journal_position: int
    items: list[AdjustmentOut]


class AdjustedQuery(In):
    area: str | None = None
    station: str | None = None
    month: str


@router.get("/figures/adjustments", response=answers(AdjustedOut), summary="锁定月份的上期调整")
@needs(Permission.FIGURES_VIEW)
def get_adjustments(request, query: Query[AdjustedQuery]):
    found = locking.adjustments(request.user, queries.place_named(query.area, query.station), query.month)
    items = [
        {
            "measure": line.measure.code, "frozen": line.frozen, "now": line.now, "difference": line.difference,
            "suppressed": line.is_hidden,
        }
        for line in found.lines
    ]  # fmt: skip
    lock = found.lock
    return {"month": found.span.code, "locked_at": lock.at, "journal_position": lock.position, "items": items}


@router.get("/measures", response=answers(list[MeasureOut]), summary="指标口径")
@needs(Permission.FIGURES_VIEW)
def list_measures(request):
    return [
        {
            "code": measure.code,
            "name": str(measure.name),
            "unit": str(measure.unit),
            "kind": measure.kind,
            "definition": str(measure.definition),
            "breakdowns": [*measure.breakdowns, *measure.fine],
        }
        for measure in queries.measures
    ]


def _figure_out(figure: queries.Figure) -> dict[str, Any]:
    is_area = figure.place.kind == "area"
    return {
        "measure": figure.measure.code,
        "kind": figure.measure.kind,
        "unit": str(figure.measure.unit),
        "area": figure.place.code if is_area else None,
        "station": None if is_area else figure.place.code,
        "period": figure.period,
        "from_": figure.first,
        "to": figure.last,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "suppressed": figure.suppressed,
        "by": [{name: getattr(part, name) for name in FigurePartOut.model_fields} for part in figure.by],
    }
