"""What may be read of emergency actions (应急关爱): masked above the station, and only while a list is open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import Grant, in_force
from yimi.accounts.queries import station_staff
from yimi.clients.identity import mask_name, mask_phone
from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, cards, homes_of, stations_in_full
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import AT_STATION, Permission
from yimi.core.scope import PROVINCE, STATION, ScopedQuerySet, path_range
from yimi.network.models import Area, Station
from yimi.network.queries import children, ranked_areas

from .fields import LINE_TEXTS
from .models import AfterVisit, Line, Member, Operation, Outcome, RosterCopy, SafetyReport
from .models.lines import What
from .terms import terms

ORDER = ("-opened_at", "-id")
BY_RANK = ("rank", "area__path", "id")
LATEST = ("-at", "-id")
DONE = (What.TOLD, What.MET, What.MOVED, What.NOT_NEEDED, What.REFUSED, What.AWAY)
STATES: dict[str, Q] = {
    "waiting": Q(outcome=""),
    "unreachable": Q(outcome=What.UNREACHABLE),
    "to_move": Q(to_move=True) & ~Q(move_outcome=What.MOVED),
    "moved": Q(move_outcome=What.MOVED),
    "refused": Q(move_outcome=What.REFUSED),
    "done": Q(outcome__in=DONE),
}


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to (筛选)."""

    village: str = ""
    state: str = ""
    station: str = ""

    def rows(self) -> Q:
        wanted = {"area__code": self.village, "station__code": self.station}
        return Q(**{name: value for name, value in wanted.items() if value}) & STATES.get(self.state, Q())


@dataclass(frozen=True, kw_only=True)
class LineCard:
    """A household as one reader sees it: names masked above the station, phones masked everywhere."""

    row: Line
    in_full: bool
    name: str
    age: str
    phone: str
    card: PersonCard | None
    others: int
    groups: list[str]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def due_at(self) -> datetime | None:
        """When who is responsible for the household should have gone there: nobody could be reached."""
        if self.row.outcome != What.UNREACHABLE or self.row.outcome_at is None:
            return None
        return self.row.outcome_at + terms().unreachable

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now()


def operations_for(actor: Actor) -> ScopedQuerySet:
    """The actions that concern the places of the reader."""
    rows = Operation.objects.allowed(actor, Permission.EMERGENCY_VIEW)
    return rows.select_related("county", "opened_by").prefetch_related("places")


def operation_for(actor: Actor, pk: UUID) -> Operation:
    return operations_for(actor).get_allowed(actor, Permission.EMERGENCY_VIEW, pk=pk)


def under_way(actor: Actor) -> list[Operation]:
    """The actions that go on where she works, the newest first."""
    return list(operations_for(actor).filter(ended_at=None).order_by(*ORDER)[:5])


def may_steer(actor: Actor, row: Operation) -> bool:
    """Whether she may change, advance and end it."""
    grants = actor.grants_for(Permission.EMERGENCY_OPEN)
    reached = Operation.objects.allowed(actor, Permission.EMERGENCY_OPEN).filter(pk=row.pk).exists()
    return reached and (row.county_id is not None or any(grant.on_kind == PROVINCE for grant in grants))


def _may_open(actor: Actor) -> Q:
    """The areas over which she may open an action."""
    here = Q(pk__in=())
    for grant in actor.grants_for(Permission.EMERGENCY_OPEN):
        if grant.on_kind == PROVINCE:
            return ~Q(parent=None)
        here |= path_range("path", grant.area_path) if grant.area_path else Q(pk__in=())
    return here


def areas_named(actor: Actor, codes: Collection[str]) -> list[Area]:
    """The areas of these codes over which she may open an action."""
    return list(Area.objects.filter(_may_open(actor), code__in=codes, is_hidden=False))


