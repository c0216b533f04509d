"""Moving a file to another station (转站): asked by the head of either, answered by the head of the other."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.queries import station_staff
from yimi.clients.guards import refuse_gone
from yimi.clients.models import Asked, FileSpan, Person, SearchToken, Transfer, shelf_of
from yimi.core import clock, declare, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import new_id
from yimi.core.periods import ONE_DAY
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark
from yimi.network.models import Station

LONGEST = 200


@dataclass(frozen=True)
class Answer:
    """What the other side says (答复): yes or no, some words, and who will be in charge."""

    accept: bool
    words: str = ""
    worker: UUID | None = None


@transaction.atomic
def ask_transfer(pk: UUID, *, by: Actor, to: str, reason: str) -> Transfer:
    """Ask for a file to move to the station with the code `to` (申请转站).

    The head of the receiving station cannot see the file; that it exists she was told when she looked.
    """
    target = _station(to)
    person = _person(pk)
    mine = stations_moved_by(by, {person.station_id, target.pk})
    # Of a file elsewhere that is nobody's any more not even that is said.
    if not mine or (person.station_id not in mine and person.state in Person.GONE):
        raise Http404
    refuse_gone(person)
    if person.station_id == target.pk:
        raise invalid("to", _("已经在这个社工站，不用转站。"))
    if Transfer.objects.unscoped("同时只有一个申请").filter(person=person, state=Asked.ASKED).exists():
        raise RuleBroken(_("这份档案已有人申请转站，请等待答复。"), code="already_asked")
    asked_at = person.station if person.station_id in mine else target
    transfer = Transfer(
        id=new_id(), person=person, from_station=person.station, to_station=target, asked_by_id=by.id,
        asked_at_station=asked_at, asked_at=clock.now(),
    )  # fmt: skip
    seal.write(transfer, reason=written(reason))
    transfer.save(force_insert=True)
    journal.record("clients.ask_transfer", by, person, station=asked_at, refs=[transfer])
    return transfer


@transaction.atomic
def answer_transfer(pk: UUID, *, by: Actor, answer: Answer) -> Transfer:
    """Accept or decline (答复转站), by the head of the other station. Accepted, the file moves today."""
    transfer = _asked(pk)
    other = transfer.to_station if transfer.asked_at_station_id == transfer.from_station_id else transfer.from_station
    if not stations_moved_by(by, {other.pk}):
        _refuse(by, transfer.asked_at_station_id)
    person = _person(transfer.person_id)
    if person.station_id != transfer.from_station_id or person.state in Person.GONE:
        raise RuleBroken(_("这份档案的情况已变，请重新申请。"), code="file_changed")
    words = clean(answer.words or "")[:LONGEST]
    if not answer.accept and len(words) < 2:
        raise invalid("answer", _("请写明不同意的原因。"))
    if answer.accept:
        _move(person, transfer.to_station, _worker(answer, transfer, other))
        transfer.moved_on = clock.today()
    _close(transfer, by, Asked.ACCEPTED if answer.accept else Asked.DECLINED, words)
    for station in (transfer.from_station_id, transfer.to_station_id):
        act = "clients.accept_transfer" if answer.accept else "clients.decline_transfer"
        journal.record(act, by, person, station=station, refs=[transfer])
    return transfer


@transaction.atomic
def withdraw_transfer(pk: UUID, *, by: Actor) -> Transfer:
    """Take the request back (撤回申请), by the side that asked."""
    transfer = _asked(pk)
    if not stations_moved_by(by, {transfer.asked_at_station_id}):
        raise Http404
    _close(transfer, by, Asked.WITHDRAWN, "")
    journal.record("clients.withdraw_transfer", by, transfer.person, station=transfer.asked_at_station_id)
    return transfer


def stations_moved_by(by: Actor, stations: set[UUID]) -> set[UUID]:
    """Of these stations, those whose files the actor moves (站长)."""
    rows = Station.objects.allowed(by, Permission.PERSON_MOVE).filter(pk__in=stations)
    return set(rows.values_list("pk", flat=True))


def written(reason: str) -> str:
    """The reason as it is kept; refused when there is none."""
    reason = clean(reason or "")
    if not 2 <= len(reason) <= LONGEST:
        raise invalid("reason", _("请写明申请事由（2 至 %(n)s 个字）。") % {"n": LONGEST})
    return reason


def _station(code: str) -> Station:
    found = Station.objects.unscoped("转入站点是否存在").filter(code=code).select_related("county").first()
    if found is None:
        raise invalid("to", _("没有“%(code)s”这个社工站。") % {"code": code})
    return found


def _person(pk: UUID) -> Person:
    rows = Person.objects.unscoped("转站申请的对象").select_related("station").select_for_update(of=("self",))
    person = rows.filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def _asked(pk: UUID) -> Transfer:
    rows = Transfer.objects.unscoped("答复的申请").select_for_update(of=("self",))
    rows = rows.select_related("person", "from_station", "to_station__county", "asked_at_station")
    transfer = rows.filter(pk=pk).first()
    if transfer is None:
        raise Http404
    return transfer


def _refuse(by: Actor, asked_at: UUID) -> None:
    """Who asked learns that the other side answers; anybody else learns nothing."""
    if stations_moved_by(by, {asked_at}):
        raise RuleBroken(_("由对方社工站答复。"), code="not_your_turn", status=403)
    raise Http404


def _worker(answer: Answer, transfer: Transfer, answering: Station) -> UUID | None:
    """Who will be in charge at the new station; the receiving head chooses among her workers."""
    if answer.worker is None:
        return None
    if answering.pk != transfer.to_station_id:
        raise invalid("worker", _("负责社工由转入的社工站指派。"))
    if answer.worker not in {user.pk for user in station_staff(transfer.to_station_id)}:
        raise invalid("worker", _("只能指派给本站现在的社工或站长。"))
    return answer.worker


def _close(transfer: Transfer, by: Actor, state: str, words: str) -> None:
    if transfer.state != Asked.ASKED:
        raise RuleBroken(_("这项申请已经办结。"), code="already_answered")
    transfer.state, transfer.answered_by_id, transfer.answered_at = state, by.id, clock.now()
    seal.write(transfer, answer=words or None)
    transfer.save(update_fields=["state", "answered_by", "answered_at", "answer", "moved_on"])


def _move(person: Person, to: Station, worker: UUID | None) -> None:
    """Give the file to another station from today on. Its number, and what was recorded, stay."""
    today = clock.today()
    _move_span(person, to, today)
    person.station, person.county, person.area_path = to, to.county, to.area_path
    person.worker_id, person.version = worker, person.version + 1
    person.save(update_fields=["station", "county", "area_path", "worker", "version"])
    tokens = SearchToken.objects.filter(number=person.number.number)
    tokens.update(area_path=to.area_path, shelf=shelf_of(to.pk))
    declare.touch("person.station", [person.pk], today)


def _move_span(person: Person, to: Station, on: date) -> None:
    """The days in file end at the old station yesterday and begin at the new one today."""
    span = FileSpan.objects.filter(person=person, until_on=None).first()
    if span is None:
        return
    mark([(span.station_id, span.from_on), (span.station_id, on), (to.pk, max(on, span.from_on))])
    if span.from_on >= on:
        span.delete()
    else:
        span.until_on = on - ONE_DAY
        span.save(update_fields=["until_on"])
    FileSpan.objects.create(person=person, station=to, from_on=max(on, span.from_on))
