"""What can be read of papers (申请资料). The station reads all of its own; offices above it what was handed to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from yimi.catalogue.queries import Paper, PaperList, paper_lists, paper_lists_in
from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, cards, stations_in_full
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import ScopedQuerySet
from yimi.services.queries import contacts_with_people

from .models import Mark, Papers
from .remarks import remarks_of

State = Papers.State
# What a list can be narrowed to, by what is to be done next; 待退补 and 待移交 are what was found.
STANDS: dict[str, Q] = {
    "to_check": Q(state__in=Papers.AT_STATION, complete=None),
    "to_return": Q(state=State.CHECKING, complete=False),
    "to_hand": Q(state=State.CHECKING, complete=True),
    "returned": Q(state=State.RETURNED),
    "handed": Q(state=State.HANDED),
    "noted": Q(state=State.NOTED),
    "withdrawn": Q(state=State.WITHDRAWN),
}
ORDER = ("state_on", "id")


@dataclass(frozen=True)
class Line:
    """One paper of the list and what was found of it."""

    paper: Paper
    mark: str
    remark: str

    @property
    def mark_label(self) -> Any:
        return Mark(self.mark).label if self.mark else ""

    @property
    def is_wrong(self) -> bool:
        return self.mark in (Mark.MISSING, Mark.DIFFERS)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Papers as one reader may see them: free text inside the station only."""

    row: Papers = field(repr=False)
    person: PersonCard
    listed: PaperList
    in_full: bool
    lines: list[Line]
    note: str = ""
    outcome_words: str = ""
    why_withdrawn: str = ""

    @property
    def stand(self) -> str:
        """What is to be done next, a key of `STANDS`."""
        if self.row.state not in Papers.AT_STATION:
            return self.row.state
        return {None: "to_check", False: "to_return", True: "to_hand"}[self.row.complete]

    @property
    def days(self) -> int:
        """How long they have stood as they are (等待天数)."""
        return (clock.today() - self.row.state_on).days

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.is_wrong]

    def plain(self) -> dict[str, Any]:
        """The sheet in plain values, as the API answers it."""
        row = self.row
        return {
            "id": row.pk, "station": row.station.code, "client": row.person_id, "name": self.person.name,
            "kind": row.kind, "received_on": row.received_on, "state": row.state, "state_on": row.state_on,
            "complete": row.complete, "contact": row.contact_id, "outcome": row.outcome or None, "note": self.note,
            "outcome_words": self.outcome_words, "version": row.version,
            "items": [
                {"code": line.paper.code, "name": line.paper.name, "mark": line.mark or None, "remark": line.remark}
                for line in self.lines
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a list of papers is narrowed to (筛选)."""

    stand: str = ""
    station: str = ""
    kind: str = ""
    client: UUID | None = None

    def rows(self) -> Q:
        wanted = {"station__code": self.station, "kind": self.kind, "person": self.client}
        return Q(**{name: value for name, value in wanted.items() if value}) & STANDS.get(self.stand, Q())


def papers_for(actor: Actor, asked: Asked | None = None) -> ScopedQuerySet:
    """The papers that appear to her: all of her own station, elsewhere those that were handed over."""
    mine = Q(station__in=stations_in_full(actor)) | Q(state__in=Papers.ABOVE)
    rows = Papers.objects.allowed(actor, Permission.CONTACT_VIEW).filter(mine)
    rows = rows.filter(contact__in=contacts_with_people(actor).values("pk"))
    return rows.filter((asked or Asked()).rows()).select_related("station", "edition")


def sheet_for(actor: Actor, pk: UUID) -> Sheet:
    """The papers, or 404."""
    row = papers_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return sheets(actor, [row])[0]


def sheets(actor: Actor, rows: Iterable[Papers]) -> list[Sheet]:
    """How the reader sees these papers, in a constant number of statements."""
    rows = list(rows)
    own = stations_in_full(actor)
    seal.read([row for row in rows if str(row.station_id) in own], "remarks", "note", "outcome_words", "why_withdrawn")
    people = {card.id: card for card in cards(actor, _people(rows))}
    return [_sheet(row, people[row.person_id], str(row.station_id) in own) for row in rows]


def _people(rows: list[Papers]) -> Iterable[Person]:
    people = Person.objects.unscoped("资料的申请人").filter(pk__in={row.person_id for row in rows})
    people = people.select_related("station", "county", "area__parent", "worker")
    return people.prefetch_related("categories")


def _sheet(row: Papers, person: PersonCard, in_full: bool) -> Sheet:
    opened: dict[str, Any] = row.__dict__.get("opened", {}) if in_full else {}
    listed, said = paper_lists_in(row.edition_id, row.edition.checksum)[row.kind], remarks_of(opened.get("remarks"))
    lines = [Line(paper, row.marks.get(paper.code, ""), said.get(paper.code, "")) for paper in listed.papers]
    texts = {name: opened.get(name) or "" for name in ("note", "outcome_words", "why_withdrawn")}
    return Sheet(row=row, person=person, listed=listed, in_full=in_full, lines=lines, **texts)


def counts(actor: Actor, asked: Asked) -> dict[str, int]:
    """How many stand how, in one statement."""
    rows = papers_for(actor, Asked(station=asked.station, kind=asked.kind, client=asked.client)).order_by()
    return rows.aggregate(**{key: Count("pk", filter=stand) for key, stand in STANDS.items()})


def steps_of(row: Papers) -> list[Any]:
    """What happened to them, newest first (办理经过)."""
    return list(row.steps.select_related("by").order_by("-pk"))


def may_write(actor: Actor, row: Papers) -> bool:
    return Papers.objects.allowed(actor, Permission.CONTACT_WRITE).filter(pk=row.pk).exists()


def open_papers(actor: Actor, person: UUID) -> list[Papers]:
    """Papers of a person that wait for somebody at the station."""
    waiting = (*Papers.AT_STATION, State.RETURNED)
    return list(papers_for(actor, Asked(client=person)).filter(state__in=waiting).order_by(*ORDER))


def kind_names(on: date) -> list[tuple[str, str]]:
    """The kinds of applications of a day, to choose from."""
    return [(each.code, each.name) for each in paper_lists(on).values()]
