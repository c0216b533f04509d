"""The unveiling of plaques (揭牌活动): an event with a date at one or several stations; no step of construction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.construction.events import may_void, stations_to_unveil
from yimi.construction.models import Unveiled, Unveiling
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.text import clean
from yimi.network.actions import date_unveiling
from yimi.network.models import Station


@dataclass(frozen=True)
class UnveilingFields:
    """An unveiling as it is written down. Leaders are named by office and title."""

    title: str
    on: date
    stations: tuple[str, ...]
    place: str = ""
    leaders: str = ""
    early_reason: str = ""


@transaction.atomic
def put_unveiling(pk: UUID, *, by: Actor, fields: UnveilingFields) -> Unveiling:
    """Write an unveiling down (登记揭牌). Before acceptance it asks for a reason. Sending twice writes it once."""
    digest = seal.digest(vars(fields))
    there = Unveiling.objects.unscoped("同号活动").filter(pk=pk).first()
    if there is not None:
        if there.digest != digest:
            raise RuleBroken(_("同一编号已有内容不同的活动。"), code="differs")
        return there
    stations = _stations(fields, by)
    _check(fields, stations)
    counties = {station.county_id for station in stations}
    event = Unveiling(
        id=pk, county_id=counties.pop() if len(counties) == 1 else None, title=clean(fields.title), on=fields.on,
        place=clean(fields.place), leaders=clean(fields.leaders), early_reason=clean(fields.early_reason),
        digest=digest,
    )  # fmt: skip
    event.save(force_insert=True)
    Unveiled.objects.bulk_create(Unveiled(unveiling=event, station=station) for station in stations)
    for station in stations:
        date_unveiling(station.pk, by=by, on=min(filter(None, (station.unveiled_on, fields.on))))
    journal.record("construction.put_unveiling", by, event, refs=stations, digest=digest)
    return event


def _stations(fields: UnveilingFields, by: Actor) -> list[Station]:
    """The stations that are named, each within reach."""
    wanted = {clean(code) for code in fields.stations}
    found = list(stations_to_unveil(by).filter(code__in=wanted))
    if not found or len(found) != len(wanted):
        raise invalid("stations", _("请选择揭牌的站点。"))
    return found


def _check(fields: UnveilingFields, stations: Iterable[Station]) -> None:
    faults = {}
    if not 2 <= len(clean(fields.title)) <= 60:
        faults["title"] = [_("请写明活动名称，2 到 60 字。")]
    if fields.on > clock.today():
        faults["on"] = [_("揭牌日期不能晚于今天。")]
    for name, most in (("place", 60), ("leaders", 200), ("early_reason", 200)):
        if len(getattr(fields, name)) > most:
            faults[name] = [_("最多 %(most)d 字。") % {"most": most}]
    early = [each.short_name for each in stations if each.accepted_on is None or each.accepted_on > fields.on]
    if early and not clean(fields.early_reason):
        words = _("%(names)s在揭牌当日还没有验收合格。确要先揭牌的，请写明原因。") % {"names": "、".join(early)}
        faults["early_reason"] = [words]
    if faults:
        raise Invalid(faults)


@transaction.atomic
def void_unveiling(pk: UUID, *, by: Actor, reason: str) -> Unveiling:
    """Take an unveiling back that was written down in error (撤销揭牌), with the reason."""
    event = Unveiling.objects.unscoped("按所列站点判断").select_for_update().filter(pk=pk).first()
    if event is None or not may_void(by, event):
        raise Http404
    words = clean(reason or "")
    if event.voided_on:
        raise RuleBroken(_("这次揭牌已经撤销。"), code="wrong_state")
    if not 2 <= len(words) <= 200:
        raise invalid("reason", _("请写明撤销原因，2 到 200 字。"))
    event.void_reason, event.voided_on = words, clock.today()
    event.save(update_fields=["void_reason", "voided_on"])
    for row in event.unveiled.all():
        others = Unveiled.objects.filter(station=row.station_id, unveiling__voided_on=None)
        date_unveiling(row.station_id, by=by, on=others.aggregate(first=Min("unveiling__on"))["first"])
    journal.record("construction.void_unveiling", by, event, digest=event.digest)
    return event
