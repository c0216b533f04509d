"""What can be read of tasks (交办事项), and how their hours divide."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.http import Http404

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import ScopedQuerySet
from yimi.figures import queries as figures
from yimi.figures.places import Place
from yimi.network.models import Area, Station

from .models import Assignment, Kind, Spent

ORDER = ("-handed_on", "-id")


@dataclass(frozen=True)
class Share:
    """The hours of one sort of work, and what part of all they are."""

    key: str
    label: Any
    hours: float
    percent: float | None


def assignments_for(actor: Actor, state: str = "", kind: str = "", station: str = "") -> ScopedQuerySet:
    """The tasks within her reach."""
    wanted = {"state": state, "kind": kind, "station__code": station}
    narrowed = Q(**{name: value for name, value in wanted.items() if value})
    rows = Assignment.objects.allowed(actor, Permission.ASSIGNMENT_VIEW).filter(narrowed)
    hours = Sum("spent__half_hours", filter=Q(spent__is_void=False))
    return rows.select_related("station", "handed_by").annotate(half_hours=hours)


def opened(rows: Iterable[Assignment]) -> list[Assignment]:
    rows = list(rows)
    seal.read(rows, "title", "done_note", "why_returned")
    return rows


def assignment_for(actor: Actor, pk: UUID) -> Assignment:
    row = assignments_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return opened([row])[0]


def plain(row: Assignment) -> dict[str, Any]:
    """An opened task in plain values, as the API answers it."""
    same = ("id", "kind", "is_oral", "handed_on", "due_on", "state", "done_on", "version")
    said = {name: row.opened[name] or None for name in ("done_note", "why_returned")}
    return (
        {name: getattr(row, name) for name in same}
        | said
        | {
            "station": row.station.code, "title": row.opened["title"] or "", "handed_by": row.handed_by.name,
            "is_late": is_late(row), "hours": (getattr(row, "half_hours", 0) or 0) / 2,
        }
    )  # fmt: skip


def hours_of(row: Assignment) -> list[Spent]:
    return list(Spent.objects.unscoped("本事项的用时").filter(assignment=row, is_void=False).order_by("-on", "-pk"))


def may(actor: Actor, permission: Permission, row: Assignment) -> bool:
    return Assignment.objects.allowed(actor, permission).filter(pk=row.pk).exists()


def stations_for(actor: Actor, permission: Permission) -> list[Station]:
    """The stations to which she hands tasks, or at which she notes them."""
    return list(Station.objects.allowed(actor, permission).filter(level="station").order_by("code"))


def is_late(row: Assignment) -> bool:
    return row.state in Assignment.OPEN and row.due_on is not None and row.due_on < clock.today()


def shares(actor: Actor, place: Place, period: str) -> list[Share]:
    """How the hours of a place divide among the sorts of work, in the order of the sorts."""
    found = figures.figure(actor, "TASK_MINUTES", place, period, ("task_kind",))
    total, by = found.value or 0, {part.key: part.value or 0 for part in found.by}
    return [
        Share(kind.value, kind.label, by.get(kind.value, 0) / 60, by.get(kind.value, 0) / total if total else None)
        for kind in Kind
    ]


def administrative_share(actor: Actor, place: Place, period: str) -> float | None:
    return figures.figure(actor, "TASK_ADMIN_RATE", place, period).value


def place_for(actor: Actor, area: str, station: str) -> Place:
    """The place that was asked for; without one, where the reader's first grant lies."""
    if area or station:
        return figures.place_named(area=area or None, station=station or None)
    stations = stations_for(actor, Permission.ASSIGNMENT_VIEW)
    if len(stations) == 1:
        return Place.of_station(stations[0])
    grants = [grant for grant in actor.grants_for(Permission.FIGURES_VIEW) if grant.area_path]
    codes = [part for part in (grants[0].area_path or "").split("/") if part] if grants else []
    return figures.place_named(area=codes[-1]) if codes else figures.place_named(area=_root())


def _root() -> str:
    return Area.objects.filter(parent=None).values_list("code", flat=True).first() or ""
