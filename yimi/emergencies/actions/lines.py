"""Households on the list (名单户): adding one by hand, saying what is arranged for it, opening its phone."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff
from yimi.clients.models import Person
from yimi.clients.queries import homes_of
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, Stale, invalid
from yimi.core.permissions import Permission
from yimi.emergencies.checks import check_line
from yimi.emergencies.fields import LINE_TEXTS, LineFields
from yimi.emergencies.models import Line, Member, Operation
from yimi.emergencies.terms import terms
from yimi.network.models import Area, Station

from .listing import open_operation, refuse_over

_PLAIN = ("persons", "to_move", "way_out", "dwelling", "needs", "languages")
_OF_TEMPORARY = ("name", "phone")


@transaction.atomic
def add_line(
    pk: UUID, *, by: User, operation: UUID, fields: LineFields, station: str = "", person: UUID | None = None
) -> Line:
    """Put somebody on the list by hand (添加): a person of the station, or one without a file as a temporary line."""
    row, fields = open_operation(operation, by, Permission.EMERGENCY_WORK), fields.settled()
    there = Line.objects.unscoped("同号名单户").filter(pk=pk).first()
    if there is not None:
        return _same(there, by, row)
    at = _station(station, by)
    who = _person(person, at, by, row) if person else None
    fields = check_line(fields, is_temporary=who is None)
    area = who.area if who else _village(fields.village, at)
    line = Line(
        id=pk, operation=row, station=at, county_id=at.county_id, area=area, person=who, source=Line.Source.HAND,
        household=who.household_id if who else None, rank=terms().dwelling_rank, added_at=clock.now(), version=0,
    )  # fmt: skip
    _fill(line, fields, at)
    line.save(force_insert=True)
    if who is not None:
        Member.objects.create(operation=row, line=line, person=who)
    journal.record("emergencies.add_line", by, line, refs=[row])
    return line


def _same(there: Line, by: User, operation: Operation) -> Line:
    line = Line.objects.allowed(by, Permission.EMERGENCY_WORK).filter(pk=there.pk, operation=operation).first()
    if line is None:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return line


def _station(code: str, by: User) -> Station:
    rows = Station.objects.allowed(by, Permission.EMERGENCY_WORK).filter(level=Station.Level.STATION)
    station = (rows.filter(code=code) if code else rows.order_by("code")).select_related("area").first()
    if station is None:
        raise invalid("station", _("没有站点“%s”，或您不在该站。") % code)
    return station


def _person(pk: UUID, station: Station, by: User, operation: Operation) -> Person:
    people = Person.objects.allowed(by, Permission.PERSON_VIEW).filter(station=station).exclude(state__in=Person.GONE)
    who = people.filter(pk=pk).select_related("area").first()
    if who is None:
        raise Http404
    if Member.objects.unscoped("已在名单上的人").filter(operation=operation, person=who).exists():
        raise RuleBroken(_("此人已经在名单上。"), code="already_listed")
    return who


def _village(code: str, station: Station) -> Area:
    area = next((home for home in homes_of(station) if home.code == code), None)
    if area is None:
        raise invalid("village", _("请选择本站的村（居）。"))
    return area


def _fill(line: Line, fields: LineFields, station: Station) -> None:
    for name in _PLAIN:
        value = getattr(fields, name)
        setattr(line, name, list(value) if isinstance(value, tuple) else value)
    line.worker = _worker(fields.worker, station)
    texts: dict[str, Any] = {name: getattr(fields, name) or None for name in LINE_TEXTS}
    if line.person_id:
        texts |= dict.fromkeys(_OF_TEMPORARY)  # what the file says is not kept twice
    else:
        line.age = fields.age
    seal.write(line, **texts)
    line.version += 1


def _worker(username: str, station: Station) -> User | None:
    if not username:
        return None
    found = next((user for user in station_staff(station.pk) if user.username == username), None)
    if found is None:
        raise invalid("worker", _("请选择本站的社工。"))
    return found


@transaction.atomic
def change_line(pk: UUID, *, by: User, fields: LineFields) -> Line:
    """Say what is arranged for a household (修改安排), with the version that one has seen."""
    rows = Line.objects.select_related("operation", "station", "area", "worker").select_for_update(of=("self",))
    line = rows.get_allowed(by, Permission.EMERGENCY_WORK, pk=pk)
    refuse_over(line.operation)
    seal.read(line, *LINE_TEXTS)
    fields = check_line(fields.settled(), is_temporary=line.is_temporary)
    if fields.version != line.version:
        raise Stale(_("这一户刚被别人改过，请核对后再保存。"), current={"id": str(line.pk), "version": line.version})
    _fill(line, fields, line.station)
    line.save()
    journal.record("emergencies.change_line", by, line)
    return line


@transaction.atomic
def show_phone(pk: UUID, *, by: User) -> str:
    """The phone of a household in full (看电话), while the action goes on; written down before it leaves."""
    line = Line.objects.select_related("operation", "person").get_allowed(by, Permission.EMERGENCY_WORK, pk=pk)
    refuse_over(line.operation)
    journal.record("emergencies.show_phone", by, line)
    row: Any = line.person or line
    seal.read(row, "phone")
    return row.opened["phone"] or ""
