"""The parts of the network's pages (站点页面的内容), as values that templates place."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.ui.components import Column, Crumb, Option, Pager, ScopeBar

from .models import Area, Organisation, Station
from .queries import OPERATORS, manageable_areas
from .uscc import OF_AGENCIES

TONES = {
    Station.State.OPERATING: "ok",
    Station.State.ACCEPTED: "info",
    Station.State.RECTIFYING: "warn",
    Station.State.SUSPENDED: "warn",
    Station.State.CLOSED: "",
}


def list_url(asked: dict[str, str], to: str = "network:list", **changed: str) -> str:
    """The address of a list with these filters; empty ones are left out."""
    kept = {name: value for name, value in {**asked, **changed}.items() if value}
    return reverse(to) + ("?" + urlencode(kept) if kept else "")


def scope_bar(counties: QuerySet[Area], county: Area | None, asked: dict[str, str]) -> ScopeBar:
    """全省 › 市县, in the official order."""
    options = [Option(_("全省"), list_url(asked, area=""), county is None)]
    options += [Option(one.short_name, list_url(asked, area=one.code), one == county, one.name) for one in counties]
    return ScopeBar(
        [Crumb(_("全省"), locked=True), Crumb(county.name if county else _("全部市县"), options, chosen=bool(county))]
    )


def columns() -> list[Column]:
    names = [(_("社工站"), False), (_("市县"), False), (_("层级"), True), (_("模式"), True), (_("批次"), True)]
    return [
        *(Column(label, secondary=secondary) for label, secondary in names),
        Column(_("状态")),
        Column(_("运营日期")),
    ]


def table_rows(stations: QuerySet[Station]) -> list[list[Any]]:
    """The list as a table to take away."""
    return [
        [
            *(one.code, one.name, one.county.name, one.get_level_display(), one.get_mode_display()),
            *(one.get_kind_display(), one.batch, one.get_state_display(), one.prefix),
            *(one.self_checked_on, one.accepted_on, one.unveiled_on, one.operating_on),
        ]
        for one in stations
    ]


def table_header() -> list[str]:
    return [
        *(_("站点代码"), _("站名"), _("市县"), _("层级"), _("模式"), _("类型"), _("批次"), _("状态"), _("档案号前缀")),
        *(_("自查日期"), _("验收合格日期"), _("揭牌日期"), _("运营日期")),
    ]


def pager(asked: dict[str, str], cursor: str, after: str | None, total: int, to: str = "network:list") -> Pager:
    return Pager(
        previous_url=list_url(asked, to) if cursor else None,
        next_url=list_url(asked, to, cursor=after) if after else None,
        total=total,
    )


def facts(station: Station) -> list[tuple[Any, Any]]:
    """What is known of a station, label and value."""
    above = station.area.parent
    town = above.name if above and station.area.level == Area.Level.VILLAGE else ""
    return [
        (_("站点代码"), station.code),
        (_("层级"), station.get_level_display()),
        (_("建设模式"), station.get_mode_display()),
        (_("类型"), station.get_kind_display()),
        (_("批次"), station.batch),
        (_("市县"), station.county.name),
        (_("驻地区划"), f"{town}{station.area.name}"),
        (_("档案号前缀"), station.prefix),
        (_("主管单位"), station.host),
        (_("承接机构"), station.operator),
        (_("电话"), station.phone),
        (_("地址"), station.address),
        (_("场地来源"), station.get_premises_source_display()),
    ]


def dates(station: Station) -> list[tuple[Any, Any]]:
    """The dates of a station in the order of its construction."""
    known = [
        (_("自查"), station.self_checked_on),
        (_("验收合格"), station.accepted_on),
        (_("揭牌"), station.unveiled_on),
        (_("运营"), station.operating_on),
        (_("停止运营"), station.ceased_on),
    ]
    return [(label, day.isoformat() if day else None) for label, day in known if day or label != _("停止运营")]


@dataclass(frozen=True)
class Passed:
    """A state that a station was in (状态经过), from a day on, to another where it is over, and why."""

    state: Any
    from_on: date | None
    to_on: date | None = None
    reason: str = ""


def history(station: Station) -> list[Passed]:
    """The states of a station in their order, every pause with its days and reason; nothing where it never stopped."""
    pauses = list(station.pauses.all())
    if not pauses and station.state != Station.State.CLOSED:
        return []
    began = [
        (_("自查完成"), station.self_checked_on),
        (_("验收合格"), station.accepted_on),
        (_("运营"), station.operating_on),
    ]
    found = [Passed(label, day) for label, day in began if day]
    found += [Passed(_("暂停运营"), one.from_on, one.until_on, one.reason) for one in pauses]
    if station.state == Station.State.CLOSED:
        label = _("撤并") if station.merged_into_id else _("撤销")
        found.append(Passed(label, station.ceased_on, reason=station.stop_reason))
    return found


def tone(station: Station) -> str:
    return TONES.get(Station.State(station.state), "")


def area_columns() -> list[Column]:
    return [
        Column(_("名称")),
        Column(_("代码")),
        Column(_("层级")),
        Column(_("所在"), secondary=True),
        Column(_("说明"), secondary=True),
    ]


def organisation_columns() -> list[Column]:
    return [
        Column(_("名称")),
        Column(_("类别")),
        Column(_("统一社会信用代码")),
        Column(_("所在区划"), secondary=True),
        Column(_("操作")),
    ]


def area_options(by: Actor) -> list[tuple[str, str]]:
    """The areas down to towns in which a person may register organisations, by code."""
    levels = [Area.Level.PROVINCE, Area.Level.CITY, Area.Level.COUNTY, Area.Level.DISTRICT, Area.Level.TOWNSHIP]
    areas = manageable_areas(by).filter(level__in=levels, is_hidden=False).select_related("county").order_by("path")
    return [
        (one.code, f"{one.county.short_name if one.county_id != one.pk and one.county else ''}{one.name}")
        for one in areas
    ]


def saved_words(organisation: Organisation) -> str:
    """What is said once an organisation is saved; an agency with an unusual code is saved and remarked on (ID-16)."""
    words = _("已保存：%(name)s。") % {"name": organisation.name}
    if organisation.kind in OPERATORS and organisation.uscc and not organisation.uscc.startswith(OF_AGENCIES):
        words += _("承接机构的代码一般以 52、51 或 91 开头，请再核对一次。")
    return words
