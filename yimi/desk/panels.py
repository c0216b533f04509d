"""What the desk puts on the page of a station (面板): its figures of this month and since it operates."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yimi.core import clock, db
from yimi.core.periods import Period
from yimi.figures.measure import STOCK, Measure, measures
from yimi.figures.places import Place
from yimi.figures.queries import CUMULATIVE, cumulative
from yimi.figures.reading import Asked, Reading, read
from yimi.ui.components import Column

from .board import STATION_COLUMNS, overview_url, rows_url, this_month


@dataclass(frozen=True)
class Line:
    """A figure of the station: this month's, and the cumulative one where it adds up over time."""

    name: Any
    unit: Any
    now: Any
    url: str
    since: Any = None
    since_url: str = ""


def of_station(request, subject) -> str:
    """数字: nothing of a station that never operated."""
    if subject.operating_on is None:
        return ""
    place, query = Place.of_station(subject), {"station": subject.code}
    with db.snapshot():
        month, since = Period.of("month", clock.today()), cumulative(place)
        chosen = tuple(measures[code] for code in STATION_COLUMNS)
        reading = read(Asked(place, (month, since), chosen))
        lines = [_line(reading, measure, place, month, since, query) for measure in chosen]
    names = (_("指标"), False), (_("本月"), True), (_("累计"), True)
    columns = [Column(name, numeric=is_number) for name, is_number in names]
    shown = {"lines": lines, "columns": columns, "more": overview_url(query, this_month())}
    return render_to_string("desk/station_panel.html", shown, request=request)


def _line(reading: Reading, measure: Measure, place: Place, month: Period, since: Period, query: dict) -> Line:
    now, url = reading.value(measure, place, month).number, rows_url(measure.code, query, month.code)
    if measure.kind == STOCK:
        return Line(measure.name, measure.unit, now, url)
    whole = reading.value(measure, place, since).number
    return Line(measure.name, measure.unit, now, url, whole, rows_url(measure.code, query, CUMULATIVE))
