"""One tap: I am safe (报平安). Only in an open action, once everybody has gone indoors."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.accounts.queries import stations_of
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission
from yimi.emergencies.models import Operation, SafetyReport
from yimi.network.models import Station


def report_safe(pk: UUID, *, by: User, operation: UUID) -> SafetyReport:
    """Say that one is safe (报平安). Sent twice it is said once."""
    try:
        return _report(pk, by, operation)
    except IntegrityError:
        return _report(pk, by, operation)


@transaction.atomic
def _report(pk: UUID, by: User, operation: UUID) -> SafetyReport:
    row = Operation.objects.get_allowed(by, Permission.EMERGENCY_WORK, pk=operation)
    there = SafetyReport.objects.unscoped("同号报平安").filter(pk=pk).first()
    if there is not None and (there.worker_id, there.operation_id) != (by.pk, operation):
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there is not None:
        return there
    if row.is_over:
        raise RuleBroken(_("行动已经结束，不用再报平安。"), code="operation_over")
    if row.indoors_at is None or clock.now() < row.indoors_at:
        raise RuleBroken(_("还没有到停止外出时间，不用报平安。"), code="not_yet")
    made = SafetyReport.objects.create(id=pk, operation=row, station=_station(row, by), worker=by, at=clock.now())
    journal.record("emergencies.report_safe", by, made)
    return made


def _station(operation: Operation, by: User) -> Station:
    """The station where she works, within the action."""
    own = Station.objects.allowed(by, Permission.EMERGENCY_WORK).filter(pk__in=stations_of(by)).order_by("code")
    station = own.first()
    if station is None:
        raise Http404
    return station
