"""What may be read of lists and rules (核定服务名单). Every read starts from reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from yimi.clients.models import Person
from yimi.core import clock, seal
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.core.scope import NOTHING, PROVINCE, STATION, ScopedQuerySet, path_range
from yimi.core.text import clean
from yimi.network.models import Area, Station
from yimi.network.queries import OFFICIAL

from .models import Listed, Pause, Round, ServiceList, VisitRule
from .signing import Step, is_turn, next_step, with_township
from .standing import on_list, open_rows, paused_on

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
