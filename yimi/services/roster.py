"""Whom a table names (花名册): people of a station found by number, then phone and name, then name alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.clients import actions as clients
from yimi.clients.fields import PersonFields, settled
from yimi.clients.models import Person
from yimi.clients.queries import fingerprint_of
from yimi.core import seal
from yimi.core.errors import invalid
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.network.models import Station

from .models import Contact


@dataclass(frozen=True)
class Named:
    """A person as a row names her, and what is done to her file."""

    name: str
    id_number: str
    phone: str
    file_action: str

    @property
    def vagueness(self) -> int:
        return 0 if self.id_number else 1 if self.phone else 2


def row_id(station: str, on: date, kind: str, person: UUID | None, ordinal: int) -> UUID:
    """The id of an imported contact: the same row of the same table always has the same."""
    return name_id("contact", station, on, kind, person, ordinal)


class Roster:
    """The people of one station, opened once; people whom a row adds are found by the rows after it."""

    def __init__(self, station: Station, by: User):
        self.station, self.by = station, by
        self.matched: set[UUID] = set()
        self._new: dict[UUID, PersonFields] = {}
        self._prints: dict[str, UUID] = {}
        self._names: dict[str, set[UUID]] = defaultdict(set)
        self._phones: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        self._print_of: dict[UUID, str | None] = {}
        for person in self._people():
            self._remember(person.id, person.opened["name"], person.opened["phone"], person.fingerprint)

    def _people(self) -> list[Person]:
        rows = Person.objects.allowed(self.by, Permission.PERSON_VIEW).filter(station=self.station)
        people = list(rows.exclude(state__in=Person.GONE))
        seal.read(people, "name", "phone")
        return people

    def _remember(self, pk: UUID, name: str | None, phone: str | None, fingerprint: str | None) -> None:
        self._print_of[pk] = fingerprint
        self._names[name or ""].add(pk)
        if phone:
            self._phones[(name or "", phone)].add(pk)
        if fingerprint:
            self._prints[fingerprint] = pk

    def person(self, who: Named, on: date, kind: str) -> UUID:
        """The id of the person whom the row names; somebody unknown is registered at the station."""
        fields = settled(self._fields(who))
        fingerprint = fingerprint_of(str(fields.id_type), str(fields.id_number)) if fields.id_number else None
        pk = self._found(fields, fingerprint, on, kind)
        if pk is None:
            return self._add(who, fields, fingerprint)
        if pk not in self._new:
            self.matched.add(pk)
        return pk

    def _fields(self, who: Named) -> PersonFields:
        return PersonFields(
            name=who.name, station=self.station.code, area=self.station.area.code, opened_on=None,
            id_type=Person.IdType.RESIDENT if who.id_number else Person.IdType.NONE,
            id_number=who.id_number or None, phone=who.phone or None, address=None, categories=(),
        )  # fmt: skip

    def _found(self, fields: PersonFields, fingerprint: str | None, on: date, kind: str) -> UUID | None:
        if fingerprint in self._prints:
            return self._prints[fingerprint]
        own = self._own_id(fields, fingerprint)
        if own in self._print_of:
            return own
        for fitting in (self._phones.get((fields.name, str(fields.phone)), set()), self._names.get(fields.name, set())):
            # A row with another number is about somebody else of the same name.
            fitting = {pk for pk in fitting if fingerprint is None or self._print_of[pk] is None}
            if fitting:
                return self._only(fitting, fields.name, on, kind)
        return None

    def _only(self, fitting: set[UUID], name: str, on: date, kind: str) -> UUID:
        if len(fitting) > 1:
            fitting = self._recorded(fitting, on, kind) or fitting
        if len(fitting) > 1:
            words = _("本站有 %(count)s 位“%(name)s”，请填写证件号码或手机。")
            raise invalid("name", words % {"count": len(fitting), "name": name})
        return next(iter(fitting))

    def _recorded(self, fitting: set[UUID], on: date, kind: str) -> set[UUID]:
        """Of several of one name, whom this row was recorded for when the table was imported before."""
        ids = {row_id(self.station.code, on, kind, pk, 0): pk for pk in fitting}
        known = Contact.objects.unscoped("已导入的行").filter(pk__in=ids).values_list("pk", flat=True)
        return {ids[pk] for pk in known}

    def _own_id(self, fields: PersonFields, fingerprint: str | None) -> UUID:
        """The id under which an import registers such a person, so that doing it twice registers once."""
        return name_id("person", self.station.code, fingerprint or f"{fields.phone or ''}|{fields.name}")

    def _add(self, who: Named, fields: PersonFields, fingerprint: str | None) -> UUID:
        """Somebody new, to be registered with all others at once; refused when the number has a file elsewhere."""
        if fingerprint and Person.objects.unscoped("证件号码全省唯一").filter(fingerprint=fingerprint).exists():
            raise invalid("id_number", _("这个证件号码已有档案，可以申请转站或会商。"))
        pk = self._own_id(fields, fingerprint)
        self._new[pk] = self._fields(who)
        self._remember(pk, fields.name, str(fields.phone) if fields.phone else None, fingerprint)
        return pk

    def register(self) -> None:
        """Write whom the table added."""
        if self._new:
            clients.put_people(list(self._new.items()), by=self.by)

    @property
    def added(self) -> list[str]:
        """The names of those whom the table added."""
        return [fields.name for fields in self._new.values()]
