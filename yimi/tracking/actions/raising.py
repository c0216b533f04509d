"""Raising an item (提出督办事项), by hand or from what another domain has found."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, Stale, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.core.workdays import add_workdays
from yimi.network.models import Area, Station
from yimi.network.queries import ranked_areas
from yimi.tracking import queries
from yimi.tracking.models import Kind, Level, Step, TrackedItem
from yimi.tracking.sources import BY_HAND, sources
from yimi.tracking.terms import terms

from .telling import tell_head
from .writing import LONGEST, add_step, person, record


@dataclass(frozen=True)
class ItemFields:
    """A finding as it is raised. Without a source it is its own; without a due day the rule of its kind gives one."""

    title: str
    station: str = ""
    county: str = ""
    kind: str = Kind.NOTICE
    detail: str = ""
    due_on: date | None = None
    source_kind: str = BY_HAND
    source_id: UUID | None = None


@dataclass(frozen=True)
class Put:
    """What came of sending an item: the item, and whether it is new."""

    item: TrackedItem
    created: bool


def raise_item(pk: UUID, *, by: Actor, fields: ItemFields) -> TrackedItem:
    """Raise an item (提出) of a station or county within reach. Sending twice raises it once."""
    return put_item(pk, by=by, fields=fields).item


def put_item(pk: UUID, *, by: Actor, fields: ItemFields) -> Put:
    """The same, and whether it is new; where somebody sent the same at the same moment, hers is there now."""
    try:
        return _put(pk, by, fields)
    except IntegrityError:
        return _put(pk, by, fields)


@transaction.atomic
def _put(pk: UUID, by: Actor, fields: ItemFields) -> Put:
    digest = seal.digest(vars(fields))
    there = TrackedItem.objects.unscoped("同号事项").filter(pk=pk).first()
    if there is not None:
        return Put(_same(there, digest, by), created=False)
    item = _made(pk, by, fields, digest)
    seal.write(item, detail=clean(fields.detail))
    item.save(force_insert=True)
    add_step(item, Step.What.RAISED, by, "")
    record("raise", by, item)
    tell_head(item, by)
    return Put(item, created=True)


def _made(pk: UUID, by: Actor, fields: ItemFields, digest: str) -> TrackedItem:
    station, county = _owner(fields, by)
    title, due_on = _checked(fields, station.area_path if station else county.path)
    level = list(Level)[list(Kind).index(Kind(fields.kind))] if station else Level.COUNTY
    return TrackedItem(
        id=pk, source_kind=fields.source_kind, source_id=fields.source_id or pk, kind=fields.kind, level=level,
        station=station, area=station.area if station else county, county=county, title=title,
        found_on=clock.today(), due_on=due_on, raised_by_id=person(by), digest=digest,
    )  # fmt: skip


def _same(there: TrackedItem, digest: str, by: Actor) -> TrackedItem:
    if not TrackedItem.objects.allowed(by, Permission.TRACKING_RECHECK).filter(pk=there.pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there.digest != digest:
        raise Stale(_("同一编号已有内容不同的事项。"), code="differs")
    return there


def _owner(fields: ItemFields, by: Actor) -> tuple[Station | None, Area]:
    """The station that owes it with its county, or the county alone."""
    if fields.station:
        rows = Station.objects.select_related("county", "area")
        station = rows.get_allowed(by, Permission.TRACKING_RECHECK, code=clean(fields.station))
        return station, station.county
    allowed = {area.code for area in queries.counties_to_ask(by)}
    county = ranked_areas().filter(code=clean(fields.county)).first()
    if county is None or county.code not in allowed:
        raise invalid("station", _("请选择社工站，或由省级选择市县。"))
    return None, county


def _checked(fields: ItemFields, area_path: str) -> tuple[str, date]:
    title, faults = clean(fields.title or ""), {}
    if not 2 <= len(title) <= 100:
        faults["title"] = [_("请写明事项，2 到 100 字，不写个人信息。")]
    if fields.kind not in Kind.values:
        faults["kind"] = [_("请选择等次。")]
    if len(fields.detail) > LONGEST:
        faults["detail"] = [_("最多 500 字。")]
    if fields.due_on and fields.due_on < clock.today():
        faults["due_on"] = [_("期限不能早于今天。")]
    if fields.source_kind not in sources:
        faults["source_kind"] = [_("没有这种来源。")]
    if faults:
        raise Invalid(faults)
    return title, fields.due_on or add_workdays(clock.today(), terms().days[fields.kind], area_path)
