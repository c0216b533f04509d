"""What a campaign must satisfy before it is kept (核对): every fault at once, each at its own field."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.catalogue.queries import ServiceInfo, service_codes
from yimi.core.errors import Invalid
from yimi.network.models import Station

from .fields import CampaignFields, GoodFields
from .models import Good, Kind

EARLIEST, LATEST, LONGEST = date(2000, 1, 1), date(2100, 1, 1), 366
MOST = {"name": 60, "purpose": 200, "goods": 10, "each": 999, "prepared": 1_000_000}
MOST_TEXT = 2000

Faults = dict[str, list[Any]]


def services_to_name(on: date) -> list[ServiceInfo]:
    """The services that deliveries of a campaign may give: those that are not closely kept."""
    return [info for info in service_codes(on).values() if info.sensitivity == "normal"]


def check(
    fields: CampaignFields,
    station: Station | None,
    given: dict[str, Good],
    delivered: tuple[date, date] | None = None,
) -> None:
    """Raise `Invalid` with every fault.

    `given` are the goods, by name, of which somebody has got some, `delivered` the first and last day of deliveries.
    """
    faults: Faults = defaultdict(list)
    if station is None:
        faults["station"].append(_("没有站点“%s”，或您不能在该站编制专项活动。") % fields.station)
    if fields.kind not in Kind:
        faults["kind"].append(_("没有“%s”这一活动类别。") % fields.kind)
    _texts(fields, faults)
    _days(fields, faults)
    if delivered:
        _covers(fields, delivered, faults)
    _goods(fields.goods, given, faults)
    if faults:
        raise Invalid(dict(faults))


def _texts(fields: CampaignFields, faults: Faults) -> None:
    if not 2 <= len(fields.name) <= MOST["name"]:
        faults["name"].append(_("名称填 2 到 60 字。"))
    if len(fields.purpose) > MOST["purpose"]:
        faults["purpose"].append(_("最多 %d 字。") % MOST["purpose"])
    if fields.service and fields.service not in {info.code for info in services_to_name(fields.first_on)}:
        faults["service"].append(_("服务项目“%s”不能用于专项活动。") % fields.service)


def _days(fields: CampaignFields, faults: Faults) -> None:
    for name in ("first_on", "last_on"):
        if not EARLIEST <= getattr(fields, name) <= LATEST:
            faults[name].append(_("日期不对，请核对年份。"))
    if fields.last_on < fields.first_on:
        faults["last_on"].append(_("结束日期不能早于开始日期。"))
    elif (fields.last_on - fields.first_on).days >= LONGEST:
        faults["last_on"].append(_("一次专项活动最长一年，请核对日期。"))


def _covers(fields: CampaignFields, delivered: tuple[date, date], faults: Faults) -> None:
    first, last = delivered
    if fields.first_on > first:
        faults["first_on"].append(_("%s 已有发放记录，开始日期不能更晚。") % first.isoformat())
    if fields.last_on < last:
        faults["last_on"].append(_("%s 已有发放记录，结束日期不能更早。") % last.isoformat())


def _goods(goods: tuple[GoodFields, ...], given: dict[str, Good], faults: Faults) -> None:
    if len(goods) > MOST["goods"]:
        faults["goods"].append(_("物资最多 %d 种。") % MOST["goods"])
    met: set[str] = set()
    for at, good in enumerate(goods):
        _good(good, f"goods.{at}", met, faults)
        was = given.get(good.name)
        if was is not None and was.unit != good.unit:
            faults[f"goods.{at}.unit"].append(_("已经发放过，单位不能改。"))
        met.add(good.name)
    for name in given.keys() - met:
        faults["goods"].append(_("“%s”已经发放过，不能去掉或改名。") % name)


def _good(good: GoodFields, path: str, met: set[str], faults: Faults) -> None:
    if not 1 <= len(good.name) <= 30:
        faults[f"{path}.name"].append(_("物资名称填 1 到 30 字。"))
    elif good.name in met:
        faults[f"{path}.name"].append(_("“%s”填了两次。") % good.name)
    if not 1 <= len(good.unit) <= 10:
        faults[f"{path}.unit"].append(_("请填写单位，例如袋、桶、份。"))
    if not 1 <= good.each <= MOST["each"]:
        faults[f"{path}.each"].append(_("每人数量填 1 到 999。"))
    if not 0 <= good.prepared <= MOST["prepared"]:
        faults[f"{path}.prepared"].append(_("备货数量填 0 到 100 万。"))
