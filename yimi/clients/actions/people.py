"""Writing a person's file (建档和修改档案). Whoever makes the record names it, so sending twice writes once."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.catalogue.queries import remembered
from yimi.clients.fields import AS_IS, PersonFields, category_of, contradictions, settled
from yimi.clients.guards import refuse_gone
from yimi.clients.identity import temporary_number
from yimi.clients.models import Category, Person
from yimi.clients.queries import card, fingerprint_of
from yimi.core import db, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.text import clean

from .changes import change
from .creation import Draft, create
from .documents import note_document
from .intake import Intake

LEAST_NOTE = 2


@dataclass(frozen=True)
class Put:
    """What became of a person that was sent: the file, whether it is new, whether anything changed."""

    person: Person
    created: bool
    changed: bool


def put_person(pk: UUID, *, by: Actor, fields: PersonFields) -> Put:
    """Open a person's file (建档), or change it."""
    try:
        return put_people([(pk, fields)], by=by)[0]
    except IntegrityError:
        # Somebody has just used the same id or identity number; now it can be seen.
        return put_people([(pk, fields)], by=by)[0]


@transaction.atomic
def put_people(batch: Sequence[tuple[UUID, PersonFields]], *, by: Actor) -> list[Put]:
    """The plural of `put_person`: the same rules, in a number of statements that does not grow per person."""
    with remembered(), nullcontext() if db.in_unit() else db.unit_of_work():
        intake = Intake(batch, by=by)
        ready = [_ready(pk, fields, intake, nth, len(batch) > 1) for nth, (pk, fields) in enumerate(batch)]
        intake.look_for_numbers(number for _pk, _fields, number in ready if number)
        for pk, _fields, number in ready:
            _check_number(pk, number, intake)
        intake.make_households()
        puts = [_put(pk, fields, number, intake, by) for pk, fields, number in ready]
        create([put for put in puts if isinstance(put, Draft)], by=by)
        for put in puts:
            if isinstance(put, Draft) and put.fields.id_note:
                note_document(put.person, put.fields.id_note)
        return [Put(put.person, True, True) if isinstance(put, Draft) else put for put in puts]


Ready = tuple[UUID, PersonFields, str | None]


def _ready(pk: UUID, fields: PersonFields, intake: Intake, nth: int, many: bool) -> Ready:
    """The fields filled, checked and normalised, with the fingerprint of the number."""
    person = intake.existing.get(pk)
    path = f"{nth}." if many else ""
    if person is not None:
        _check_place(person, fields, intake)
    fields = settled(fields.over(person), path)
    _check_certificate(fields, person, path)
    if fields.id_type == Person.IdType.TEMPORARY and not fields.id_number:
        fields = replace(fields, id_number=temporary_number(pk))
    if fields.station not in intake.known_stations:
        raise invalid(f"{path}station", _("没有“%(code)s”这个社工站。") % {"code": fields.station})
    if fields.area not in intake.areas:
        raise invalid(f"{path}area", _("没有“%(code)s”这个区划。") % {"code": fields.area})
    number = fingerprint_of(str(fields.id_type), str(fields.id_number)) if fields.id_number else None
    return pk, fields, number


def _check_certificate(fields: PersonFields, person: Person | None, path: str) -> None:
    """A certificate can be wrong; then somebody says so. What was accepted before is not asked again.

    Another sex than the number's is asked about on the page, and becomes a to-do where a program sends it.
    """
    if len(clean(fields.id_note)) >= LEAST_NOTE:
        return
    same = person is not None and (person.sex, person.birth_on, person.opened["id_number"]) == (
        fields.sex, fields.birth_on, fields.id_number,
    )  # fmt: skip
    found = {} if same else contradictions(fields)
    if "birth_on" in found:
        raise Invalid({path + "birth_on": [found["birth_on"]]})


