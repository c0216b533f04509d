"""What can be done with tasks (交办事项): hand, accept, return, note hours, finish."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.actors import may
from yimi.core.errors import Invalid, RuleBroken, Stale, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark
from yimi.network.models import Station

from .models import Assignment, Kind, Spent

State = Assignment.State
MOST = 144
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class AssignmentFields:
    """A task as it is handed."""

    station: str
    kind: str
    title: str
    due_on: date | None = None
    handed_on: date | None = None


@dataclass(frozen=True)
class Put:
    """What came of putting a task: the row, and whether it is new."""

    assignment: Assignment
    created: bool


def put_assignment(pk: UUID, *, by: User, fields: AssignmentFields) -> Put:
    """Hand a task (交办) where she is the town's officer, else note one (登记口头交办). Sending twice does it once."""
    hands = may(by, Permission.ASSIGNMENT_GIVE)
    try:
        return _hand(pk, by, fields) if hands else _note(pk, by, fields)
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _hand(pk, by, fields) if hands else _note(pk, by, fields)


def hand_assignment(pk: UUID, *, by: User, fields: AssignmentFields) -> Assignment:
    """Hand a task to a station (交办), by the town's officer."""
    return _hand(pk, by, fields).assignment


def note_assignment(pk: UUID, *, by: User, fields: AssignmentFields) -> Assignment:
    """Note a task that was handed over by word of mouth (登记口头交办), by the station; it is accepted with that."""
    return _note(pk, by, fields).assignment


def _hand(pk: UUID, by: User, fields: AssignmentFields) -> Put:
    return _put(pk, by, fields, Permission.ASSIGNMENT_GIVE, is_oral=False)


def _note(pk: UUID, by: User, fields: AssignmentFields) -> Put:
    return _put(pk, by, fields, Permission.ASSIGNMENT_WORK, is_oral=True)


@transaction.atomic
def _put(pk: UUID, by: User, fields: AssignmentFields, permission: Permission, *, is_oral: bool) -> Put:
    digest = seal.digest(vars(fields))
    there = Assignment.objects.unscoped("同号交办").filter(pk=pk).first()
    if there is not None:
        return Put(_same(there, digest, by, permission), created=False)
    station = Station.objects.get_allowed(by, permission, code=clean(fields.station), level="station")
    title, handed_on = _checked(fields)
    row = Assignment(
        id=pk, station=station, kind=fields.kind, is_oral=is_oral, handed_on=handed_on, handed_by=by,
        due_on=fields.due_on, state=State.ACCEPTED if is_oral else State.HANDED, digest=digest,
    )  # fmt: skip
    seal.write(row, title=title)
    row.save(force_insert=True)
    journal.record("assignments.note" if is_oral else "assignments.hand", by, row, digest=digest)
    return Put(row, created=True)


def _same(there: Assignment, digest: str, by: User, permission: Permission) -> Assignment:
    if not Assignment.objects.allowed(by, permission).filter(pk=there.pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there.digest != digest:
        raise Stale(_("同一编号已有内容不同的事项。"), code="differs", current=_current(there))
    return there


def _current(row: Assignment) -> dict[str, Any]:
    return {"id": str(row.pk), "state": row.state, "version": row.version}


def _checked(fields: AssignmentFields) -> tuple[str, date]:
    title, on, faults = clean(fields.title or ""), fields.handed_on or clock.today(), {}
    if not 2 <= len(title) <= 100:
        faults["title"] = [_("请写明事项，2 到 100 字。")]
    if fields.kind not in Kind.values:
        faults["kind"] = [_("请选择事项性质。")]
    if on > clock.today():
        faults["handed_on"] = [_("交办日期不能晚于今天。")]
    elif on < EARLIEST:
        faults["handed_on"] = [_("交办日期太早，请核对年份。")]
    if fields.due_on and fields.due_on < on:
        faults["due_on"] = [_("办结期限不能早于交办日期。")]
    if faults:
        raise Invalid(faults)
    return title, on


@transaction.atomic
def accept_assignment(pk: UUID, *, by: User, version: int | None = None) -> Assignment:
    """Take the task on (接收)."""
    row = _open(pk, by, (State.HANDED,), version)
    row.state = State.ACCEPTED
    return _save(row, by, "assignments.accept")


@transaction.atomic
def return_assignment(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Assignment:
    """Give the task back with a reason (退回): it is not the station's, or cannot be done."""
    row = _open(pk, by, Assignment.OPEN, version)
    reason = clean(reason or "")
    if not 2 <= len(reason) <= 200:
        raise invalid("reason", _("请写明退回原因，2 到 200 字。"))
    row.state = State.RETURNED
    seal.write(row, why_returned=reason)
    return _save(row, by, "assignments.return")


@transaction.atomic
def finish_assignment(
    pk: UUID, *, by: User, note: str = "", on: date | None = None, version: int | None = None
) -> Assignment:
    """The task is done (办结)."""
    row, on, note = _open(pk, by, (State.ACCEPTED,), version), on or clock.today(), clean(note or "")
    if not row.handed_on <= on <= clock.today():
        raise invalid("on", _("办结日期应在交办之后，不晚于今天。"))
    if len(note) > 500:
        raise invalid("note", _("最多 500 字。"))
    row.state, row.done_on = State.DONE, on
    seal.write(row, done_note=note)
    mark([(row.station_id, on)])
    return _save(row, by, "assignments.finish")


@transaction.atomic
def add_hours(pk: UUID, *, by: User, entry: UUID, on: date, half_hours: int) -> Spent:
    """Note half hours spent on a day (记用时), for the station as a whole. Sending twice notes them once."""
    there = Spent.objects.allowed(by, Permission.ASSIGNMENT_WORK).filter(pk=entry, assignment=pk).first()
    if there is not None:
        return there
    row = _open(pk, by, (State.ACCEPTED, State.DONE))
    if Spent.objects.unscoped("同号用时").filter(pk=entry).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if not row.handed_on <= on <= clock.today():
        raise invalid("on", _("日期应在交办之后，不晚于今天。"))
    if not 1 <= half_hours <= MOST:
        raise invalid("half_hours", _("用时以半小时计，最多 72 小时。"))
    spent = Spent(id=entry, assignment=row, station=row.station, on=on, half_hours=half_hours)
    spent.save(force_insert=True)
    journal.record("assignments.add_hours", by, row)
    mark([(row.station_id, on)])
    return spent


@transaction.atomic
def take_back_hours(entry: UUID, *, by: User) -> Spent:
    """Take an entry of hours back (撤回用时)."""
    rows = Spent.objects.select_related("assignment").select_for_update(of=("self",))
    spent = rows.get_allowed(by, Permission.ASSIGNMENT_WORK, pk=entry)
    spent.is_void = True
    spent.save(update_fields=["is_void"])
    journal.record("assignments.take_back_hours", by, spent.assignment)
    mark([(spent.station_id, spent.on)])
    return spent


def _open(pk: UUID, by: User, states: tuple[str, ...], version: int | None = None) -> Assignment:
    """The task, locked, in one of these states and as she has seen it."""
    rows = Assignment.objects.select_related("station").select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.ASSIGNMENT_WORK, pk=pk)
    if version is not None and version != row.version:
        raise Stale(_("这件事项刚被别人办理过，请核对后再办。"), current=_current(row))
    if row.state not in states:
        raise RuleBroken(_("这件事项现在是“%s”，不能这样办理。") % row.get_state_display(), code="wrong_state")
    return row


def _save(row: Assignment, by: User, act: str) -> Assignment:
    row.version += 1
    row.save()
    journal.record(act, by, row, digest=row.digest)
    return row
