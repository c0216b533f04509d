"""Who works where (驻站查询)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Station

from .models import Post, Posting

# The programme's establishment: three full-time workers a station.
ESTABLISHMENT = 3


def on_day(day: date) -> Q:
    """Postings in force on a day."""
    return Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gte=day))


def postings_for(actor: Actor) -> QuerySet[Posting]:
    return Posting.objects.allowed(actor, Permission.POSTING_VIEW).select_related("user", "station")


def posting_for(actor: Actor, pk: UUID) -> Posting:
    """The posting, for who may end it."""
    rows = Posting.objects.select_related("user", "station")
    return rows.get_allowed(actor, Permission.POSTING_MANAGE, pk=pk)


def station_to_staff(actor: Actor, pk: UUID) -> Station:
    """The station, for who may post people to it."""
    return Station.objects.get_allowed(actor, Permission.POSTING_MANAGE, pk=pk)


def may_staff(actor: Actor, station: Station) -> bool:
    return Station.objects.allowed(actor, Permission.POSTING_MANAGE).filter(pk=station.pk).exists()


def staff_of(actor: Actor, station: Station, day: date | None = None) -> list[Posting]:
    """Who is posted to the station on a day and whom the actor may see, heads first."""
    rows = list(postings_for(actor).filter(on_day(day or clock.today()), station=station))
    return sorted(rows, key=lambda posting: (posting.post != Post.HEAD, posting.user.username))


def past_staff_of(actor: Actor, station: Station) -> list[Posting]:
    return list(postings_for(actor).filter(station=station, to_on__lt=clock.today()).order_by("-to_on")[:20])


def full_time_of(postings: Iterable[Posting]) -> int:
    return sum(posting.full_time for posting in postings)


def posted_on(station_ids: Iterable[UUID], day: date) -> dict[UUID, set[UUID]]:
    """The users posted to each of these stations on a day: who can have worked there then."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Posting.objects.unscoped("核对服务记录的社工").filter(on_day(day), station__in=set(station_ids))
    for station_id, user_id in rows.values_list("station_id", "user_id"):
        found[station_id].add(user_id)
    return found


def was_posted(user_id: UUID, station_id: UUID, day: date) -> bool:
    """Whether somebody was posted to the station on a day."""
    return user_id in posted_on([station_id], day)[station_id]
