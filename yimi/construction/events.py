"""What can be read of unveilings (揭牌活动)."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.network.queries import OFFICIAL

from .models import SitePhoto, Unveiled, Unveiling

ORDER = ("-on", "-id")


def unveilings(actor: Actor) -> QuerySet[Unveiling]:
    """Every unveiling with a station within reach, newest first."""
    stations = Station.objects.allowed(actor, Permission.BUILDING_VIEW)
    rows = Unveiling.objects.unscoped("按所列站点判断").filter(unveiled__station__in=stations).distinct()
    shown = Unveiled.objects.select_related("station").order_by("station__code")
    return rows.select_related("county").prefetch_related(Prefetch("unveiled", queryset=shown))


def unveiling_for(actor: Actor, pk: UUID) -> Unveiling:
    found = unveilings(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def unveilings_of(station: Station) -> QuerySet[Unveiling]:
    rows = Unveiling.objects.unscoped("本站揭牌").filter(unveiled__station=station, voided_on=None)
    return rows.order_by("-on")


def stations_to_unveil(actor: Actor) -> QuerySet[Station]:
    """The stations whose unveiling she may write down."""
    rows = Station.objects.allowed(actor, Permission.STATION_MANAGE)
    return rows.exclude(state=Station.State.CLOSED).select_related("county").order_by(*OFFICIAL)


def may_void(actor: Actor, event: Unveiling) -> bool:
    """Whether every station of the event is hers to manage."""
    mine = set(Station.objects.allowed(actor, Permission.STATION_MANAGE).values_list("pk", flat=True))
    return {row.station_id for row in event.unveiled.all()} <= mine


def photos_of_event(actor: Actor, event: Unveiling) -> QuerySet[SitePhoto]:
    rows = SitePhoto.objects.allowed(actor, Permission.BUILDING_VIEW).filter(unveiling=event, removed_at=None)
    return rows.select_related("station").order_by("added_at")


def stations_to_photograph(actor: Actor, event: Unveiling) -> list[Station]:
    """The stations of the event of which she may add photos."""
    checks = Station.objects.allowed(actor, Permission.BUILDING_CHECK)
    accepts = Station.objects.allowed(actor, Permission.BUILDING_ACCEPT)
    rows = (checks | accepts).exclude(state=Station.State.CLOSED).distinct()
    return list(rows.filter(pk__in=[row.station_id for row in event.unveiled.all()]).order_by("code"))
