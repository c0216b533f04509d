"""What may be read of incidents (强制报告): a list, one, and how many a list leaves out."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from yimi.accounts.models import User
from yimi.clients.queries import PersonCard, card, people_for
from yimi.core import journal, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission

from .fields import TEXTS, TIMES
from .models import Incident
from .sight import in_full, is_above, visible

ORDER = ("-found_at", "-id")


@dataclass(frozen=True)
class Asked:
    """What a list of incidents is narrowed to (筛选)."""

    state: str = ""
    station: str = ""

    def rows(self) -> Q:
        wanted = {"state": self.state, "station__code": self.station}
        return Q(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class Sheet:
    """What a reader sees of an incident: the county reads times and state, the station all."""

    row: Incident = field(repr=False)
    is_full: bool
    may_write: bool
    person: str = ""
    workers: list[User] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict, repr=False)

    def plain(self) -> dict[str, Any]:
        """The sheet in plain values, as the API answers it."""
        row = self.row
        if not self.is_full:
            return outline(row)
        inside = {"client": row.person_id, "name": self.person or None, "head_excluded": row.head_excluded}
        return outline(row) | inside | {"workers": [each.username for each in self.workers]} | self.texts


def outline(row: Incident) -> dict[str, Any]:
    """Where an incident stands, in plain values: times and state, nobody's name."""
    same = ("id", "kind", "state", *TIMES, "reported_on", "closed_on", "version")
    return {name: getattr(row, name) for name in same} | {"station": row.station.code, "gap_minutes": row.gap}


def incidents_for(actor: Actor, asked: Asked | None = None) -> QuerySet[Incident]:
    """The incidents that appear to her, void ones left out."""
    rows = Incident.objects.allowed(actor, Permission.CONTACT_VIEW).filter(visible(actor), voided_at=None)
    return rows.filter((asked or Asked()).rows()).select_related("station", "county")


def left_out(actor: Actor, asked: Asked | None = None) -> int:
    """How many the list leaves out for a reader above the station: 另有 n 条限制记录."""
    if not is_above(actor):
        return 0
    within = Incident.objects.allowed(actor, Permission.CONTACT_VIEW).filter(voided_at=None)
    within = within.filter((asked or Asked()).rows())
    return within.exclude(visible(actor)).count()


def open_incident(pk: UUID, *, by: User) -> Sheet:
    """One incident; opening it is written down first."""
    row = incidents_for(by).filter(pk=pk).select_related("person").first()
    if row is None:
        raise Http404
    journal.record("incidents.read_incident", by, row, station=row.station_id)
    full = Incident.objects.filter(in_full(by), pk=pk).exists()
    writes = full and Incident.objects.allowed(by, Permission.CONTACT_WRITE).filter(pk=pk).exists()
    if not full:
        return Sheet(row, False, False)
    seal.read(row, *TEXTS)
    texts = {name: row.__dict__["opened"][name] or "" for name in TEXTS}
    if row.person:
        seal.read(row.person, "name")
    name = row.person.__dict__["opened"]["name"] or "" if row.person else ""
    workers = [part.worker for part in row.parts.select_related("worker").order_by("worker__username")]
    return Sheet(row, True, writes, name, workers, texts)


def person_named(actor: Actor, text: str) -> PersonCard | None:
    """The person whose page the report is begun on; nobody where she is not within reach."""
    try:
        person = people_for(actor).filter(pk=UUID(text)).first()
    except ValueError:
        return None
    return card(actor, person) if person else None


def form_values(sheet: Sheet) -> dict[str, Any]:
    """What adding to an incident begins with."""
    row = sheet.row
    same = ("kind", *TIMES, "closed_on", "head_excluded", "version")
    values = {name: getattr(row, name) for name in same} | sheet.texts
    return values | {
        "id": row.pk,
        "station": row.station.code,
        "person": row.person_id,
        "workers": [each.username for each in sheet.workers],
    }
