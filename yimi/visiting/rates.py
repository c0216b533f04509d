"""The rates of the list on the page of coverage (达标情况): the last month that is over, and the year so far."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock, db
from yimi.core.periods import Period
from yimi.figures.measure import Measure, measures
from yimi.figures.places import Place
from yimi.figures.reading import Asked, Reading, read
from yimi.network.models import Area
from yimi.ui import formats
from yimi.ui.components import LedgerCell

from .coverage import Line

RATES = ("DUE_RATE", "ELDER_MONTH_RATE", "MS_RATE")


@dataclass(frozen=True)
class Ledger:
    """The three rates of one period."""

    title: str
    cells: list[LedgerCell]


def ledgers(lines: list[Line], area: Area | None) -> list[Ledger]:
    """The rates of the place that the page is about, each with the way to its rows; one reading."""
    place = _place(lines, area)
    if place is None:
        return []
    month = Period.of("month", clock.today()).previous()
    year = Period.of("year", clock.today())
    rates = tuple(measures[code] for code in RATES)
    with db.snapshot():
        reading = read(Asked(place, (month, year), rates))
    return [
        Ledger(f"{place.name} · {span.label}", [_cell(reading, each, place, span) for each in rates])
        for span in (month, year)
    ]


def _place(lines: list[Line], area: Area | None) -> Place | None:
    """The area named; else the one station, county, or the province that the reader's stations make up."""
    if area:
        return Place.of_area(area)
    if len(lines) == 1:
        return Place.of_station(lines[0].station)
    counties = {line.station.county for line in lines}
    if len(counties) == 1:
        return Place.of_area(counties.pop())
    province = Area.objects.filter(parent=None).first() if counties else None
    return Place.of_area(province) if province else None


def _cell(reading: Reading, rate: Measure, place: Place, span: Period) -> LedgerCell:
    value = reading.value(rate, place, span)
    over, under = rate.parts or ("", "")
    words = {"over": formats.figure(value.numerator), "under": formats.figure(value.denominator)}
    told: Any = formats.pct(value.number) if value.denominator else None  # type: ignore[arg-type]
    return LedgerCell(
        rate.name, told, url=_rows(under, place, span) if value.denominator else "", definition=rate.definition,
        note=_("%(over)s，共 %(under)s") % words, note_url=_rows(over, place, span) if value.numerator else "",
    )  # fmt: skip


def _rows(code: str, place: Place, span: Period) -> str:
    return f"{reverse('figures:rows')}?{urlencode({'measure': code, place.kind: place.code, 'period': span.code})}"
