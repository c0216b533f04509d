"""What can be read of people (服务对象). Masks are laid here, before anything leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.core import clock, seal
from yimi.core.actors import Actor, may
from yimi.core.permissions import AT_STATION, Permission
from yimi.core.scope import STATION, ScopedQuerySet
from yimi.network.models import Area, Station
from yimi.network.queries import covered_areas

from .identity import BAND_LABELS, age_band, age_on, mask_name, mask_number, mask_phone, normalise_number
from .models import Category, Particulars, Person, Reveal
from .particulars import particulars_of
from .search import Found, find
from .sight import CategorySight


def people_for(actor: Actor) -> ScopedQuerySet:
    """The people within reach, voided files included."""
    people = Person.objects.allowed(actor, Permission.PERSON_VIEW)
    return people.select_related("station", "county", "area__parent", "worker").prefetch_related("categories")


def person_for(actor: Actor, pk: UUID) -> Person:
    return people_for(actor).get_allowed(actor, Permission.PERSON_VIEW, pk=pk)


def stations_in_full(actor: Actor) -> frozenset[str]:
    """The stations whose people the actor sees by name: those she works at (驻站社工、站长)."""
    grants = actor.grants_for(Permission.PERSON_VIEW)
    return frozenset(str(grant.on_id) for grant in grants if grant.on_kind == STATION and grant.role in AT_STATION)


@dataclass(frozen=True)
class Held:
    """A category as shown: 低保对象 待核."""

    code: str
    name: str
    since_on: date
    until_on: date | None
    state: str
    state_label: str
    source: str
    is_current: bool

    @property
    def is_unchecked(self) -> bool:
        return self.state == Category.State.SELF_REPORTED


@dataclass(frozen=True, kw_only=True)
class PersonCard:
    """A person as one reader may see her. Above the station: 王**, village, age band."""

    id: UUID
    in_full: bool
    is_own: bool
    name: str
    sex: str
    sex_label: str
    birth_on: date | None
    age: int | None
    age_band: str
    id_type: str
    id_type_label: str
    id_number: str
    phone: str
    address: str
    has_address: bool
    area: str
    area_name: str
    station: str
    station_name: str
    county_name: str
    worker: str
    worker_name: str
    household: UUID | None
    state: str
    state_label: str
    file_number: str | None
    opened_on: date | None
    version: int
    categories: list[Held] = field(default_factory=list)
    categories_left_out: int = 0

    @property
    def age_text(self) -> Any:
        from_band = BAND_LABELS[self.age_band]
        return _("%(age)s 岁") % {"age": self.age} if self.age is not None else from_band

    @property
    def current(self) -> list[Held]:
        return [held for held in self.categories if held.is_current]


def card(actor: Actor, person: Person) -> PersonCard:
    return cards(actor, [person])[0]


def cards(actor: Actor, people: Iterable[Person]) -> list[PersonCard]:
    """How the actor sees these people: one statement for the keys, whatever their number."""
    people = list(people)
    seal.read(people, "name", "id_number", "phone", "address")
    in_full, names, sight = stations_in_full(actor), category_codes(clock.today()), CategorySight.of(actor)
    return [_card(person, str(person.station_id) in in_full, sight, names) for person in people]


def _card(person: Person, in_full: bool, sight: CategorySight, names: dict) -> PersonCard:
    opened, today, rows = person.opened, clock.today(), person.categories.all()
    return PersonCard(
        id=person.id,
        in_full=in_full,
        is_own=person.worker_id == sight.actor.id,
        name=(opened["name"] or "") if in_full else mask_name(opened["name"]),
        sex=person.sex,
        sex_label=str(Person.Sex(person.sex).label),
        birth_on=person.birth_on if in_full else None,
        age=age_on(person.birth_on, today) if in_full and person.birth_on else None,
        age_band=age_band(person.birth_on, today),
        id_type=person.id_type,
        id_type_label=str(Person.IdType(person.id_type).label),
        id_number=mask_number(opened["id_number"]),
        phone=mask_phone(opened["phone"]),
        address=f"{_village(person)}****" if opened["address"] else "",
        has_address=bool(opened["address"]),
        **_places(person),
        household=person.household_id,
        state=person.state,
        state_label=str(Person.State(person.state).label),
        file_number=person.file_number,
        opened_on=person.opened_on,
        version=person.version,
        categories=[_held(row, names, today) for row in sight.shown(person, rows)],
        categories_left_out=sight.left_out(person, rows),
    )


def _places(person: Person) -> dict[str, Any]:
    return {
        "area": person.area.code,
        "area_name": _village(person),
        "station": person.station.code,
        "station_name": person.station.name,
        "county_name": person.county.name,
        "worker": person.worker.username if person.worker else "",
        "worker_name": person.worker.name if person.worker else "",
    }


def _village(person: Person) -> str:
    area = person.area
    return f"{area.parent.name}{area.name}" if area.level == area.Level.VILLAGE and area.parent else area.name


def _held(row: Category, names: dict, today: date) -> Held:
    return Held(
        code=row.code,
        name=names[row.code].name if row.code in names else row.code,
        since_on=row.since_on,
        until_on=row.until_on,
        state=row.state,
        state_label=str(Category.State(row.state).label),
        source=row.source,
        is_current=row.since_on <= today and (row.until_on is None or row.until_on >= today),
    )


@dataclass(frozen=True)
class Member:
    """Another member of the household; out of reach she is 另一人，另有档案."""

    card: PersonCard | None


def household_of(actor: Actor, person: Person) -> list[Member]:
    if not person.household_id:
        return []
    ids = Person.objects.unscoped("同户成员，不在范围内的只计有无").filter(household=person.household_id)
    ids = set(ids.exclude(pk=person.pk).exclude(state__in=Person.GONE).values_list("pk", flat=True))
    near = cards(actor, people_for(actor).filter(pk__in=ids))
    return [Member(each) for each in near] + [Member(None)] * (len(ids) - len(near))


def neighbours_found(actor: Actor, person: Person, q: str) -> Found:
    """People of the same station whom a search finds and who are not of the person's household yet."""
    people = people_for(actor).filter(station=person.station_id).exclude(pk=person.pk)
    people = people.exclude(state__in=Person.GONE)
    if person.household_id:
        people = people.exclude(household=person.household_id)
    return find(actor, q, people=people, limit=10) if q else Found()


