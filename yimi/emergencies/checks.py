"""What an action, a household and an outcome must satisfy (核对): every fault at once, each at its own field."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yimi.clients.choices import DWELLING, LANGUAGES
from yimi.clients.identity import normalise_phone
from yimi.core import clock
from yimi.core.errors import Invalid

from .fields import AfterFields, LineFields, OperationFields, OutcomeFields
from .models import AfterVisit, Kind, Level, Line, Operation
from .models.lines import What

MOST = {"name": 30, "number": 30, "way_out_place": 60, "transport": 60, "medicine": 200, "place": 60, "note": 500}
MOST_PERSONS, MOST_AGE, MOST_TIMES = 30, 130, 99
AHEAD, BEHIND = timedelta(days=30), timedelta(days=2)
FAST_CLOCK = timedelta(minutes=10)  # phones run ahead a little
PHONES = ("phone", "responsible_phone", "neighbour_phone")
NAMES = ("name", "responsible", "neighbour")

Faults = dict[str, list[Any]]


def check_operation(fields: OperationFields, unknown: Collection[str], opened_at: datetime) -> None:
    """Raise `Invalid` with every fault. `unknown` are the areas that are none, or not hers."""
    faults: Faults = defaultdict(list)
    if fields.kind not in Kind:
        faults["kind"].append(_("没有“%s”这一行动类别。") % fields.kind)
    if fields.level not in Level:
        faults["level"].append(_("响应等级填 1 到 4。"))
    if not 2 <= len(fields.name) <= MOST["name"]:
        faults["name"].append(_("名称填 2 到 30 字。"))
    if len(fields.number) > MOST["number"]:
        faults["number"].append(_("最多 %d 字。") % MOST["number"])
    if not fields.areas:
        faults["areas"].append(_("请至少选一个区划。"))
    for code in unknown:
        faults["areas"].append(_("没有区划“%s”，或不在您的范围内。") % code)
    _times(fields, opened_at, faults)
    if faults:
        raise Invalid(dict(faults))


def _times(fields: OperationFields, opened_at: datetime, faults: Faults) -> None:
    if not opened_at - BEHIND <= fields.impact_at <= opened_at + AHEAD:
        faults["impact_at"].append(_("预计影响时间填启动前 2 天至启动后 30 天之间。"))
    if fields.indoors_at and fields.indoors_at > fields.impact_at:
        faults["indoors_at"].append(_("停止外出时间不能晚于预计影响时间。"))
    elif fields.indoors_at and fields.indoors_at < fields.impact_at - AHEAD:
        faults["indoors_at"].append(_("停止外出时间太早，请核对日期。"))


def check_line(fields: LineFields, *, is_temporary: bool) -> LineFields:
    """The line with its phones in one form; raises `Invalid` with every fault."""
    faults: Faults = defaultdict(list)
    if is_temporary and not fields.name:
        faults["name"].append(_("请填写姓名。"))
    if not 1 <= fields.persons <= MOST_PERSONS:
        faults["persons"].append(_("人数填 1 到 %d。") % MOST_PERSONS)
    if fields.age is not None and not 0 <= fields.age <= MOST_AGE:
        faults["age"].append(_("年龄填 0 到 %d。") % MOST_AGE)
    if fields.way_out and fields.way_out not in Line.WayOut:
        faults["way_out"].append(_("没有“%s”这一去向。") % fields.way_out)
    for name, known in (("dwelling", DWELLING), ("needs", Line.NEEDS), ("languages", LANGUAGES)):
        if unknown := [code for code in getattr(fields, name) if code not in known]:
            faults[name].append(_("没有“%s”这个选项。") % unknown[0])
    for name in NAMES:
        if len(getattr(fields, name)) > 30:
            faults[name].append(_("最多 %d 字。") % 30)
    for name in ("way_out_place", "transport", "medicine"):
        if len(getattr(fields, name)) > MOST[name]:
            faults[name].append(_("最多 %d 字。") % MOST[name])
    phones = {name: _phone(getattr(fields, name), name, faults) for name in PHONES}
    if faults:
        raise Invalid(dict(faults))
    return LineFields(**(vars(fields) | phones))


def _phone(text: str, name: str, faults: Faults) -> str:
    try:
        return normalise_phone(text) if text else ""
    except ValueError:
        faults[name].append(_("电话号码不对，请核对。"))
        return text


def check_outcome(fields: OutcomeFields, operation: Operation) -> None:
    faults: Faults = defaultdict(list)
    if fields.what not in What:
        faults["what"].append(_("没有“%s”这一结果。") % fields.what)
    if fields.persons is not None and not 1 <= fields.persons <= MOST_PERSONS:
        faults["persons"].append(_("人数填 1 到 %d。") % MOST_PERSONS)
    if fields.persuaded is not None and not 0 <= fields.persuaded <= MOST_TIMES:
        faults["persuaded"].append(_("劝导次数填 0 到 %d。") % MOST_TIMES)
    if len(fields.place) > MOST["place"]:
        faults["place"].append(_("最多 %d 字。") % MOST["place"])
    _moment(fields.at, operation, faults)
    if faults:
        raise Invalid(dict(faults))


def check_after(fields: AfterFields, operation: Operation) -> None:
    faults: Faults = defaultdict(list)
    for name in ("house", "utilities", "medicine", "mood"):
        if getattr(fields, name) not in AfterVisit.State:
            faults[name].append(_("没有“%s”这个选项。") % getattr(fields, name))
    if fields.wish not in AfterVisit.Wish:
        faults["wish"].append(_("没有“%s”这个选项。") % fields.wish)
    if len(fields.note) > MOST["note"]:
        faults["note"].append(_("最多 %d 字。") % MOST["note"])
    _moment(fields.at, operation, faults)
    if faults:
        raise Invalid(dict(faults))


def _moment(at: datetime, operation: Operation, faults: Faults) -> None:
    if at > clock.now() + FAST_CLOCK:
        faults["at"].append(_("时间不能晚于现在。"))
    elif at < operation.opened_at - FAST_CLOCK:
        faults["at"].append(_("时间不能早于行动启动。"))
