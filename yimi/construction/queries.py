"""What can be read of the building of stations (建站): the file of one, the board of all, photos and unveilings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Station

from .guide import ROOMS, SIGNS, Guide, GuideItem, codes_for, guide_of, guide_on
from .models import SETTLED, Acceptance, AcceptanceItem, Checklist, SitePhoto
from .reckoning import Reckoning, reckon

State = Station.State
TONES = {"pass": "ok", "pass_shared": "ok", "fail": "warn"}


@dataclass(frozen=True)
class Line:
    """One item as the page of a station shows it, with the words of the guide and its photos."""

    item: AcceptanceItem
    words: GuideItem
    photos: list[SitePhoto]
    tracked: Any = None

    @property
    def tone(self) -> str:
        return TONES.get(self.item.result, "")

    @property
    def own_tone(self) -> str:
        return TONES.get(self.item.own_result, "")

    @property
    def lacks_photo(self) -> bool:
        """The guide asks for a photo of what is met, and there is none."""
        return "photo" in self.words.evidence and not self.photos and self.item.own_result in ("pass", "pass_shared")


@dataclass(frozen=True)
class Sheet:
    """The construction file of a station (建站资料)."""

    station: Station
    checklist: Checklist | None
    guide: Guide
    groups: list[tuple[str, str, list[Line]]]
    rounds: list[Acceptance]
    reckoning: Reckoning

    @property
    def lines(self) -> list[Line]:
        return [line for _code, _name, lines in self.groups for line in lines]

    @property
    def signs(self) -> list[Line]:
        """The logo, plates and signs (标识标牌) with their photos."""
        return [line for line in self.lines if line.words.group == SIGNS]


def station_for(actor: Actor, code: str) -> Station:
    """The station whose construction file she may open."""
    rows = Station.objects.select_related("county", "area", "operator", "host")
    return rows.get_allowed(actor, Permission.BUILDING_VIEW, code=clean(code))


def may(actor: Actor, permission: Permission, station: Station) -> bool:
    return Station.objects.allowed(actor, permission).filter(pk=station.pk).exists()


def sheet_for(actor: Actor, code: str, tracked: dict[UUID, Any] | None = None) -> Sheet:
    """The whole file of a station; where no checklist was begun, the items that it will have."""
    station = station_for(actor, code)
    checklist = (
        Checklist.objects.allowed(actor, Permission.BUILDING_VIEW)
        .select_related("edition", "checked_by").filter(station=station).first()
    )  # fmt: skip
    items = _items(checklist) if checklist else _to_come(station)
    guide = guide_of(checklist.edition if checklist else guide_on(clock.today()))
    rounds = Acceptance.objects.unscoped("本站验收记录").filter(station=station).select_related("inspector")
    return Sheet(
        station, checklist, guide, _grouped(items, guide, tracked or {}), list(rounds),
        reckon(items, guide.min_pass_rate),
    )  # fmt: skip


def rooms_of(actor: Actor, station: Station) -> list[Line]:
    """The rooms of a station (功能场所) as its checklist has them, with their photos; none before it is begun."""
    rows = Checklist.objects.allowed(actor, Permission.BUILDING_VIEW).select_related("edition")
    checklist = rows.filter(station=station).first()
    if checklist is None:
        return []
    groups = _grouped(_items(checklist), guide_of(checklist.edition), {})
    return next((lines for code, _name, lines in groups if code == ROOMS), [])


def _items(checklist: Checklist) -> list[AcceptanceItem]:
    there = SitePhoto.objects.unscoped("本站照片").filter(removed_at=None).order_by("added_at")
    rows = checklist.items.select_related("inspector").prefetch_related(Prefetch("photos", queryset=there))
    return list(rows)


def _to_come(station: Station) -> list[AcceptanceItem]:
    edition = guide_on(clock.today())
    guide = guide_of(edition)
    return [
        AcceptanceItem(station=station, nth=nth, code=code, is_mandatory=guide.items[code].is_mandatory)
        for nth, code in enumerate(codes_for(edition, station))
    ]


def _grouped(
    items: Iterable[AcceptanceItem], guide: Guide, tracked: dict[UUID, Any]
) -> list[tuple[str, str, list[Line]]]:
    by_group: dict[str, list[Line]] = {}
    for item in items:
        words = guide.items[item.code]
        photos = [] if item._state.adding else list(item.photos.all())
        by_group.setdefault(words.group, []).append(Line(item, words, photos, tracked.get(item.pk)))
    return [(code, name, by_group[code]) for code, name in guide.groups.items() if code in by_group]


def open_mandatory(station: UUID) -> list[AcceptanceItem]:
    """The mandatory items of a station that are not met."""
    rows = AcceptanceItem.objects.unscoped("本站必备项").filter(station=station, is_mandatory=True)
    return list(rows.exclude(result__in=SETTLED).select_related("checklist__edition", "checklist__station"))


def item_ids(station: UUID) -> list[UUID]:
    return list(AcceptanceItem.objects.unscoped("本站项目").filter(station=station).values_list("pk", flat=True))


def station_of_item(item: UUID) -> str:
    """The code of the station that an item is of; its page asks again for reach."""
    rows = AcceptanceItem.objects.unscoped("来源链接").filter(pk=item)
    return rows.values_list("station__code", flat=True).first() or ""


def station_to_photograph(actor: Actor, pk: UUID) -> Station:
    """A station of which she may add and remove photos: who checks or accepts it, until it is closed."""
    rows = Station.objects.allowed(actor, Permission.BUILDING_CHECK) | Station.objects.allowed(
        actor, Permission.BUILDING_ACCEPT
    )  # fmt: skip
    station = rows.filter(pk=pk).exclude(state=State.CLOSED).distinct().first()
    if station is None:
        raise Http404
    return station


def photo_for(actor: Actor, pk: UUID) -> SitePhoto:
    return SitePhoto.objects.filter(removed_at=None).get_allowed(actor, Permission.BUILDING_VIEW, pk=pk)
