"""Putting a programme (编制方案), and changing it with its version."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.declare import touch
from yimi.core.errors import RuleBroken, Stale
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station
from yimi.programmes.checks import check
from yimi.programmes.fields import ActivityFields, GroupFields, ProgrammeFields
from yimi.programmes.holding import held_of
from yimi.programmes.models import Activity, Group, GroupMember, Programme


@dataclass(frozen=True)
class Put:
    """What came of putting a programme: the row, and whether it is new or was changed."""

    row: Any
    created: bool
    changed: bool


def put_group(pk: UUID, *, by: Actor, fields: GroupFields) -> Put:
    """Plan a group (编制小组方案), or change the plan with its version. The same content again changes nothing."""
    return _put_twice(Group, pk, by, fields)


def put_activity(pk: UUID, *, by: Actor, fields: ActivityFields) -> Put:
    """Plan an activity (编制活动方案), or change the plan with its version."""
    return _put_twice(Activity, pk, by, fields)


def _put_twice(model: type[Programme], pk: UUID, by: Actor, fields: ProgrammeFields) -> Put:
    try:
        return _put(model, pk, by, fields)
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _put(model, pk, by, fields)


@transaction.atomic
def _put(model: type[Programme], pk: UUID, by: Actor, fields: ProgrammeFields) -> Put:
    fields = fields.settled()
    row, digest = _locked(model, pk, by), seal.digest(fields.content())
    if row is not None and row.digest == digest:
        return Put(row, created=False, changed=False)
    if row is not None:
        _refuse_blind_change(row, fields)
    station = Station.objects.allowed(by, Permission.CONTACT_WRITE).filter(code=fields.station).first()
    place = Area.objects.filter(code=fields.place).first() if fields.place else None
    people = _people(fields, by, row)
    check(fields, station, place, people, held_of([pk])[pk])
    return _keep(model, pk, row, fields, digest, by, station, place)


def _locked(model: type[Programme], pk: UUID, by: Actor) -> Any:
    row = model.objects.unscoped("同号方案").filter(pk=pk).select_for_update().first()
    if row is not None and not model.objects.allowed(by, Permission.CONTACT_WRITE).filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return row


def _refuse_blind_change(row: Any, fields: ProgrammeFields) -> None:
    if fields.version is None:
        raise Stale(_("同一编号已有内容不同的方案。"), code="differs", current=_current(row))
    if fields.version != row.version:
        raise Stale(_("这份方案刚被别人改过，请核对后再保存。"), current=_current(row))
    if row.is_over:
        raise RuleBroken(_("已归档或已取消的方案不能再改。"), code="programme_over")
    if fields.station != row.station.code:
        raise RuleBroken(_("方案不能换到另一个站，请在那个站另编一份。"), code="other_station")


def _current(row: Any) -> dict[str, Any]:
    seal.read(row, "name")
    return {"id": str(row.pk), "name": row.opened["name"], "state": row.state, "version": row.version}


def _people(fields: ProgrammeFields, by: Actor, row: Any) -> dict[UUID, Person]:
    """The members within reach, and those who already belong, wherever their files are by now."""
    if not isinstance(fields, GroupFields):
        return {}
    within = Person.objects.allowed(by, Permission.PERSON_VIEW).filter(pk__in=fields.members)
    found = {person.pk: person for person in within.exclude(state__in=Person.GONE)}
    if row is not None:
        found |= {member.person_id: member.person for member in row.members.select_related("person")}
    return found


def _keep(model, pk, row, fields, digest, by, station, place) -> Put:
    created, before = row is None, getattr(row, "group_type", "")
    if row is None:
        row = model(id=pk, station=station, county_id=station.county_id, created_by=by)
    else:
        row.version += 1
    for name in fields.same:
        setattr(row, name, getattr(fields, name))
    row.place, row.digest = place, digest
    seal.write(row, **{name: getattr(fields, name) for name in fields.texts})
    row.save(force_insert=created)
    if isinstance(row, Group):
        _keep_members(row, fields.members)
        if not created and before != row.group_type:
            touch("programmes.group", [row.pk])
    refs = [("person", str(person)) for person in getattr(fields, "members", ())]
    act = f"programmes.{'put' if created else 'change'}_{model._meta.model_name}"
    journal.record(act, by, row, station=row.station_id, refs=refs, digest=digest)
    return Put(row, created=created, changed=True)


def _keep_members(group: Group, wanted: tuple[UUID, ...]) -> None:
    """Who is named is a member from now on; who is not leaves, and her sessions stay."""
    members = {member.person_id: member for member in group.members.all()}
    today = max(clock.today(), group.planned_on)
    for person in wanted:
        if person not in members:
            GroupMember(group=group, person_id=person, joined_on=group.planned_on).save(force_insert=True)
        elif members[person].left_on:
            GroupMember.objects.unscoped("重新加入").filter(pk=members[person].pk).update(left_on=None)
    gone = [member.pk for person, member in members.items() if person not in wanted and member.left_on is None]
    GroupMember.objects.unscoped("退出小组").filter(pk__in=gone).update(left_on=today)
