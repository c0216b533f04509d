"""How a report goes its way (报送): handed in, confirmed rung by rung, sent back, excused, read."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, seal
from yimi.core.actors import SYSTEM, Actor
from yimi.core.errors import RuleBroken
from yimi.reports.cadences import Duty, cadences
from yimi.reports.models import Report, Step
from yimi.reports.numbers import Facts, facts_of
from yimi.reports.reminding import tell_returned
from yimi.reports.turns import (
    may_confirm,
    may_excuse,
    may_read_off,
    may_return,
    may_write,
    next_rung,
)

from .locking import lock_report
from .writing import add_step, kept, locked, not_your_turn, reason_of

State, What = Report.State, Step.What


@transaction.atomic
def submit(pk: UUID, *, by: User, version: int | None = None) -> Report:
    """Hand the report in (提交). Sent again by the same person it is the one that was handed in."""
    report = locked(pk, by, version)
    if not may_write(by, report):
        raise not_your_turn(report)
    if report.state == State.SUBMITTED and report.rung == 0 and report.submitted_by_id == by.id:
        return report
    if report.state not in Report.EDITABLE:
        raise RuleBroken(_("报告已经提交过。"), code="already_submitted", current={"state": report.state})
    return _hand_in(report, by, facts_of([report])[report.pk], What.SUBMITTED)


def _hand_in(report: Report, by: Actor, facts: Facts, what: Step.What) -> Report:
    report.said, report.submitted_at, report.rung = facts.told.now, clock.now(), 0
    report.submitted_by_id = None if by.id == SYSTEM.id else by.id
    report.state = State.SUBMITTED if report.ladder else State.ACCEPTED
    add_step(report, what, by)
    kept(report, by, "submit")
    duty = _duty(report)
    return lock_report(report, facts, by) if duty and duty.locks and report.state == State.ACCEPTED else report


def _duty(report: Report) -> Duty | None:
    return cadences(report.last).duty(report.cadence, report.level)


def confirm_untouched(*, by: Actor) -> int:
    """Hand in what nobody has touched until its hour (到时自动确认); gives how many."""
    duties = [duty for duty in cadences(clock.today()).duties if duty.untouched]
    return sum(_confirm_untouched(duty, by) for duty in duties)


@transaction.atomic
def _confirm_untouched(duty: Duty, by: Actor) -> int:
    rows = Report.objects.unscoped("到时自动确认").filter(
        cadence=duty.cadence, level=duty.level, state=State.DRAFT, is_touched=False, due_at__lte=clock.now()
    )  # fmt: skip
    reports = list(rows.select_for_update(of=("self",)).order_by("due_at", "id"))
    facts = facts_of(reports)
    for report in reports:
        _hand_in(report, by, facts[report.pk], What.AUTO)
    return len(reports)


@transaction.atomic
def confirm(pk: UUID, *, by: User, version: int | None = None) -> Report:
    """Confirm it as the next rung (确认); `not_your_turn` for everybody else, and for who has confirmed it already."""
    report = locked(pk, by, version)
    if not may_confirm(by, report):
        raise not_your_turn(report)
    rung = next_rung(report)
    report.rung += 1
    report.state = State.SUBMITTED if report.rung < len(report.ladder) else State.ACCEPTED
    add_step(report, What.CONFIRMED, by, rung=rung)
    return kept(report, by, "confirm")


def confirm_many(pks: Iterable[UUID], *, by: User) -> tuple[int, int]:
    """Confirm each of these that waits for her (批量确认): how many were, and how many had moved on meanwhile."""
    done, passed = 0, 0
    for pk in dict.fromkeys(pks):
        try:
            confirm(pk, by=by)
            done += 1
        except RuleBroken:
            passed += 1
    return done, passed


@transaction.atomic
def send_back(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Report:
    """Send it back to its writer with the reason (退回), from any rung it still has to pass."""
    report = locked(pk, by, version)
    if not may_return(by, report):
        raise not_your_turn(report)
    said = reason_of(reason)
    rung = next_rung(report) or report.ladder[-1]["rung"]
    add_step(report, What.RETURNED, by, rung=rung, reason=said)
    report.state, report.rung = State.RETURNED, 0
    kept(report, by, "return")
    tell_returned(report)
    return report


@transaction.atomic
def excuse(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Report:
    """Say that it need not be handed in (免报), with the reason; by somebody above."""
    report = locked(pk, by, version)
    if not may_excuse(by, report):
        raise not_your_turn(report)
    said = reason_of(reason)
    seal.write(report, why=said)
    add_step(report, What.EXCUSED, by, reason=said)
    report.state = State.EXCUSED
    return kept(report, by, "excuse")


@transaction.atomic
def mark_read(pk: UUID, *, by: User) -> Report:
    """Say that one has read it (已阅), as who the cadence asks to; once each."""
    report = locked(pk, by)
    duty = _duty(report)
    rung = may_read_off(by, report, duty.read_by if duty else ())
    if not rung or report.state not in (State.ACCEPTED, State.LOCKED):
        raise not_your_turn(report)
    if not report.steps.filter(what=What.READ, rung=rung, by=by.id).exists():
        add_step(report, What.READ, by, rung=rung)
    return report
