"""Hints at files of other stations (站外提示): that one exists, never whose it is or where it lies.

Only for who already knows enough to mean one person: her identity number, or her full name with birth date
or phone. Every look that finds somebody is written down at her station, and there are only so many a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yimi.clients.duplicates import Typed
from yimi.clients.elsewhere import handle_of
from yimi.clients.models import Person, SearchToken
from yimi.clients.tokens import letters_of
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor, may
from yimi.core.errors import RuleBroken
from yimi.core.models import Entry
from yimi.core.permissions import Permission
from yimi.core.seal import blind

ACT = "clients.look_elsewhere"
A_MINUTE = 60
A_DAY = 30
AT_MOST = 3


@dataclass(frozen=True)
class Elsewhere:
    """A file out of reach (站外档案): that it exists, and a handle to ask for it."""

    kind: str
    handle: str


@transaction.atomic
def look_elsewhere(*, by: Actor, typed: Typed) -> list[Elsewhere]:
    """Whether a person who is meant exactly has a file out of reach; raises 429 when asked too often."""
    if not may(by, Permission.PERSON_WRITE) or not _is_exact(typed):
        return []
    _count(by)
    in_reach = Person.objects.allowed(by, Permission.PERSON_VIEW)
    found = [person for person in _meant(typed) if not in_reach.filter(pk=person.pk).exists()][:AT_MOST]
    found = _within_budget(by, found)
    for person in found:
        journal.record(ACT, by, person, station=person.station_id)
    return [Elsewhere("exists", handle_of(by, person.pk)) for person in found]


def _is_exact(typed: Typed) -> bool:
    has_name = len(letters_of(typed.name)) > 1
    return bool(typed.fingerprint) or (has_name and bool(typed.born or typed.whole_phone))


def _meant(typed: Typed) -> Iterable[Person]:
    """Who is meant, wherever her file lies."""
    people = Person.objects.unscoped("站外是否已有档案").exclude(state__in=Person.GONE)
    same = people.filter(fingerprint=typed.fingerprint) if typed.fingerprint else people.none()
    found = {person.pk: person for person in same}
    if len(letters_of(typed.name)) > 1:
        for person in _named(typed, people):
            found[person.pk] = person
    return found.values()


def _named(typed: Typed, people) -> list[Person]:
    """Whose name and birth date, or name and phone, are exactly these."""
    name = letters_of(typed.name)
    rows = people.filter(number__number__in=_having("name", name))
    known = Q(pk__in=())
    if typed.born:
        known |= Q(birth_on=typed.born)
    if typed.whole_phone:
        known |= Q(number__number__in=_having("phone", typed.whole_phone))
    found = list(rows.filter(known))
    seal.read(found, "name")
    return [person for person in found if letters_of(person.opened["name"] or "") == name]


def _having(kind: str, text: str):
    return SearchToken.objects.having([blind(kind, text)]).values("number")


def _count(by: Actor) -> None:
    """So many looks a minute, counted for all processes together."""
    key = f"{ACT}:{by.id}"
    cache.add(key, 0, 60)
    if cache.incr(key) > A_MINUTE:
        message = _("查得太快了，请过一分钟再查。")
        raise RuleBroken(message, code="search_rate", status=429, retry_after=60)


def _within_budget(by: Actor, found: list[Person]) -> list[Person]:
    """So many people a day; who was hinted at today already costs nothing more.

    When they are used up, who has no file is refused like who has one: otherwise the refusal would be the hint.
    """
    midnight = datetime.combine(clock.today(), time(), clock.CIVIL)
    entries = Entry.objects.filter(actor_id=by.id, act=ACT, at__gte=midnight)
    shown: set[str] = set(entries.values_list("object_id", flat=True))
    again = [person for person in found if str(person.pk) in shown]
    room = max(0, A_DAY - len(shown))
    if not room and not again:
        message = _("今天的站外提示已满 %(n)s 次，明天再查；确有急需请联系市县。") % {"n": A_DAY}
        raise RuleBroken(message, code="hint_budget", status=429, retry_after=3600)
    return again + [person for person in found if person not in again][:room]
