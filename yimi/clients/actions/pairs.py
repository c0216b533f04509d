"""Settling pairs of files that may be one person's (疑似重复), by somebody who looks at both."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.clients.models import Pair, Person
from yimi.clients.pairing import key_of, pair_of
from yimi.clients.similarity import Likeness
from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission


@transaction.atomic
def decide_pair(pk: UUID, *, by: Actor) -> Pair:
    """Two files are two people's (不是同一人); they are not asked about again."""
    pair = _to_decide(pk, by)
    if pair.state != Pair.State.OPEN:
        raise RuleBroken(_("这一对已经有人核对过了。"), code="decided")
    pair.state, pair.decided_by_id, pair.decided_at = Pair.State.DIFFERENT, by.id, clock.now()
    return _decided("clients.decide_pair", pair, by)


@transaction.atomic
def reopen_pair(pk: UUID, *, by: Actor) -> Pair:
    """What was said of two files is taken back (撤回核对)."""
    pair = _to_decide(pk, by)
    if pair.state == Pair.State.MERGED:
        raise RuleBroken(_("这一对已经并档；要分开，请撤销并档。"), code="merged")
    pair.state, pair.decided_by_id, pair.decided_at = Pair.State.OPEN, None, None
    return _decided("clients.reopen_pair", pair, by)


def _decided(act: str, pair: Pair, by: Actor) -> Pair:
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    journal.record(act, by, pair.first, station=pair.first.station_id, refs=[pair.second])
    return pair


def _to_decide(pk: UUID, by: Actor) -> Pair:
    """The pair, for who sees both files and may change or merge one of them; 404 for anybody else."""
    pairs = Pair.objects.unscoped("两份档案都在范围内才能核对").select_related("first", "second")
    pair = pairs.filter(pk=pk).select_for_update(of=("self",)).first()
    if pair is None or not may_decide(by, pair):
        raise Http404
    return pair


def may_decide(by: Actor, pair: Pair) -> bool:
    """Whether the actor sees both files and may change or merge one of them."""
    both = (pair.first_id, pair.second_id)
    people = Person.objects.all()
    writes = people.allowed(by, Permission.PERSON_WRITE) | people.allowed(by, Permission.PERSON_MERGE)
    return (
        people.allowed(by, Permission.PERSON_VIEW).filter(pk__in=both).count() == len(both)
        and writes.filter(pk__in=both).exists()
    )


@transaction.atomic
def keep_apart(pk: UUID, others: Iterable[UUID], *, by: Actor) -> None:
    """Whoever wrote this file said that it is none of these people's (建档时已核对)."""
    seen = Person.objects.allowed(by, Permission.PERSON_VIEW).in_bulk([pk, *others])
    if pk not in seen:
        return
    written = seen.pop(pk)
    said = {"state": Pair.State.DIFFERENT, "decided_by_id": by.id, "decided_at": clock.now()}
    pairs = [pair_of(key_of(pk, other), Likeness(0, ()), **said) for other in seen]
    Pair.objects.bulk_create(pairs, ignore_conflicts=True)
    for other in seen.values():
        journal.record("clients.decide_pair", by, written, station=written.station_id, refs=[other])