def areas_to_choose(actor: Actor) -> list[Area]:
    """What the page offers: counties in the official order, or the county and its towns."""
    grants = actor.grants_for(Permission.EMERGENCY_OPEN)
    if any(grant.on_kind == PROVINCE for grant in grants):
        return list(ranked_areas())
    found = Area.objects.filter(pk__in=[grant.on_id for grant in grants if grant.area_path])
    return [each for area in found for each in (area, *children(area))]


def lines_for(actor: Actor, operation: Operation, asked: Asked | None = None) -> QuerySet[Line]:
    """The households on the list within her reach; nobody's once the list has closed."""
    rows = Line.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(operation=operation)
    return rows.filter((asked or Asked()).rows()).select_related("area", "station", "worker", "operation")


def line_for(actor: Actor, pk: UUID) -> Line:
    rows = Line.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(pk=pk)
    line = rows.select_related("area", "station", "worker", "operation").first()
    if line is None:
        raise Http404
    return line


def line_cards(actor: Actor, lines: Iterable[Line]) -> list[LineCard]:
    """These households as she sees them, in a constant number of statements."""
    lines = list(lines)
    seal.read(lines, *LINE_TEXTS)
    shown = {card.id: card for card in _cards(actor, [line.person_id for line in lines if line.person_id])}
    groups, sizes = _groups(lines)
    own = stations_in_full(actor)
    return [_card(line, shown, groups[line.pk], sizes[line.pk], str(line.station_id) in own) for line in lines]


def _cards(actor: Actor, ids: Sequence[UUID]) -> list[PersonCard]:
    people = Person.objects.unscoped("名单上的人").filter(pk__in=ids)
    people = people.select_related("station", "county", "area__parent", "worker").prefetch_related("categories")
    return cards(actor, people)


def _groups(lines: list[Line]) -> tuple[dict[UUID, list[str]], dict[UUID, int]]:
    groups: dict[UUID, list[str]] = defaultdict(list)
    sizes: dict[UUID, int] = defaultdict(int)
    rows = Member.objects.unscoped("名单成员").filter(line__in=[line.pk for line in lines])
    for line, keys in rows.order_by("pk").values_list("line_id", "groups"):
        groups[line] += keys
        sizes[line] += 1
    return groups, sizes


def _card(line: Line, shown: dict[UUID, PersonCard], groups: list[str], size: int, in_full: bool) -> LineCard:
    card = shown.get(line.person_id) if line.person_id else None
    told = line.opened
    name = card.name if card else (told["name"] or "") if in_full else mask_name(told["name"])
    told_age = _("%(age)s 岁") % {"age": line.age} if line.age is not None and in_full else ""
    return LineCard(
        row=line, in_full=in_full, name=name, age=str(card.age_text) if card else told_age, card=card,
        phone=card.phone if card else mask_phone(told["phone"]),
        others=max(line.persons, size) - 1, groups=terms().names(groups), texts=_texts(line) if in_full else {},
    )  # fmt: skip


def _texts(line: Line) -> dict[str, str]:
    return {name: line.opened[name] or "" for name in LINE_TEXTS if name not in ("name", "phone")}


def outcomes_of(actor: Actor, line: Line) -> list[Outcome]:
    """What was noted of a household, the latest first, with what was taken back."""
    rows = Outcome.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(line=line).select_related("by")
    rows = list(rows.order_by(*LATEST))
    seal.read(rows, "place", "void_reason")
    return rows


def after_visits_of(actor: Actor, line: Line) -> list[AfterVisit]:
    rows = AfterVisit.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(line=line).select_related("by")
    rows = list(rows.order_by(*LATEST))
    seal.read(rows, "note")
    return rows


def wishes_for(actor: Actor, operation: Operation) -> QuerySet[AfterVisit]:
    """What should follow after the visits (需要跟进)."""
    rows = AfterVisit.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(operation=operation).exclude(wish="")
    return rows.select_related("line__area", "line__station", "line__operation", "line__worker", "by")


