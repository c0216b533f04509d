"""What may be read of lists and rules (核定服务名单). Every read starts from reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, card, person_for, stations_in_full
from yimi.core import clock, seal
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.core.scope import NOTHING, PROVINCE, STATION, ScopedQuerySet, path_range
from yimi.core.text import clean
from yimi.network.models import Area, Station
from yimi.network.queries import OFFICIAL

from .capacity import Visited
from .models import Listed, Pause, Round, ServiceList, VisitRule
from .signing import Step, is_turn, next_step, with_township
from .standing import on_list, open_rows, paused_on
from .terms import terms_of_row

SEALED = ("township_opinion", "county_opinion", "return_reason")
ROUND_ORDER = ("-made_at", "-id")


def stations_for(actor: Actor, permission: Permission = Permission.LIST_VIEW) -> QuerySet[Station]:
    """The stations whose lists the actor may see, in the official order."""
    rows = Station.objects.allowed(actor, permission).filter(level=Station.Level.STATION)
    return rows.select_related("county", "area").order_by(*OFFICIAL)


def station_for(actor: Actor, code: str = "", permission: Permission = Permission.LIST_VIEW) -> Station:
    """The station of this code, or the first that is hers; 404 where there is none within reach."""
    rows = stations_for(actor, permission)
    found = rows.filter(code=clean(code)).first() if code else rows.first()
    if found is None:
        raise Http404
    return found


def list_of(actor: Actor, station: Station, year: int) -> ServiceList | None:
    """The list of a station for a year, if anybody has begun to make it."""
    return ServiceList.objects.allowed(actor, Permission.LIST_VIEW).filter(station=station, year=year).first()


def rounds_for(actor: Actor, permission: Permission = Permission.LIST_VIEW) -> ScopedQuerySet:
    rows = Round.objects.allowed(actor, permission)
    rows = rows.select_related("list__station__county", "list__station__area", "made_by", "township_by", "county_by")
    return rows.select_related("returned_by").annotate(
        coming=Count("added__person", filter=Q(added__is_struck=False), distinct=True),
        going=Count("removed__person", distinct=True),
    )


def round_for(actor: Actor, pk: UUID) -> Round:
    """The round, for who sees the list, with what was said about it."""
    made = rounds_for(actor).get_allowed(actor, Permission.LIST_VIEW, pk=pk)
    seal.read(made, *SEALED)
    return made


def rounds_of(actor: Actor, found: ServiceList) -> list[Round]:
    """The rounds of one list, newest first, opened."""
    rows = list(rounds_for(actor).filter(list=found).order_by("-number"))
    seal.read(rows, *SEALED)
    return rows


def open_round_of(rounds: list[Round]) -> Round | None:
    return next((made for made in rounds if made.state != Round.State.APPROVED), None)


@dataclass(frozen=True)
class Queued:
    """A round in the queue of an office (待审核), and whether it waits for this reader."""

    made: Round
    is_mine: bool
    step: Step | None


def waiting_rounds(actor: Actor) -> list[Queued]:
    """What waits for a signature within reach, hers first."""
    rows = rounds_for(actor, Permission.LIST_APPROVE).filter(state__in=Round.WAITING).order_by("made_at", "id")
    found = list(rows)
    manned = with_township({made.list.station for made in found})
    queued = [Queued(made, is_turn(actor, made, manned), next_step(made, manned)) for made in found]
    return sorted(queued, key=lambda each: not each.is_mine)


def settled_rounds(actor: Actor) -> QuerySet[Round]:
    """What was settled or returned, for the page of the queue."""
    return rounds_for(actor, Permission.LIST_APPROVE).exclude(state__in=(*Round.WAITING, Round.State.DRAFT))


def waiting_for(actor: Actor) -> int:
    """How many rounds wait for this actor."""
    return sum(each.is_mine for each in waiting_rounds(actor)) if may(actor, Permission.LIST_APPROVE) else 0


def listed_for(actor: Actor) -> ScopedQuerySet:
    """The rows of lists within reach."""
    return Listed.objects.allowed(actor, Permission.LIST_VIEW)


def members(actor: Actor, found: ServiceList, day: date | None = None) -> QuerySet[Listed]:
    """Who is on the list: on a day, or from its first day where that is to come."""
    rows, day = listed_for(actor).filter(list=found), day or clock.today()
    return rows.filter(on_list(day)) if found.year <= day.year else rows.filter(open_rows())


def members_to_come(actor: Actor, made: Round) -> QuerySet[Listed]:
    """Who is on the list once this round is settled as it is proposed."""
    rows = listed_for(actor).filter(list=made.list_id)
    staying = Q(added_in=made, since_on=None, is_struck=False) | open_rows() & ~Q(pk__in=leaving_in(actor, made))
    return rows.filter(staying)


def proposed_in(actor: Actor, made: Round) -> QuerySet[Listed]:
    """Who was proposed in this round, whatever became of her; a later change of tier is no second proposal."""
    earlier = Listed.objects.allowed(actor, Permission.LIST_VIEW).filter(
        added_in=OuterRef("added_in"), person=OuterRef("person"), since_on__lt=OuterRef("since_on")
    )  # fmt: skip
    return listed_for(actor).filter(~Exists(earlier), added_in=made)


def leaving_in(actor: Actor, made: Round) -> QuerySet[Listed]:
    return listed_for(actor).filter(removed_in=made)


def paused_now(actor: Actor, people: Any) -> dict[UUID, Pause]:
    """The pauses of these people in which today lies."""
    rows = Pause.objects.allowed(actor, Permission.LIST_VIEW).filter(paused_on(clock.today()), person__in=people)
    return {pause.person_id: pause for pause in rows}


def may_plan(actor: Actor, station: Station) -> bool:
    """Whether she makes the list of this station (站长)."""
    return Station.objects.allowed(actor, Permission.LIST_PLAN).filter(pk=station.pk).exists()


def may_pause(actor: Actor, person: Person) -> bool:
    """The worker in charge, at her station, and the head."""
    at = str(person.station_id)
    if any(grant.on_kind == STATION and str(grant.on_id) == at for grant in actor.grants_for(Permission.LIST_PLAN)):
        return True
    grants = actor.grants_for(Permission.PERSON_WRITE)
    return person.worker_id == actor.id and any(
        grant.on_kind == STATION and str(grant.on_id) == at for grant in grants
    )  # fmt: skip


def counties_ruled(actor: Actor) -> QuerySet[Area]:
    """The counties for which the actor makes the rule: her grant is on the county itself."""
    within = NOTHING
    for grant in actor.grants_for(Permission.LIST_APPROVE):
        if grant.on_kind == PROVINCE:
            return Area.objects.filter(is_ranked=True).order_by("order")
        if grant.area_path:
            within |= path_range("path", grant.area_path)
    return Area.objects.filter(within, is_ranked=True).order_by("order")


def rules_of(actor: Actor) -> ScopedQuerySet:
    """The rules of the actor's counties, drafts first, then by the day from which they apply."""
    rows = VisitRule.objects.allowed(actor, Permission.LIST_APPROVE)
    return rows.select_related("county", "made_by", "published_by").order_by("state", "-effective_from")


