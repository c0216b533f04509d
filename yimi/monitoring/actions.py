"""Giving figures to somebody (提供数据): the answer is kept, and so is to whom it went."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.core.text import clean

from .asking import Question, answer
from .models import Provided, Told
from .queries import OUT_OF_REACH, keys_of, latest, may_ask

MOST = {"to": 60, "why_again": 200}


@dataclass(frozen=True)
class Put:
    """What came of giving an answer: the row, and whether it is new."""

    row: Provided
    created: bool


def provide(pk: UUID, *, by: User, asked: Question, to: str, why_again: str = "") -> Provided:
    """Give the answer to somebody (提供数据); see `put_provided`."""
    return put_provided(pk, by=by, asked=asked, to=to, why_again=why_again).row


def put_provided(pk: UUID, *, by: User, asked: Question, to: str, why_again: str = "") -> Put:
    """Give the answer to somebody (提供数据) and keep it. Sending the same id twice gives it once.

    A question that was answered before has that answer: to give another one takes a reason.
    """
    try:
        return _provide(pk, by, asked, _texts(to, why_again))
    except IntegrityError:
        # Somebody answered the same question, or sent the same id, at the same moment.
        return _provide(pk, by, asked, _texts(to, why_again))


@transaction.atomic
def _provide(pk: UUID, by: User, asked: Question, texts: dict[str, str]) -> Put:
    if not may_ask(by, asked.place):
        raise Invalid({"place": [OUT_OF_REACH]})
    there = Provided.objects.unscoped("同号的已提供数据").filter(pk=pk).first()
    if there is not None:
        return Put(_same(there, by, asked, texts["to"]), created=False)
    before = latest(asked)
    if before is not None and not texts["why_again"]:
        raise RuleBroken(
            _("这个问题已经答复过，请沿用；要另行答复请写明原因。"), code="answered", current={"id": str(before.pk)}
        )
    row = _kept(pk, by, asked, before.nth + 1 if before else 1, texts["why_again"] if before else "")
    _tell(row, by, texts["to"])
    journal.record("monitoring.provide", by, row, station=row.station_id, digest=row.question)
    return Put(row, created=True)


def _kept(pk: UUID, by: User, asked: Question, nth: int, why_again: str) -> Provided:
    said = answer(asked)
    return Provided.objects.create(
        id=pk, **keys_of(asked.place), first=asked.first, last=asked.last, people=asked.people.key,
        question=asked.digest, nth=nth, answer=said.content, why_again=why_again, position=said.position,
        given_at=clock.now(), given_by=by,
    )  # fmt: skip


def _same(there: Provided, by: User, asked: Question, to: str) -> Provided:
    first = there.told.order_by("at", "id")[0]
    seal.read(first, "to")
    if there.given_by_id != by.id or there.question != asked.digest or first.opened["to"] != to:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return there


@transaction.atomic
def tell(pk: UUID, *, by: User, provided: UUID, to: str) -> Told:
    """Give the answer that was given before to somebody else, too (沿用答复)."""
    row = Provided.objects.get_allowed(by, Permission.FIGURES_VIEW, pk=provided)
    texts = _texts(to)
    there = Told.objects.unscoped("同号的提供记录").filter(pk=pk).first()
    if there is not None:
        seal.read(there, "to")
        if there.provided_id != row.pk or there.by_id != by.id or there.opened["to"] != texts["to"]:
            raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
        return there
    told = _tell(row, by, texts["to"], pk)
    journal.record("monitoring.tell", by, row, station=row.station_id, refs=[("told", told.pk)])
    return told


def _tell(row: Provided, by: User, to: str, pk: UUID | None = None) -> Told:
    told = Told(provided=row, at=clock.now(), by=by, **({"id": pk} if pk else {}))
    seal.write(told, to=to)
    told.save(force_insert=True)
    return told


def _texts(to: str, why_again: str = "") -> dict[str, str]:
    said, faults = {"to": clean(to), "why_again": clean(why_again)}, {}
    if not 2 <= len(said["to"]) <= MOST["to"]:
        faults["to"] = [_("请写明提供给谁，2 到 60 字。")]
    if said["why_again"] and not 2 <= len(said["why_again"]) <= MOST["why_again"]:
        faults["why_again"] = [_("原因填 2 到 200 字。")]
    if faults:
        raise Invalid(faults)
    return said
