"""Answering a request (填报): one text for each line, once a turn; lateness refuses nothing."""

from uuid import UUID

import orjson
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Station
from yimi.requests.models import Answer
from yimi.requests.queries.answers import Due, due_for

LONGEST = 1000


def put_answer(
    pk: UUID, *, by: User, demand: UUID, station: UUID, texts: list[str], version: int | None = None
) -> Answer:
    """Answer what the station is asked in this turn (填报), or correct it with the version that was read.

    Sending twice answers once.
    """
    try:
        return _put(pk, by, demand, station, texts, version)
    except IntegrityError:
        # A colleague answered the same turn at the same moment.
        return _put(pk, by, demand, station, texts, version)


@transaction.atomic
def _put(pk: UUID, by: User, demand: UUID, station: UUID, texts: list[str], version: int | None) -> Answer:
    place = Station.objects.get_allowed(by, Permission.REQUEST_ANSWER, pk=station)
    due = due_for(by, demand, place)
    said = _said(due, texts)
    digest = seal.digest({"turn": due.turn.code, "said": said})
    there = due.answer
    if there is None:
        row = _new(pk, due, place)
    elif there.digest == digest:
        return there
    else:
        row = _to_correct(there, version)
    row.sent_on, row.sent_by, row.digest, row.version = clock.today(), by, digest, row.version + 1
    seal.write(row, texts=orjson.dumps(said).decode())
    row.save(force_insert=there is None)
    journal.record("requests.put_answer", by, row, station=place, digest=digest)
    return row


def _new(pk: UUID, due: Due, station: Station) -> Answer:
    if Answer.objects.unscoped("同号填报").filter(pk=pk).exists():
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return Answer(pk=pk, demand=due.demand, station=station, turn=due.turn.code, version=0)


def _to_correct(there: Answer, version: int | None) -> Answer:
    row = Answer.objects.unscoped("已核对权限的填报").select_for_update(of=("self",)).get(pk=there.pk)
    if version != row.version:
        current = {"id": str(row.pk), "version": row.version}
        raise Stale(_("本期已有同事填报，请核对后再改。"), current=current)
    return row


def _said(due: Due, texts: list[str]) -> list[list[str]]:
    """Each line with what is said to it."""
    lines = [line.text for line in due.demand.lines.all()]
    said = [clean(text) for text in texts]
    faults = {
        f"texts.{nth}": [_("请填写，最多 %d 字；没有的写“无”。") % LONGEST]
        for nth in range(len(lines))
        if nth >= len(said) or not 1 <= len(said[nth]) <= LONGEST
    }
    if len(said) > len(lines):
        faults["texts"] = [_("内容比要求的多。")]
    if faults:
        raise Invalid(faults)
    return [[line, text] for line, text in zip(lines, said, strict=True)]
