"""What is listed (巡检名单): registers and what changed on them, approved lists, tables sent and asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yimi.accounts.models import User
from yimi.clients.models import Person
from yimi.exchange import actions as exchange
from yimi.exchange import working
from yimi.network.models import Area
from yimi.registers.models import Difference, Entry, Register
from yimi.registers.tests import tables
from yimi.visiting import actions as visiting

from .files import Place
from .words import Words

FIRST = date(2026, 11, 2)
SOURCE = "DB"


@dataclass(frozen=True)
class Offices:
    """Who keeps the registers and signs the lists of a place; no township, no first signature."""

    county: User
    township: User | None = None


def registered(place: Place, offices: Offices, person: Person, said: Words) -> dict[str, Any]:
    """She is on a register of the county, with a new phone since; beside her somebody who may be her, and nobody's."""
    town = place.station.area.name
    for as_of, phone in ((tables.SEPTEMBER, said.phone), (tables.OCTOBER, said.guardian_phone)):
        known = tables.line(said.name, said.id_number, phone, "", town, said.address)
        maybe = tables.line(said.name, "", said.phone, "", town, said.of("底册住址"))
        new = tables.line(said.of("新户"), "", said.emergency_phone, "", town, said.address)
        code = _county(place).code
        tables.brought(None, known, maybe, new, by=offices.county, as_of=as_of, area=code, source=SOURCE)
    entries = Entry.objects.unscoped("test").filter(station=place.station)
    matched = entries.get(person=person)
    changed = Difference.objects.unscoped("test").get(entry=matched)
    register = Register.objects.unscoped("test").get(pk=matched.register_id)
    return {
        "register": register.pk, "entry": matched.pk, "open entry": entries.get(match="none").pk,
        "unsure entry": entries.get(match="unsure").pk,
        "difference": changed.pk, "area code": _county(place).code,
        "_kept": [register.pk, changed.pk, *(each.pk for each in entries)],
    }  # fmt: skip


def listed(place: Place, offices: Offices, first: Person, other: Person, said: Words) -> dict[str, Any]:
    """The first is on the list of the year, and paused; a round proposes the other; next year's waits for an office."""
    settled = _approved(place, offices, first, said)
    paused = visiting.pause_visits(
        first.pk, by=place.head, reason="away", from_on=date(2026, 11, 16), until_on=date(2026, 11, 29),
        note=said.of("暂停说明"),
    )  # fmt: skip
    under_way = visiting.open_round(place.station.pk, by=place.head, year=2026)
    visiting.add_people(under_way.pk, by=place.head, people=[other.pk])
    visiting.remove_member(under_way.pk, by=place.head, person=first.pk, reason="other", note=said.of("调出说明"))
    waiting = _submitted(place, other, year=2027)
    rule = visiting.put_rule(_county(place).pk, by=offices.county, effective_from=date(2026, 12, 1), content={})
    return {
        "round": under_way.pk, "settled round": settled.pk, "waiting round": waiting.pk, "pause": paused.pk,
        "rule": rule.pk, "county area": _county(place).pk,
    }  # fmt: skip


def _approved(place: Place, offices: Offices, person: Person, said: Words):
    made = _submitted(place, person, year=2026)
    if offices.township:
        visiting.sign_round(made.pk, by=offices.township, opinion=said.of("审核意见"))
    return visiting.approve_round(made.pk, by=offices.county, opinion=said.of("审定意见"), from_on=FIRST)


def _submitted(place: Place, person: Person, year: int):
    made = visiting.open_round(place.station.pk, by=place.head, year=year)
    visiting.add_people(made.pk, by=place.head, people=[person.pk])
    return visiting.submit_round(made.pk, by=place.head)


def sent(by: User, keeper: User, said: Words, area: str) -> dict[str, Any]:
    """A table of people that waits for its sender's word, one of a register whose columns are asked, two exports."""
    book = tables.workbook(["姓名", "社工站", "备注"], [said.name, "没有这个站", said.note])
    people = exchange.receive_table("people", by=by, name=f"{said.of('名册')}.xlsx", content=book)
    asking = tables.sent(None, [said.of("某列"), "户"], [said.of("某人"), "一"], by=keeper, area=area, source="TK")
    purpose = said.of("导出用途")
    ready = exchange.ask_export("people", by=by, filters={}, purpose=purpose)
    working.work()
    in_full = exchange.ask_export("people", by=by, filters={}, purpose=purpose, is_full=True)
    return {
        "import": people.pk, "asking import": asking.pk, "export": ready.pk, "asked export": in_full.pk,
        "_table": tables.workbook(tables.HEADER, tables.line(said.name)),
    }  # fmt: skip


def _county(place: Place) -> Area:
    assert place.station.county is not None
    return place.station.county
