"""Contacts that are sessions of a group or an activity (小组节次、活动), and what was held of a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.programmes.holding import Held, Holding, held_of, holdings
from yimi.programmes.models import Activity, Group
from yimi.programmes.queries import members_now

from .fields import ContactFields
from .models import SESSIONS, Contact, Kind
from .references import References

EVENTS = (Kind.ACTIVITY, Kind.PUBLICITY)
MOST_OFFERED = 12
Faults = dict[str, list[Any]]


def check(fields: ContactFields, known: References, faults: Faults) -> None:
    """A session belongs to a programme of its own station, is of its kind, and comes after the plan."""
    if fields.group:
        _fits(fields, known.groups.get(fields.group), "group", (Kind.GROUP_SESSION,), faults)
    if fields.activity:
        _fits(fields, known.activities.get(fields.activity), "activity", EVENTS, faults)
    if fields.partners:
        _partners(fields, known, faults)


def _fits(fields: ContactFields, row: Any, name: str, kinds: tuple[str, ...], faults: Faults) -> None:
    if fields.kind not in kinds:
        faults[name].append(_("这类服务记录不能关联方案。"))
    elif row is None or row.station.code != fields.station:
        faults[name].append(_("本站没有这份方案。"))
    elif fields.service_on < row.planned_on:
        faults["service_on"].append(_("不能早于方案日期（%s）。") % row.planned_on.isoformat())
    elif row.cancelled_on and fields.service_on >= row.cancelled_on:
        faults[name].append(_("这份方案已取消。"))


def _partners(fields: ContactFields, known: References, faults: Faults) -> None:
    if fields.kind not in SESSIONS:
        faults["partners"].append(_("小组、活动和宣传才有协办站。"))
    for at, code in enumerate(fields.partners):
        if code not in known.partners:
            faults[f"partners.{at}"].append(_("没有站点“%s”。") % code)
        elif code == fields.station:
            faults[f"partners.{at}"].append(_("主办站不能同时是协办站。"))


@dataclass(frozen=True)
class Rollcall:
    """What is known of a session before it is recorded (点名): its programme, members, and how it may be called."""

    row: Any
    name: str
    title: str
    members: list[UUID]

    @property
    def is_group(self) -> bool:
        return isinstance(self.row, Group)


def rollcall(actor: Actor, kind: str, group: UUID | None, activity: UUID | None) -> Rollcall | None:
    """The session of a programme where she records; 404 where there is no such one, nothing where none is named."""
    model, pk = (Group, group) if group else (Activity, activity)
    if pk is None:
        return None
    kinds = (Kind.GROUP_SESSION,) if model is Group else EVENTS
    row = model.objects.select_related("station").get_allowed(actor, Permission.CONTACT_WRITE, pk=pk)
    if kind not in kinds:
        raise Http404
    seal.read(row, "name")
    name, nth = row.opened["name"] or "", held_of([pk])[pk].sessions + 1
    if isinstance(row, Group):
        return Rollcall(row, name, _("%(name)s第 %(nth)s 节") % {"name": name, "nth": nth}, members_now(row))
    return Rollcall(row, name, name, [])


def open_programmes(actor: Actor, kind: str, stations: list[Station]) -> list[Any]:
    """The programmes at these stations that a session of this kind may belong to."""
    model = Group if kind == Kind.GROUP_SESSION else Activity if kind in EVENTS else None
    if model is None:
        return []
    over = [model.State.EVALUATED, model.State.ARCHIVED, model.State.CANCELLED]
    rows = model.objects.allowed(actor, Permission.CONTACT_WRITE).filter(station__in=stations)
    some = list(rows.exclude(state__in=over).order_by("-planned_on", "-id")[:MOST_OFFERED])
    seal.read(some, "name")
    return some


def partners_of(station: Station) -> list[tuple[str, str]]:
    """The other stations of the county, which may help at a session (协办站)."""
    rows = Station.objects.unscoped("协办站").filter(county=station.county_id, level=Station.Level.STATION)
    return [(row.code, row.short_name) for row in rows.exclude(pk=station.pk).order_by("code")]


def days_of(contact: Contact) -> list[date]:
    """The days besides its own on which a contact bears on figures: when its group ended, read under its lock."""
    if contact.group_id is None:
        return []
    groups = Group.objects.unscoped("所属小组").filter(pk=contact.group_id).select_for_update()
    return [ended for ended in groups.values_list("ended_on", flat=True) if ended]


def _held(ids: Iterable[UUID]) -> Mapping[UUID, Held]:
    """What was held of these programmes, by the ledger."""
    wanted = list(ids)
    rows = Contact.objects.unscoped("已举办的场次").filter(voided_at=None, outcome=Contact.Outcome.SEEN).order_by()
    found: dict[UUID, Held] = {}
    for name in ("group", "activity"):
        some = rows.filter(Q(**{f"{name}__in": wanted})).values_list(name)
        counted = some.annotate(n=Count("pk"), first=Min("service_on"), last=Max("service_on"))
        found |= {pk: Held(n, first, last) for pk, n, first, last in counted}
    return found


holdings.add(Holding("services", _held))
