"""Reading one row of the table of people (读取一行): who she is, where, what she holds; faults go to the import."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff
from yimi.catalogue.queries import category_named
from yimi.clients import choices
from yimi.clients.fields import AS_IS, CategoryFields, PersonFields, contradictions, settled
from yimi.clients.models import Category, Person
from yimi.clients.particulars import ParticularsFields
from yimi.clients.particulars import settled as settled_particulars
from yimi.clients.queries import fingerprint_of, homes_of
from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.files.cells import Coded, read_day, read_many, read_yes
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.core.text import half_width, widen
from yimi.exchange.kinds import Line, Run
from yimi.network.models import Area, Station
from yimi.network.names import loose_stem, stem

from . import columns as c

_SEXES = {"": Person.Sex.UNKNOWN, "未填": Person.Sex.UNKNOWN, "男性": Person.Sex.MALE, "女性": Person.Sex.FEMALE}
_ROLES = {"": "", "本人": Person.HouseholdRole.HEAD}
_ID_TYPES = {"身份证": Person.IdType.RESIDENT, "无": Person.IdType.NONE}


@dataclass
class Entry:
    """One row as understood: the person, what else her file says, and who is to be in charge (一行)."""

    number: int
    station: Station
    fields: PersonFields
    particulars: ParticularsFields
    fingerprint: str | None
    worker: User | None
    pk: UUID

    @property
    def has_particulars(self) -> bool:
        return self.particulars != ParticularsFields()


class _Wrong(Exception):
    pass


class Reader:
    """Reads the rows of one batch; stations, villages, staff and categories are read once."""

    def __init__(self, run: Run):
        self.run = run
        within = Station.objects.allowed(run.by, Permission.PERSON_IMPORT).select_related("area", "county")
        self.stations = {station.code: station for station in within}
        kept = Station.objects.allowed(run.by, Permission.PERSON_REGISTER).values_list("pk", flat=True)
        self.registers: set[UUID] = set(kept)
        self.categories = category_named(clock.today())
        self._sex, self._id_type = Coded(Person.Sex, _SEXES), Coded(Person.IdType, _ID_TYPES)
        self._role = Coded(Person.HouseholdRole, _ROLES)
        self._languages, self._dwelling = _by_label(choices.LANGUAGES), _by_label(choices.DWELLING)
        self._homes: dict[UUID, dict[str, str]] = {}
        self._staff: dict[UUID, dict[str, list[User]]] = {}

    def read(self, line: Line) -> Entry | None:
        """The row, or None where something is wrong that was told."""
        cells = self.run.layout.named(line)
        try:
            return self._entry(line.number, {name: cells.get(name, "") for name in c.COLUMNS})
        except _Wrong:
            return None

    def _entry(self, number: int, cell: dict[str, str]) -> Entry:
        station = self._try(number, c.STATION, lambda: self._station(cell[c.STATION]))
        fields = self._fields(number, cell, station)
        particulars = self._particulars(number, cell, fields)
        worker = self._try(number, c.WORKER, lambda: self._worker(cell[c.WORKER], station))
        mark = fingerprint_of(str(fields.id_type), str(fields.id_number)) if fields.id_number else None
        return Entry(number, station, fields, particulars, mark, worker, _id(station, fields, mark))

    def _fields(self, number: int, cell: dict[str, str], station: Station) -> PersonFields:
        """Everything that can be wrong of one person is told at once."""
        said = {
            "id_type": self._ask(number, c.ID_TYPE, lambda: self._kind_of_number(cell)),
            "sex": self._ask(number, c.SEX, lambda: self._sex.read(cell[c.SEX])),
            "birth_on": self._ask(number, c.BORN, lambda: _day(cell[c.BORN])),
            "area": self._ask(number, c.AREA, lambda: self._area(cell[c.AREA], station)),
            "opened_on": self._ask(number, c.OPENED, lambda: _opened(cell)),
            "categories": self._ask(number, c.CATEGORIES, lambda: self._held(cell, station)),
        }
        if _MISSING in said.values():
            raise _Wrong
        fields = PersonFields(
            name=cell[c.NAME], station=station.code, id_number=cell[c.NUMBER] or None, phone=cell[c.PHONE] or None,
            address=cell[c.ADDRESS] or None, household=_household(cell, station, self.run), **said,
        )  # fmt: skip
        return self._settled(number, fields)

    def _settled(self, number: int, fields: PersonFields) -> PersonFields:
        try:
            fields = settled(fields)
        except Invalid as refused:
            self._tell(number, refused)
            raise _Wrong from None
        wrong = contradictions(fields)
        for path, words in wrong.items():
            self.run.fault(number, c.COLUMN_OF[path], words)
        if wrong:
            raise _Wrong
        return fields

    def _particulars(self, number: int, cell: dict[str, str], fields: PersonFields) -> ParticularsFields:
        said = ParticularsFields(
            former_names=cell[c.FORMER], ethnicity=_ethnicity(cell[c.ETHNICITY]),
            languages=_codes(self._languages, cell[c.LANGUAGES]), dwelling=_codes(self._dwelling, cell[c.DWELLING]),
            household_role=self._try(number, c.ROLE, lambda: self._role.read(cell[c.ROLE])),
            emergency_name=cell[c.EMERGENCY], emergency_relation=cell[c.EMERGENCY_WHO],
            emergency_phone=cell[c.EMERGENCY_PHONE], guardian_name=cell[c.GUARDIAN],
            guardian_relation=cell[c.GUARDIAN_WHO], guardian_phone=cell[c.GUARDIAN_PHONE],
            disability_number=cell[c.DISABILITY],
        )  # fmt: skip
        if said != ParticularsFields():
            try:
                settled_particulars(said, _as_person(fields))
            except Invalid as refused:
                self._tell(number, refused)
                raise _Wrong from None
        return said

    def _kind_of_number(self, cell: dict[str, str]) -> str:
        if cell[c.ID_TYPE]:
            return self._id_type.read(cell[c.ID_TYPE])
        return Person.IdType.RESIDENT if cell[c.NUMBER] else Person.IdType.NONE

    def _tell(self, number: int, refused: Invalid) -> None:
        for path, texts in refused.fields.items():
            for text in texts:
                self.run.fault(number, c.COLUMN_OF.get(path.partition(".")[0], c.NAME), text)

    def _ask(self, number: int, column: str, read: Any) -> Any:
        """What a cell says; a fault is told, and reading goes on to find the others."""
        try:
            return read()
        except ValueError as wrong:
            self.run.fault(number, column, wrong)
            return _MISSING

    def _try(self, number: int, column: str, read: Any) -> Any:
        """What a cell says; a fault is told, and the row ends."""
        said = self._ask(number, column, read)
        if said is _MISSING:
            raise _Wrong
        return said

    def _station(self, code: str) -> Station:
        code = half_width(code).upper()
        if code in self.stations:
            return self.stations[code]
        if code:
            raise ValueError(_("没有站点“%s”，或您不能在该站导入。") % code)
        if len(self.stations) != 1:
            raise ValueError(_("您有不止一个社工站，请填写站点代码。"))
        return next(iter(self.stations.values()))

    def _area(self, name: str, station: Station) -> str:
        """The code of a village or community that the station serves; its seat where none is named."""
        if not name:
            return station.area.code
        if station.pk not in self._homes:
            self._homes[station.pk] = _homes(homes_of(station))
        homes, name = self._homes[station.pk], widen(name)
        found = homes.get(name) or homes.get(stem(name)) or homes.get(loose_stem(name))
        if found is None:
            raise ValueError(
                _("%(station)s没有“%(name)s”这个村（居）。") % {"station": station.short_name, "name": name}
            )
        return found

    def _held(self, cell: dict[str, str], station: Station) -> tuple[CategoryFields, ...]:
        since = _day(cell[c.SINCE]) or clock.today()
        state = Category.State.ON_REGISTER if station.pk in self.registers else Category.State.SELF_REPORTED
        return tuple(
            CategoryFields(code=code, since_on=since, state=state, source="导入")
            for code in dict.fromkeys(self._code(entry) for entry in read_many(cell[c.CATEGORIES]))
        )

    def _code(self, entry: str) -> str:
        found = self.categories.get(widen(entry))
        if found is None:
            raise ValueError(_("没有“%s”这个对象类别，请填类别名称或代码。") % entry)
        return found

    def _worker(self, entry: str, station: Station) -> User | None:
        if not entry:
            return None
        if station.pk not in self._staff:
            self._staff[station.pk] = _by_name(station_staff(station.pk))
        found = self._staff[station.pk].get(entry, [])
        if len(found) != 1:
            words = _("本站有不止一位“%s”，请填写账号。") if found else _("本站没有社工“%s”。")
            raise ValueError(words % entry)
        return found[0]


_MISSING = object()


def _id(station: Station, fields: PersonFields, fingerprint: str | None) -> UUID:
    """The id under which an import registers such a person, so that doing it twice registers her once."""
    known = fingerprint or f"{fields.name}|{fields.birth_on or ''}|{fields.phone or ''}|{fields.address or ''}"
    return name_id("person", station.code, known)


def _day(text: str) -> date | None:
    return read_day(text) if text else None


def _opened(cell: dict[str, str]) -> Any:
    """The day the file is opened: as stated, today, or none for who is only registered."""
    if read_yes(cell[c.KNOWN_ONLY]):
        return None
    return read_day(cell[c.OPENED]) if cell[c.OPENED] else AS_IS


def _household(cell: dict[str, str], station: Station, run: Run) -> UUID | None:
    """Rows with one number are one household; the number means something in this table only."""
    if not cell[c.HOUSEHOLD]:
        return None
    return name_id("household", station.code, run.options.get("table", ""), cell[c.HOUSEHOLD])


def _by_label(listed: dict[str, Any]) -> dict[str, str]:
    return {str(label): code for code, label in listed.items()}


def _codes(named: dict[str, str], said: str) -> tuple[str, ...]:
    """The codes of several choices in one cell; what is none stays as it was written, and is told as wrong."""
    return tuple(named.get(entry, entry) for entry in read_many(widen(said)))


def _ethnicity(text: str) -> str:
    """汉 is 汉族; what is none is told by the check of the particulars."""
    return text if not text or text.endswith("族") or text == "其他" else f"{text}族"


def _as_person(fields: PersonFields) -> Person:
    person = Person(id_type=str(fields.id_type))
    person.opened = {"id_number": fields.id_number}  # type: ignore[dict-item]
    return person


def _homes(areas: list[Area]) -> dict[str, str]:
    """Codes of places by what they are called; an exact name goes before a loose one."""
    loose = {loose_stem(area.name): area.code for area in reversed(areas)}
    return loose | {name: area.code for area in reversed(areas) for name in (stem(area.name), area.name, area.code)}


def _by_name(staff: Any) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for user in staff:
        for name in {user.username, user.name}:
            found.setdefault(name, []).append(user)
    return found