def _check_place(person: Person, fields: PersonFields, intake: Intake) -> None:
    if person.pk not in intake.in_reach:
        raise RuleBroken(_("这个编号已被占用，请换一个编号。"), code="id_taken")
    refuse_gone(person)
    if fields.station != person.station.code:
        raise RuleBroken(_("服务对象在另一个社工站，请办理转站。"), code="use_transfer")
    if fields.station not in intake.stations:
        raise RuleBroken(_("没有修改这份档案的权限。"), code="forbidden", status=403)


def _check_number(pk: UUID, number: str | None, intake: Intake) -> None:
    """One number is one person in the province (ID-08); who that is stays where her file is."""
    if number and intake.taken.setdefault(number, pk) != pk:
        raise RuleBroken(_("这个证件号码已有档案，可以申请转站或会商。"), code="duplicate_person")


def _put(pk: UUID, fields: PersonFields, number: str | None, intake: Intake, by: Actor) -> Put | Draft:
    person = intake.existing.get(pk)
    area = intake.areas[fields.area]
    if person is not None:
        fields = _with_unseen(fields, person, intake)
    content = {**fields.content(), "area": str(area.pk)}
    if person is None:
        if fields.station not in intake.stations:
            raise Http404
        _check_registers((), fields, intake)
        return Draft(pk, fields, intake.stations[fields.station], area, number, seal.digest(content))
    digest = seal.digest(content)
    opening = _new_opening(person, fields.opened_on)
    if digest == person.digest and opening is AS_IS:
        return Put(person, False, False)
    _check_version(person, fields.version, by)
    _check_registers(person.categories.all(), fields, intake)
    change(person, replace(fields, opened_on=opening), area=area, number=number, digest=digest, by=by)
    if fields.id_note:
        note_document(person, fields.id_note)
    return Put(person, False, True)


def _with_unseen(fields: PersonFields, person: Person, intake: Intake) -> PersonFields:
    """The categories as sent and those that the writer cannot see: she neither knows nor ends them."""
    rows = list(person.categories.all())
    seen = intake.sight.shown(person, rows)
    sent: tuple = fields.categories  # type: ignore[assignment]
    named = {(row.code, row.since_on) for row in sent}
    unseen = [category_of(row) for row in rows if row not in seen and (row.code, row.since_on) not in named]
    return replace(fields, categories=(*sent, *unseen)) if unseen else fields


def _new_opening(person: Person, said: Any) -> Any:
    """The opening that a change asks for: a date, or `AS_IS`. An opened file is not closed by saying nothing."""
    if said is AS_IS or said == person.opened_on or (said is None and person.opened_by_contact):
        return AS_IS
    if said is None:
        raise RuleBroken(_("档案已建立，不能改回未建档；建错的档案请作废。"), code="file_open")
    return said


def _check_version(person: Person, version: int | None, by: Actor) -> None:
    if version == person.version:
        return
    current = current_of(by, person)
    if version is None:
        raise RuleBroken(_("这个编号已有内容不同的档案。"), code="differs", current=current)
    raise RuleBroken(_("档案刚被别人修改过，请核对后再保存。"), code="stale", current=current)


def current_of(by: Actor, person: Person) -> dict[str, Any]:
    """The file as it is now, masked for its reader, for who has to decide between two versions."""
    now = card(by, person)
    shown = ("name", "sex", "birth_on", "id_number", "phone", "address", "area", "station", "file_number", "opened_on")
    values = {name: getattr(now, name) for name in shown}
    values |= {"version": person.version, "state": person.state, "categories": [held.code for held in now.categories]}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _check_registers(before: Iterable, fields: PersonFields, intake: Intake) -> None:
    """Only who keeps the registers writes what is on them (在名册)."""
    if _registered(before) != _registered(fields.categories) and fields.station not in intake.registers:  # type: ignore[arg-type]
        raise RuleBroken(_("“在名册”由市县或乡镇（街道）认定，社工站只能记“待核”或“已核实”。"), code="not_on_register")


def _registered(rows: Iterable) -> set[tuple]:
    on_register = Category.State.ON_REGISTER
    return {(row.code, row.since_on, row.until_on) for row in rows if row.state == on_register}
