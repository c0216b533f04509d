"""Stations with too few people in post for too long (缺岗), for the daily monitoring. It is about posts, not people."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.network.models import Station
from yimi.tracking.safety import Finding, Item, Look, SafetyCheck, safety_checks

from .models import Posting
from .queries import ESTABLISHMENT

WHY = "安全监测"
ONE_DAY = timedelta(days=1)
Span = tuple[date, date | None]


def vacant(look: Look) -> Iterator[Finding]:
    """Stations that operate and have had fewer full-time people than they should for more days than the rule allows."""
    posted = _posted(look.day)
    for station, opened in _operating(look.day):
        since = _short_since(opened, look.day, posted[station], look.rule["staff"])
        if since and (look.day - since).days >= look.rule["days"]:
            yield Finding(station, station, since)


def _operating(day: date) -> list[tuple[UUID, date]]:
    rows = Station.objects.unscoped(WHY).filter(level=Station.Level.STATION, operating_on__lte=day)
    return list(rows.filter(Q(ceased_on=None) | Q(ceased_on__gt=day)).values_list("pk", "operating_on"))


def _posted(day: date) -> dict[UUID, list[Span]]:
    """From when to when anybody was posted full time to each station."""
    found: dict[UUID, list[Span]] = defaultdict(list)
    rows = Posting.objects.unscoped(WHY).filter(full_time=True, from_on__lte=day)
    for station, first, last in rows.values_list("station_id", "from_on", "to_on"):
        found[station].append((first, last))
    return found


def _short_since(opened: date, day: date, spans: list[Span], staff: int) -> date | None:
    """The first day of the shortage that the day lies in; None where there is none."""
    changes = {opened, *(first for first, _last in spans), *(last + ONE_DAY for _first, last in spans if last)}
    since = None
    for change in sorted((each for each in changes if opened <= each <= day), reverse=True):
        if sum(first <= change and (last is None or last >= change) for first, last in spans) >= staff:
            break
        since = change
    return since


def _url(subject: UUID, station: str) -> str:
    return reverse("network:station", args=[station])


safety_checks.add(
    SafetyCheck(
        "vacant", Item.VACANT, _("专职人员少于 %(staff)s 人超过 %(days)s 天"), vacant, _url,
        usual={"days": 30, "staff": ESTABLISHMENT}, order=40,
    )
)  # fmt: skip
