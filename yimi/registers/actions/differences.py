"""Settling what changed between two tables of a register (处理差异)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.clients import actions as clients
from yimi.clients.fields import as_it_is, category_of
from yimi.clients.models import Category, Person
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.registers.models import Difference
from yimi.registers.queries import differences_for, may_settle

MOST = 200
_OPENED = ("name", "id_number", "phone", "address")


@transaction.atomic
def settle_differences(pks: Iterable[UUID], *, by: Actor) -> int:
    """These differences were seen and done (已处理); gives how many were open."""
    rows = _open(pks, by)
    for row in rows:
        _done(row, by, "registers.settle_difference")
    return len(rows)


@transaction.atomic
def reopen_difference(pk: UUID, *, by: Actor) -> Difference:
    """A difference is to be done after all (撤回处理)."""
    row = differences_for(by).filter(pk=pk).select_for_update(of=("self",)).first()
    if row is None or not may_settle(by, row):
        raise Http404
    row.state, row.done_by, row.done_at = Difference.State.OPEN, None, None
    row.save(update_fields=["state", "done_by", "done_at"])
    journal.record("registers.reopen_difference", by, row, station=row.entry.station_id)
    return row


@transaction.atomic
def end_categories(pks: Iterable[UUID], *, by: Actor) -> int:
    """Who is no longer on a register no longer holds its category (按底册结束类别); by who keeps the registers.

    The last day is the day before the table in which she was missing; her file stays open.
    """
    rows = [row for row in _open(pks, by) if row.kind == Difference.Kind.GONE]
    people = Person.objects.allowed(by, Permission.PERSON_REGISTER).exclude(state__in=Person.GONE)
    people = people.select_related("station", "area").prefetch_related("categories")
    ended = 0
    for row in rows:
        person = people.filter(pk=row.entry.person_id).first() if row.entry.person_id else None
        if row.entry.person_id and person is None:
            raise RuleBroken(_("只有市县或乡镇（街道）能结束“在名册”的类别。"), code="forbidden", status=403)
        ended += _end(person, row, by) if person else 0
        _done(row, by, "registers.end_category")
    return ended


def _end(person: Person, row: Difference, by: Actor) -> int:
    seal.read(person, *_OPENED)
    held = tuple(category_of(each) for each in person.categories.all())
    last = row.update.as_of - timedelta(days=1)
    on = Category.State.ON_REGISTER
    new = tuple(
        replace(each, until_on=max(each.since_on, last))
        if each.code == row.entry.category and each.until_on is None and each.state == on
        else each
        for each in held
    )
    if new == held:
        return 0
    clients.put_person(person.pk, by=by, fields=as_it_is(person, categories=new))
    return 1


@transaction.atomic
def take_over(pk: UUID, *, by: Actor) -> Difference:
    """Write the phone and address that the register says into the file (按底册更新档案); by who may write it."""
    row = next(iter(_open([pk], by)), None)
    if row is None:
        raise RuleBroken(_("这一条已经处理过了。"), code="settled")
    entry = row.entry
    people = Person.objects.select_related("station", "area").prefetch_related("categories")
    if entry.person_id is None:
        raise RuleBroken(_("此人还没有对上档案，请先核对。"), code="not_matched")
    person = people.get_allowed(by, Permission.PERSON_WRITE, pk=entry.person_id)
    seal.read(person, *_OPENED)
    seal.read(entry, "phone", "address")
    said = {name: entry.opened[name] for name in ("phone", "address") if name in row.fields and entry.opened[name]}
    if said:
        clients.put_person(person.pk, by=by, fields=as_it_is(person, **said))
    _done(row, by, "registers.take_over")
    return row


def _open(pks: Iterable[UUID], by: Actor) -> list[Difference]:
    """These differences, locked, those that are still open; 404 where one is not the actor's to settle."""
    wanted = set(pks)
    if not 0 < len(wanted) <= MOST:
        raise invalid("difference", _("一次处理 1 至 %(n)s 条。") % {"n": MOST})
    rows = differences_for(by).filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",))
    found = list(rows)
    if len(found) < len(wanted) or not all(may_settle(by, row) for row in found):
        raise Http404
    return [row for row in found if row.state == Difference.State.OPEN]


def _done(row: Difference, by: Actor, act: str) -> None:
    row.state, row.done_by_id, row.done_at = Difference.State.DONE, by.id, clock.now()
    row.save(update_fields=["state", "done_by", "done_at"])
    journal.record(act, by, row, station=row.entry.station_id)
