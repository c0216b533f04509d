"""Breakdowns by brute force (逐条分列): each fact of a figure with its keys, written apart from the engine."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from . import brute

METHODS = {
    "case_session": "casework",
    "group_session": "group",
    "activity": "community",
    "publicity": "community",
    "home_visit": "visit",
    "remote_visit": "visit",
    "encounter": "visit",
}
BANDS = ((0, 6), (7, 13), (14, 17), (18, 59), (60, 69), (70, 79))
Counted = tuple[Any, int, Any]  # what it is counted as, how much, and a function from a breakdown to its keys


def by(
    ledger: brute.Ledger, measure: str, names: tuple[str, ...], stations, first: date, last: date, area: str = ""
) -> dict[str, int]:
    """A figure by a breakdown or a cross: persons once for a distinct count, else what the facts weigh."""
    found: dict[str, dict[Any, int]] = {}
    last = min(last, ledger.today)
    on_areas = measure == "PLACE_LISTED"
    facts = _listed(ledger, area, last) if on_areas else _facts(ledger, measure, stations, first, last)
    for unit, weight, keys in facts:
        for several in product(*(keys(name) for name in names)):
            found.setdefault(",".join(several), {})[unit] = weight
    return {key: sum(units.values()) for key, units in found.items() if sum(units.values())}


def _facts(ledger: brute.Ledger, measure: str, stations, first: date, last: date) -> Iterator[Counted]:
    if measure in ("FILE_NEW", "FILE_STOCK"):
        yield from _files(ledger, measure, stations, first, last)
    elif measure in brute.ON_DAY or measure == "STAFF_ON":
        yield from _on_a_day(ledger, measure, stations, last)
    elif measure.startswith("TASK_"):
        yield from _tasks(ledger, measure, stations, first, last)
    elif measure == "GROUP_DONE":
        for group in ledger.groups:
            if group.station_id in stations and ledger.is_done(group, first, last):
                yield group.pk, 1, lambda name, group=group: [group.group_type]
    elif measure in brute.BY_CONTACT:
        for contact in ledger.contacts:
            if contact.station_id in stations and brute.falls(brute.day_of(contact, measure), first, last):
                yield contact.pk, brute.worth(contact, measure), lambda name, contact=contact: of_contact(contact, name)
    else:
        for row in ledger.counted(measure, stations, first, last):
            unit = row.person_id if measure in brute.DISTINCT else row.pk
            unit = row.contact_id if measure == "HOME_VISIT_HH" else unit
            yield unit, 1, lambda name, row=row: of_part(row, name, brute.day_of(row.contact, measure))


def _listed(ledger: brute.Ledger, area: str, day: date) -> list[Counted]:
    return [
        (p.pk, 1, {"place_state": [ledger.state_of(p, day)], "listed_year": [str(p.year)]}.__getitem__)
        for p in ledger.on_list(area, day)
    ]


def _files(ledger: brute.Ledger, measure: str, stations, first: date, last: date) -> Iterator[Counted]:
    if measure == "FILE_NEW":
        for person in ledger.people:
            if person.opened_at_id in stations and first <= person.opened_on <= last:
                yield person.pk, 1, lambda name, person=person: of_person(person, name, person.opened_on)
        return
    for span in ledger.spans:
        if span.station_id in stations and brute.is_open(span.from_on, span.until_on, last):
            yield span.pk, 1, lambda name, span=span: of_person(span.person, name, last)


def _on_a_day(ledger: brute.Ledger, measure: str, stations, day: date) -> Iterator[Counted]:
    if measure in brute.ON_DAY:
        for s in ledger.stations:
            if s.pk in stations and s.level == "station" and ledger.was_on(s, measure, day):
                yield s.pk, 1, {"mode": [s.mode], "station_kind": [s.kind], "batch": [s.batch or "none"]}.__getitem__
        return
    for p in ledger.postings:
        if p.station_id in stations and brute.is_open(p.from_on, p.to_on, day):
            yield p.pk, 1, {"post": [p.post], "station_level": [p.station.level]}.__getitem__


def _tasks(ledger: brute.Ledger, measure: str, stations, first: date, last: date) -> Iterator[Counted]:
    if measure == "TASK_N":
        for task in ledger.tasks:
            if task.station_id in stations and first <= task.done_on <= last:
                yield task.pk, 1, {"task_kind": [task.kind]}.__getitem__
        return
    for spent in ledger.spent:
        kind = spent.assignment.kind
        counts = measure == "TASK_MINUTES" or kind != "professional"
        if counts and spent.station_id in stations and first <= spent.on <= last:
            yield spent.pk, 30 * spent.half_hours, {"task_kind": [kind]}.__getitem__


def of_contact(contact, name: str) -> list[str]:
    if name == "method":
        return [METHODS.get(contact.kind, "indirect")]
    given = contact.services.all()
    return sorted({each.domain if name == "domain" else each.code for each in given}) or ["none"]


def of_part(row, name: str, on: date) -> list[str]:
    return of_contact(row.contact, name) if name in ("service", "domain", "method") else of_person(row.person, name, on)


def of_person(person, name: str, on: date) -> list[str]:
    if name == "category":
        return sorted({held.code for held in brute.held_on(person, on)}) or ["none"]
    return [person.sex] if name == "sex" else [band(person.birth_on, on)]


def band(born: date | None, on: date) -> str:
    """The band of ages: full years on the day; who was born later is in the first."""
    if born is None:
        return "unknown"
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((f"{low}-{high}" for low, high in BANDS if years <= high), "80+")
