"""What a record of a locked month counted before it changed (锁定月的变动): kept once, at its first change since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimi.core import clock, db
from yimi.core.periods import Month
from yimi.figures.contributions import counted_by_months
from yimi.figures.locking import locks_of

from .models import Contact, Restated

Key = tuple[UUID, date]  # station and the first day of a month


@dataclass(frozen=True)
class Counted:
    """What contacts counted in locked months before they changed, and of each of their months whether it is locked."""

    of: dict[UUID, dict[Key, dict[str, int]]]
    asked: dict[date, bool]


def keys_of(contact: Contact) -> set[Key]:
    """The station-months in which it can count by itself: of its day, and of the day on which it was concluded."""
    days = [day for day in (contact.service_on, contact.concluded_on) if day]
    return {(contact.station_id, Month.of(day).first) for day in days}


def counted_before(contacts: Iterable[Contact]) -> Counted:
    """What these contacts, about to change, count in locked months."""
    keys = {contact.pk: keys_of(contact) for contact in contacts}
    asked = _locked(key for several in keys.values() for key in several)
    touched = {pk: {key for key in several if asked[key[1]]} for pk, several in keys.items()}
    ids = [pk for pk, several in touched.items() if several]
    counted = counted_by_months(ids) if ids else {}
    found = {
        pk: {(station, month): counted.get((pk, month), {}) for station, month in several}
        for pk, several in touched.items()
        if several
    }
    return Counted(found, asked)


def note(contacts: Iterable[Contact], before: Counted) -> None:
    """Keep what each changed contact counted in the locked months that it bears on, unless it is kept already."""
    changed = list(contacts)
    keys = {contact.pk: keys_of(contact) | set(before.of.get(contact.pk, ())) for contact in changed}
    new = (key for several in keys.values() for key in several if key[1] not in before.asked)
    asked = before.asked | _locked(new)
    wanted = {(pk, *key) for pk, several in keys.items() for key in several if asked[key[1]]}
    if not wanted:
        return
    rows = Restated.objects.unscoped("锁定后已有的变动").filter(contact__in={pk for pk, *_key in wanted})
    known = set(rows.values_list("contact_id", "station_id", "month"))
    for pk, station, month in sorted(wanted - known, key=str):
        was = before.of.get(pk, {}).get((station, month), {})
        row = Restated(contact_id=pk, station_id=station, month=month, was=was, at=clock.now())
        db.put(row, once=(pk, station, month))


def _locked(keys: Iterable[Key]) -> dict[date, bool]:
    """Of each of these months whether it is locked. One that is not over is open, and asks for no statement."""
    this_month, months = Month.of(clock.today()).first, {month for _station, month in keys}
    past = {month for month in months if month < this_month}
    locked = locks_of(past) if past else {}
    return {month: month in locked for month in months}
