"""Reading a register's table (读取底册): from its rows to people, each with her place, category and key.

What a register says badly (a number with a wrong digit, a date that is none, a village nobody knows) is told and kept
out; only a row that names nobody, or a category that does not exist, is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.catalogue.queries import RegisterSource, category_codes, category_named, register_sources
from yimi.clients.identity import normalise_number, normalise_phone, read_resident
from yimi.clients.models import Person
from yimi.clients.queries import fingerprint_of
from yimi.core import clock, seal
from yimi.core.errors import invalid
from yimi.core.files.cells import read_day
from yimi.core.text import clean, widen
from yimi.exchange.kinds import Line, Run
from yimi.network.models import Area

from .headings import FIELDS, HOUSEHOLD, PART
from .places import Place, Places

IGNORED = "ignored"
HEADS = {"户主", "本人", "申请人", ""}
NO_ONE = ("合计", "总计", "小计", "注", "备注", "说明", "填表", "制表", "审核", "单位负责人")
_SEXES = {"男": "M", "女": "F"}
_LONGEST = {"name": 50, "address": 200, "relation": 20}
_DOWN = ("township", "village", "household")


@dataclass(frozen=True)
class Said:
    """One person as one row says her (底册上的一人)."""

    row: int
    name: str
    id_number: str = ""
    sex: str = ""
    birth_on: str = ""
    phone: str = ""
    township: str = ""
    village: str = ""
    address: str = ""
    household: str = ""
    relation: str = ""
    category: str = ""
    since: str = ""


@dataclass
class Draft:
    """One person of the table as she will stand on the register."""

    row: int
    name: str
    id_number: str
    fingerprint: str | None
    sex: str
    birth_on: date | None
    phone: str
    address: str
    place: Place
    household: str
    relation: str
    category: str
    since_on: date | None
    key: str = ""
    digest: str = ""
    person: UUID | None = None
    match: str = "none"
    candidates: list[dict[str, Any]] = field(default_factory=list)

    def seal_up(self) -> None:
        """Give the draft its key, under which the next table finds it again, and the digest of what it says."""
        by_name = f"{self.name}|{self.id_number or self.birth_on or ''}|{self.household}"
        self.key = seal.fingerprint("register", self.fingerprint or by_name)
        self.digest = seal.digest(
            {
                "name": self.name, "number": self.id_number, "sex": self.sex, "birth": self.birth_on,
                "phone": self.phone, "address": self.address, "area": str(self.place.area.pk), "since": self.since_on,
                "relation": self.relation, "household": self.household,
            }
        )  # fmt: skip


class Table:
    """Reads the rows of one batch of a register's table."""

    def __init__(self, run: Run, area: Area):
        self.run = run
        self.fields = [run.options["columns"].get(str(at), "") for at in range(len(run.layout.columns))]
        self.is_household = run.options.get("layout") == HOUSEHOLD
        self.source = source_of(run.options)
        self.default = run.options.get("category", "")
        self.named = category_named(clock.today())
        self.known = category_codes(clock.today())
        self.places = Places(area)

    def drafts(self, lines: Sequence[Line]) -> list[Draft]:
        """Everybody whom these rows name, each once."""
        met: dict[str, int] = self.run.memory.setdefault("met", {})
        found: list[Draft] = []
        for said in self._people(lines):
            draft = self._draft(said)
            if draft is None:
                continue
            first = met.setdefault(f"{draft.key}{draft.category}", said.row)
            if first == said.row and draft.key not in {each.key for each in found if each.row == said.row}:
                found.append(draft)
            else:
                self.run.note(said.row, _("姓名"), _("与第 %(row)s 行是同一个人，只记一次。") % {"row": first})
        return found

    def _people(self, lines: Sequence[Line]) -> Iterator[Said]:
        above = self._rows(self.run.before)[-1:] or [{}]
        last = above[0]
        for line in lines:
            row = self._row(line)
            if self._names_nobody(row):
                self.run.note(line.number, str(FIELDS["name"]), _("没有姓名，没有读取这一行。"))
                self.run.counts[IGNORED] += 1
                continue
            row = self._filled_down(row, last)
            last = row
            yield from self._said(line, row)

    def _rows(self, lines: Sequence[Line]) -> list[dict[str, str]]:
        """The rows above a batch, each filled down from the one over it."""
        found: list[dict[str, str]] = []
        for line in lines:
            row = self._row(line)
            if not self._names_nobody(row):
                found.append(self._filled_down(row, found[-1] if found else {}))
        return found

    def _row(self, line: Line) -> dict[str, str]:
        cells = zip(self.fields, line.cells, strict=False)
        row: dict[str, str] = {}
        for name, cell in cells:
            if name and not name.startswith(PART):
                row.setdefault(name, clean(cell))
        return row

    @staticmethod
    def _names_nobody(row: dict[str, str]) -> bool:
        name = row.get("name", "")
        return not name or (name.startswith(NO_ONE) and not row.get("id_number"))

    def _filled_down(self, row: dict[str, str], above: dict[str, str]) -> dict[str, str]:
        """Merged cells leave the members of a household without what stands over them."""
        if self.is_household or row.get("relation", "") in HEADS:
            return row
        return row | {name: above[name] for name in _DOWN if not row.get(name) and above.get(name)}

    def _said(self, line: Line, row: dict[str, str]) -> Iterator[Said]:
        head = Said(line.number, **{name: row.get(name, "") for name in FIELDS if not name.startswith(PART)})
        if not self.is_household:
            yield head
            return
        group = head.household or head.id_number or f"{head.name}|{line.number}"
        yield replace(head, household=group, relation=head.relation or "户主")
        for member in self._members(line):
            if member.get("name") and member.get("name") != head.name:
                yield replace(
                    head, name=member["name"], id_number=member.get("id_number", ""), household=group, sex="",
                    birth_on="", phone="", relation=member.get("relation", "") or "其他",
                )  # fmt: skip

    def _members(self, line: Line) -> list[dict[str, str]]:
        """The members of a household, whose columns come in groups; each group begins with a name."""
        groups: list[dict[str, str]] = []
        for name, cell in zip(self.fields, line.cells, strict=False):
            part = name.removeprefix(PART)
            if not name.startswith(PART):
                continue
            if part == "name" or not groups:
                groups.append({})
            groups[-1].setdefault(part, clean(cell))
        return groups

    def _draft(self, said: Said) -> Draft | None:
        name = widen(clean(said.name))[: _LONGEST["name"]]
        category = self._category(said)
        if category is None:
            return None
        number, mark, holder = self._number(said)
        draft = Draft(
            row=said.row, name=name, id_number=number, fingerprint=mark, category=category,
            sex=holder[0] or _SEXES.get(said.sex[:1], "unknown"), birth_on=holder[1] or self._day(said, "birth_on"),
            phone=self._phone(said), address=widen(said.address)[: _LONGEST["address"]], place=self._place(said),
            household=widen(said.household), relation=said.relation[: _LONGEST["relation"]],
            since_on=self._day(said, "since"),
        )  # fmt: skip
        draft.seal_up()
        return draft

    def _category(self, said: Said) -> str | None:
        """The category the row names; else the only one of its source, or the one that was chosen for the table."""
        if said.category:
            word = widen(said.category)
            found = self.source.words.get(word) or self.named.get(word)
            if found:
                return found
        only = self.source.categories[0] if len(self.source.categories) == 1 else ""
        usual = self.default or only
        if usual in self.known:
            return usual
        words = _("没有“%s”这个对象类别。") % said.category if said.category else _("没有写对象类别，请在导入时选择。")
        self.run.fault(said.row, str(FIELDS["category"]), words)
        return None

    def _number(self, said: Said) -> tuple[str, str | None, tuple[str, date | None]]:
        """The number as kept, its fingerprint where it is right, and what it says of sex and birth."""
        number = normalise_number(said.id_number)[:40]
        if not number:
            return "", None, ("", None)
        try:
            holder = read_resident(number)
        except ValueError as wrong:
            self.run.note(said.row, str(FIELDS["id_number"]), wrong)
            return number, None, ("", None)
        return holder.number, fingerprint_of(Person.IdType.RESIDENT, holder.number), (holder.sex, holder.birth_on)

    def _phone(self, said: Said) -> str:
        try:
            return normalise_phone(said.phone) if said.phone else ""
        except ValueError as wrong:
            self.run.note(said.row, str(FIELDS["phone"]), wrong)
            return ""

    def _day(self, said: Said, name: str) -> date | None:
        text = getattr(said, name)
        if not text:
            return None
        try:
            day = read_day(text)
        except ValueError:
            day = None
        if day is None or day > clock.today():
            self.run.note(said.row, str(FIELDS[name]), _("日期看不懂，没有读取。"))
            return None
        return day

    def _place(self, said: Said) -> Place:
        place = self.places.find(said.township, said.village, said.address)
        if not place.is_village:
            self.run.note(said.row, str(FIELDS["village"]), _("没有认出村（居）。"))
        return place


def source_of(options: dict[str, Any]) -> RegisterSource:
    """The source that was chosen for a table."""
    found = register_sources(clock.today()).get(options.get("source", ""))
    if found is None:
        raise invalid("source", _("请选择底册来源。"))
    return found
