"""What can be read of the chronicle (大事记): what the records tell, and what was written by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.accounts.models import User
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import AREA
from yimi.ledgers.chronicle import Happening, happenings, within
from yimi.ledgers.spans import Span
from yimi.network.models import Area, Station
from yimi.publications.models import Adoption, ChronicleEntry, Publication

VIEW, WRITE, ADOPT = Permission.PUBLICATION_VIEW, Permission.PUBLICATION_WRITE, Permission.PUBLICATION_ADOPT
ADOPTED, BY_HAND = gettext_lazy("信息采用"), gettext_lazy("手工登记")
LEAST = 100  # how many people make an activity one to remember, where nobody says otherwise


@dataclass(frozen=True)
class Asked:
    """Which chronicle: the year, the place, and how large an event must be."""

    year: int
    station: str = ""
    county: str = ""
    least: int = LEAST

    @property
    def span(self) -> Span:
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        return Span(self.station, self.county, first, min(last, max(first, clock.today())))


def chronicle(by: User, asked: Asked) -> list[Happening]:
    """Everything that is remembered of a place in a year."""
    return happenings(by, asked.span, asked.least)


def adopted(by: User, span: Span, least: int) -> Iterator[Happening]:
    """Texts of the stations that an office or a medium adopted."""
    rows = Adoption.objects.allowed(by, VIEW).filter(within(span), is_void=False, is_adopted=True)
    rows = rows.exclude(publication__state=Publication.State.VOID).exclude(outlet_level="agency")
    found = list(rows.filter(on__range=(span.first, span.last)).select_related("publication", "station"))
    seal.read(found, "outlet")
    seal.read([row.publication for row in found], "title")
    for row in found:
        url = reverse("publications:publication", args=[row.publication_id])
        said = {"title": row.publication.opened["title"] or "", "by": row.opened["outlet"] or _by(row)}
        yield Happening(row.on, _("《%(title)s》被%(by)s采用") % said, row.station.short_name, url, ADOPTED)


def _by(row: Adoption) -> str:
    return _("%s机关") % row.get_level_display()


def written(by: User, span: Span, least: int) -> Iterator[Happening]:
    """Entries that somebody wrote down."""
    rows = ChronicleEntry.objects.allowed(by, VIEW).filter(voided_on=None, on__range=(span.first, span.last))
    of = Q(station__code=span.station) if span.station else Q(county__code=span.county) if span.county else Q()
    found = list(rows.filter(of).select_related("station", "area"))
    seal.read(found, "title")
    for row in found:
        where = row.station.short_name if row.station else row.area.short_name
        yield Happening(row.on, row.opened["title"] or "", where, "", BY_HAND, row.pk)


def entry_to_change(by: Actor, pk: UUID) -> ChronicleEntry:
    """An entry of a station where she writes, or of the county whose office she is; locked."""
    rows = ChronicleEntry.objects.select_for_update(of=("self",))
    row = rows.get_allowed(by, VIEW, pk=pk)
    if not entries_to_change(by).filter(pk=pk).exists():
        raise Http404
    return row


def entries_to_change(by: Actor):
    """The entries that she may void."""
    own = ChronicleEntry.objects.allowed(by, WRITE).exclude(station=None)
    offices = ChronicleEntry.objects.allowed(by, ADOPT).filter(station=None)
    return own | offices


@dataclass(frozen=True)
class Places:
    """Whose chronicle she may ask for, and for whom she may write."""

    stations: list[Station]
    counties: list[Area]

    @property
    def is_one_station(self) -> bool:
        return len(self.stations) == 1


def places_for(by: Actor) -> Places:
    """The stations and counties within reach."""
    rows = Station.objects.allowed(by, VIEW).exclude(level=Station.Level.VILLAGE_ROOM)
    stations = list(rows.select_related("county").order_by("county__order", "code"))
    counties = list({station.county.pk: station.county for station in stations}.values())
    return Places(stations, counties)


def places_to_write(by: Actor) -> Places:
    """The stations where she writes, the county whose office she is."""
    rows = Station.objects.allowed(by, WRITE).exclude(level=Station.Level.VILLAGE_ROOM)
    counties = {grant.on_id for grant in by.grants_for(ADOPT) if grant.on_kind == AREA}
    return Places(
        list(rows.order_by("code")), list(Area.objects.filter(pk__in=counties, is_ranked=True).order_by("order"))
    )
