"""The 责任清单 of a county: items, how they go, and their end."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.planning.fields import DutyFields
from yimi.planning.models import Duty
from yimi.planning.places import COUNTY, reaches, spot_named
from yimi.planning.putting import LONGEST, Put, id_taken, reason_of, refuse_stale, twice

from .locking import duty_to_write
from .proofs import Files, keep_files

State = Duty.State


def put_duty(pk: UUID, *, by: User, fields: DutyFields) -> Put[Duty]:
    """Put an item on the list (编制责任事项), or change it with its version until it is done."""
    return twice(lambda: _put(pk, by, fields.settled()))


@transaction.atomic
def _put(pk: UUID, by: User, fields: DutyFields) -> Put[Duty]:
    digest = seal.digest({**vars(fields), "version": None})
    there = Duty.objects.unscoped("同号责任事项").filter(pk=pk).first()
    if there is None:
        spot = spot_named(area=fields.county)
        if spot.level != COUNTY or not reaches(by, Permission.ROADMAP_WRITE, spot):
            raise Http404
        row = Duty(id=pk, county_id=spot.area, year=fields.year, made_by=by, version=0)
        _fill(row, fields, digest)
        row.save(force_insert=True)
        return Put(_kept(row, by, "planning.put_duty"), created=True)
    if not Duty.objects.allowed(by, Permission.ROADMAP_WRITE).filter(pk=pk).exists():
        raise id_taken()
    row = duty_to_write(pk, by)
    if refuse_stale(row, fields.version, digest):
        return Put(row, created=False)
    if row.state == State.DONE:
        raise RuleBroken(_("已完成的责任事项不能修改。"), code="done")
    if (row.county.code, row.year) != (fields.county, fields.year):
        raise invalid("county", _("市县和年度不能更换，请另列一项。"))
    _fill(row, fields, digest)
    return Put(_kept(row, by, "planning.put_duty"), created=False)


@transaction.atomic
def tell_duty(pk: UUID, *, by: User, progress: str, files: Files = (), version: int | None = None) -> Duty:
    """Say how it goes (报进展); from then on it is under way."""
    row = _open(pk, by, version)
    row.progress, row.state = _said(progress), State.UNDER_WAY
    keep_files(row, by, files)
    return _kept(row, by, "planning.tell_duty")


@transaction.atomic
def finish_duty(pk: UUID, *, by: User, on: date, progress: str, files: Files = (), version: int | None = None) -> Duty:
    """The item is done (完成), with what came of it."""
    row = _open(pk, by, version)
    if not date(row.year, 1, 1) <= on <= clock.today():
        raise invalid("on", _("完成日期应在当年，不晚于今天。"))
    row.progress, row.state, row.done_on = _said(progress), State.DONE, on
    keep_files(row, by, files)
    return _kept(row, by, "planning.finish_duty")


@transaction.atomic
def void_duty(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Duty:
    """The item does not belong on the list (作废), with the reason."""
    row = duty_to_write(pk, by, version)
    row.is_void = True
    seal.write(row, why_void=reason_of(reason))
    return _kept(row, by, "planning.void_duty")


def _said(progress: str) -> str:
    said = clean(progress or "")
    if not 2 <= len(said) <= LONGEST:
        raise invalid("progress", _("请写明进展，2 到 %(n)s 字。") % {"n": LONGEST})
    return said


def _fill(row: Duty, fields: DutyFields, digest: str) -> None:
    row.title, row.basis, row.office = fields.title, fields.basis, fields.office
    row.due_on, row.digest = fields.due_on, digest
    seal.write(row, leader=fields.leader or None, liaison=fields.liaison or None)


def _open(pk: UUID, by: User, version: int | None) -> Duty:
    row = duty_to_write(pk, by, version)
    if row.state == State.DONE:
        raise RuleBroken(_("这项责任事项已经完成。"), code="done")
    return row


def _kept(row: Duty, by: User, act: str) -> Duty:
    row.version += 1
    row.save()
    journal.record(act, by, row, digest=row.digest)
    return row