def rule_to_see(actor: Actor, pk: UUID) -> VisitRule:
    return rules_of(actor).get_allowed(actor, Permission.LIST_APPROVE, pk=pk)


def own_station(actor: Actor, code: str = "") -> Station:
    """The station of this code at which she works, or the first of hers; 404 anywhere else."""
    rows = stations_for(actor).filter(pk__in=stations_in_full(actor))
    found = rows.filter(code=clean(code)).first() if code else rows.first()
    if found is None:
        raise Http404
    return found


def home_station(actor: Actor) -> Station | None:
    """The first station at which she visits people herself; none for everybody else."""
    return stations_for(actor).filter(pk__in=stations_in_full(actor)).first() if at_station(actor) else None


def at_station(actor: Actor) -> bool:
    """Whether she visits people herself: the workers and the head of a station."""
    return bool(stations_in_full(actor)) and may(actor, Permission.LIST_VIEW)


def first_page(actor: Actor) -> str:
    """The page on which this reader begins."""
    if at_station(actor):
        return "due"
    if may(actor, Permission.LIST_APPROVE):
        return "rounds"
    return "members" if may(actor, Permission.LIST_VIEW) and stations_for(actor).exists() else "coverage"


def sees_names(actor: Actor, station: Station) -> bool:
    return str(station.pk) in stations_in_full(actor)


def sizes(rows: QuerySet[Listed]) -> tuple[int, int]:
    """How many are on the list, and how many of them have a file."""
    told = rows.aggregate(n=Count("pk"), filed=Count("pk", filter=Q(person__state=Person.State.ACTIVE)))
    return told["n"], told["filed"]


def visited(rows: QuerySet[Listed]) -> list[Visited]:
    """What is owed to each of these members, and her household."""
    return [(terms_of_row(row), row.person.household_id) for row in rows.select_related("person")]


def first_day(made: Round) -> date:
    """From which day a round would be in force: today, or the first day of its year."""
    return max(clock.today(), date(made.list.year, 1, 1))


def round_to_plan(actor: Actor, pk: UUID) -> Round:
    """The round, for the head who may change it; 404 once it is with the offices."""
    rows = Round.objects.select_related("list__station__county", "list__station__area")
    return rows.get_allowed(actor, Permission.LIST_PLAN, pk=pk, state__in=Round.EDITABLE)


def list_to_take(actor: Actor, station: Station, year: int) -> ServiceList:
    """The list, to be taken away as a table."""
    rows = ServiceList.objects.select_related("station")
    return rows.get_allowed(actor, Permission.EXPORT, station=station, year=year)


def card_of_member(actor: Actor, made: Round, person: str) -> PersonCard:
    """The member whom a round may let go, as the head sees her."""
    try:
        row = listed_for(actor).filter(open_rows(), list=made.list_id, person=UUID(person)).first()
    except ValueError:
        row = None
    if row is None:
        raise Http404
    return card(actor, person_for(actor, row.person_id))


def card_to_pause(actor: Actor, pk: UUID) -> PersonCard:
    """The person, for who is in charge of her."""
    person = person_for(actor, pk)
    if not may_pause(actor, person):
        raise Http404
    return card(actor, person)


def paused_person(actor: Actor, pk: UUID) -> UUID:
    """Whose pause this is, within reach."""
    return Pause.objects.get_allowed(actor, Permission.LIST_VIEW, pk=pk).person_id


def county_to_rule(actor: Actor, pk: UUID) -> tuple[Area, VisitRule | None]:
    """A county of the actor's with the draft of its rule, if there is one."""
    county = counties_ruled(actor).filter(pk=pk).first()
    if county is None:
        raise Http404
    drafts = VisitRule.objects.allowed(actor, Permission.LIST_APPROVE)
    return county, drafts.filter(county=county, state=VisitRule.State.DRAFT).first()
