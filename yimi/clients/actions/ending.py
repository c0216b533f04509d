"""How a file ends (迁出、去世、终止服务), rests (封存), and is opened again. Its history stays, its stock ends."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.guards import end_guards, refuse_gone
from yimi.clients.models import FileSpan, Person
from yimi.core import clock, declare, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.periods import ONE_DAY
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark

LONGEST = 200
State = Person.State
ENDINGS = (State.MOVED, State.DECEASED, State.CLOSED)


@transaction.atomic
def end_file(pk: UUID, *, by: Actor, state: str, on: date, reason: str) -> Person:
    """The file ends (结束档案): moved away, deceased, or service ended. `on` is its last day and still counts."""
    person, reason = _file(pk, by), _written(reason)
    if state not in ENDINGS:
        raise invalid("state", _("请选择迁出、去世或终止服务。"))
    if person.state != State.ACTIVE:
        raise RuleBroken(_("只有在册的档案能结束。"), code="not_active")
    span = FileSpan.objects.filter(person=person, until_on=None).first()
    _check_day(person, on, span)
    if span:
        span.until_on = on
        span.save(update_fields=["until_on"])
        mark([(span.station_id, on + ONE_DAY)])
    person.ended_on = on
    return _write(person, state, reason, by, "clients.end_file")


@transaction.atomic
def archive_file(pk: UUID, *, by: Actor) -> Person:
    """An ended file is put away (封存): nothing is written to it, and it is found only when asked for."""
    person = _file(pk, by)
    if person.state not in ENDINGS:
        raise RuleBroken(_("先结束档案，再封存。"), code="not_ended")
    seal.read(person, "end_note")
    return _write(person, State.ARCHIVED, person.opened["end_note"], by, "clients.archive_file")


@transaction.atomic
def reopen_file(pk: UUID, *, by: Actor, on: date, reason: str) -> Person:
    """An ended file is in use again (重新启用) from `on`; the days between stay outside the stock."""
    person, reason = _file(pk, by), _written(reason)
    if person.state not in Person.ENDED or person.ended_on is None:
        raise RuleBroken(_("档案没有结束，不用重新启用。"), code="not_ended")
    if not person.ended_on < on <= clock.today():
        words = _("重新启用的日期应在结束日期（%(on)s）之后，不晚于今天。")
        raise invalid("on", words % {"on": person.ended_on.isoformat()})
    FileSpan.objects.create(person=person, station=person.station, from_on=on)
    mark([(person.station_id, on)])
    person.ended_on = None
    return _write(person, State.ACTIVE, None, by, "clients.reopen_file")


def _file(pk: UUID, by: Actor) -> Person:
    rows = Person.objects.select_related("station").select_for_update(of=("self",))
    person = rows.get_allowed(by, Permission.PERSON_WRITE, pk=pk)
    refuse_gone(person)
    return person


def _written(reason: str) -> str:
    reason = clean(reason or "")
    if not 2 <= len(reason) <= LONGEST:
        raise invalid("reason", _("请写明原因（2 至 %(n)s 个字）。") % {"n": LONGEST})
    return reason


def _check_day(person: Person, on: date, span: FileSpan | None) -> None:
    if on > clock.today():
        raise invalid("on", _("结束日期不能晚于今天。"))
    if span and on < span.from_on:
        raise invalid("on", _("结束日期不能早于本站建档或转入的日期（%(on)s）。") % {"on": span.from_on.isoformat()})
    for guard in end_guards:
        if words := guard.refuses(person, on):
            raise RuleBroken(words, code=guard.key)


def _write(person: Person, state: str, note: str | None, by: Actor, act: str) -> Person:
    person.state, person.version = state, person.version + 1
    seal.write(person, end_note=note)
    person.save(update_fields=["state", "ended_on", "end_note", "version"])
    declare.touch("person.ended", [person.pk], person.ended_on)
    journal.record(act, by, person, station=person.station_id)
    return person
