"""What a batch of people refers to (引用): stations, areas, households and files that exist, read at once."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yimi.clients.fields import PersonFields
from yimi.clients.models import Household, Person
from yimi.clients.sight import CategorySight
from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station

_AT_ONCE = 500


class Intake:
    """Everything that a batch of people names, and how far the actor may write it."""

    def __init__(self, batch: Sequence[tuple[UUID, PersonFields]], *, by: Actor):
        codes = {each.station for _pk, each in batch}
        self.known_stations = set(_of(Station.objects.unscoped("站点代码是否存在"), "code", codes))
        self.stations = _by_code(_writable(by).select_related("county"), codes)
        self.registers = set(_of(Station.objects.allowed(by, Permission.PERSON_REGISTER), "code", codes))
        self.areas = _by_code(Area.objects.filter(is_hidden=False), {each.area for _pk, each in batch})
        self.existing = _existing({pk for pk, _fields in batch})
        self.in_reach = set(_of(Person.objects.allowed(by, Permission.PERSON_VIEW), "pk", self.existing))
        self._wanted = {each.household for _pk, each in batch if isinstance(each.household, UUID)}
        self.sight = CategorySight.of(by)
        self.taken: dict[str, UUID] = {}

    def look_for_numbers(self, fingerprints: Iterable[str]) -> None:
        """Whose these identity numbers are already, anywhere in the province."""
        people = Person.objects.unscoped("证件号码全省唯一")
        for some in _chunks(list(fingerprints)):
            self.taken |= dict(people.filter(fingerprint__in=some).values_list("fingerprint", "pk"))

    def make_households(self) -> None:
        """Households that nobody has named before begin to exist."""
        known = set(_of(Household.objects.all(), "pk", self._wanted))
        Household.objects.bulk_create(Household(pk=pk) for pk in sorted(self._wanted - known))


def _writable(by: Actor) -> QuerySet[Station]:
    """Stations whose files the actor may write: as their staff, or as those who keep the registers."""
    staff = Station.objects.allowed(by, Permission.PERSON_WRITE)
    return staff | Station.objects.allowed(by, Permission.PERSON_REGISTER)


def _existing(ids: set[UUID]) -> dict[UUID, Person]:
    """The people who have these ids, locked in one order so that two writers never wait for each other."""
    people = Person.objects.unscoped("编号是否已用").select_related("station").prefetch_related("categories")
    found: dict[UUID, Person] = {}
    for some in _chunks(sorted(ids)):
        rows = people.filter(pk__in=some).order_by("pk").select_for_update(of=("self",))
        found |= {person.pk: person for person in rows}
    seal.read(found.values(), "name", "id_number", "phone", "address")
    return found


def _by_code(rows: QuerySet, codes: set[str]) -> dict[str, Any]:
    return {row.code: row for row in _of(rows, "code", codes, whole=True)}


def _of(rows: QuerySet, path: str, values: Iterable, whole: bool = False) -> list:
    found: list = []
    for some in _chunks(list(values)):
        fitting = rows.filter(**{f"{path}__in": some})
        found += fitting if whole else fitting.values_list(path, flat=True)
    return found


def _chunks(values: list) -> Iterable[list]:
    return (values[first : first + _AT_ONCE] for first in range(0, len(values), _AT_ONCE))
