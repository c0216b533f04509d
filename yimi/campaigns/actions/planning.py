"""Putting a campaign (编制专项活动), and changing it with its version."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.campaigns.checks import check
from yimi.campaigns.fields import CampaignFields, GoodFields
from yimi.campaigns.models import Campaign, Good
from yimi.campaigns.queries import days_delivered, given_goods
from yimi.core import journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission
from yimi.network.models import Station


@dataclass(frozen=True)
class Put:
    """What came of putting a campaign: the row, and whether it is new."""

    row: Campaign
    created: bool


def put_campaign(pk: UUID, *, by: Actor, fields: CampaignFields) -> Put:
    """Plan a campaign (编制专项活动), or change the plan with its version. The same content again changes nothing."""
    try:
        return _put(pk, by, fields.settled())
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _put(pk, by, fields.settled())


@transaction.atomic
def _put(pk: UUID, by: Actor, fields: CampaignFields) -> Put:
    row, digest = _locked(pk, by), seal.digest(fields.content())
    if row is not None and row.digest == digest:
        return Put(row, created=False)
    if row is not None:
        _refuse_blind_change(row, fields)
    stations = Station.objects.allowed(by, Permission.CONTACT_WRITE).filter(level=Station.Level.STATION)
    station = stations.filter(code=fields.station).first()
    check(fields, station, given_goods(pk) if row else {}, days_delivered(pk) if row else None)
    return _keep(pk, row, fields, digest, by, station)


def _locked(pk: UUID, by: Actor) -> Campaign | None:
    rows = Campaign.objects.unscoped("同号专项活动").filter(pk=pk).select_related("station")
    row = rows.select_for_update(of=("self",)).first()
    if row is not None and not Campaign.objects.allowed(by, Permission.CONTACT_WRITE).filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return row


def _refuse_blind_change(row: Campaign, fields: CampaignFields) -> None:
    if fields.version is None:
        raise RuleBroken(_("同一编号已有内容不同的专项活动。"), code="differs", current=_current(row))
    if fields.version != row.version:
        raise RuleBroken(_("这项活动刚被别人改过，请核对后再保存。"), code="stale", current=_current(row))
    if row.is_over:
        raise RuleBroken(_("已归档或已取消的专项活动不能再改。"), code="campaign_over")
    if fields.station != row.station.code:
        raise RuleBroken(_("专项活动不能换到另一个站，请在那个站另编一项。"), code="other_station")


def _current(row: Campaign) -> dict[str, Any]:
    seal.read(row, "name")
    return {"id": str(row.pk), "name": row.opened["name"], "state": row.state, "version": row.version}


def _keep(pk: UUID, row: Campaign | None, fields: CampaignFields, digest: str, by: Actor, station: Any) -> Put:
    created = row is None
    row = row or Campaign(id=pk, station=station, created_by_id=by.id, version=0)
    row.version += 1
    for name in ("kind", "first_on", "last_on", "service"):
        setattr(row, name, getattr(fields, name))
    row.digest = digest
    seal.write(row, name=fields.name, purpose=fields.purpose or None)
    row.save(force_insert=created)
    _keep_goods(row, fields.goods)
    act = "campaigns.put_campaign" if created else "campaigns.change_campaign"
    journal.record(act, by, row, station=row.station_id, digest=digest)
    return Put(row, created=created)


def _keep_goods(campaign: Campaign, wanted: tuple[GoodFields, ...]) -> None:
    """The goods as they are wanted now; what nobody has got may go."""
    there = {good.name: good for good in campaign.goods.all()}
    gone = [good.pk for name, good in there.items() if name not in {each.name for each in wanted}]
    Good.objects.unscoped("不再需要的物资").filter(pk__in=gone).delete()
    for order, fields in enumerate(wanted):
        good = there.get(fields.name) or Good(campaign=campaign, name=fields.name)
        good.unit, good.each, good.prepared, good.order = fields.unit, fields.each, fields.prepared, order
        good.save()
