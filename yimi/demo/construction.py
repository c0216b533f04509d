"""How the network was built (演示建站): checklists, unveilings, two stations on their way, and what is rectified."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import islice

from yimi.accounts.models import User
from yimi.catalogue.queries import remembered
from yimi.construction import actions
from yimi.construction.actions import Mark, UnveilingFields
from yimi.construction.models import AcceptanceItem
from yimi.core.actors import SYSTEM
from yimi.core.db import unit_of_work
from yimi.core.ids import name_id, new_id
from yimi.network.actions import put_station
from yimi.network.models import Area, Station
from yimi.tracking import actions as tracking
from yimi.tracking.actions import ItemFields
from yimi.tracking.models import TrackedItem
from yimi.tracking.queries import open_of_station

from .calendar import on_day
from .place import EXAMPLE
from .scales import Scale
from .terminal import say

Users = dict[str, User]
COUNTIES = ("469002", "469028")  # in each of these an example station is being built
SECOND_BATCH = "第二批"
PREFIXES = ("SLJS", "SLZG")


def tell(scale: Scale, today: date, users: Users) -> None:
    """After every station is there."""
    say("演示数据：建站、督办")
    with remembered(), unit_of_work():
        accepted = Station.objects.unscoped("演示").filter(state__in=["accepted", "operating"])
        actions.record_accepted(accepted.values_list("pk", flat=True), by=SYSTEM)
    _unveil(users)
    _spot_checks(today, users)
    _on_their_way(scale, today, users)


def _unveil(users: Users) -> None:
    """One event in each of the first two counties: its stations of one day."""
    days: dict[str, dict[date, list[Station]]] = defaultdict(lambda: defaultdict(list))
    rows = Station.objects.unscoped("演示").filter(level="station", state="operating").select_related("county")
    for station in rows.order_by("county__order", "code"):
        day = station.unveiled_on or station.operating_on
        if day:
            days[station.county.code][day].append(station)
    for code, by_day in islice(days.items(), 2):
        day, stations = max(by_day.items(), key=lambda each: len(each[1]))
        county = stations[0].county
        fields = UnveilingFields(
            title=f"{county.short_name}社工站集中揭牌", on=day, stations=tuple(each.code for each in stations),
            place=stations[0].short_name, leaders="市县民政局分管负责同志、乡镇（街道）分管负责同志",
        )  # fmt: skip
        actions.put_unveiling(name_id("unveiling", code), by=users[f"county-{code}"], fields=fields)


def _spot_checks(today: date, users: Users) -> None:
    """The province looked at example stations: one item is settled, one waits for its recheck, one is open."""
    found = Station.objects.unscoped("演示").filter(state="operating", level="station", name__contains=EXAMPLE)
    stations = list(found.select_related("county").order_by("county__order", "code")[:3])
    with on_day(today - timedelta(days=8)):
        for station in stations:
            actions.spot_check(
                station.pk, by=users["province"], code="SIGN-04", is_met=False, note="服务时间牌字迹褪色，请更换。"
            )
    for nth, station in enumerate(stations[1:]):
        item = open_of_station(station.pk).get()
        with on_day(today - timedelta(days=3)):
            head, words = users[f"head-{station.code}"], "已更换服务时间牌。"
            tracking.submit_proof(item.pk, by=head, step=name_id("proof", station.code), words=words)
        if nth == 0:
            _settle(item, today, users["province"])
    if stations:
        with on_day(today - timedelta(days=1)):
            fields = ItemFields(
                title="补充村（居）社工室值班安排表", station=stations[0].code, detail="请张贴在社工室门口。"
            )
            county = users[f"county-{stations[0].county.code}"]
            tracking.raise_item(name_id("tracked", stations[0].code), by=county, fields=fields)


def _settle(item: TrackedItem, today: date, province: User) -> None:
    with on_day(today - timedelta(days=2)):
        tracking.recheck(item.pk, by=province, accept=True, words="已看照片，符合要求。")
        tracking.plan(item.pk, by=province, year=today.year + 1, words="标牌统一用耐晒材料，列入下年度制作计划。")


def _on_their_way(scale: Scale, today: date, users: Users) -> None:
    """Two example stations of the second batch: one checks itself, one rectifies."""
    begun = today - timedelta(days=min(30, scale.days))
    for nth, code in enumerate(COUNTIES):
        taken = Station.objects.unscoped("演示").values("area")
        towns = Area.objects.filter(level="township", county__code=code, is_hidden=False, name__regex="[镇乡]$")
        town = towns.exclude(pk__in=taken).select_related("county").order_by("code").first()
        county = users[f"county-{code}"]
        if town is None:
            continue
        with on_day(begun), remembered():
            station = _planned(town, PREFIXES[nth], county)
            actions.begin_building(station.pk, by=county, premises="reused" if nth else "merged")
        with on_day(max(begun, today - timedelta(days=5))), remembered():
            if nth == 0:
                _half_checked(station)
            else:
                _rectifying(station, county)


def _planned(town: Area, prefix: str, county: User) -> Station:
    place = town.county.name if town.county else ""
    return put_station(
        name_id("station", town.code), by=county, code=town.code, name=f"{place}{town.name}（示例）社工站",
        short_name=f"{town.name}（示例）", level="station", mode="township", batch=SECOND_BATCH, prefix=prefix,
        state="planned",
    )  # fmt: skip


def _half_checked(station: Station) -> None:
    codes = _codes(station)
    actions.save_self_check(station.pk, by=SYSTEM, marks=dict.fromkeys(codes[: len(codes) // 2], Mark("pass")))


def _rectifying(station: Station, county: User) -> None:
    passed = dict.fromkeys(_codes(station), Mark("pass"))
    actions.finish_self_check(station.pk, by=SYSTEM, marks=passed)
    actions.begin_acceptance(new_id(), by=county, station=station.pk, attendees="乡镇人民政府、承接机构")
    failed = {
        "SIGN-01": Mark("fail", "门牌未用规范名称。"), "EQ-08": Mark("fail", "灭火器已过期。"),
    }  # fmt: skip
    opinion = "请在期限内更换门牌和灭火器，复查后继续验收。"
    actions.conclude(station.pk, by=county, marks=passed | failed, opinion=opinion)


def _codes(station: Station) -> list[str]:
    rows = AcceptanceItem.objects.unscoped("演示").filter(station=station).order_by("nth")
    return list(rows.values_list("code", flat=True))
