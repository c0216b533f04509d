"""Rosters of people (花名册): as offices keep them, by category and place, masked as the reader's pages are."""

import hashlib
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.queries import category_codes
from yimi.clients.listing import Wanted
from yimi.clients.models import Particulars, Person
from yimi.clients.queries import PersonCard, cards, people_for
from yimi.core import clock, journal
from yimi.core.files import Roster
from yimi.core.files.roster import roster_steps
from yimi.core.permissions import Permission
from yimi.exchange.kinds import BATCH, Taking
from yimi.network.models import Area, Station
from yimi.network.queries import home_area, top_area, unit_name

HEADER = (
    "序号", "档案号", "姓名", "性别", "出生日期", "民族", "证件号码", "电话", "居住地", "详细住址", "对象类别",
    "负责社工", "建档日期", "状态", "备注",
)  # fmt: skip
WIDTHS = (6, 14, 10, 6, 12, 8, 22, 16, 18, 18, 24, 10, 12, 8, 12)
TITLE = "服务对象花名册"
Filters = dict[str, Any]


def count(by: User, filters: Filters) -> int:
    """How many people the roster will name."""
    return _people(by, filters).count()


def steps(stream: IO[bytes], taking: Taking) -> Iterator[int]:
    """Write the roster; gives, now and then, how many people are on it."""
    seen = hashlib.sha256()
    roster = _roster(taking.by, taking.filters, _rows(taking, seen))
    written = 0
    for written in roster_steps(stream, roster, by=taking.by, purpose=taking.purpose, copy=taking.copy):
        yield written
    journal.record("clients.export_people", taking.by, ("people", written), digest=seen.hexdigest())


def write_blank(stream: IO[bytes], by: User, filters: Filters) -> None:
    """The same form with nobody in it."""
    roster = _roster(by, filters, iter(()), is_blank=True)
    for _written in roster_steps(stream, roster, by=by, purpose=_("空白表")):
        pass


def area_of(by: User, filters: Filters) -> Area:
    """The area that a roster concerns: the station's seat, or where the reader works."""
    station = _station(by, filters)
    found = station.area if station else home_area(by) or top_area()
    if found is None:
        raise LookupError("no province is loaded")
    return found


def name_of(filters: Filters) -> str:
    named = _category(filters)
    return f"{TITLE}{f'-{named}' if named else ''}-{clock.today():%Y%m%d}.xlsx"


def stations_for(by: User) -> list[Station]:
    """The stations whose people the reader may take away as a roster."""
    rows = Station.objects.allowed(by, Permission.EXPORT) & Station.objects.allowed(by, Permission.PERSON_VIEW)
    return list(
        rows.exclude(level=Station.Level.VILLAGE_ROOM)
        .select_related("county", "area")
        .order_by("county__order", "code")
    )


def _people(by: User, filters: Filters) -> Any:
    within = Person.objects.allowed(by, Permission.EXPORT).values("pk")
    return Wanted(**filters).narrow(people_for(by).filter(pk__in=within), by)


def _roster(by: User, filters: Filters, rows: Iterator[list[Any]], *, is_blank: bool = False) -> Roster:
    category = _category(filters)
    station = _station(by, filters)
    return Roster(
        title=f"{TITLE}（{category}）" if category else TITLE,
        unit=station.name if station else unit_name(by, Permission.EXPORT),
        as_of=None if is_blank else clock.today(),
        header=HEADER, widths=WIDTHS, rows=rows, is_blank=is_blank,
    )  # fmt: skip


def _station(by: User, filters: Filters) -> Station | None:
    """The station that was chosen, or the only one there is to choose."""
    offered = stations_for(by)
    wanted = filters.get("station") or (offered[0].code if len(offered) == 1 else "")
    return next((station for station in offered if station.code == wanted), None)


def _category(filters: Filters) -> str:
    found = category_codes(clock.today()).get(filters.get("category", ""))
    return found.name if found else ""


def _rows(taking: Taking, seen: Any) -> Iterator[list[Any]]:
    """The people station by station in the order of their file numbers, some at a time."""
    ordered = _people(taking.by, taking.filters).order_by("station__code", "file_number", "pk")
    ids: list[UUID] = list(ordered.values_list("pk", flat=True))
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        people = people_for(taking.by).in_bulk(some)
        found = [people[pk] for pk in some if pk in people]
        shown, ethnicities = cards(taking.by, found), _ethnicities(some)
        for nth, (person, card) in enumerate(zip(found, shown, strict=True), first + 1):
            seen.update(person.pk.bytes)
            yield _row(nth, person, card, ethnicities.get(person.pk, ""), taking.is_full)


def _ethnicities(ids: list[UUID]) -> dict[UUID, str]:
    rows = Particulars.objects.unscoped("花名册上的民族").filter(person__in=ids).exclude(ethnicity="")
    return dict(rows.values_list("person_id", "ethnicity"))


def _row(nth: int, person: Person, card: PersonCard, ethnicity: str, is_full: bool) -> list[Any]:
    opened = person.opened
    number, phone, address = card.id_number, card.phone, ""
    if is_full:
        number, phone, address = opened["id_number"] or "", opened["phone"] or "", opened["address"] or ""
    named = (f"{each.name}（{each.state_label}）" if each.is_unchecked else each.name for each in card.current)
    return [
        nth, card.file_number or "", card.name, card.sex_label, card.birth_on or card.age_text, ethnicity, number,
        phone, card.area_name, address, "、".join(named), card.worker_name, card.opened_on, card.state_label, "",
    ]  # fmt: skip
