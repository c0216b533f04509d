"""How far the network is built (建站进度): stations by state, batch, year and county, as far as one reaches."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Area, Station
from yimi.network.queries import FIRST_BATCH, OFFICIAL

from .models import SETTLED, Result

STAGES = list(Station.State)


@dataclass(frozen=True)
class Asked:
    """What the list of the board is asked for."""

    q: str = ""
    level: str = ""
    state: str = ""
    batch: str = ""
    county: str = ""
    open: str = ""  # "1": only stations with items that are not met


def stations_listed(actor: Actor, asked: Asked) -> QuerySet[Station]:
    """The stations within reach with how many of their items are met."""
    exact = {"level": asked.level, "state": asked.state, "batch": asked.batch, "county__code": asked.county}
    rows = Station.objects.allowed(actor, Permission.BUILDING_VIEW).filter(
        **{name: value for name, value in exact.items() if value}
    )
    if asked.q:
        rows = rows.filter(Q(name__icontains=clean(asked.q)) | Q(code__startswith=clean(asked.q)))
    rows = rows.annotate(
        items=Count("checklist__items"),
        met=Count("checklist__items", filter=Q(checklist__items__result__in=SETTLED)),
        checked=Count("checklist__items", filter=~Q(checklist__items__own_result="")),
        failed=Count("checklist__items", filter=Q(checklist__items__result=Result.FAIL)),
    )
    rows = rows.filter(failed__gt=0) if asked.open else rows
    return rows.select_related("county").order_by(*OFFICIAL)


@dataclass(frozen=True)
class StageRow:
    """How many stations of a batch or a year stand where."""

    label: Any
    counts: list[int]
    total: int


def by_batch(actor: Actor) -> list[StageRow]:
    """Stations within reach by batch and level, never added up across batches."""
    rows = _within(actor).values_list("batch", "level", "state")
    counts: dict[tuple[str, str], Counter] = {}
    for batch, level, state in rows:
        counts.setdefault((batch, level), Counter())[state] += 1
    levels = [level.value for level in Station.Level]
    ordered = sorted(
        counts.items(),
        key=lambda each: (each[0][0] != FIRST_BATCH, each[0][0], levels.index(each[0][1])),
    )
    return [
        StageRow(f"{batch or '—'} · {Station.Level(level).label}", [found[stage] for stage in STAGES], found.total())
        for (batch, level), found in ordered
    ]


def by_year(actor: Actor) -> list[tuple[int, int, int]]:
    """How many stations of level station were accepted, and began to operate, in each year."""
    rows = _within(actor).filter(level=Station.Level.STATION)
    accepted = Counter(rows.exclude(accepted_on=None).values_list(ExtractYear("accepted_on"), flat=True))
    operating = Counter(rows.exclude(operating_on=None).values_list(ExtractYear("operating_on"), flat=True))
    return [(year, accepted[year], operating[year]) for year in sorted({*accepted, *operating})]


def by_county(actor: Actor) -> dict[str, Counter]:
    """The states of the stations of level station by county code, for the tile grid."""
    found: dict[str, Counter] = {}
    for county, state in _within(actor).filter(level=Station.Level.STATION).values_list("county__code", "state"):
        found.setdefault(county, Counter())[state] += 1
    return found


def _within(actor: Actor) -> QuerySet[Station]:
    return Station.objects.allowed(actor, Permission.BUILDING_VIEW).order_by()


def batches(actor: Actor) -> list[str]:
    return sorted(set(_within(actor).exclude(batch="").values_list("batch", flat=True)))


def counties(actor: Actor) -> list[Area]:
    """The counties of the stations within reach, in the official order."""
    return list(Area.objects.filter(pk__in=_within(actor).values("county")).order_by("order"))
