"""What a contact must satisfy before it is kept (核对): every fault at once, each at its own field."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.errors import Invalid

from . import programmes
from .fields import ContactFields, Outcome
from .models import Contact, Kind, Participation
from .references import References

EARLIEST = date(2000, 1, 1)
LATE_AFTER_DAYS, LONGEST_WAIT = 7, 366
MOST = {"minutes": 1440, "headcount": 100_000, "title": 200, "note": 5000, "late_reason": 200}

Faults = dict[str, list[Any]]


def check(fields: ContactFields, known: References) -> None:
    """Raise `Invalid` with every fault of the contact."""
    faults: Faults = defaultdict(list)
    _codes(fields, faults)
    _days(fields, faults)
    _sizes(fields, faults)
    _station_and_workers(fields, known, faults)
    _participants(fields, known, faults)
    _services(fields, known, faults)
    _matter(fields, faults)
    programmes.check(fields, known, faults)
    if faults:
        raise Invalid(dict(faults))


def _codes(fields: ContactFields, faults: Faults) -> None:
    if fields.kind not in Kind:
        faults["kind"].append(_("没有“%s”这一类别。") % fields.kind)
    if fields.outcome not in Contact.Outcome:
        faults["outcome"].append(_("没有“%s”这一结果。") % fields.outcome)


def _days(fields: ContactFields, faults: Faults) -> None:
    today = clock.today()
    if fields.service_on > today:
        faults["service_on"].append(_("服务日期不能晚于今天。"))
    if fields.service_on < EARLIEST:
        faults["service_on"].append(_("服务日期太早，请核对年份。"))
    if fields.next_on and not 0 < (fields.next_on - fields.service_on).days <= LONGEST_WAIT:
        faults["next_on"].append(_("下次日期填服务日期之后一年以内的一天。"))
    if fields.concluded_on is None:
        return
    if fields.concluded_on > today:
        faults["concluded_on"].append(_("办结日期不能晚于今天。"))
    if fields.concluded_on < fields.service_on:
        faults["concluded_on"].append(_("办结日期不能早于服务日期。"))


def _sizes(fields: ContactFields, faults: Faults) -> None:
    if fields.minutes is not None and not 1 <= fields.minutes <= MOST["minutes"]:
        faults["minutes"].append(_("时长填 1 到 1440 分钟。"))
    if fields.headcount is not None and not 0 <= fields.headcount <= MOST["headcount"]:
        faults["headcount"].append(_("参加人数填 0 到 100000。"))
    elif fields.headcount is not None and fields.headcount < len(fields.participants):
        faults["headcount"].append(_("参加人数不能少于实名参加的 %d 人。") % len(fields.participants))
    for name in ("title", "note", "late_reason"):
        if len(getattr(fields, name)) > MOST[name]:
            faults[name].append(_("最多 %d 字。") % MOST[name])


def _station_and_workers(fields: ContactFields, known: References, faults: Faults) -> None:
    station = known.stations.get(fields.station)
    if station is None:
        faults["station"].append(_("没有站点“%s”，或您不能在该站记录服务。") % fields.station)
    place = known.places.get(fields.place)
    if fields.place and (place is None or (station and place.county_id != station.county_id)):
        faults["place"].append(_("服务地点不在本市县：%s。") % fields.place)
    for at, name in enumerate(fields.workers):
        worker = known.workers.get(name)
        if worker is None:
            faults[f"workers.{at}"].append(_("没有账号“%s”。") % name)
        elif station and not known.works_at(worker, station, fields.service_on):
            faults[f"workers.{at}"].append(
                _("%(name)s当天不在%(station)s。") % {"name": worker.name, "station": station.short_name}
            )


def _participants(fields: ContactFields, known: References, faults: Faults) -> None:
    met = set()
    for at, part in enumerate(fields.participants):
        if part.client not in known.people:
            faults[f"participants.{at}.client"].append(_("没有这名服务对象，或不在您的范围内。"))
        if part.client in met:
            faults[f"participants.{at}.client"].append(_("同一名服务对象填了两次。"))
        met.add(part.client)
        if part.file_action not in Participation.FileAction:
            faults[f"participants.{at}.file_action"].append(_("没有“%s”这一档案动作。") % part.file_action)
        if part.served and fields.outcome != Outcome.SEEN:
            faults[f"participants.{at}.served"].append(_("未遇或不便接访时，不能记为已服务。"))
        elif part.seen and fields.outcome == Outcome.NOT_HOME:
            faults[f"participants.{at}.seen"].append(_("未遇时，不能记为见到本人。"))


def _services(fields: ContactFields, known: References, faults: Faults) -> None:
    if not fields.services:
        return
    listed = known.services(fields.service_on)
    for at, code in enumerate(fields.services):
        if code not in listed:
            told = _("服务日期当天生效的服务清单里没有“%s”。") % code
            now = next((info for info in listed.values() if code in info.replaces), None)
            told += _("请改用“%(code)s %(name)s”。") % {"code": now.code, "name": now.name} if now else ""
            faults[f"services.{at}"].append(told)


def _matter(fields: ContactFields, faults: Faults) -> None:
    """A consultation may be of nobody by name; then what was asked is all that there is of it."""
    if fields.kind == Kind.CONSULTATION and not (fields.services or fields.note or fields.participants):
        faults["note"].append(_("请选服务项目，或写两句问了什么。"))
