"""The list on paper (名单核定表): as offices sign it, with the seal of each."""

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.files.roster import Roster, write_roster

from .entries import ORDER, Entry, entries
from .models import ServiceList
from .queries import members
from .rules import rule_for

HEADER = (
    "序号", "姓名", "性别", "年龄", "村（居）", "对象类别", "走访级别", "频次", "负责社工", "备注",
)  # fmt: skip
WIDTHS = (5, 10, 5, 11, 24, 48, 12, 12, 10, 14)
SIGNS = ("社工站（盖章）", "站长", "日期", "乡镇（街道）审核意见（盖章）", "市县审定意见（盖章）")
_AT_ONCE = 500


def write_list(stream: IO[bytes], found: ServiceList, *, by: Actor, purpose: str) -> int:
    """The members of a list as this reader sees them, written down before it leaves."""
    station = found.station
    size = members(by, found).count()
    journal.record("visiting.export_list", by, found, station=station)
    unit = _("%(station)s　　年度：%(year)s　　核定人数：%(n)s 人") % {
        "station": station.name, "year": found.year, "n": size,
    }  # fmt: skip
    roster = Roster(
        title=_("%(station)s %(year)s 年度核定服务名单") % {"station": station.name, "year": found.year},
        unit=unit, as_of=clock.today(), header=HEADER, rows=_lines(found, by), sign=SIGNS, widths=WIDTHS,
        notes=(_("对象类别只列一般类别；频次为最长间隔，暂停走访期间不计。"),),
    )  # fmt: skip
    return write_roster(stream, roster, by=by, purpose=purpose)


def _lines(found: ServiceList, by: Actor) -> Iterator[tuple]:
    rule = rule_for(found.station.county_id, clock.today())
    rows = members(by, found).select_related("person").order_by(*ORDER)
    number = 0
    for first in range(0, rows.count(), _AT_ONCE):
        for number, entry in enumerate(entries(by, rows[first : first + _AT_ONCE], rule), first + 1):
            yield _line(number, entry)


def _line(number: int, entry: Entry) -> tuple:
    card = entry.card
    if card is None:
        return (number, entry.name, "", "", "", "", entry.tier_name, entry.often, "", "")
    return (
        number, card.name, card.sex_label, card.age_text, card.area_name,
        "、".join(str(held.name) for held in entry.open_categories), entry.tier_name, entry.often, card.worker_name,
        _remark(entry),
    )  # fmt: skip


def _remark(entry: Entry) -> str:
    said = [_("按户走访")] if entry.row.is_shared else []
    said += [_("暂停走访")] if entry.pause else []
    said += [_("未建档")] if entry.card and entry.card.state == "known" else []
    return "、".join(said)
