"""Gentle hints on the quality of a record (记录质量自查): told to the writer before it is kept, and later to her head.

A hint refuses nothing and is kept nowhere. There is no list of persons above the station, no use of location, and
none while a campaign (专项活动) keeps the station busy.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.catalogue.queries import service_codes
from yimi.clients.identity import age_on
from yimi.clients.queries import people_for
from yimi.core.actors import Actor
from yimi.core.declare import Declared
from yimi.network.models import Station

from . import queries
from .fields import ContactFields
from .queries import Asked
from .sheets import Sheet, sheets
from .sight import Sight

ALIKE, SHORTEST, LOOKED_BACK, WITHIN = 0.9, 10, 3, timedelta(days=60)
ADULT, ELDER, LONG_MINUTES = 18, 60, 480
CHILD_CARE, ELDER_CARE = "CC", "EC"
SHOWN, MOST = timedelta(days=14), 1500


@dataclass(frozen=True)
class Hint:
    """One thing worth a look (自查提示): the field that it is about, and its words."""

    field: str
    text: str


@dataclass(frozen=True)
class Quiet:
    """When a domain asks for no hints at a station on a day (专项活动期间)."""

    key: str
    holds: Callable[[UUID, date], bool]


quiet_times: Declared[Quiet] = Declared("time without hints")


@dataclass(frozen=True)
class Looked:
    """What is looked at of a record, kept or not yet."""

    on: date
    kind: str
    note: str
    minutes: int | None
    services: tuple[str, ...]
    people: frozenset[UUID]
    workers: frozenset[str]

    @classmethod
    def at(cls, record: ContactFields) -> "Looked":
        served = frozenset(part.client for part in record.participants if part.served is not False)
        return cls(
            record.service_on, record.kind, record.note, record.minutes, record.services, served,
            frozenset(record.workers),
        )  # fmt: skip

    @classmethod
    def at_sheet(cls, sheet: Sheet) -> "Looked":
        served = frozenset(part.client for part in sheet.participants if part.served)
        row, workers = sheet.contact, frozenset(worker.username for worker in sheet.workers)
        note, services = sheet.note or "", tuple(sheet.services)
        return cls(row.service_on, row.kind, note, row.minutes, services, served, workers)

    def follows(self, other: "Looked") -> bool:
        """Whether the other is an earlier record of the same people, or one of the kind by the same writer."""
        near = other.on <= self.on <= other.on + WITHIN
        return near and bool(self.people & other.people or (self.kind == other.kind and self.workers & other.workers))


def hints_before(actor: Actor, pk: UUID, record: ContactFields, station: Station) -> list[Hint]:
    """What the writer may want to look at before this record is kept."""
    if _is_quiet(station.pk, record.service_on):
        return []
    asked = Asked(station=record.station, first=record.service_on - WITHIN, last=record.service_on)
    rows = queries.contacts_for(actor, asked).exclude(pk=pk).order_by("-service_on", "-recorded_at")
    mine = rows.filter(kind=record.kind, parts__worker__username__in=record.workers)
    hers = rows.filter(participations__person__in=[part.client for part in record.participants])
    before = {row.pk: row for some in (mine, hers) for row in some[:LOOKED_BACK]}
    looked = Looked.at(record)
    return _hints(looked, [Looked.at_sheet(each) for each in sheets(actor, before.values())], _births(actor, [looked]))


def hints_at(actor: Actor, station: Station, today: date) -> list[tuple[Sheet, list[Hint]]]:
    """The last records of a station that have hints (本站自查), the newest first; for its head alone."""
    if str(station.pk) not in Sight.of(actor).headed:
        return []
    asked = Asked(station=station.code, first=today - SHOWN - WITHIN, last=today)
    rows = queries.contacts_for(actor, asked).order_by(*queries.ORDER)[:MOST]
    found = [(sheet, Looked.at_sheet(sheet)) for sheet in sheets(actor, rows)]
    births = _births(actor, [looked for _sheet, looked in found])
    shown = {looked.on for _sheet, looked in found if looked.on >= today - SHOWN}
    loud = {on for on in shown if not _is_quiet(station.pk, on)}
    hinted = []
    for at, (sheet, looked) in enumerate(found):
        if looked.on in loud:
            hinted.append((sheet, _hints(looked, [each for _sheet, each in found[at + 1 :]], births)))
    return [(sheet, hints) for sheet, hints in hinted if hints]


def _is_quiet(station: UUID, on: date) -> bool:
    return any(each.holds(station, on) for each in quiet_times)


def _births(actor: Actor, records: Iterable[Looked]) -> dict[UUID, date | None]:
    people = {person for each in records for person in each.people}
    return dict(people_for(actor).filter(pk__in=people).values_list("pk", "birth_on"))


def _hints(record: Looked, before: Iterable[Looked], births: dict[UUID, date | None]) -> list[Hint]:
    found = [*_of_text(record, before), *_of_ages(record, births), *_of_minutes(record)]
    return [Hint(name, text) for name, text in found]


def _of_text(record: Looked, before: Iterable[Looked]) -> Iterator[tuple[str, str]]:
    if len(record.note) < SHORTEST:
        return
    for other in before:
        if record.follows(other) and SequenceMatcher(None, record.note, other.note).ratio() >= ALIKE:
            on = other.on.isoformat()
            yield "note", _("和 %(on)s 的记录几乎一样，要不要补充这次不同的地方？") % {"on": on}
            return


def _of_ages(record: Looked, births: dict[UUID, date | None]) -> Iterator[tuple[str, str]]:
    """A service that contradicts the ages in the files of those who were served."""
    known = [birth for person in record.people if (birth := births.get(person))]
    if not known or len(known) < len(record.people):
        return
    listed = service_codes(record.on)
    domains = {listed[code].domain for code in record.services if code in listed}
    ages = [age_on(birth, record.on) for birth in known]
    if CHILD_CARE in domains and min(ages) >= ADULT:
        yield "services", _("选了儿童服务，参加的人按档案都已成年：是家长参加，还是选错了？")
    if ELDER_CARE in domains and max(ages) < ELDER:
        yield "services", _("选了养老服务，参加的人按档案都不满 60 岁：选对了吗？")


def _of_minutes(record: Looked) -> Iterator[tuple[str, str]]:
    if record.minutes and record.minutes > LONG_MINUTES:
        yield "minutes", _("时长超过 8 小时：填的是分钟吗？")
