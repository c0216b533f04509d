"""The contacts of one station and week (演示服务记录), as they are sent to the actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from yimi.clients.fields import PersonFields
from yimi.core.ids import name_id
from yimi.services.fields import ContactFields, PartFields

from .cast import Cast, Member
from .data import between, by_weight, chance, demo
from .place import EXAMPLE
from .plan import ASSIST, OPEN, SESSION, UNMET, VISIT, Event

HOME = "home_visit"
HOME_EVENTS = {OPEN, VISIT, UNMET}
CONCLUDED, CRISIS = "referral", "crisis"
NOTED = {HOME, "remote_visit", "consultation"}


@dataclass
class Week:
    """What a station writes up at the end of a week."""

    people: list[tuple[UUID, PersonFields]] = field(default_factory=list)
    contacts: list[tuple[UUID, ContactFields]] = field(default_factory=list)


def contacts_of(events: Sequence[Event], cast: Cast, staff: Sequence[str], rng: Random, told: int) -> Week:
    """The week's new people and contacts; `told` contacts of the station came before."""
    week = Week()
    for nth, event in enumerate(events, told):
        who = _newcomers(event, cast, week) if event.what == OPEN else _takers(event, cast, rng)
        week.contacts.append((name_id("contact", cast.seat.code, nth), _contact(event, who, cast, staff, rng)))
    return week


def _newcomers(event: Event, cast: Cast, week: Week) -> list[Member]:
    made = cast.household(event.size, event.on)
    week.people += [(member.id, fields) for member, fields in made]
    return [member for member, _fields in made]


def _takers(event: Event, cast: Cast, rng: Random) -> list[Member]:
    """Who takes part, of those whose files are open. Sessions choose their own."""
    if event.what == SESSION:
        return []
    if event.what == ASSIST:
        return [rng.choice(cast.assisted)]
    return rng.choice(cast.pairs) if event.size > 1 else [rng.choice(cast.members)]


def _contact(event: Event, who: list[Member], cast: Cast, staff: Sequence[str], rng: Random) -> ContactFields:
    weights = demo("weights")
    kind = HOME if event.what in HOME_EVENTS else by_weight(rng, weights["kinds"][event.what])
    if kind == CRISIS and EXAMPLE not in cast.seat.station.name:
        kind = "counselling"  # a crisis that nobody followed up is a safety matter, told of example stations alone
    if event.what == SESSION:
        who = _named(kind, cast, rng)
    outcome = by_weight(rng, weights["outcomes"]) if event.what == UNMET else "seen"
    met, action = outcome == "seen", "new" if event.what == OPEN else "none"
    return ContactFields(
        station=cast.seat.code,
        kind=kind,
        service_on=event.on,
        outcome=outcome,
        minutes=between(rng, weights["minutes"], kind) if met else None,
        headcount=between(rng, weights["headcounts"], kind) if event.what == SESSION else None,
        workers=_workers(staff, rng),
        participants=tuple(PartFields(member.id, file_action=action) for member in who),
        services=_services(event.what, kind, who, rng) if met else (),
        title=_title(kind, rng) if event.what == SESSION else "",
        concluded_on=event.on if kind == CONCLUDED else None,
        note=_note(kind, outcome, who, rng) if kind in NOTED and chance(rng, "note") else "",
    )


def _named(kind: str, cast: Cast, rng: Random) -> list[Member]:
    """Those of a session whose names are known; the others are in the head count only."""
    return rng.sample(cast.members, min(len(cast.members), between(rng, demo("weights")["named"], kind)))


def _workers(staff: Sequence[str], rng: Random) -> tuple[str, ...]:
    return tuple(rng.sample(staff, 2 if chance(rng, "together") else 1))


def _services(what: str, kind: str, who: list[Member], rng: Random) -> tuple[str, ...]:
    lists = demo("weights")["services"]
    fitting = lists.get(kind if what in (SESSION, VISIT) else what, ())
    if isinstance(fitting, dict):
        fitting = fitting[who[0].group]
    return tuple(rng.sample(fitting, 2 if len(fitting) > 2 and rng.random() < 0.15 else 1))


def _title(kind: str, rng: Random) -> str:
    notes = demo("notes")
    name = rng.choice(notes["group_names" if kind == "group_session" else "activity_names"])
    return f"{name}（{rng.choice(notes['places'])}）"


def _note(kind: str, outcome: str, who: list[Member], rng: Random) -> str:
    notes, first = demo("notes"), who[0]
    texts = notes[kind if outcome == "seen" else outcome]
    if isinstance(texts, dict):
        texts = texts[first.group]
    return rng.choice(texts).format(who=_address(first, rng), village=first.village)


def _address(member: Member, rng: Random) -> str:
    """How the note calls her: 阿婆, 大哥."""
    words = demo("notes")["called"][member.group]
    return rng.choice(words.get(member.sex) or words["any"])
