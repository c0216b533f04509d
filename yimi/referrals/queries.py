"""What may be read of referrals (转介): sent out, come in, one with its letter, what waits on a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from yimi.catalogue.queries import remembered, service_codes
from yimi.clients.identity import mask_name
from yimi.clients.models import Person
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.services.models import Sensitivity
from yimi.services.sight import Sight, View

from .fields import ITEMS
from .letters import Letter, letter_of, thawed
from .models import Incoming, Referral, State
from .sight import incoming, outgoing, view_of, view_of_incoming
from .terms import is_late, overdue

ORDER, ORDER_IN = ("-made_on", "-id"), ("-sent_on", "-referral_id")
OUT, IN = "out", "in"
TEXTS = ("to_name", "to_contact", "need", "urgent_reason", "letter", "answer", "result", "end_note")
ANSWERS = ("letter", "answer", "result")


@dataclass(frozen=True)
class Asked:
    """What a list of referrals is narrowed to (筛选)."""

    state: str = ""
    station: str = ""
    late: bool = False
    person: UUID | None = None


@dataclass(frozen=True)
class Sheet:
    """What a reader sees of a referral. A stub keeps to the day, the state and the worker."""

    referral: Referral = field(repr=False)
    view: View
    side: str
    worker: str
    is_late: bool
    name: str = ""
    receiver: str = ""
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    letter: Letter | None = field(default=None, repr=False)
    services: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.view == View.FULL

    @property
    def item_names(self) -> list[Any]:
        return [ITEMS[item] for item in self.referral.items if item in ITEMS]

    def plain(self) -> dict[str, Any]:
        """The sheet in plain values, as the API answers it."""
        row = self.referral
        days = ("made_on", "sent_on", "answer_by", "result_by", "answered_on", "served_on", "result_on", "ended_on")
        found: dict[str, Any] = {
            "id": row.pk, "view": self.view.value, "side": self.side, "station": row.station.code, "state": row.state,
            "receiver": row.receiver, "to_station": row.to_station.code if row.to_station else None,
            "is_late": self.is_late, "version": row.version, **{day: getattr(row, day) for day in days},
        }  # fmt: skip
        if self.view == View.STUB:
            return found
        found |= {"name": self.name, "services": self.services}
        if not self.is_full:
            return found
        if self.side == OUT:
            found |= {"client": row.person_id, "items": row.items, "consent_on": row.consent_on}
        texts = {name: text or None for name, text in self.texts.items() if name != "letter"}
        letter = [{"item": item, "value": value} for item, value in self.letter.rows] if self.letter else []
        return found | texts | {"letter": letter}


def outgoing_for(actor: Actor, asked: Asked | None = None) -> QuerySet[Referral]:
    """The referrals sent out that appear to her; asked for a person, only those that show her their people."""
    asked = asked or Asked()
    beyond = Sensitivity.NORMAL if asked.person else Sensitivity.SENSITIVE
    rows = Referral.objects.allowed(actor, Permission.CONTACT_VIEW).filter(outgoing(actor, beyond))
    wanted = {"state": asked.state, "station__code": asked.station, "person": asked.person}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(overdue(clock.today())) if asked.late else rows


def incoming_for(actor: Actor, asked: Asked | None = None) -> QuerySet[Incoming]:
    """The referrals that came in and appear to her."""
    asked = asked or Asked()
    rows = Incoming.objects.allowed(actor, Permission.CONTACT_VIEW).filter(incoming(actor))
    wanted = {"referral__state": asked.state, "station__code": asked.station}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if asked.late:
        late = Referral.objects.unscoped("转入的超期转介").filter(overdue(clock.today()))
        rows = rows.filter(referral__in=late.values("pk"))
    return rows


def left_out(actor: Actor, asked: Asked) -> int:
    """How many the list leaves out for a reader above the station: 另有 n 条限制记录."""
    if not Sight.of(actor).is_above or asked.person:
        return 0
    return Referral.objects.allowed(actor, Permission.CONTACT_VIEW).exclude(outgoing(actor)).count()


def sheets(actor: Actor, rows: Iterable[Referral]) -> list[Sheet]:
    """Referrals sent out as this reader sees them: the same statements whatever their number."""
    found = _with(rows)
    sight = Sight.of(actor)
    views = {row.pk: view_of(sight, row) for row in found}
    seal.read([row for row in found if views[row.pk] == View.FULL], *TEXTS)
    seal.read([row.person for row in found if views[row.pk] in (View.FULL, View.MASKED)], "name")
    with remembered():
        return [_sheet(row, views[row.pk], OUT, sight) for row in found if views[row.pk] != View.ABSENT]


def sheets_in(actor: Actor, rows: Iterable[Incoming]) -> list[Sheet]:
    """Referrals that came in: the letter, and what the receiver itself has said."""
    rows, sight = list(rows), Sight.of(actor)
    referrals = {row.pk: row for row in _with([row.referral_id for row in rows])}
    views = {row.pk: view_of_incoming(sight, row) for row in _stationed(rows)}
    seal.read([referrals[pk] for pk, view in views.items() if view in (View.FULL, View.MASKED)], *ANSWERS)
    with remembered():
        return [_sheet(referrals[pk], view, IN, sight) for pk, view in views.items() if view != View.ABSENT]


def _with(rows: Iterable) -> list[Referral]:
    ids = [row.pk if isinstance(row, Referral) else row for row in rows]
    found = Referral.objects.unscoped("已按范围筛过").filter(pk__in=ids)
    kept = found.select_related("station", "to_station", "person", "worker").in_bulk()
    return [kept[pk] for pk in ids]


def _stationed(rows: list[Incoming]) -> list[Incoming]:
    found = Incoming.objects.unscoped("已按范围筛过").filter(pk__in=[row.pk for row in rows])
    kept = found.select_related("station").in_bulk()
    return [kept[row.pk] for row in rows]


def _sheet(row: Referral, view: View, side: str, sight: Sight) -> Sheet:
    told: dict[str, Any] = {"referral": row, "view": view, "side": side, "worker": row.worker.name}
    told["is_late"] = is_late(row, clock.today())
    if view == View.STUB:
        return Sheet(**told)
    opened = row.__dict__.get("opened", {})
    letter = thawed(opened["letter"]) if opened.get("letter") else None
    listed = service_codes(row.made_on)
    services = [str(listed[code].name) for code in row.services if code in listed]
    if side == IN:
        name = _told_name(letter)
        name = name if view == View.FULL else mask_name(name)
        receiver = row.to_station.name if row.to_station else ""
    else:
        name = row.person.__dict__["opened"]["name"] or ""
        name = name if view == View.FULL and str(row.person.station_id) in sight.stations else mask_name(name)
        receiver = row.to_station.name if row.to_station else opened.get("to_name") or ""
    texts = {text: opened.get(text) or "" for text in TEXTS if text in opened} if view == View.FULL else {}
    shown = letter if view == View.FULL else None
    return Sheet(**told, name=name, receiver=receiver, texts=texts, letter=shown, services=services)


def _told_name(letter: Letter | None) -> str:
    """The name, as far as the letter tells it."""
    return next((value for item, value in letter.rows if item == "name"), "") if letter else ""


def sheet_for(actor: Actor, pk: UUID) -> Sheet:
    """The referral as she sees it from her side, or 404."""
    out = outgoing_for(actor).filter(pk=pk).first()
    if out:
        return sheets(actor, [out])[0]
    row = incoming_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return sheets_in(actor, [row])[0]


def letter_for(actor: Actor, sheet: Sheet) -> Letter | None:
    """The letter as it was sent, or as it would be sent now; only for who sees all of the referral."""
    if not sheet.is_full or sheet.letter or sheet.side == IN:
        return sheet.letter
    if sheet.referral.state not in Referral.OPEN:
        return None
    return letter_of(sheet.referral, by=actor)


def steps_for(actor: Actor, sheet: Sheet) -> set[str]:
    """What this reader can do next with the referral."""
    row = sheet.referral
    if not sheet.is_full:
        return set()
    reached = Referral if sheet.side == OUT else Incoming
    if not reached.objects.allowed(actor, Permission.CONTACT_WRITE).filter(pk=row.pk).exists():
        return set()
    answers = {
        State.SENT: {"accept", "decline"}, State.ACCEPTED: {"begin", "result"}, State.IN_SERVICE: {"result"},
    }.get(State(row.state), set())  # fmt: skip
    if sheet.side == IN:
        return answers
    sends = {
        State.DRAFT: {"edit", "consent", "urgent", "withdraw"}, State.CONSENTED: {"edit", "send", "withdraw"},
        State.SENT: {"withdraw"}, State.ACCEPTED: {"close"}, State.IN_SERVICE: {"close"},
        State.RESULT: {"close"}, State.DECLINED: {"close"},
    }.get(State(row.state), set())  # fmt: skip
    if row.consent_on is None and row.sent_on and sends:
        sends = sends | {"consent"}
    return sends | (set() if row.to_station_id else answers)


def open_of(actor: Actor, person: Person) -> list[Referral]:
    """The referrals of a person that are not ended, as far as this reader may link them to her."""
    rows = outgoing_for(actor, Asked(person=person.pk)).exclude(state__in=(State.CLOSED, State.WITHDRAWN))
    return list(rows.order_by(*ORDER)[:20])


def form_values(sheet: Sheet) -> dict[str, Any]:
    """What a change of the referral begins with."""
    row = sheet.referral
    same = {name: sheet.texts[name] for name in ("to_name", "to_contact", "need")}
    return same | {
        "id": row.pk, "person": row.person_id, "version": row.version, "receiver": row.receiver, "items": row.items,
        "services": row.services, "to_station": row.to_station.code if row.to_station else "",
    }  # fmt: skip
