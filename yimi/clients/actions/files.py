"""Opening a person's file (建档): its number, its first day, and the station that holds it."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import F

from yimi.clients.models import FileSpan, Person, SearchToken, shelf_of
from yimi.clients.tokens import hashed, words_of_file
from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.periods import ONE_DAY
from yimi.figures.marks import mark
from yimi.network.models import Station

OPENING = ("state", "file_number", "opened_on", "opened_at", "opened_by_default", "opened_by_contact")


@transaction.atomic
def open_file(person: Person, *, on: date, by: Actor) -> None:
    """A contact of that day opens the file (服务时建档), or dates a file that was opened by default.

    A file whose date somebody stated stays as it is. Of several such contacts the earliest counts.
    """
    if not (person.opened_on is None or person.opened_by_contact or person.opened_by_default):
        return
    first = min(on, person.opened_on) if person.opened_by_contact and person.opened_on else on
    person.opened_by_contact = True
    _move_opening(person, first, by)


@transaction.atomic
def restore_file(person: Person, *, on: date | None, by: Actor) -> None:
    """A contact that opened the file is void or moved. `on`: the first day of those that remain, if any."""
    if not person.opened_by_contact or person.state in Person.GONE:
        return
    person.opened_by_contact = on is not None
    _move_opening(person, on or (clock.civil(person.created_at) if person.opened_by_default else None), by)


def _move_opening(person: Person, on: date | None, by: Actor) -> None:
    set_opening(person, on)
    person.save(update_fields=OPENING)
    journal.record("clients.open_file" if on else "clients.close_file", by, person, station=person.station_id)


def set_opening(person: Person, on: date | None) -> None:
    """Give the file this first day, or take the file away; the caller saves the person."""
    was = person.opened_on
    if on == was:
        return
    mark([(person.opened_at_id or person.station_id, day) for day in (was, on) if day])
    person.opened_on = on
    if on is None:
        _take_away(person)
    elif was is None:
        _begin(person, on)
    else:
        FileSpan.objects.filter(person=person, from_on=was).update(from_on=on)


def _begin(person: Person, on: date) -> None:
    person.state = Person.State.ACTIVE
    person.opened_at = person.station
    person.file_number = next(numbers_of(person.station, 1))
    FileSpan.objects.create(person=person, station=person.station, from_on=on)
    tokens = hashed(words_of_file(person.file_number))
    shelf = shelf_of(person.station_id)
    rows = [
        SearchToken(number=person.number.number, token=token, shelf=shelf, area_path=person.area_path)
        for token in tokens
    ]
    # A file that was merged into this one may have had the same serial.
    SearchToken.objects.bulk_create(rows, ignore_conflicts=True)


def _take_away(person: Person) -> None:
    # The number is not given again: what was printed under it stays unmistakable.
    words = hashed(words_of_file(person.file_number))
    SearchToken.objects.filter(number=person.number.number, token__in=words).delete()
    FileSpan.objects.filter(person=person).delete()
    person.state, person.file_number, person.opened_at = Person.State.KNOWN, None, None


def numbers_of(station: Station, count: int) -> Iterator[str]:
    """The next file numbers of a station (档案号), QZCZ-000318. Never reused; gaps do no harm."""
    counters = Station.objects.unscoped("档案号计数").filter(pk=station.pk)
    counters.update(next_file_number=F("next_file_number") + count)
    past = counters.values_list("next_file_number", flat=True).get()
    return (f"{station.prefix}-{serial:06d}" for serial in range(past - count, past))


def forget_spans(person: Person) -> None:
    """Take the file out of every stock and every count of new files; marks what that changes."""
    spans = list(person.spans.all())
    keys = [(span.station_id, span.from_on) for span in spans]
    keys += [(span.station_id, span.until_on + ONE_DAY) for span in spans if span.until_on]
    if person.opened_on and person.opened_at_id:
        keys.append((person.opened_at_id, person.opened_on))
    mark(keys)
    person.spans.all().delete()