def villages_of(actor: Actor, operation: Operation) -> list[Area]:
    """The villages in which somebody is on the list."""
    here = lines_for(actor, operation).order_by().values("area")
    return list(Area.objects.filter(pk__in=here).select_related("parent").order_by("path"))


def stations_listed(actor: Actor, operation: Operation) -> list[Station]:
    """The stations whose lines she reads, for the filter."""
    here = lines_for(actor, operation).order_by().values("station")
    return list(Station.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(pk__in=here).order_by("code"))


def stations_at_work(actor: Actor, permission: Permission = Permission.EMERGENCY_WORK) -> list[Station]:
    """The stations at which she works on the list."""
    rows = Station.objects.allowed(actor, permission).filter(level=Station.Level.STATION)
    return list(rows.select_related("area").order_by("code"))


def homes_at(station: Station) -> list[Area]:
    return homes_of(station)


def staff_at(station: Station) -> list[Any]:
    return station_staff(station.pk)


def may_work(actor: Actor, line: Line) -> bool:
    return Line.objects.allowed(actor, Permission.EMERGENCY_WORK).filter(pk=line.pk).exists()


def copies_for(actor: Actor, operation: Operation) -> list[RosterCopy]:
    """The copies on paper, those that are still out first."""
    rows = RosterCopy.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(operation=operation)
    rows = rows.select_related("station", "area", "printed_by", "recalled_by", "operation")
    return sorted(rows.order_by("station__code", "number"), key=lambda copy: copy.recalled_at is not None)


@dataclass(frozen=True)
class Duty:
    """A station's workers and who has said that she is safe since everybody went indoors (报平安情况)."""

    station: Station
    safe: list[tuple[Any, datetime]]
    waiting: list[Any]


def is_reported(actor: Any, operation: Operation) -> bool:
    """Whether she has said that she is safe."""
    return operation.pk in reported_in(actor, [operation])


def reported_in(actor: Any, operations: Sequence[Operation]) -> set[UUID]:
    """In which of these actions she has said that she is safe."""
    rows = SafetyReport.objects.unscoped("报平安").filter(operation__in=operations, worker=actor.id)
    since = Q(operation__indoors_at=None) | Q(at__gte=F("operation__indoors_at"))
    return set(rows.filter(since).values_list("operation_id", flat=True))


def _reports(operation: Operation) -> QuerySet[SafetyReport]:
    rows = SafetyReport.objects.unscoped("报平安").filter(operation=operation)
    return rows.filter(at__gte=operation.indoors_at) if operation.indoors_at else rows


def duties_for(actor: Actor, operation: Operation) -> list[Duty]:
    """Who is safe and of whom nobody knows yet, station by station, for heads and offices."""
    lines = lines_for(actor, operation).order_by().values("station")
    stations = Station.objects.allowed(actor, Permission.EMERGENCY_VIEW).filter(pk__in=lines)
    stations = list(stations.order_by("area_path", "code"))
    told = {row.worker_id: row.at for row in _reports(operation).order_by("at")}
    staff = _staff_of(stations)
    return [_duty(station, staff[str(station.pk)], told) for station in stations]


def _staff_of(stations: Sequence[Station]) -> dict[str, list[Any]]:
    """Who works at each of these stations today, in one statement."""
    here = [str(station.pk) for station in stations]
    held = Grant.objects.unscoped("在岗社工").filter(in_force(clock.today()), on_kind=STATION, on_id__in=here)
    held = held.filter(role__in=AT_STATION, user__is_active=True)
    found: dict[str, dict[UUID, Any]] = defaultdict(dict)
    for grant in held.select_related("user").order_by("user__username"):
        found[grant.on_id][grant.user_id] = grant.user
    return defaultdict(list, {station: list(users.values()) for station, users in found.items()})


def _duty(station: Station, staff: list[Any], told: dict[UUID, datetime]) -> Duty:
    safe = [(user, told[user.pk]) for user in staff if user.pk in told]
    return Duty(station, safe, [user for user in staff if user.pk not in told])
