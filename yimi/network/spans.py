"""The days on which stations were on (在运期间), past pauses taken off. Whoever asks "was it on that day" asks here."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q

from .models import Station, StationPause, StationSpan

Stretch = tuple[date | None, date | None]


def was_on(day: date) -> Exists:
    """The condition that a station operated on a day (当日运营)."""
    still = Q(to_on=None) | Q(to_on__gte=day)
    return Exists(StationSpan.objects.filter(still, station=OuterRef("pk"), on_from__lte=day))


def respan(station: Station) -> None:
    """Reckon the days of a station anew from its dates and pauses."""
    made = list(spans_of(station, station.pauses.all()))
    station.spans.all().delete()
    StationSpan.objects.bulk_create(made)


def spans_of(station: Station, pauses: Iterable[StationPause]) -> Iterator[StationSpan]:
    """The spans between pauses in which it had begun."""
    for start, end in _stretches(station, pauses):
        built, on = _begun(station.accepted_on, start, end), _begun(station.operating_on, start, end)
        if built or on:
            yield StationSpan(station=station, built_from=built, on_from=on, to_on=end)


def _stretches(station: Station, pauses: Iterable[StationPause]) -> Iterator[Stretch]:
    """From the end of a pause, or from the beginning, to the next pause or the day it ceased."""
    start: date | None = None
    for pause in pauses:
        yield start, pause.from_on
        start = pause.until_on
        if start is None:
            return
    yield start, station.ceased_on


def _begun(first: date | None, start: date | None, end: date | None) -> date | None:
    """The first day of a stretch on which something had begun."""
    if first is None:
        return None
    found = max(first, start or first)
    return found if end is None or found <= end else None
