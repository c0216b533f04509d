"""What was said to whom (已提供数据), and what somebody may answer about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.figures.places import Place
from yimi.network.models import Area, Station

from .asking import Answer, Question
from .models import Provided, Told

ORDER = ("-given_at", "-id")
OUT_OF_REACH = _("这个范围不在您的工作范围内。")


@dataclass(frozen=True)
class Places:
    """Where somebody answers about: areas by code, and stations by code."""

    areas: dict[str, Place]
    stations: dict[str, Place]

    def named(self, code: str) -> Place | None:
        return self.areas.get(code) or self.stations.get(code)


def places_for(actor: Actor) -> Places:
    """The areas and stations that lie within the reader's grants: the widest area first, counties in official order."""
    stations = Station.objects.allowed(actor, Permission.FIGURES_VIEW).exclude(level=Station.Level.VILLAGE_ROOM)
    stations = stations.select_related("county").order_by("county__order", "code")
    areas = [*_tops(actor), *_counties(actor)]
    return Places(
        {area.code: Place.of_area(area) for area in areas}, {row.code: Place.of_station(row) for row in stations}
    )


def _tops(actor: Actor) -> list[Area]:
    """The areas that the grants themselves are on."""
    grants = actor.grants_for(Permission.FIGURES_VIEW)
    found = list(Area.objects.filter(pk__in=[g.on_id for g in grants if g.on_kind == OnKind.AREA]).order_by("path"))
    everywhere = any(grant.on_kind == OnKind.PROVINCE for grant in grants)
    return [*(Area.objects.filter(parent=None) if everywhere else ()), *found]


def _counties(actor: Actor) -> list[Area]:
    grants = actor.grants_for(Permission.FIGURES_VIEW)
    counties = Area.objects.filter(is_ranked=True).order_by("order")
    if any(grant.on_kind == OnKind.PROVINCE for grant in grants):
        return list(counties)
    paths = tuple(grant.area_path for grant in grants if grant.on_kind == OnKind.AREA and grant.area_path)
    return [county for county in counties if county.path.startswith(paths)] if paths else []


def may_ask(actor: Actor, place: Place) -> bool:
    return places_for(actor).named(place.code) is not None


def keys_of(place: Place) -> dict[str, UUID | None]:
    """The area, the county and the station of a place, as its rows carry them."""
    if place.kind == "area":
        return {"area_id": place.id, "county_id": Area.objects.get(pk=place.id).county_id, "station_id": None}
    station = Station.objects.unscoped("站点所在的区划").get(pk=place.id)
    return {"area_id": station.area_id, "county_id": station.county_id, "station_id": station.pk}


def latest(asked: Question) -> Provided | None:
    """The last answer to this question, by whomever it was given."""
    return Provided.objects.unscoped("同一问题的答复").filter(question=asked.digest).order_by("-nth").first()


def differs(said: Answer, before: Provided) -> bool:
    """Whether the numbers are others now."""
    return said.content["lines"] != before.answer["lines"]


def near(actor: Actor, asked: Question) -> list[Provided]:
    """What was said of the same place and people for other days, the last few."""
    rows = provided_for(actor).filter(people=asked.people.key).exclude(question=asked.digest)
    keys = keys_of(asked.place)
    same = rows.filter(area=keys["area_id"], station=keys["station_id"])
    return list(same.order_by(*ORDER)[:3])


def provided_for(actor: Actor, place: str = "", people: str = "") -> QuerySet[Provided]:
    """The answers about places within reach."""
    rows = Provided.objects.allowed(actor, Permission.FIGURES_VIEW)
    rows = rows.filter(people=people) if people else rows
    if place:
        rows = rows.filter(Q(area__code=place, station=None) | Q(station__code=place))
    return rows.select_related("area", "station", "given_by")


def provided(actor: Actor, pk: UUID) -> Provided:
    row = provided_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def told_of(actor: Actor, rows: Iterable[Provided]) -> dict[UUID, list[Told]]:
    """To whom each of these answers went, the first first."""
    found: dict[UUID, list[Told]] = {row.pk: [] for row in rows}
    told = Told.objects.allowed(actor, Permission.FIGURES_VIEW).filter(provided__in=found).select_related("by")
    kept = list(told.order_by("at", "id"))
    seal.read(kept, "to")
    for each in kept:
        found[each.provided_id].append(each)
    return found


def as_text(answer: dict[str, Any]) -> str:
    """An answer as it is copied into a message: the sentence, the lines, what they mean."""
    lines = [f"{line['name']}：{line['text']} {line['unit']}".rstrip() for line in answer["lines"]]
    notes = [_numbered(n, note, len(answer["notes"])) for n, note in enumerate(answer["notes"], 1)]
    return "\n".join([answer["sentence"], "", *lines, "", gettext("口径"), *notes, *filter(None, [answer.get("mark")])])


def _numbered(n: int, note: str, of: int) -> str:
    return f"{n}. {note}" if of > 1 else note
