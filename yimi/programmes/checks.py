"""What a programme must satisfy before it is kept (核对): every fault at once, each at its own field."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.core.errors import Invalid
from yimi.network.models import Area, Station

from .fields import OF_DELIBERATIONS, ActivityFields, GroupFields, ProgrammeFields
from .holding import Held
from .models import Activity, Group

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
MOST = {"name": 100, "sessions_planned": 100, "expected": 100_000, "volunteers": 10_000, "members": 100}
MOST_TEXT, MOST_BUDGET = 5000, 100_000_000  # a million yuan in fen

Faults = dict[str, list[Any]]


def check(
    fields: ProgrammeFields, station: Station | None, place: Area | None, people: dict[Any, Person], held: Held
) -> None:
    """Raise `Invalid` with every fault of the programme."""
    faults: Faults = defaultdict(list)
    _texts(fields, faults)
    _place(fields, station, place, faults)
    _days(fields, held, faults)
    _numbers(fields, faults)
    if isinstance(fields, GroupFields):
        _group(fields, people, faults)
    if isinstance(fields, ActivityFields):
        _activity(fields, faults)
    if faults:
        raise Invalid(dict(faults))


def _texts(fields: ProgrammeFields, faults: Faults) -> None:
    if not 2 <= len(fields.name) <= MOST["name"]:
        faults["name"].append(_("名称填 2 到 100 字。"))
    for name in fields.texts[1:]:
        if len(getattr(fields, name)) > MOST_TEXT:
            faults[name].append(_("最多 %d 字。") % MOST_TEXT)


def _place(fields: ProgrammeFields, station: Station | None, place: Area | None, faults: Faults) -> None:
    if station is None:
        faults["station"].append(_("没有站点“%s”，或您不能在该站记录服务。") % fields.station)
    if fields.place and (place is None or (station and place.county_id != station.county_id)):
        faults["place"].append(_("服务地点不在本市县：%s。") % fields.place)


def _days(fields: ProgrammeFields, held: Held, faults: Faults) -> None:
    if not EARLIEST <= fields.planned_on <= LATEST:
        faults["planned_on"].append(_("方案日期不对，请核对年份。"))
    elif held.first and held.first < fields.planned_on:
        faults["planned_on"].append(_("方案日期不能晚于已举办的场次（%s）。") % held.first.isoformat())
    if isinstance(fields, ActivityFields) and fields.meets_on and fields.meets_on < fields.planned_on:
        faults["meets_on"].append(_("拟举办日期不能早于方案日期。"))


def _numbers(fields: ProgrammeFields, faults: Faults) -> None:
    for name in ("sessions_planned", "expected", "volunteers"):
        value = getattr(fields, name, None)
        if value is not None and not 0 <= value <= MOST[name]:
            faults[name].append(_("填 0 到 %d 的整数。") % MOST[name])
    if fields.budget is not None and not 0 <= fields.budget <= MOST_BUDGET:
        faults["budget"].append(_("预算填 0 到 100 万元。"))


def _activity(fields: ActivityFields, faults: Faults) -> None:
    if fields.form not in Activity.Form:
        faults["form"].append(_("没有“%s”这一形式。") % fields.form)
    for name in OF_DELIBERATIONS:
        if getattr(fields, name) and fields.form != Activity.Form.DELIBERATION:
            faults[name].append(_("议事协商才有决议和办理结果。"))


def _group(fields: GroupFields, people: dict[Any, Person], faults: Faults) -> None:
    if fields.group_type not in Group.Type:
        faults["group_type"].append(_("没有“%s”这一小组类型。") % fields.group_type)
    if len(fields.members) > MOST["members"]:
        faults["members"].append(_("组员最多 %d 人。") % MOST["members"])
    for at, pk in enumerate(fields.members):
        if pk not in people:
            faults[f"members.{at}"].append(_("没有这名服务对象，或不在您的范围内。"))
