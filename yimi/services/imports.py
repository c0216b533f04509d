"""Contacts from a table (导入服务记录): every row is checked, then all are recorded or none.

A row's id is named by its station, day, kind, person and its place among equal rows, so a table
imported twice changes nothing. Rows that are already recorded stay as they are, also when somebody
has corrected them since.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff, users_named
from yimi.catalogue.queries import service_codes
from yimi.core import clock, journal
from yimi.core.errors import Invalid, invalid
from yimi.core.files import Table
from yimi.core.files.cells import read_day, read_many
from yimi.core.permissions import Permission
from yimi.network.models import Station

from . import actions, cells
from .fields import ContactFields, FileAction, PartFields
from .models import Contact
from .roster import Named, Roster, row_id

COLUMNS = ("服务日期", "类别", "结果", "姓名", "证件号码", "手机", "档案动作", "服务项目", "时长", "社工", "记录")
STATION = "站点代码"
# Where a fault of a contact or a person stands in the table.
COLUMN_OF = {
    "service_on": "服务日期", "kind": "类别", "outcome": "结果", "participants": "姓名", "name": "姓名",
    "id_number": "证件号码", "id_type": "证件号码", "phone": "手机", "services": "服务项目", "minutes": "时长",
    "workers": "社工", "note": "记录", "station": STATION,
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in one cell (导入错误)."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("第 %(row)s 行“%(column)s”：%(message)s") % vars(self)


@dataclass
class Row:
    """One row as read: the contact without its person, and whom it names."""

    number: int
    station: Station
    on: date
    contact: ContactFields
    who: Named
    person: UUID | None = None
    pk: UUID | None = None


@dataclass
class Report:
    """What an import would do, or did (导入结果)."""

    faults: list[Fault] = field(default_factory=list)
    rows: int = 0
    new: int = 0
    kept: int = 0
    people_matched: int = 0
    people_new: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    committed: bool = False

    def add(self, row: int, column: str, message: Any) -> None:
        self.faults.append(Fault(row, column, str(message)))

    def says(self) -> str:
        words = _("共 %(rows)s 行：新增 %(new)s 条，已有 %(kept)s 条；对上 %(matched)s 人，新登记 %(people)s 人。")
        counted = {"rows": self.rows, "new": self.new, "kept": self.kept}
        return words % (counted | {"matched": self.people_matched, "people": len(self.people_new)})


class _NothingWritten(Exception):
    pass


def import_contacts(table: Table, *, by: User, commit: bool) -> Report:
    """Import the table; without `commit`, or with any fault, nothing stays written."""
    table.require(COLUMNS)
    report = Report(rows=len(table.rows))
    report.ignored = [name for name in table.header if name and name not in (*COLUMNS, STATION)]
    try:
        with transaction.atomic():
            _record(table, report, by)
            if report.faults or not commit:
                raise _NothingWritten
            journal.record("services.import_contacts", by, ("import", report.new))
            report.committed = True
    except _NothingWritten:
        report.faults.sort()
    return report


def _record(table: Table, report: Report, by: User) -> None:
    rows = _Reading(table, report, by).rows()
    _find_people(rows, report, by)
    rows = [row for row in rows if row.person]
    _name(rows)
    new = _without_known(rows, report)
    batch = [(row.pk, row.contact) for row in new if row.pk]
    try:
        actions.put_contacts(batch, by=by)
    except Invalid as refused:
        _at_their_cells(refused, new, report)
    report.new = len(new)


def _find_people(rows: list[Row], report: Report, by: User) -> None:
    """Match each row to a person, best identified first, so that a bare name finds whom another row names in full."""
    rosters = {row.station.id: Roster(row.station, by) for row in {row.station.id: row for row in rows}.values()}
    for row in sorted(rows, key=lambda row: row.who.vagueness):
        roster = rosters[row.station.id]
        try:
            row.person = roster.person(row.who, row.on, row.contact.kind)
            row.contact = _with_person(row, row.person)
        except Invalid as refused:
            for path, texts in refused.fields.items():
                report.add(row.number, COLUMN_OF.get(path.split(".")[0], "姓名"), "；".join(map(str, texts)))
    for roster in rosters.values():
        roster.register()
    report.people_matched = sum(len(roster.matched) for roster in rosters.values())
    report.people_new = [name for roster in rosters.values() for name in roster.added]


def _with_person(row: Row, person: UUID) -> ContactFields:
    return replace(row.contact, participants=(PartFields(person, file_action=row.who.file_action),))


def _name(rows: list[Row]) -> None:
    """Give each row its id: the same table gives the same ids."""
    met: Counter = Counter()
    for row in rows:
        key = (row.station.code, row.on, row.contact.kind, row.person)
        row.pk = row_id(*key, met[key])
        met[key] += 1


def _without_known(rows: list[Row], report: Report) -> list[Row]:
    """The rows that are not recorded yet."""
    ids = [row.pk for row in rows]
    known: set[UUID] = set()
    for first in range(0, len(ids), 500):
        found = Contact.objects.unscoped("已导入的行").filter(pk__in=ids[first : first + 500])
        known |= set(found.values_list("pk", flat=True))
    report.kept = len(known)
    return [row for row in rows if row.pk not in known]


def _at_their_cells(refused: Invalid, rows: list[Row], report: Report) -> None:
    for path, texts in refused.fields.items():
        at, _dot, rest = path.partition(".")
        column = COLUMN_OF.get(rest.split(".")[0], rest)
        for text in texts:
            report.add(rows[int(at)].number, column, text)


class _Reading:
    """Reading the rows of a table; faults go to the report, each with its row and column."""

    def __init__(self, table: Table, report: Report, by: User):
        self.table, self.report, self.by = table, report, by
        within = Station.objects.allowed(by, Permission.CONTACT_IMPORT).select_related("area")
        self.stations = {station.code: station for station in within}
        self.accounts: dict[UUID, dict[str, str]] = {}
        self.faulty = False

    def rows(self) -> list[Row]:
        if not self.stations:
            raise invalid("station", _("您没有可以导入服务记录的站点。"))
        return [row for row in self._each() if row]

    def _each(self) -> Iterator[Row | None]:
        for number, cell in self.table.records():
            yield self._row(number, defaultdict(str, cell))

    def _row(self, number: int, cell: dict[str, str]) -> Row | None:
        self.faulty = False
        station = self._read(number, STATION, cell[STATION], self._station)
        on = self._read(number, "服务日期", cell["服务日期"], read_day)
        kind = self._read(number, "类别", cell["类别"], cells.read_kind)
        outcome = self._read(number, "结果", cell["结果"], cells.read_outcome)
        action = self._read(number, "档案动作", cell["档案动作"], cells.read_action)
        minutes = self._read(number, "时长", cell["时长"], cells.read_minutes)
        if not cell["姓名"]:
            self._fault(number, "姓名", _("请填写姓名。"))
        if self.faulty:
            return None
        contact = ContactFields(
            station=station.code, kind=kind, service_on=on, outcome=outcome, minutes=minutes, note=cell["记录"],
            workers=self._workers(number, cell["社工"], station), services=self._services(cell["服务项目"], on),
        )  # fmt: skip
        who = Named(cell["姓名"], cell["证件号码"], cell["手机"], action or FileAction.NONE)
        return None if self.faulty else Row(number, station, on, contact, who)

    def _read(self, number: int, column: str, text: str, read) -> Any:
        try:
            return read(text)
        except ValueError as wrong:
            self._fault(number, column, wrong)
            return None

    def _fault(self, number: int, column: str, message: Any) -> None:
        self.faulty = True
        self.report.add(number, column, message)

    def _station(self, code: str) -> Station:
        if code in self.stations:
            return self.stations[code]
        if code:
            raise ValueError(_("没有站点“%s”，或您不能在该站导入。") % code)
        if len(self.stations) > 1:
            raise ValueError(_("您有不止一个站点，请加“站点代码”列并填写。"))
        return next(iter(self.stations.values()))

    def _services(self, text: str, on: date) -> tuple[str, ...]:
        """Codes of services; a service may also be written by its name."""
        named = {info.name: code for code, info in service_codes(min(on, clock.today())).items()}
        whole = (text,) if text in named else read_many(text)
        return tuple(named.get(entry, entry.upper()) for entry in whole)

    def _workers(self, number: int, text: str, station: Station) -> tuple[str, ...]:
        """Accounts of workers; a worker of the station may also be written by her name."""
        if station.id not in self.accounts:
            self.accounts[station.id] = _accounts_at(station)
        return tuple(self._worker(number, entry, self.accounts[station.id]) for entry in read_many(text))

    def _worker(self, number: int, entry: str, accounts: dict[str, str]) -> str:
        if entry in accounts:
            if not accounts[entry]:
                self._fault(number, "社工", _("本站有不止一位“%s”，请填写账号。") % entry)
            return accounts[entry]
        if not users_named([entry]):
            self._fault(number, "社工", _("本站没有社工“%s”。") % entry)
        return entry


def _accounts_at(station: Station) -> dict[str, str]:
    """Accounts by name; a name that two share gives nothing."""
    staff = station_staff(station.id)
    names = Counter(user.name for user in staff)
    return {user.name: user.username if names[user.name] == 1 else "" for user in staff}
