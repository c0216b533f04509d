"""What can be done with incidents (强制报告): put them with what is known by now, and void them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff
from yimi.clients.queries import people_for
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark
from yimi.network.models import Station

from .fields import TEXTS, TIMES, IncidentFields
from .models import Incident, IncidentWorker
from .sight import in_full

MOST = 5000
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Put:
    """What came of putting an incident: the row, and whether it is new."""

    incident: Incident
    created: bool


def put_incident(pk: UUID, *, by: User, fields: IncidentFields) -> Put:
    """Write an incident down (记录强制报告), or add to it with its version."""
    _refuse_odd_years(fields)
    try:
        return _put(pk, by, fields.settled(by.username))
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _put(pk, by, fields.settled(by.username))


def _refuse_odd_years(fields: IncidentFields) -> None:
    odd = [name for name in TIMES if (at := getattr(fields, name)) and at.year not in YEARS]
    if odd:
        raise Invalid({name: [_("时间不对，请核对年份。")] for name in odd})


@transaction.atomic
def _put(pk: UUID, by: User, fields: IncidentFields) -> Put:
    digest = seal.digest(fields.content())
    row = Incident.objects.unscoped("同号记录").select_for_update().filter(pk=pk).first()
    if row is None:
        row = Incident(id=pk, recorded_by=by, version=0)
        _fill(row, by, fields, digest)
        row.save(force_insert=True)
        return Put(_kept(row, by, fields), created=True)
    if not Incident.objects.allowed(by, Permission.CONTACT_WRITE).filter(in_full(by), pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if row.digest == digest:
        return Put(row, created=False)
    _refuse_blind_change(row, fields.version)
    _mark(row)
    _fill(row, by, fields, digest)
    return Put(_kept(row, by, fields), created=False)


def _refuse_blind_change(row: Incident, version: int | None) -> None:
    if version is None:
        raise Stale(_("同一编号已有内容不同的记录。"), code="differs", current=_current(row))
    if version != row.version:
        raise Stale(_("这条记录刚被别人改过，请核对后再保存。"), current=_current(row))
    if row.voided_at:
        raise RuleBroken(_("这条记录已作废，不能再改。"), code="incident_void")


def _current(row: Incident) -> dict[str, Any]:
    """Where it stands; what it says is opened by a read that is written down."""
    return {"id": str(row.pk), "state": row.state, "version": row.version}


def _fill(row: Incident, by: User, fields: IncidentFields, digest: str) -> None:
    station = Station.objects.allowed(by, Permission.CONTACT_WRITE).filter(code=fields.station).first()
    person = people_for(by).filter(pk=fields.person).first() if fields.person else None
    _check(row, by, fields, station, person)
    if station is None:
        return
    row.station, row.county_id, row.person = station, station.county_id, person or row.person
    for name in ("kind", "found_at", "police_at", "civil_at", "closed_on", "head_excluded"):
        setattr(row, name, getattr(fields, name))
    told = [at for at in (fields.police_at, fields.civil_at) if at]
    row.reported_on = clock.civil(min(told)) if told else None
    row.state, row.digest = _state(fields), digest
    seal.write(row, **{name: getattr(fields, name) for name in TEXTS})


def _state(fields: IncidentFields) -> str:
    """How far it has come; steps may be written down in any order."""
    if fields.closed_on:
        return Incident.State.CLOSED
    if fields.plan:
        return Incident.State.SAFETY_PLAN
    if fields.receipt:
        return Incident.State.RECEIPT
    return Incident.State.REPORTED if fields.police_at or fields.civil_at else Incident.State.FOUND


def _check(row: Incident, by: User, fields: IncidentFields, station, person) -> None:
    faults: dict[str, list] = {}
    if station is None:
        faults["station"] = [_("没有站点“%s”，或您不能在该站记录服务。") % fields.station]
    if fields.person and person is None and fields.person != row.person_id:
        faults["person"] = [_("没有这名服务对象，或不在您的范围内。")]
    if fields.kind not in Incident.Kind:
        faults["kind"] = [_("请选择情形。")]
    for name in TIMES:
        at = getattr(fields, name)
        if at and at > clock.now():
            faults[name] = [_("时间不能晚于现在。")]
        elif at and at < fields.found_at:
            faults[name] = [_("报告时间不能早于发现时间。")]
    if fields.closed_on and not clock.civil(fields.found_at) <= fields.closed_on <= clock.today():
        faults["closed_on"] = [_("办结日期在发现之日和今天之间。")]
    staff = {worker.username for worker in station_staff(station.pk)} if station else set()
    if strangers := set(fields.workers) - staff - {by.username}:
        faults["workers"] = [_("没有账号“%s”。") % "、".join(sorted(strangers))]
    for name in TEXTS:
        if len(getattr(fields, name)) > MOST:
            faults[name] = [_("最多 %d 字。") % MOST]
    if faults:
        raise Invalid(faults)


def _kept(row: Incident, by: User, fields: IncidentFields) -> Incident:
    row.version += 1
    row.save()
    row.parts.all().delete()
    names = set(fields.workers)
    known = {worker.username: worker for worker in [*station_staff(row.station_id), by]}
    IncidentWorker.objects.bulk_create(IncidentWorker(incident=row, worker=known[name]) for name in sorted(names))
    if not Incident.objects.filter(in_full(by), pk=row.pk).exists():
        IncidentWorker.objects.create(incident=row, worker=by)  # who wrote it down knows of it
    _record("incidents.put_incident", row, by)
    _mark(row)
    return row


@transaction.atomic
def void_incident(pk: UUID, *, by: User, reason: str) -> Incident:
    """Void an incident (作废) that was written down by mistake, with the reason."""
    rows = Incident.objects.filter(in_full(by)).select_for_update()
    row = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    reason = clean(reason)
    if not 2 <= len(reason) <= 200:
        raise Invalid({"reason": [_("请写明作废原因，2 到 200 字。")]})
    if row.voided_at:
        return row
    row.voided_at = clock.now()
    row.version += 1
    seal.write(row, void_reason=reason)
    row.save()
    _record("incidents.void_incident", row, by)
    _mark(row)
    return row


def _record(act: str, row: Incident, by: User) -> None:
    refs = [("person", str(row.person_id))] if row.person_id else []
    journal.record(act, by, row, station=row.station_id, refs=refs, digest=row.digest)


def _mark(row: Incident) -> None:
    if row.reported_on:
        mark([(row.station_id, row.reported_on)])
