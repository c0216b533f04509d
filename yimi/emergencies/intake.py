"""The township's own list of unsafe and low-lying houses coming in (导入镇村名单), matched with files.

A row whose number, or whose name and village, is that of one file becomes or completes the line of that household; any
other becomes a temporary line. Imported again, rows find their lines.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.clients.identity import normalise_phone
from yimi.clients.models import Person
from yimi.clients.queries import fingerprint_of
from yimi.core import clock, journal, seal
from yimi.core.actors import SYSTEM
from yimi.core.errors import invalid
from yimi.core.files import write_table
from yimi.core.files.cells import read_many
from yimi.core.permissions import Permission
from yimi.core.text import clean, half_width
from yimi.exchange.kinds import Layout, Run
from yimi.exchange.kinds import Line as Cells
from yimi.network.models import Area, Station
from yimi.registers.places import Places

from .choosing import line_id
from .models import Line, Member, Operation
from .terms import terms

NAME, NUMBER, TOWN, VILLAGE, DWELLINGS = "姓名", "证件号码", "乡镇", "村（居）", "住房情况"
PHONE, PERSONS, WHO, WHO_PHONE = "电话", "人数", "包户责任人", "责任人电话"
COLUMNS = (NAME, NUMBER, TOWN, VILLAGE, DWELLINGS, PHONE, PERSONS, WHO, WHO_PHONE)
NEEDED = (NAME, VILLAGE)
MATCHED, TEMPORARY = "matched", "temporary"
RESULTS = {MATCHED: gettext_lazy("对上档案"), TEMPORARY: gettext_lazy("临时对象")}
_WORDS = {
    "危房": "unsafe", "瓦房": "tile", "简易房": "makeshift", "板房": "prefab", "低洼": "low_lying",
    "低洼地": "low_lying", "地灾点": "landslide", "地质灾害点": "landslide",
}  # fmt: skip


@dataclass
class Draft:
    """One row as read (一行), and whose file it is."""

    name: str
    number: str
    area: Area
    station: Station
    dwelling: list[str]
    phone: str
    persons: int
    responsible: str
    responsible_phone: str
    person: Person | None = None

    @property
    def key(self) -> str:
        return f"{self.area.pk}|{self.name}|{self.number or self.phone}"


def start(head: Sequence[Cells], options: dict[str, Any]) -> Layout | None:
    for line in head:
        names = tuple(clean(cell) for cell in line.cells)
        if all(name in names for name in NEEDED):
            return Layout(line.number, names)
    raise invalid("header", _("没找到“姓名”和“村（居）”两列，请用模板。"))


def check(run: Run, lines: Sequence[Cells]) -> None:
    """Say what each row would become; nothing is written."""
    for draft in _drafts(run, lines, _operation(run)):
        run.counts[MATCHED if draft.person else TEMPORARY] += 1


def write(run: Run, lines: Sequence[Cells]) -> None:
    """Write the rows as lines of the list."""
    operation = _operation(run)
    for draft in _drafts(run, lines, operation):
        _keep(operation, draft)
        run.counts[MATCHED if draft.person else TEMPORARY] += 1


def finish(run: Run) -> None:
    journal.record("emergencies.import", run.by, _operation(run))


def _operation(run: Run) -> Operation:
    rows = Operation.objects.allowed(run.by, Permission.EMERGENCY_LIST)
    row = rows.filter(pk=UUID(run.options["operation"]), ended_at=None).first()
    if row is None:
        raise invalid("operation", _("行动已经结束，或不在您的范围内。"))
    return row


def _drafts(run: Run, lines: Sequence[Cells], operation: Operation) -> list[Draft]:
    """The rows that can be read, matched with files; what is wrong is told."""
    within = [Places(area) for area in operation.places.all()]
    mine = set(Station.objects.allowed(run.by, Permission.EMERGENCY_LIST).values_list("pk", flat=True))
    drafts = [draft for line in lines if (draft := _draft(run, line, within, mine))]
    _match(run, drafts)
    return drafts


def _draft(run: Run, line: Cells, within: list[Places], mine: set[UUID]) -> Draft | None:
    cell = {name: clean(text) for name, text in run.layout.named(line).items()}
    if not any(cell.get(name) for name in COLUMNS):
        return None
    found = _place(cell, within)
    if not cell.get(NAME):
        run.fault(line.number, NAME, _("请填写姓名。"))
    elif found is None or found[1].pk not in mine:
        run.fault(line.number, VILLAGE, _("没有这个村（居），或不在您的范围内：%s。") % cell.get(VILLAGE, ""))
    else:
        return _read(run, line.number, cell, *found)
    return None


def _place(cell: dict[str, str], within: list[Places]) -> tuple[Area, Station] | None:
    for places in within:
        place = places.find(cell.get(TOWN, ""), cell.get(VILLAGE, ""), "")
        if place.is_village and place.station is not None:
            return place.area, place.station
    return None


def _read(run: Run, number: int, cell: dict[str, str], area: Area, station: Station) -> Draft | None:
    unknown = [word for word in read_many(cell.get(DWELLINGS, "")) if word not in _WORDS]
    if unknown:
        run.fault(number, DWELLINGS, _("没有“%s”这一住房情况。") % unknown[0])
    phones = {name: _phone(run, number, name, cell.get(name, "")) for name in (PHONE, WHO_PHONE)}
    persons = half_width(cell.get(PERSONS, "") or "1")
    if not persons.isdigit() or not 1 <= int(persons) <= 30:
        run.fault(number, PERSONS, _("人数填 1 到 30。"))
        return None
    if unknown or None in phones.values():
        return None
    dwelling = [_WORDS[word] for word in read_many(cell.get(DWELLINGS, ""))]
    return Draft(
        cell[NAME][:30], half_width(cell.get(NUMBER, "")).upper(), area, station, dwelling, phones[PHONE] or "",
        int(persons), cell.get(WHO, "")[:30], phones[WHO_PHONE] or "",
    )  # fmt: skip


def _phone(run: Run, number: int, column: str, text: str) -> str | None:
    try:
        return normalise_phone(text) if text else ""
    except ValueError as wrong:
        run.fault(number, column, wrong)
        return None


def _match(run: Run, drafts: list[Draft]) -> None:
    """Whose files these are: by number, or by name and village where exactly one is."""
    people = Person.objects.allowed(run.by, Permission.PERSON_VIEW).exclude(state__in=Person.GONE)
    people = people.select_related("area", "station")
    marks = {draft.key: _mark(draft) for draft in drafts if draft.number}
    by_mark = {person.fingerprint: person for person in people.filter(fingerprint__in=set(marks.values()))}
    by_name = _by_name(people.filter(area__in={draft.area.pk for draft in drafts}))
    for draft in drafts:
        near = by_name.get((draft.area.pk, draft.name), [])
        alone = near[0] if len(near) == 1 and not (draft.number and near[0].fingerprint) else None
        draft.person = by_mark.get(marks.get(draft.key)) or alone


def _mark(draft: Draft) -> str:
    return fingerprint_of(Person.IdType.RESIDENT, draft.number)


def _by_name(people: QuerySet[Person]) -> dict[tuple[UUID, str], list[Person]]:
    """The people of these villages by name."""
    found: dict[tuple[UUID, str], list[Person]] = defaultdict(list)
    rows = list(people)
    seal.read(rows, "name")
    for person in rows:
        found[person.area_id, person.opened["name"] or ""].append(person)
    return found


def _keep(operation: Operation, draft: Draft) -> None:
    line = _line_of(operation, draft)
    line.dwelling = sorted({*line.dwelling, *draft.dwelling})
    line.to_move = line.to_move or terms().is_to_move(operation.kind, line.dwelling)
    line.persons = max(line.persons, draft.persons)
    line.rank = min(line.rank, terms().dwelling_rank) if draft.dwelling else line.rank
    texts = {"responsible": draft.responsible, "responsible_phone": draft.responsible_phone}
    if line.is_temporary:
        texts |= {"name": draft.name, "phone": draft.phone}
    seal.write(line, **{name: text for name, text in texts.items() if text})
    line.save()
    if (
        draft.person
        and not Member.objects.unscoped("已在名单上的人").filter(operation=operation, person=draft.person).exists()
    ):
        Member.objects.create(operation=operation, line=line, person=draft.person)


def _line_of(operation: Operation, draft: Draft) -> Line:
    """The line of this household that is there already, or a new one."""
    person, rows = draft.person, Line.objects.unscoped("已有的名单户").filter(operation=operation)
    of = _of(draft)
    pk = line_id(operation, of)
    mine = Member.objects.unscoped("已在名单上的人").filter(operation=operation, person=person).values("line")
    there = rows.filter(Q(pk=pk) | Q(pk__in=mine) if person else Q(pk=pk)).order_by("added_at").first()
    if there is not None:
        return there
    area, station = (person.area, person.station) if person else (draft.area, draft.station)
    return Line(
        id=pk, operation=operation, station=station, area=area, county_id=station.county_id, person=person,
        household=person.household_id if person else None, source=Line.Source.TABLE, persons=draft.persons,
        added_at=clock.now(),
    )  # fmt: skip


def _of(draft: Draft) -> Any:
    person = draft.person
    if person is None:
        return f"temporary {draft.key}"
    return f"{person.household_id}@{person.station_id}" if person.household_id else person.pk


def write_template(stream: IO[bytes]) -> None:
    """An empty table to fill in (模板)."""
    write_table(stream, "镇村应急名单", COLUMNS, iter(()), by=SYSTEM, purpose="空白模板")
