"""What stations ask of one another (转站和会商申请), as each side may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff
from yimi.core import clock, seal
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.network.models import Station

from .models import Asked, Consult, Person, Transfer
from .queries import PersonCard, cards, people_for

PAGE = 50


@dataclass(frozen=True)
class Request:
    """One request between two stations (申请), as one reader sees it; `card` is None where the file is out of reach."""

    id: UUID
    kind: str
    kind_label: Any
    card: PersonCard | None
    from_name: str
    to_name: str
    asked_by: str
    asked_at: Any
    reason: str
    state: str
    state_label: Any
    answer: str
    until_on: Any
    may_answer: bool
    may_withdraw: bool
    may_end: bool
    workers: list[User]

    @property
    def is_transfer(self) -> bool:
        return self.kind == "transfer"


def stations_led(actor: Actor) -> set[UUID]:
    """The stations whose files the actor moves."""
    return set(Station.objects.allowed(actor, Permission.PERSON_MOVE).values_list("pk", flat=True))


def requests_for(actor: Actor, *, open_only: bool) -> list[Request]:
    """The requests that concern the actor's stations, those that wait first; fifty of each kind at most."""
    mine, works_at = stations_led(actor), _works_at(actor)
    transfers = list(_transfers(mine, open_only).order_by("-id")[:PAGE])
    consults = _consults(mine, works_at, open_only).order_by("-id")[:PAGE]
    rows: list[Transfer | Consult] = [*transfers, *consults]
    seal.read(rows, "reason", "answer")
    shown = {each.id: each for each in cards(actor, people_for(actor).filter(pk__in={row.person_id for row in rows}))}
    staff = {station: station_staff(station) for station in {row.to_station_id for row in transfers} & mine}
    found = [_told(row, shown.get(row.person_id), mine, staff) for row in rows]
    return sorted(found, key=lambda each: (not each.may_answer, -each.asked_at.timestamp()))


def waiting(actor: Actor) -> int:
    """How many requests wait for this actor's answer (待答复)."""
    if not may(actor, Permission.PERSON_MOVE):
        return 0
    mine = stations_led(actor)
    transfers = _transfers(mine, open_only=True).values_list("from_station", "to_station", "asked_at_station")
    theirs = sum((to if asked == come else come) in mine for come, to, asked in transfers)
    return theirs + _consults(mine, set(), open_only=True).filter(state=Asked.ASKED, person__station__in=mine).count()


def may_ask_transfer(actor: Actor, person: Person) -> bool:
    """Whether the actor may send this file to another station."""
    return person.state not in Person.GONE and person.station_id in stations_led(actor)


def stations_to_move_to(actor: Actor, person: Person) -> list[Station]:
    """The other stations of the province, those of the same county first."""
    rows = Station.objects.unscoped("可以转入的社工站").filter(state="operating").exclude(pk=person.station_id)
    rows = rows.select_related("county").order_by("county__order", "code")
    return sorted(rows, key=lambda station: station.county_id != person.county_id)


def stations_to_ask_for(actor: Actor) -> list[Station]:
    """The actor's own stations into which she may ask a file."""
    return list(Station.objects.allowed(actor, Permission.PERSON_MOVE).order_by("code"))


def _works_at(actor: Actor) -> set[UUID]:
    return set(Station.objects.allowed(actor, Permission.PERSON_WRITE).values_list("pk", flat=True))


def _transfers(mine: set[UUID], open_only: bool) -> QuerySet[Transfer]:
    rows = Transfer.objects.unscoped("两站之间的申请").filter(Q(from_station__in=mine) | Q(to_station__in=mine))
    rows = rows.select_related("person", "from_station", "to_station", "asked_by")
    return rows.filter(state=Asked.ASKED) if open_only else rows.exclude(state=Asked.ASKED)


def _consults(mine: set[UUID], works_at: set[UUID], open_only: bool) -> QuerySet[Consult]:
    """Requests to the actor's files, and her own station's; a consult in force is still open."""
    near = Q(person__station__in=mine) | Q(station__in=works_at)
    rows = (
        Consult.objects.unscoped("两站之间的申请").filter(near).select_related("person__station", "station", "asked_by")
    )
    still = Q(state=Asked.ASKED) | Q(state=Asked.ACCEPTED, until_on__gte=clock.today())
    return rows.filter(still) if open_only else rows.exclude(still)


def _told(row: Transfer | Consult, card: PersonCard | None, mine: set[UUID], staff: dict[UUID, list[User]]) -> Request:
    is_asked = row.state == Asked.ASKED
    said: dict[str, Any] = {
        "id": row.pk, "card": card, "asked_by": row.asked_by.name, "asked_at": row.asked_at, "state": row.state,
        "state_label": row.get_state_display(), "reason": row.opened["reason"] or "",  # type: ignore[union-attr]
        "answer": row.opened["answer"] or "",  # type: ignore[union-attr]
    }  # fmt: skip
    if isinstance(row, Transfer):
        other = row.to_station_id if row.asked_at_station_id == row.from_station_id else row.from_station_id
        return Request(
            kind="transfer", kind_label=_("转站"), from_name=row.from_station.name, to_name=row.to_station.name,
            until_on=row.moved_on, may_answer=is_asked and other in mine,
            may_withdraw=is_asked and row.asked_at_station_id in mine, may_end=False,
            workers=staff.get(row.to_station_id, []) if is_asked else [], **said,
        )  # fmt: skip
    return Request(
        kind="consult", kind_label=_("会商"), from_name=row.person.station.name, to_name=row.station.name,
        until_on=row.until_on, may_answer=is_asked and row.person.station_id in mine, may_withdraw=False,
        may_end=row.state == Asked.ACCEPTED and {row.person.station_id, row.station_id} & mine != set()
        and row.until_on is not None and row.until_on >= clock.today(),
        workers=[], **said,
    )  # fmt: skip


def visible(requests: Iterable[Request]) -> list[UUID]:
    """Whose files a list of requests shows, for the journal."""
    return [request.card.id for request in requests if request.card]
