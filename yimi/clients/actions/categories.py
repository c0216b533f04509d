"""Holding and ending a category (对象类别): 待核 or 已核实 by the station, 在名册 by who keeps the register."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.fields import CategoryFields, as_it_is, category_of
from yimi.clients.models import Category, Person
from yimi.clients.sight import CategorySight
from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission

from .people import put_person


@transaction.atomic
def hold_category(pk: UUID, *, by: Actor, category: CategoryFields) -> Person:
    """The person holds a category from a day on."""
    person = _person(pk, by)
    held = tuple(category_of(row) for row in _seen(person, by))
    if any(row.code == category.code and row.until_on is None for row in held):
        raise RuleBroken(_("这个类别已经在列，先结束原来的一条再添加。"), code="category_held")
    return _put(person, (*held, category), by)


@transaction.atomic
def end_category(pk: UUID, *, by: Actor, code: str, since_on: date, on: date) -> Person:
    """The category ends; `on` is its last day and still counts."""
    person = _person(pk, by)
    rows = [category_of(row) for row in _seen(person, by)]
    ended = [row for row in rows if (row.code, row.since_on) == (code, since_on)]
    if not ended:
        raise RuleBroken(_("没有这条类别，可能刚被别人改过。"), code="category_absent")
    return _put(person, tuple(replace(row, until_on=on) if row in ended else row for row in rows), by)


def _person(pk: UUID, by: Actor) -> Person:
    people = Person.objects.select_related("station", "area").select_for_update(of=("self",))
    return people.get_allowed(by, Permission.PERSON_VIEW, pk=pk)


def _seen(person: Person, by: Actor) -> list[Category]:
    """The rows that the actor sees; the others stay as they are."""
    return CategorySight.of(by).shown(person, person.categories.all())


def _put(person: Person, categories: tuple[CategoryFields, ...], by: Actor) -> Person:
    seal.read(person, "name")
    return put_person(person.pk, by=by, fields=as_it_is(person, categories=categories)).person
