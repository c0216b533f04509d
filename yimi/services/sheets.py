"""A contact as one reader may see it (服务记录单): pages, the API and refusals all show this."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from yimi.catalogue.queries import ServiceInfo, remembered, service_codes
from yimi.clients.identity import BAND_LABELS, age_band, mask_name
from yimi.core import seal
from yimi.core.actors import Actor

from .models import Contact, Participation
from .sight import Sight, View

_TEXTS = ("title", "note", "late_reason", "void_reason")
_HANGING = ("station", "place", "parts__worker", "services", "participations__person__area", "partners__station")


@dataclass(frozen=True)
class Part:
    """A person's part as this reader sees it: named at her own station, masked elsewhere."""

    client: UUID
    name: str
    served: bool
    seen: bool
    file_action: str
    village: str = ""
    age_band: str = ""

    @property
    def age_label(self) -> Any:
        return BAND_LABELS.get(self.age_band, "")


@dataclass(frozen=True)
class Worker:
    """A worker who took part."""

    username: str
    name: str


@dataclass(frozen=True)
class Sheet:
    """What a reader sees of a contact. A stub keeps to kind, date and workers."""

    contact: Contact = field(repr=False)
    view: View
    workers: list[Worker]
    participants: list[Part] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    title: str | None = None
    note: str | None = None
    late_reason: str | None = None
    void_reason: str | None = None
    partners: list[str] = field(default_factory=list)

    @property
    def is_stub(self) -> bool:
        return self.view == View.STUB

    @property
    def is_full(self) -> bool:
        return self.view == View.FULL

    @property
    def service_names(self) -> list[str]:
        """The services in the words of the list of the day."""
        return [self._listed[code].name if code in self._listed else code for code in self.services]

    @property
    def outputs(self) -> list[str]:
        """The papers that its services leave behind (留存成果)."""
        given = [self._listed[code] for code in self.services if code in self._listed]
        return list(dict.fromkeys(paper for service in given for paper in service.outputs))

    @cached_property
    def _listed(self) -> dict[str, ServiceInfo]:
        return service_codes(self.contact.service_on) if self.services else {}

    @property
    def people(self) -> str:
        """The names in one line, as lists show them."""
        return "、".join(part.name for part in self.participants)

    def plain(self) -> dict[str, Any]:
        """The sheet in plain values, as the API answers it."""
        row = self.contact
        first = {
            "id": str(row.id), "view": self.view.value, "station": row.station.code, "kind": row.kind,
            "service_on": row.service_on.isoformat(), "workers": [worker.username for worker in self.workers],
        }  # fmt: skip
        return first if self.is_stub else first | self._rest()

    def _rest(self) -> dict[str, Any]:
        row = self.contact
        return {
            "outcome": row.outcome,
            "minutes": row.minutes,
            "place": row.place.code if row.place else None,
            "headcount": row.headcount,
            "participants": [asdict(part) | {"client": str(part.client)} for part in self.participants],
            "services": self.services,
            "title": self.title,
            "note": self.note,
            "concluded_on": row.concluded_on.isoformat() if row.concluded_on else None,
            "next_on": row.next_on.isoformat() if row.next_on else None,
            "group": str(row.group_id) if row.group_id else None,
            "activity": str(row.activity_id) if row.activity_id else None,
            "partners": self.partners,
            "joins": str(row.joins_id) if row.joins_id else None,
            "late_reason": self.late_reason,
            "late": row.late,
            "voided": row.is_void,
            "version": row.version,
        }


def sheets(actor: Actor, contacts: Iterable[Contact]) -> list[Sheet]:
    """The sheets of these contacts for this reader; rows she may not know of are left out."""
    rows = list(contacts)
    prefetch_related_objects(rows, *_HANGING)
    sight = Sight.of(actor)
    views = {row.pk: sight.view(row, [part.worker_id for part in row.parts.all()]) for row in rows}
    _open(rows, views)
    with remembered():
        return [_sheet(row, views[row.pk], sight) for row in rows if views[row.pk] != View.ABSENT]


def without_names(sheet: Sheet) -> Sheet:
    """The same for paper that goes further: names masked, and no words that may name somebody."""
    people = [replace(part, name=mask_name(part.name)) for part in sheet.participants]
    return replace(sheet, participants=people, note=None, late_reason=None, void_reason=None)


def sheet(actor: Actor, contact: Contact) -> Sheet:
    return sheets(actor, [contact])[0]


def _open(rows: Sequence[Contact], views: dict[UUID, View]) -> None:
    """Open the texts and names that will be shown: two queries for all rows."""
    seal.read([row for row in rows if views[row.pk] == View.FULL], *_TEXTS)
    shown = [row for row in rows if views[row.pk] in (View.FULL, View.MASKED)]
    seal.read([part.person for row in shown for part in row.participations.all()], "name")


def _sheet(row: Contact, view: View, sight: Sight) -> Sheet:
    workers = [Worker(part.worker.username, part.worker.name) for part in row.parts.all()]
    if view == View.STUB:
        return Sheet(row, view, workers)
    people = [_part(part, row.service_on, view, sight) for part in row.participations.all()]
    services = [given.code for given in row.services.all()]
    texts = row.__dict__["opened"] if view == View.FULL else {}
    said = {name: texts.get(name) for name in _TEXTS}
    partners = [partner.station.code for partner in row.partners.all()]
    return Sheet(row, view, workers, people, services, partners=partners, **said)


def _part(part: Participation, on: date, view: View, sight: Sight) -> Part:
    person = part.person
    name = person.opened["name"]
    did: dict[str, Any] = {"served": part.served, "seen": part.seen, "file_action": part.file_action}
    if view == View.FULL and str(person.station_id) in sight.stations:
        return Part(person.id, name or "", **did)
    return Part(person.id, mask_name(name), **did, village=person.area.name, age_band=age_band(person.birth_on, on))
