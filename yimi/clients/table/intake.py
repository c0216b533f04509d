"""People from a table (导入服务对象): who is new, whose file gets something more, who is at another station.

A file that is there is never overwritten: what it lacks is filled in, categories it does not hold are added, and
what differs is told. Rows without a number are matched by name with birth date or phone, within the station.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.catalogue.queries import remembered
from yimi.clients import actions
from yimi.clients.fields import AS_IS, PersonFields, as_it_is, category_of
from yimi.clients.models import Person, PersonNumber, SearchToken
from yimi.clients.tokens import letters_of
from yimi.core import db, seal
from yimi.core.errors import Invalid, invalid
from yimi.core.permissions import Permission
from yimi.core.seal import blind
from yimi.exchange.kinds import Layout, Line, Run

from . import columns as c
from .reading import Entry, Reader

NEW, FILLED, SAME = "new", "filled", "same"
RESULTS = {
    NEW: gettext_lazy("新建档案或登记"),
    FILLED: gettext_lazy("补充已有档案"),
    SAME: gettext_lazy("已有档案，没有新内容"),
}
FILLS = ("birth_on", "phone", "address", "household")
_OPENED = ("name", "id_number", "phone", "address")
_HEAD = 10


def start(head: Sequence[Line], options: dict[str, Any]) -> Layout:
    """The header is the first row that names the people; titles above it are left out."""
    for line in head[:_HEAD]:
        names = tuple(_column(cell) for cell in line.cells)
        if c.NAME in names:
            twice = sorted({name for name in names if name in c.COLUMNS and names.count(name) > 1})
            if twice:
                raise invalid("header", _("列名“%(name)s”出现两次。") % {"name": twice[0]})
            return Layout(line.number, names)
    raise invalid("header", _("没有找到表头：应有“姓名”一列。请用模板填写。"))


def _column(cell: str) -> str:
    name = cell.strip(" *＊　")
    return name if name in c.COLUMNS else c.ALSO.get(name, name)


@dataclass
class Plan:
    """What is to become of one row: the file it concerns, and the content that file is to have."""

    entry: Entry
    person: Person | None
    fields: PersonFields
    result: str


def check(run: Run, lines: Sequence[Line]) -> None:
    """Say what each row would become, and what is wrong; nothing is written."""
    with remembered():
        _tell_ignored(run)
        for plan in _plans(run, lines):
            run.counts[plan.result] += 1


def write(run: Run, lines: Sequence[Line]) -> None:
    """Write the rows, all together; they were found good, but somebody may have been faster since."""
    with remembered(), db.unit_of_work():
        plans = _plans(run, lines)
        batch = [(plan.person.pk if plan.person else plan.entry.pk, plan.fields) for plan in plans if _writes(plan)]
        puts = {put.person.pk: put.person for put in actions.put_people(batch, by=run.by)} if batch else {}
        _write_more(run, [(plan, puts.get(_pk(plan)) or plan.person) for plan in plans])
        for plan in plans:
            run.counts[plan.result] += 1


def _writes(plan: Plan) -> bool:
    return plan.result != SAME


def _pk(plan: Plan) -> UUID:
    return plan.person.pk if plan.person else plan.entry.pk


def _write_more(run: Run, written: list[tuple[Plan, Person | None]]) -> None:
    """Particulars and who is in charge, for those who have none yet."""
    told = [(person, plan.entry.particulars) for plan, person in written if person and plan.entry.has_particulars]
    actions.add_particulars(told, by=run.by)
    charges: dict[UUID, list[UUID]] = defaultdict(list)
    for plan, person in written:
        if person and plan.entry.worker and plan.result == NEW:
            charges[plan.entry.worker.pk].append(person.pk)
    for worker, people in charges.items():
        for first in range(0, len(people), actions.MOST_AT_ONCE):
            actions.assign_worker(people[first : first + actions.MOST_AT_ONCE], by=run.by, worker=worker)


def _tell_ignored(run: Run) -> None:
    if "told" not in run.memory:
        run.memory["told"] = True
        for name in run.layout.columns:
            if name and name not in c.COLUMNS:
                run.note(run.layout.header, name, _("没有读取这一列。"))


def _plans(run: Run, lines: Sequence[Line]) -> list[Plan]:
    reader = Reader(run)
    if not reader.stations:
        raise invalid("station", _("您没有可以导入服务对象的社工站。"))
    entries = _once(run, [entry for entry in map(reader.read, lines) if entry])
    found = _Known(run, entries)
    return [plan for plan in (_plan(run, entry, found) for entry in entries) if plan]


def _once(run: Run, entries: list[Entry]) -> list[Entry]:
    """Each person once in a table: a second row of the same number, or of everything the same, is refused."""
    met: dict[str, int] = run.memory.setdefault("met", {})
    kept = []
    for entry in entries:
        # Of so many digits no two are alike, and a hundred thousand of them take half the memory.
        first = met.setdefault((entry.fingerprint or entry.pk.hex)[:20], entry.number)
        if first == entry.number:
            kept.append(entry)
        else:
            words = _("与第 %(row)s 行的证件号码相同。") if entry.fingerprint else _("与第 %(row)s 行是同一个人。")
            run.fault(entry.number, c.NUMBER if entry.fingerprint else c.NAME, words % {"row": first})
    return kept


class _Known:
    """The files that rows may concern, read at once."""

    def __init__(self, run: Run, entries: list[Entry]):
        marks, ids = {entry.fingerprint for entry in entries if entry.fingerprint}, {entry.pk for entry in entries}
        alike = _alike([entry for entry in entries if not entry.fingerprint])
        anywhere = Person.objects.unscoped("证件号码全省唯一").filter(fingerprint__in=marks)
        self.taken = dict(anywhere.values_list("fingerprint", "pk"))
        wanted = {*ids, *self.taken.values(), *alike}
        people = Person.objects.allowed(run.by, Permission.PERSON_VIEW).filter(pk__in=wanted)
        people = people.exclude(state__in=Person.GONE).select_related("station", "area")
        self.people = list(people.prefetch_related("categories"))
        seal.read(self.people, *_OPENED)
        self.by_id = {person.pk: person for person in self.people}
        self.by_name: dict[tuple[UUID, str], list[Person]] = defaultdict(list)
        for person in self.people:
            self.by_name[person.station_id, letters_of(person.opened["name"] or "")].append(person)

    def of(self, entry: Entry) -> Person | None:
        """The file of this row, if there is one; `Invalid` where it is out of reach or several would fit."""
        if entry.fingerprint in self.taken:
            person = self.by_id.get(self.taken[entry.fingerprint])
            if person is None or person.station_id != entry.station.pk:
                raise invalid("id_number", _("这个证件号码已有档案，可以申请转站或会商。"))
            return person
        return self.by_id.get(entry.pk) or self._alike(entry)

    def _alike(self, entry: Entry) -> Person | None:
        """Of the same name and birth date, or the same name and phone, and with no other number."""
        same = self.by_name[entry.station.pk, letters_of(entry.fields.name)]
        fits = [person for person in same if _is_same(person, entry)]
        if len(fits) > 1:
            raise invalid("name", _("本站有 %(n)s 份档案与这一行相符，请填证件号码。") % {"n": len(fits)})
        return fits[0] if fits else None


def _alike(entries: list[Entry]) -> list[UUID]:
    """Who bears one of these names, and has the birth date or the phone beside it."""
    named = [(blind("name", letters_of(entry.fields.name)), _beside(entry.fields)) for entry in entries]
    having: dict[int, set[int]] = defaultdict(set)
    rows = SearchToken.objects.having({token for name, others in named for token in (name, *others)})
    for token, number in rows.values_list("token", "number") if named else ():
        having[token].add(number)
    numbers = {number for name, others in named for other in others for number in having[name] & having[other]}
    return list(PersonNumber.objects.filter(number__in=numbers).values_list("person_id", flat=True))


def _beside(fields: PersonFields) -> list[int]:
    born: Any = fields.birth_on
    words = [("born", born.isoformat() if born else ""), ("phone", str(fields.phone or ""))]
    return [blind(*word) for word in words if word[1]]


def _is_same(person: Person, entry: Entry) -> bool:
    """Birth date or phone is the same, and what both say of the other is no different. Doubts go to 疑似重复."""
    if person.fingerprint and entry.fingerprint:
        return False
    pairs = ((entry.fields.birth_on, person.birth_on), (entry.fields.phone, person.opened["phone"]))
    both = [said == kept for said, kept in pairs if said and kept]
    return bool(both) and all(both)


def _plan(run: Run, entry: Entry, known: _Known) -> Plan | None:
    try:
        person = known.of(entry)
    except Invalid as refused:
        for path, texts in refused.fields.items():
            run.fault(entry.number, c.COLUMN_OF[path], texts[0])
        return None
    if person is None:
        return Plan(entry, None, entry.fields, NEW)
    _tell_differences(run, entry, person)
    fields = _filled(person, entry)
    return Plan(entry, person, fields, SAME if fields == as_it_is(person, **_kept(person)) else FILLED)


def _filled(person: Person, entry: Entry) -> PersonFields:
    """The file's own content, with what only the row says."""
    said, kept = entry.fields, _kept(person)
    for name in FILLS:
        if kept[name] in (None, "") and getattr(said, name):
            kept[name] = getattr(said, name)
    if not kept["id_number"] and said.id_number:
        kept |= {"id_number": said.id_number, "id_type": said.id_type}
    if person.sex == Person.Sex.UNKNOWN:
        kept["sex"] = said.sex
    held = {row.code for row in kept["categories"] if row.until_on is None}
    kept["categories"] += tuple(row for row in said.categories if row.code not in held)  # type: ignore[union-attr]
    return as_it_is(person, **kept)


def _kept(person: Person) -> dict[str, Any]:
    opened = {name: person.opened[name] for name in ("id_number", "phone", "address")}
    rows = tuple(category_of(row) for row in person.categories.all())
    more = {"id_type": person.id_type, "household": person.household_id, "birth_on": person.birth_on}
    return opened | more | {"categories": rows, "opened_on": AS_IS, "sex": person.sex}


def _tell_differences(run: Run, entry: Entry, person: Person) -> None:
    """What the row says otherwise than the file, for somebody to look at; the file stays."""
    said = entry.fields
    pairs = {
        c.NAME: (said.name, person.opened["name"]),
        c.BORN: (said.birth_on, person.birth_on),
        c.PHONE: (said.phone, person.opened["phone"]),
        c.ADDRESS: (said.address, person.opened["address"]),
    }
    for column, (new, old) in pairs.items():
        if new and old and new != old:
            run.note(entry.number, column, _("与档案里的不同，档案没有改。"))
