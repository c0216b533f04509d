"""What files say in the story (演示的档案): particulars, consent, a likely duplicate, a request between stations."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from yimi.accounts.models import User
from yimi.clients import actions as clients
from yimi.clients.actions import ConsentFields
from yimi.clients.fields import PersonFields
from yimi.clients.identity import age_on
from yimi.clients.models import Person
from yimi.clients.pairing import find_pairs
from yimi.clients.particulars import ParticularsFields
from yimi.core import seal
from yimi.core.db import unit_of_work
from yimi.core.ids import name_id

from .calendar import on_day
from .data import demo
from .names import adult_name
from .place import Seat, seats

YOUNG = 15  # a guardian answers up to the fourteenth birthday


def fill(today: date, users: dict[str, User]) -> None:
    """Fill in the files of the stations that are shown most, and some of every other."""
    plan = demo("offices")["files"]
    with on_day(today - timedelta(days=1)):
        for seat in seats():
            by = users[f"worker-{seat.code}-1"]
            with unit_of_work():
                for person in _people(seat, None if seat.code in plan["stations"] else plan["others"]):
                    _fill(person, by, today)
            if seat.code in plan["stations"]:
                _twin(seat, by)


def _people(seat: Seat, most: int | None) -> Iterator[Person]:
    rows = Person.objects.unscoped("演示").filter(station=seat.station, state=Person.State.ACTIVE)
    people = list(rows.select_related("station", "area").order_by("file_number")[:most])
    seal.read(people, "name", "id_number", "phone", "address")
    yield from people


def _fill(person: Person, by: User, today: date) -> None:
    rng, lists = Random(f"file {person.pk}"), demo("offices")["particulars"]  # noqa: S311 (a story)
    is_young = person.birth_on is not None and age_on(person.birth_on, today) < YOUNG
    guardian, relation = (adult_name(rng), "父亲") if is_young else ("", "")
    said = ParticularsFields(
        ethnicity=rng.choice(lists["ethnicities"]), languages=tuple(rng.choice(lists["languages"])),
        dwelling=tuple(rng.choice(lists["dwelling"])), residence=rng.choice(lists["residence"]), basis="consent",
        emergency_name=adult_name(rng), emergency_relation=rng.choice(lists["emergency"]),
        emergency_phone=f"1990{rng.randint(0, 9_999_999):07d}", guardian_name=guardian, guardian_relation=relation,
    )  # fmt: skip
    clients.add_particulars([(person, said)], by=by)
    answer = ConsentFields(
        answer="given", speaker="guardian" if is_young else "self", method="signature", on=person.opened_on or today,
        speaker_name=guardian, relation=relation,
    )  # fmt: skip
    clients.record_consent(person.pk, by=by, fields=answer)


def _twin(seat: Seat, by: User) -> None:
    """Somebody was registered a second time under a name that sounds the same."""
    plan = demo("offices")["twins"]
    rows = Person.objects.unscoped("演示").filter(station=seat.station).select_related("area")
    people = list(rows)
    seal.read(people, "name")
    first = next((person for person in people if person.opened["name"] == plan["of"]), None)
    if first is None:
        return
    pk: UUID = name_id("person", seat.code, "twin")
    said = PersonFields(
        name=plan["name"], station=seat.code, area=first.area.code, sex=first.sex, birth_on=first.birth_on,
        opened_on=None,
    )  # fmt: skip
    clients.put_person(pk, by=by, fields=said)
    find_pairs([pk])
