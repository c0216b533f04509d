"""How a station stands today (本站概况): for the station and its town alone, no rate, no word of what is missing."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission, Role
from yimi.core.scope import NOTHING, reached_by
from yimi.network.models import Station
from yimi.programmes.models import Activity
from yimi.programmes.queries import programmes_for
from yimi.referrals import queries as referrals
from yimi.services import queries as services
from yimi.ui.components import LedgerCell
from yimi.visiting.due import Wanted, due_of, due_sheet

# Those above read numbers, never how one station's day went.
OWN = {Role.STATION_HEAD, Role.SOCIAL_WORKER, Role.TOWNSHIP_OFFICER}


def stations_for(actor: Actor) -> QuerySet[Station]:
    """The stations that are hers, or her town's."""
    parts = [reached_by(Station.reach, grant) for grant in actor.grants_for(Permission.ALERT_VIEW) if grant.role in OWN]
    rows = Station.objects.allowed(actor, Permission.ALERT_VIEW).filter(reduce(or_, parts, NOTHING))
    return rows.filter(state=Station.State.OPERATING, level=Station.Level.STATION).order_by("code")


def overview(actor: Actor, station: Station) -> list[LedgerCell]:
    """Yesterday's records, this week's visits, what waits, and today's activities."""
    return [*_records(actor, station), *_visits(actor, station), *_waiting(actor, station)]


def _records(actor: Actor, station: Station) -> Iterator[LedgerCell]:
    yesterday = clock.today() - timedelta(days=1)
    asked = services.Asked(station=station.code, first=yesterday, last=yesterday)
    url = _to("services:list", station, first=yesterday.isoformat(), last=yesterday.isoformat())
    yield LedgerCell(_("昨日服务记录"), services.contacts_for(actor, asked).count(), _("条"), url)
    start = datetime.combine(yesterday, time.min, tzinfo=clock.CIVIL)
    added = services.contacts_for(actor, services.Asked(station=station.code)).filter(
        late=True, recorded_at__gte=start, recorded_at__lt=start + timedelta(days=1)
    )
    yield LedgerCell(_("昨日补录"), added.count(), _("条"))


def _visits(actor: Actor, station: Station) -> Iterator[LedgerCell]:
    if may(actor, Permission.LIST_VIEW):
        sheet = due_sheet(actor, due_of(actor, station), Wanted())
        url = _to("visiting:due", station, whose="all")
        yield LedgerCell(_("本周应走访"), sheet.to_visit, _("户"), url)
        yield LedgerCell(_("其中已超期"), sheet.overdue, _("户"), url)


def _waiting(actor: Actor, station: Station) -> Iterator[LedgerCell]:
    late = referrals.outgoing_for(actor, referrals.Asked(station=station.code, late=True)).count()
    yield LedgerCell(_("转介超期"), late, _("件"), _to("referrals:list", station, late="on"))
    held = programmes_for(actor, Activity).filter(station=station, meets_on=clock.today()).count()
    yield LedgerCell(_("今日活动"), held, _("场"), _to("programmes:activities", station))


def _to(page: str, station: Station, **more: str) -> str:
    return f"{reverse(page)}?{urlencode({'station': station.code} | more)}"