def looked_at(person: Person, days: int = 30) -> int:
    """How many people have looked at masked values of this person lately (近 30 天查看人数)."""
    since = clock.today() - timedelta(days=days)
    reveals = Reveal.objects.unscoped("本人档案的查看人数").filter(person=person, on__gte=since)
    return reveals.values("by").distinct().count()


def fingerprint_of(id_type: str, number: str) -> str:
    """The keyed hash by which one number is one person in the province."""
    return seal.fingerprint(id_type, normalise_number(number))


def categories_seen(actor: Actor, person: Person) -> list[Category]:
    """The categories of a person that this reader sees, ended ones included."""
    return CategorySight.of(actor).shown(person, person.categories.all())


def is_close(actor: Actor, person: Person) -> bool:
    """Whether she is in charge of this person, or heads the file's station: then nothing of it is kept from her."""
    return CategorySight.of(actor).is_close(person)


def told_of(person: Person) -> Particulars | None:
    """The particulars of a file whose reader was checked already, opened."""
    return particulars_of(person)


def stations_to_write(actor: Actor) -> list[Station]:
    """The stations at which the actor may open files."""
    stations = Station.objects.allowed(actor, Permission.PERSON_WRITE).select_related("area")
    return list(stations.order_by("code"))


def homes_of(station: Station) -> list[Area]:
    """The villages that a station serves, and its seat: where its people live."""
    seat = station.area
    if seat.level == Area.Level.UNIT:
        return list(covered_areas(seat))
    villages = Area.objects.filter(parent=seat, is_hidden=False).order_by("order", "path")
    return [*villages, seat]


def person_to_write(actor: Actor, pk: UUID) -> Person:
    """The person, for who may change her file; 404 for anybody else."""
    return people_for(actor).get_allowed(actor, Permission.PERSON_WRITE, pk=pk)


def person_to_categorise(actor: Actor, pk: UUID) -> Person:
    """The person, for who may say which categories she holds: her station, and who keeps the registers."""
    person = person_for(actor, pk)
    if not may_categorise(actor, person):
        raise Http404
    return person


def is_gone(person: Person) -> bool:
    """Whether the file is nobody's any more: voided, or merged into another."""
    return person.state in Person.GONE


def is_ended(person: Person) -> bool:
    """Whether the file has ended: moved, deceased, service ended, put away."""
    return person.state in Person.ENDED


def end_note(person: Person) -> str:
    """Why the file ended."""
    seal.read(person, "end_note")
    return person.opened["end_note"] or ""


def may_open(actor: Actor) -> bool:
    """Whether the actor opens files anywhere."""
    return may(actor, Permission.PERSON_WRITE)


def may_write(actor: Actor, person: Person) -> bool:
    """Whether the actor may change this file."""
    return _may(actor, Permission.PERSON_WRITE, person)


def may_register(actor: Actor, person: Person) -> bool:
    """Whether the actor may put this person on a register (认定)."""
    return _may(actor, Permission.PERSON_REGISTER, person)


def may_reveal(actor: Actor, person: Person) -> bool:
    return _may(actor, Permission.PERSON_REVEAL, person)


def may_categorise(actor: Actor, person: Person) -> bool:
    return may_write(actor, person) or may_register(actor, person)


def _may(actor: Actor, permission: Permission, person: Person) -> bool:
    return may(actor, permission) and Person.objects.allowed(actor, permission).filter(pk=person.pk).exists()
