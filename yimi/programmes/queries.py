"""What may be read of programmes (小组和活动): above the station without people and texts."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, cards, people_for, stations_in_full
from yimi.clients.search import find
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Station

from .holding import Held, held_of, summaries_due_on
from .models import Activity, Group, GroupMember, Programme
from .steps import Step, steps_of

ORDER = ("-planned_on", "-id")
FOUND = 8
ON_LISTS = ("name",)


@dataclass(frozen=True)
class Asked:
    """What a list of programmes is narrowed to (筛选); `sort` is the type of a group or the form of an activity."""

    station: str = ""
    state: str = ""
    sort: str = ""

    def rows(self, model: type[Programme]) -> Q:
        sort = "group_type" if model is Group else "form"
        wanted = {"station__code": self.station, "state": self.state, sort: self.sort}
        return Q(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class Sheet:
    """A programme as one reader sees it: `is_inside` says whether with its texts and people."""

    row: Any
    held: Held
    is_inside: bool
    texts: dict[str, str | None]
    members: int = 0
    due_on: date | None = None

    @property
    def name(self) -> str:
        return self.texts["name"] or ""

    @property
    def state_label(self) -> Any:
        """The state in words: a group's phase while it runs, and what took place but is not summed up yet."""
        row = self.row
        if isinstance(row, Group):
            running = row.state == Group.State.RUNNING and row.phase
            return row.get_phase_display() if running else row.get_state_display()
        return HELD_LABEL if self.held.sessions and row.state in WAITING else row.get_state_display()

    @property
    def sort_label(self) -> Any:
        return self.row.get_group_type_display() if isinstance(self.row, Group) else self.row.get_form_display()

    @property
    def is_due(self) -> bool:
        """Whether the summary is waited for longer than its days (待总结)."""
        return self.due_on is not None and self.due_on < clock.today()


HELD_LABEL = _("已举办")
WAITING = (Activity.State.PLANNED, Activity.State.APPROVED, Activity.State.ANNOUNCED)


def programmes_for(actor: Actor, model: type[Programme], asked: Asked | None = None) -> QuerySet:
    rows = model.objects.allowed(actor, Permission.CONTACT_VIEW)
    return rows.filter((asked or Asked()).rows(model)).select_related("station", "place")


def programme_for(actor: Actor, model: type[Programme], pk: UUID) -> Any:
    row = programmes_for(actor, model).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def sheets(actor: Actor, rows: list) -> list[Sheet]:
    """These programmes for a list: their names, what was held, how many members."""
    seal.read(rows, *ON_LISTS)
    held, inside = held_of(row.pk for row in rows), stations_in_full(actor)
    sizes = _sizes([row.pk for row in rows if isinstance(row, Group)])
    due = summaries_due_on(rows, held)
    return [
        Sheet(
            row, held[row.pk], str(row.station_id) in inside, dict(row.opened), sizes.get(row.pk, 0), due.get(row.pk)
        )
        for row in rows
    ]  # fmt: skip


def _sizes(groups: list[UUID]) -> dict[UUID, int]:
    if not groups:
        return {}
    rows = GroupMember.objects.unscoped("小组人数").filter(group__in=groups, left_on=None)
    return dict(rows.order_by().values_list("group").annotate(n=Count("pk")))


def sheet_for(actor: Actor, model: type[Programme], pk: UUID) -> Sheet:
    """One programme, with all its texts where she works at its station."""
    row = programme_for(actor, model, pk)
    inside = str(row.station_id) in stations_in_full(actor)
    seal.read(row, *(sorted(model.Privacy.sealed) if inside else ON_LISTS))
    sizes = _sizes([row.pk]) if isinstance(row, Group) else {}
    held = held_of([row.pk])
    due = summaries_due_on([row], held).get(row.pk)
    return Sheet(row, held[row.pk], inside, dict(row.opened), sizes.get(row.pk, 0), due)


@dataclass(frozen=True)
class Member:
    """A member (组员) as the people of the station see her."""

    card: PersonCard
    row: GroupMember

    @property
    def change(self) -> int | None:
        """What changed between the scores before and after."""
        both = self.row.before is not None and self.row.after is not None
        return self.row.after - self.row.before if both else None  # type: ignore[operator]


def members_of(actor: Actor, sheet: Sheet) -> list[Member]:
    """The members by the day they joined; none for readers above the station."""
    if not sheet.is_inside:
        return []
    rows = list(sheet.row.members.select_related("person").order_by("left_on", "joined_on", "pk"))
    people = Person.objects.unscoped("组员").filter(pk__in=[row.person_id for row in rows])
    some = people.select_related("station", "county", "area__parent", "worker").prefetch_related("categories")
    shown = {card.id: card for card in cards(actor, list(some))}
    return [Member(shown[row.person_id], row) for row in rows]


def members_now(group: Group) -> list[UUID]:
    """Who is in the group now."""
    return list(group.members.filter(left_on=None).order_by("joined_on", "pk").values_list("person_id", flat=True))


def is_member(person: UUID) -> bool:
    """Whether she is in a group that is not over."""
    rows = GroupMember.objects.unscoped("作废档案前的检查").filter(person=person, left_on=None)
    return rows.filter(group__archived_on=None, group__cancelled_on=None).exists()


def people_to_join(actor: Actor, group: Group, query: str) -> tuple[list[PersonCard], str]:
    """People of the station who fit a query and are not members, and what to add to it if too many fit."""
    people = people_for(actor).filter(~Q(state__in=Person.GONE), station=group.station)
    found = find(actor, query, people=people.exclude(pk__in=members_now(group)), limit=FOUND)
    return cards(actor, found.people), found.ask


def stations_to_plan(actor: Actor) -> list[Station]:
    """The stations at which she plans (可编制方案的站点)."""
    return list(Station.objects.allowed(actor, Permission.CONTACT_WRITE).order_by("code"))


def may_write(actor: Actor, row: Programme) -> bool:
    """Whether she may still change the plan."""
    within = type(row).objects.allowed(actor, Permission.CONTACT_WRITE)
    return not row.is_over and within.filter(pk=row.pk).exists()


def steps_open(actor: Actor, sheet: Sheet) -> list[Step]:
    """The steps that she may take now."""
    row, held = sheet.row, sheet.held.sessions
    fits = [
        step
        for step in steps_of(row).values()
        if row.state in step.since and not (step.needs_held and not held) and not (step.needs_none and held)
    ]
    wanted = {step.permission for step in fits}
    may = {each for each in wanted if type(row).objects.allowed(actor, each).filter(pk=row.pk).exists()}
    return [step for step in fits if step.permission in may]
