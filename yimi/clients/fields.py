"""What is said of a person when her file is written (档案内容): as sent, and as it is kept."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.text import clean, hidden_marks, widen

from . import identity
from .models import Category, Person


class Leave(Enum):
    """Said of a field that is not sent: as it is; for a new person, as it usually is."""

    AS_IS = "as is"


AS_IS = Leave.AS_IS
KEPT = ("id_type", "id_number", "phone", "address", "household", "categories")
LONGEST = {"name": 50, "address": 200, "id_number": 40}


@dataclass(frozen=True, kw_only=True)
class CategoryFields:
    """A category as sent: its code, days, state and source."""

    code: str
    since_on: date
    until_on: date | None = None
    state: str = Category.State.SELF_REPORTED
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonFields:
    """A person as sent. `opened_on`: left out, today for a new file; None, no file yet (未建档)."""

    name: str
    station: str
    area: str
    sex: str = Person.Sex.UNKNOWN
    birth_on: date | None = None
    id_type: str | Leave = AS_IS
    id_number: str | Leave | None = AS_IS
    phone: str | Leave | None = AS_IS
    address: str | Leave | None = AS_IS
    household: UUID | Leave | None = AS_IS
    opened_on: date | Leave | None = AS_IS
    categories: tuple[CategoryFields, ...] | Leave = AS_IS
    id_note: str = field(default="", compare=False)
    version: int | None = field(default=None, compare=False)

    def over(self, person: Person | None) -> "PersonFields":
        """The same with every field that was left out filled from the person, or as usual for a new one."""
        usual: dict[str, Any] = {"id_type": self._usual_type(), "categories": ()}
        kept = usual if person is None else kept_of(person)
        left_out: dict[str, Any] = {name: kept.get(name) for name in KEPT if getattr(self, name) is AS_IS}
        return replace(self, **left_out)

    def _usual_type(self) -> str:
        return Person.IdType.RESIDENT if self.id_number and self.id_number is not AS_IS else Person.IdType.NONE

    def content(self) -> dict[str, Any]:
        """What makes two versions of a file the same. The station and the opening are compared apart."""
        content = dict(vars(self))
        for name in ("station", "opened_on", "id_note", "version"):
            del content[name]
        rows = () if isinstance(self.categories, Leave) else self.categories
        content["categories"] = sorted(map(vars, rows), key=lambda row: (row["code"], str(row["since_on"])))
        return content


def kept_of(person: Person) -> dict[str, Any]:
    """The present content of an opened person, field by field."""
    opened = {name: person.opened[name] for name in ("id_number", "phone", "address")}
    categories = tuple(category_of(row) for row in person.categories.all())
    return opened | {"id_type": person.id_type, "household": person.household_id, "categories": categories}


def as_it_is(person: Person, **but: Any) -> PersonFields:
    """What would be sent to leave an opened person as she is, but for what is named."""
    same: dict[str, Any] = {"name": person.opened["name"] or "", "station": person.station.code}
    same |= {"area": person.area.code, "sex": person.sex, "birth_on": person.birth_on, "version": person.version}
    return PersonFields(**(same | but))


def category_of(row: Category) -> CategoryFields:
    return CategoryFields(
        code=row.code, since_on=row.since_on, until_on=row.until_on, state=row.state, source=row.source
    )


_KNOWN = {"sex": frozenset(Person.Sex.values), "id_type": frozenset(Person.IdType.values)}
_STATES = frozenset(Category.State.values)


class Problems(dict[str, list[Any]]):
    """What is wrong with what was sent, by path."""

    def add(self, path: str, message: Any) -> None:
        self.setdefault(path, []).append(message)

    def report(self) -> None:
        if self:
            raise Invalid(dict(self))


def settled(fields: PersonFields, path: str = "") -> PersonFields:
    """The fields in the form in which they are kept; raises `Invalid` with everything that is wrong."""
    problems = Problems()
    fields = _identified(_texts(fields, problems), problems)
    _check_days(fields, problems)
    _check_choices(fields, problems)
    fields = replace(fields, categories=_categories(fields, problems))
    if problems:
        raise Invalid({path + name: messages for name, messages in problems.items()})
    return fields


def _texts(fields: PersonFields, problems: Problems) -> PersonFields:
    name = widen(clean(fields.name or ""))
    address = widen(clean(fields.address or "")) or None  # type: ignore[arg-type]
    if not name:
        problems.add("name", _("请填写姓名。"))
    if hidden_marks(fields.name or ""):
        problems.add("name", _("姓名里有看不见的控制字符，请重新输入。"))
    for path, text in (("name", name), ("address", address), ("id_number", fields.id_number)):
        if len(text or "") > LONGEST[path]:  # type: ignore[arg-type]
            problems.add(path, _("最多 %(n)s 个字。") % {"n": LONGEST[path]})
    return replace(fields, name=name, address=address, phone=_phone(fields, problems))


def _phone(fields: PersonFields, problems: Problems) -> str | None:
    text = str(fields.phone or "").strip()
    try:
        return identity.normalise_phone(text) if text else None
    except ValueError as wrong:
        problems.add("phone", str(wrong))
    return None


def _identified(fields: PersonFields, problems: Problems) -> PersonFields:
    """The number normalised; birth date and sex taken from a resident number where they were not said."""
    number = identity.normalise_number(str(fields.id_number or "")) or None
    if fields.id_type == Person.IdType.NONE and number:
        problems.add("id_type", _("填了证件号码，请选择证件类型。"))
    if fields.id_type not in (Person.IdType.RESIDENT, Person.IdType.NONE) and number and len(number) < 5:
        problems.add("id_number", _("证件号码太短，请核对。"))
    fields = replace(fields, id_number=number)
    if fields.id_type != Person.IdType.RESIDENT or number is None:
        return fields
    try:
        holder = identity.read_resident(number)
    except ValueError as wrong:
        problems.add("id_number", str(wrong))
        return fields
    said = fields.sex if fields.sex != Person.Sex.UNKNOWN else holder.sex
    return replace(fields, sex=said, birth_on=fields.birth_on or holder.birth_on)


def contradictions(fields: PersonFields) -> dict[str, Any]:
    """Where birth date and sex differ from what a resident number says, by field (ID-04)."""
    if fields.id_type != Person.IdType.RESIDENT or not fields.id_number:
        return {}
    holder = identity.read_resident(str(fields.id_number))
    found: dict[str, Any] = {}
    if fields.birth_on not in (None, holder.birth_on):
        found["birth_on"] = _("与身份证号码里的出生日期不一致，请核对；证件有误的，请写明证件情况。")
    if fields.sex not in (Person.Sex.UNKNOWN, holder.sex):
        found["sex"] = _("与身份证号码里的性别不一致，请核对；证件有误的，请写明证件情况。")
    return found


def _check_days(fields: PersonFields, problems: Problems) -> None:
    today = clock.today()
    opened = fields.opened_on if isinstance(fields.opened_on, date) else None
    if opened and opened > today:
        problems.add("opened_on", _("建档日期不能晚于今天。"))
    if fields.birth_on and fields.birth_on > today:
        problems.add("birth_on", _("出生日期不能晚于今天。"))
    elif fields.birth_on and opened and fields.birth_on > opened:
        problems.add("birth_on", _("出生日期不能晚于建档日期。"))


def _check_choices(fields: PersonFields, problems: Problems) -> None:
    for path, known in _KNOWN.items():
        if getattr(fields, path) not in known:
            problems.add(path, _("没有“%(value)s”这个选项。") % {"value": getattr(fields, path)})


def _categories(fields: PersonFields, problems: Problems) -> tuple[CategoryFields, ...]:
    rows = tuple(replace(row, source=clean(row.source or "")) for row in fields.categories)  # type: ignore[union-attr]
    known, seen = category_codes(clock.today()), set()
    for nth, row in enumerate(rows):
        _check_category(row, f"categories.{nth}", known, problems)
        if (row.code, row.since_on) in seen:
            problems.add(f"categories.{nth}.code", _("同一类别同一天只能有一条。"))
        seen.add((row.code, row.since_on))
    return rows


def _check_category(row: CategoryFields, path: str, known: dict, problems: Problems) -> None:
    if row.code not in known:
        problems.add(f"{path}.code", _("没有“%(code)s”这个对象类别。") % {"code": row.code})
    if row.state not in _STATES:
        problems.add(f"{path}.state", _("没有“%(value)s”这个选项。") % {"value": row.state})
    if row.since_on > clock.today():
        problems.add(f"{path}.since_on", _("开始日期不能晚于今天。"))
    if row.until_on and row.until_on < row.since_on:
        problems.add(f"{path}.until_on", _("结束日期不能早于开始日期。"))
    if len(row.source) > 100:
        problems.add(f"{path}.source", _("最多 %(n)s 个字。") % {"n": 100})
