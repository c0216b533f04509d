"""Opening an emergency action (启动应急关爱行动), and changing what it says with its version."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, Stale
from yimi.core.permissions import Permission
from yimi.core.scope import PROVINCE
from yimi.emergencies.checks import check_operation
from yimi.emergencies.fields import OperationFields
from yimi.emergencies.models import Change, Operation
from yimi.emergencies.queries import areas_named
from yimi.network.models import Area

_PLAIN = ("kind", "name", "number", "is_drill", "impact_at", "indoors_at")


@dataclass(frozen=True)
class Put:
    """What came of putting an action: the row, and whether it is new."""

    row: Operation
    created: bool


def put_operation(pk: UUID, *, by: User, fields: OperationFields) -> Put:
    """Open an action over one or more places (启动), or change it with its version. The same again changes nothing.

    The level is set here only when it is opened; afterwards each change of it is an act of its own.
    """
    try:
        return _put(pk, by, fields.settled())
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _put(pk, by, fields.settled())


@transaction.atomic
def _put(pk: UUID, by: User, fields: OperationFields) -> Put:
    row, digest = _locked(pk, by), seal.digest(fields.content())
    if row is not None and row.digest == digest:
        return Put(row, created=False)
    if row is not None:
        _refuse_blind_change(row, fields)
    areas = areas_named(by, fields.areas)
    opened_at = row.opened_at if row else clock.now()
    check_operation(fields, sorted(set(fields.areas) - {area.code for area in areas}), opened_at)
    return _keep(pk, row, fields, digest, areas, by)


def _locked(pk: UUID, by: User) -> Operation | None:
    row = Operation.objects.unscoped("同号行动").filter(pk=pk).select_for_update(of=("self",)).first()
    if row is not None and not Operation.objects.allowed(by, Permission.EMERGENCY_OPEN).filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if row is not None:
        refuse_of_others(row, by)
    return row


def refuse_of_others(row: Operation, by: User) -> None:
    """What the province opened the province steers; what a county opened, that county and the province."""
    of_province = any(grant.on_kind == PROVINCE for grant in by.grants_for(Permission.EMERGENCY_OPEN))
    if row.county_id is None and not of_province:
        raise RuleBroken(_("这次行动由省级启动，请联系省级调整。"), code="forbidden", status=403)


def _refuse_blind_change(row: Operation, fields: OperationFields) -> None:
    current = {"id": str(row.pk), "name": row.name, "version": row.version}
    if fields.version is None:
        raise Stale(_("同一编号已有内容不同的行动。"), code="differs", current=current)
    if fields.version != row.version:
        raise Stale(_("这次行动刚被别人改过，请核对后再保存。"), current=current)
    if row.is_over:
        raise RuleBroken(_("行动已经结束，不能再改。"), code="operation_over")
    if fields.is_drill != row.is_drill:
        raise RuleBroken(_("演练和实战不能互改，请另行启动。"), code="drill_stays")


def _keep(pk: UUID, row: Operation | None, fields: OperationFields, digest: str, areas: list[Area], by: User) -> Put:
    created = row is None
    row = row or Operation(id=pk, opened_at=clock.now(), opened_by=by, level=fields.level, version=0)
    for name in _PLAIN:
        setattr(row, name, getattr(fields, name))
    row.county_id = _county(areas, by) if created else row.county_id
    row.digest = digest
    row.version += 1
    row.save(force_insert=created)
    row.places.set(areas)
    what, to = (Change.What.OPENED, str(row.level)) if created else (Change.What.TIMES, "")
    note_change(row, by, what, to)
    journal.record("emergencies.open" if created else "emergencies.change", by, row, digest=digest)
    return Put(row, created=created)


def _county(areas: list[Area], by: User) -> Any:
    """The county that opens it; nothing where the province does."""
    of_province = any(grant.on_kind == PROVINCE for grant in by.grants_for(Permission.EMERGENCY_OPEN))
    counties = {area.county_id for area in areas}
    return None if of_province or len(counties) > 1 else counties.pop()


def note_change(row: Operation, by: User, what: str, to: str = "") -> Change:
    return Change.objects.create(operation=row, what=what, to=to, at=clock.now(), by=by)
