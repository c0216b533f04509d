"""Figures by brute force (逐条计数): plain loops over all facts, written apart from the engine to check it."""

from datetime import date

from yimi.clients.identity import age_band
from yimi.clients.models import Category, FileSpan, Person
from yimi.network.models import Station
from yimi.services.models import Participation
from yimi.workforce.models import Posting


def participations(stations, first: date, last: date):
    rows = Participation.objects.unscoped("brute force").select_related("contact", "person")
    for row in rows:
        contact = row.contact
        if contact.voided_at is None and contact.station_id in stations and first <= contact.service_on <= last:
            yield row


def counts(row, measure: str) -> bool:
    home = row.contact.kind == "home_visit"
    return {
        "VISIT_FILE_PT": (home and row.served) or row.file_action == "new",
        "HOME_VISIT_PT": home and row.served and row.seen,
        "HOME_VISIT_HH": home and row.served and row.seen,
        "SERVED_N": row.served,
    }[measure]


def number(measure: str, stations, first: date, last: date, today: date) -> int:
    """The figure, counted one by one."""
    last = min(last, today)
    if measure == "STATION_ON":
        return sum(_is_open(s.operating_on, s.ceased_on, last) and s.level == "station" for s in _stations(stations))
    if measure == "STAFF_ON":
        rows = Posting.objects.unscoped("brute force").filter(station__in=stations, full_time=True)
        return sum(_is_open(row.from_on, row.to_on, last) for row in rows)
    if measure == "FILE_STOCK":
        rows = FileSpan.objects.filter(station__in=stations, person__state__in=Person.FILED)
        return sum(_is_open(row.from_on, row.until_on, last) for row in rows)
    if measure == "FILE_NEW":
        people = Person.objects.unscoped("brute force").filter(state__in=Person.FILED, opened_at__in=stations)
        return sum(first <= person.opened_on <= last for person in people)
    rows = [row for row in participations(stations, first, last) if counts(row, measure)]
    if measure == "HOME_VISIT_HH":
        return len({row.contact_id for row in rows})
    return len({row.person_id for row in rows}) if measure == "SERVED_N" else len(rows)


def by(measure: str, breakdown: str, stations, first: date, last: date, today: date) -> dict[str, int]:
    """A breakdown, counted one by one: persons for a distinct count, else participations."""
    found: dict[str, set] = {}
    for row in participations(stations, first, min(last, today)):
        if counts(row, measure):
            unit = row.person_id if measure == "SERVED_N" else row.pk
            for key in keys(row, breakdown):
                found.setdefault(key, set()).add(unit)
    return {key: len(units) for key, units in found.items()}


def keys(row, breakdown: str) -> list[str]:
    on, person = row.contact.service_on, row.person
    if breakdown == "category":
        held = Category.objects.filter(person=person, since_on__lte=on)
        return sorted({c.code for c in held if c.until_on is None or on <= c.until_on}) or ["none"]
    if breakdown == "domain":
        return sorted({given.domain for given in row.contact.services.all()}) or ["none"]
    return [person.sex] if breakdown == "sex" else [age_band(person.birth_on, on)]


def _stations(ids):
    return Station.objects.unscoped("brute force").filter(pk__in=ids).exclude(operating_on=None)


def _is_open(first: date | None, last: date | None, day: date) -> bool:
    return first is not None and first <= day and (last is None or day <= last)
