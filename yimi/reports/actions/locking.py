"""Locking a report (定稿): what it says is kept with its place in the ledger and its hash, and never changes again."""

import hashlib
from itertools import groupby
from operator import attrgetter
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.actors import SYSTEM, Actor
from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.reports.cadences import Rule, cadences
from yimi.reports.documents import frozen_document, words_of
from yimi.reports.models import Report, Step
from yimi.reports.numbers import Facts, facts_of
from yimi.reports.turns import may_lock, may_write

from .writing import add_step, kept, locked, not_your_turn, reason_of

State, What = Report.State, Step.What


@transaction.atomic
def lock(pk: UUID, *, by: User, version: int | None = None) -> Report:
    """Lock the report (定稿). Of two people who do so at once one does, and the other is told that it is locked."""
    report = locked(pk, by, version)
    if report.state == State.LOCKED:
        raise RuleBroken(_("报告已经定稿。"), code="locked", current={"hash": report.digest})
    if not may_lock(by, report):
        raise not_your_turn(report)
    return lock_report(report, facts_of([report])[report.pk], by)


def lock_report(report: Report, facts: Facts, by: Actor) -> Report:
    """Keep what the ledger says to an accepted report; in Chinese, whoever locks it."""
    report.position, report.locked_at = facts.position, clock.now()
    report.locked_by_id = None if by.id == SYSTEM.id else by.id
    with translation.override("zh-hans"):
        document = frozen_document(report, facts, by)
    content = orjson.dumps(document.content(), option=orjson.OPT_SORT_KEYS)
    report.digest = hashlib.sha256(content).hexdigest()
    report.frozen, report.adjusted = facts.told.now, {each.period: each.changes for each in facts.late}
    seal.write(report, content=content.decode())
    report.state = State.LOCKED
    add_step(report, What.LOCKED, by)
    return kept(report, by, "lock")


def lock_accepted(*, by: Actor) -> int:
    """Lock what was accepted and has come to its day (到期自动定稿); gives how many."""
    done = 0
    for duty in cadences(clock.today()).duties:
        if duty.locks_on is None:
            continue
        rows = Report.objects.unscoped("到期自动定稿").filter(
            cadence=duty.cadence, level=duty.level, state=State.ACCEPTED
        )  # fmt: skip
        due = _come_to_their_day(duty.locks_on, list(rows.select_related("area").order_by("last", "area__path")))
        for _last, alike in groupby(due, attrgetter("last")):
            done += _lock_alike(list(alike), by)
    return done


def _come_to_their_day(rule: Rule, reports: list[Report]) -> list[Report]:
    moments = rule.moments({(each.last, each.area.path) for each in reports})
    return [each for each in reports if moments[each.last, each.area.path] <= clock.now()]


def _lock_alike(reports: list[Report], by: Actor) -> int:
    """Lock the reports of one period: what the ledger says is read once for all, then each is an act of its own."""
    facts = facts_of(reports)
    return sum(_lock_one(each.pk, facts[each.pk], by) for each in reports)


@transaction.atomic
def _lock_one(pk: UUID, facts: Facts, by: Actor) -> int:
    rows = Report.objects.unscoped("到期自动定稿").select_for_update(of=("self",))
    report = rows.filter(pk=pk, state=State.ACCEPTED).first()
    return int(report is not None and bool(lock_report(report, facts, by)))


@transaction.atomic
def amend(pk: UUID, *, by: User, reason: str, new: UUID | None = None) -> Report:
    """Begin the next version of a locked report (更正), with the reason; the locked one stays as it is."""
    report = locked(pk, by)
    if not may_write(by, report):
        raise not_your_turn(report)
    said = reason_of(reason)
    there = Report.objects.unscoped("同号的报告").filter(pk=new).first() if new else None
    if there is not None:
        return _same(there, report)
    _refuse_unless_last(report)
    made = _next(report, new or new_id())
    seal.write(made, why=said, words=orjson.dumps(words_of(report)).decode())
    made.save(force_insert=True)
    add_step(made, What.AMENDED, by, reason=said)
    journal.record("reports.amend", by, made, station=made.station_id, refs=[report])
    return made


def _same(there: Report, report: Report) -> Report:
    if (there.place, there.cadence, there.period, there.number) != (
        report.place, report.cadence, report.period, report.number + 1
    ):  # fmt: skip
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return there


def _refuse_unless_last(report: Report) -> None:
    if report.state != State.LOCKED:
        raise RuleBroken(_("只有定稿的报告才需要更正。"), code="not_locked", current={"state": report.state})
    later = Report.objects.unscoped("以后的版本").filter(
        place=report.place, cadence=report.cadence, period=report.period, number__gt=report.number
    )  # fmt: skip
    if later.exists():
        raise RuleBroken(_("这份报告已有更正，请在更正里修改。"), code="amended_already")


def _next(report: Report, pk: UUID) -> Report:
    return Report(
        id=pk, cadence=report.cadence, period=report.period, first=report.first, last=report.last, level=report.level,
        place=report.place, station_id=report.station_id, area_id=report.area_id, county_id=report.county_id,
        number=report.number + 1, ladder=report.ladder, opened_at=clock.now(), due_at=report.due_at, is_touched=True,
        typed=report.typed,
    )  # fmt: skip
