"""Noting what came of a call or a visit (登记联络结果), and taking a wrong entry back.

Phones send when they can: entries arrive late, twice and in any order, and give the same state.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.clients.models import Person
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.emergencies.checks import check_outcome
from yimi.emergencies.fields import OutcomeFields
from yimi.emergencies.models import Line, Operation, Outcome
from yimi.emergencies.models.lines import What
from yimi.figures.marks import mark
from yimi.services.actions import put_contact, void_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Kind

# What says whether they moved (转移情况).
MOVING = (What.MOVED, What.NOT_NEEDED, What.REFUSED, What.AWAY)
# Which outcomes are contacts by the normal rules (计入服务记录): a call that was answered, a visit that met her.
CONTACTS = {What.TOLD: Kind.REMOTE_VISIT, What.MET: Kind.HOME_VISIT}


def put_outcome(pk: UUID, *, by: User, operation: UUID, fields: OutcomeFields) -> Outcome:
    """Note an outcome (登记结果). The same id again with the same content changes nothing; with other it is refused.

    A line that has a file gets the contact in the ledger too, except in drills (演练).
    """
    try:
        return _put(pk, by, operation, fields.settled())
    except IntegrityError:
        # Somebody sent the same id at the same moment; now it is there to compare with.
        return _put(pk, by, operation, fields.settled())


@transaction.atomic
def _put(pk: UUID, by: User, operation: UUID, fields: OutcomeFields) -> Outcome:
    line, digest = worked_line(fields.line, by, operation), seal.digest(fields.content() | {"operation": operation})
    there = Outcome.objects.unscoped("同号联络记录").filter(pk=pk).first()
    if there is not None:
        return _same(there, digest, by)
    check_outcome(fields, line.operation)
    refuse_after_the_end(line.operation, fields.at)
    row = _insert(pk, line, fields, digest, by)
    settle(line)
    mark_day(row)
    journal.record("emergencies.outcome", by, line, refs=[row], digest=digest)
    return row


def worked_line(pk: UUID, by: User, operation: UUID) -> Line:
    """The line, locked after its person, as a merge locks them; 404 out of reach, and when the list has closed."""
    found = Line.objects.get_allowed(by, Permission.EMERGENCY_WORK, pk=pk, operation=operation)
    list(Person.objects.unscoped("先锁人").filter(pk=found.person_id).select_for_update(of=("self",)))
    rows = Line.objects.select_related("operation", "station", "area", "person").select_for_update(of=("self",))
    return rows.get_allowed(by, Permission.EMERGENCY_WORK, pk=pk, operation=operation)


def refuse_after_the_end(operation: Operation, at) -> None:
    """What happened before the end may still be sent; what is said to have happened after it may not."""
    if operation.ended_at is not None and at > operation.ended_at:
        raise RuleBroken(_("行动已经结束，请到“服务记录”登记。"), code="operation_over")


def _same(row: Outcome, digest: str, by: User) -> Outcome:
    if row.digest != digest:
        raise RuleBroken(_("同一编号已有内容不同的联络记录。"), code="differs")
    return row


def _insert(pk: UUID, line: Line, fields: OutcomeFields, digest: str, by: User) -> Outcome:
    row = Outcome(
        id=pk, operation=line.operation, line=line, station=line.station, what=fields.what, at=fields.at,
        on=clock.civil(fields.at), by=by, received_at=clock.now(), persons=_persons(line, fields),
        persuaded=fields.persuaded, is_reported=fields.is_reported, digest=digest,
        contact_id=_contact(pk, line, fields, by),
    )  # fmt: skip
    seal.write(row, place=fields.place or None)
    row.save(force_insert=True)
    return row


def _persons(line: Line, fields: OutcomeFields) -> int:
    """How many it concerns: the household when it moves, else the one whom somebody spoke to."""
    return fields.persons or (line.persons if fields.what == What.MOVED else 1)


def _contact(pk: UUID, line: Line, fields: OutcomeFields, by: User) -> UUID | None:
    kind = CONTACTS.get(What(fields.what))
    person = line.person
    if kind is None or line.operation.is_drill or person is None or not _is_here(person, line):
        return None
    told = ContactFields(
        station=line.station.code, kind=kind, service_on=clock.civil(fields.at), workers=(by.username,),
        participants=(PartFields(person.pk),), note=f"{line.operation.name}：{What(fields.what).label}",
        place=line.area.code if line.area.county_id == line.station.county_id else "", late_reason=_late(fields),
    )  # fmt: skip
    return put_contact(name_id("emergency_contact", pk), by=by, fields=told).contact.pk


def _is_here(person: Person, line: Line) -> bool:
    return person.station_id == line.station_id and person.state not in Person.GONE


def _late(fields: OutcomeFields) -> str:
    is_late = (clock.today() - clock.civil(fields.at)).days > 7
    return "应急关爱行动中离线登记，联网后补传" if is_late else ""


def settle(line: Line) -> None:
    """Write on the line what the entries say by now: the latest counts, of several at once the greatest id.

    A call afterwards does not undo a move: whether they moved is said by the latest entry about moving.
    """
    rows = list(Outcome.objects.unscoped("本户的联络记录").filter(line=line, voided_at=None))
    latest, moving = _latest(rows), _latest(row for row in rows if row.what in MOVING)
    line.outcome, line.outcome_at = (latest.what, latest.at) if latest else ("", None)
    line.move_outcome = moving.what if moving else ""
    line.moved = moving.persons if moving and moving.what == What.MOVED else 0
    line.save(update_fields=["outcome", "outcome_at", "move_outcome", "moved"])


def _latest(rows: Iterable[Outcome]) -> Outcome | None:
    return max(rows, key=lambda row: (row.at, row.pk), default=None)


def mark_day(row: Outcome) -> None:
    if not row.operation.is_drill:
        mark([(row.station_id, row.on)])


@transaction.atomic
def withdraw_outcome(pk: UUID, *, by: User, reason: str) -> Outcome:
    """Take a wrong entry back (撤回) with its reason. Its contact is voided with it."""
    row = Outcome.objects.select_related("line").get_allowed(by, Permission.EMERGENCY_WORK, pk=pk)
    line = worked_line(row.line_id, by, row.operation_id)
    row = Outcome.objects.select_related("operation").get_allowed(by, Permission.EMERGENCY_WORK, pk=pk)
    reason = clean(reason or "")
    if not 2 <= len(reason) <= 200:
        raise invalid("reason", _("请写明撤回原因，2 到 200 字。"))
    if row.voided_at is not None:
        return row
    if row.contact_id:
        void_contact(row.contact_id, by=by, reason=reason)
    row.voided_at = clock.now()
    seal.write(row, void_reason=reason)
    row.save(update_fields=["voided_at", "void_reason"])
    settle(line)
    mark_day(row)
    journal.record("emergencies.withdraw", by, line, refs=[row])
    return row
