"""How somebody leaves a list (离开名单), by a round or by what happened to her file; and comes back to it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from yimi.clients.models import FileSpan, Person
from yimi.core import clock, journal
from yimi.core.actors import SYSTEM
from yimi.visiting.models import Listed, Pause, Round
from yimi.visiting.rules import rule_for
from yimi.visiting.terms import terms_of
from yimi.visiting.windows import ONE_DAY

from .slots import forget, rebuild_for

WHY = "离开名单"
Leave = Listed.Leave


def end_row(row: Listed, last: date, reason: str, removed_in: Round | None = None) -> Listed:
    """The row counts up to a day, and one day at least where it has begun; else it never came into force.

    A change of tier that had not begun by then is forgotten.
    """
    while row.since_on and row.since_on > last and (before := row_before(row)):
        forget(row)
        row = before
    if row.since_on and row.since_on > max(last, clock.today()):
        row.since_on = row.until_on = None
    else:
        row.until_on = max(last, row.since_on or last)
    row.leave_reason, row.removed_in = reason, removed_in or row.removed_in
    row.save()
    return row


def row_before(row: Listed) -> Listed | None:
    """The row that a change of tier has ended for this one to begin."""
    if row.since_on is None:
        return None
    rows = Listed.objects.unscoped(WHY).filter(list=row.list_id, person=row.person_id, leave_reason=Leave.TIER)
    return rows.filter(until_on=row.since_on - ONE_DAY).select_related("list").first()


def leave_old_station(people: Iterable[UUID], on: date) -> None:
    """A file went to another station on this day (转站): it is on the old one's list up to the day before."""
    ids = list(people)
    now = dict(Person.objects.unscoped(WHY).filter(pk__in=ids).values_list("pk", "station_id"))
    _forget_proposals([row for row in _proposals(ids) if row.list.station_id != now.get(row.person_id)])
    last = on - ONE_DAY
    _leave([row for row in _rows(ids, last) if row.list.station_id != now.get(row.person_id)], last, Leave.MOVED)
    for pause in Pause.objects.unscoped(WHY).filter(person__in=ids, until_on=None):
        if pause.station_id != now.get(pause.person_id):
            pause.until_on = max(last, pause.from_on)
            pause.save(update_fields=["until_on"])
    rebuild_for(ids)


def leave_with_file(people: Iterable[UUID]) -> None:
    """A file ended, or was opened again (结束、重新启用): the list follows it."""
    ids = list(people)
    rows = {person.pk: person for person in Person.objects.unscoped(WHY).filter(pk__in=ids)}
    for person in rows.values():
        if person.state in Person.ENDED and person.ended_on:
            _forget_proposals(_proposals([person.pk]))
            _leave(_rows([person.pk], person.ended_on), person.ended_on, Leave.ENDED)
        elif person.state == Person.State.ACTIVE:
            _come_back(person)
    rebuild_for(ids)


def leave_voided(people: Iterable[UUID]) -> None:
    """A file that was a mistake is on no list (作废)."""
    voided = Person.objects.unscoped(WHY).filter(pk__in=list(people), state=Person.State.VOIDED)
    ids = list(voided.values_list("pk", flat=True))
    _forget_proposals(_proposals(ids))
    _leave(_rows(ids, clock.today()), clock.today(), Leave.VOIDED)


def _leave(rows: Iterable[Listed], last: date, reason: str) -> None:
    """The latest row first: it may fall back on the one before, which is then done."""
    done: set[UUID] = set()
    for row in rows:
        if row.pk in done:
            continue
        ended = end_row(row, last, reason)
        done.add(ended.pk)
        refs = [("person", ended.person_id)]
        journal.record("visiting.leave_list", SYSTEM, ended, station=ended.list.station_id, refs=refs)


def _come_back(person: Person) -> None:
    """An ended file that is in use again is on the list again, from that day, for what is left of the year."""
    rows = Listed.objects.unscoped(WHY).filter(person=person, list__station=person.station_id)
    last = rows.filter(since_on__isnull=False).select_related("list__station").order_by("-since_on").first()
    span = FileSpan.objects.filter(person=person, until_on=None).first()
    if last is None or last.leave_reason != Leave.ENDED or last.until_on is None or span is None:
        return
    since = max(span.from_on, last.until_on + ONE_DAY)
    if since.year != last.list.year:
        return
    terms = terms_of([person.pk], rule_for(last.list.station.county_id, since), since)[person.pk]
    again = Listed(list=last.list, person=person, since_on=since, added_in_id=last.added_in_id)
    terms.write(again).save(force_insert=True)
    journal.record("visiting.return_to_list", SYSTEM, again, station=person.station_id, refs=[person])


def _rows(people: list[UUID], last: date) -> list[Listed]:
    """What goes on after a day, the latest first."""
    rows = Listed.objects.unscoped(WHY).filter(person__in=people, since_on__isnull=False)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gt=last)).select_related("list")
    return list(rows.select_for_update(of=("self",)).order_by("-since_on", "pk"))


def _proposals(people: list[UUID]) -> list[Listed]:
    """Those of rounds that nobody has settled yet."""
    rows = Listed.objects.unscoped(WHY).filter(person__in=people, since_on=None)
    return list(rows.exclude(added_in__state=Round.State.APPROVED).select_related("list"))


def _forget_proposals(rows: Iterable[Listed]) -> None:
    Listed.objects.unscoped(WHY).filter(pk__in=[row.pk for row in rows]).delete()
