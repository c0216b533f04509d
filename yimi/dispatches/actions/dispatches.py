"""Holding a dispatch (季调度): begun on a report, the meeting, the minutes with what was decided, and its end."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.core.workdays import add_workdays
from yimi.dispatches.models import Decision, Dispatch
from yimi.dispatches.queries.dispatches import DECISION, may_hold, open_decisions, reports_to_hold
from yimi.dispatches.terms import terms
from yimi.reports.models import Report
from yimi.tracking.actions import ItemFields, raise_item

from .writing import not_after_today, not_your_turn, refuse_stale, words_of

Stage = Dispatch.Stage


@transaction.atomic
def begin(pk: UUID, *, by: User, report: UUID) -> Dispatch:
    """Begin the dispatch of a quarter on its report (开始季调度). Sending twice begins it once."""
    said = reports_to_hold(by).select_for_update(of=("self",)).filter(pk=report).first()
    if said is None:
        raise invalid("report", _("请选择您可以组织调度的季度报告。"))
    rows = Dispatch.objects.unscoped("同一报告的季调度")
    there = rows.filter(pk=pk).first() or rows.filter(report=said).first()
    if there is not None:
        return _same(there, pk, said)
    row = Dispatch(
        id=pk, report=said, area_id=said.area_id, county_id=said.county_id, last=said.last, begun_by=by
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("dispatches.begin", by, row, refs=[said])
    return row


def _same(there: Dispatch, pk: UUID, report: Report) -> Dispatch:
    if there.report_id != report.pk:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there.pk != pk:
        raise RuleBroken(_("这个季度的调度已经开始。"), code="begun_already", current={"id": str(there.pk)})
    return there


@transaction.atomic
def hold(
    pk: UUID, *, by: User, held_on: date, place: str, chair: str, attendees: str, version: int | None = None
) -> Dispatch:
    """Note the meeting (登记会议): once the figures are frozen; from its day the minutes have their time."""
    row = locked(pk, by, version)
    if row.stage == Stage.PREPARING:
        raise RuleBroken(_("报告定稿、数字冻结以后才开会。"), code="not_frozen")
    if row.issued_on:
        raise RuleBroken(_("纪要已印发，会议情况不能再改。"), code="issued_already")
    if not_after_today(held_on, "held_on") <= row.last:
        raise invalid("held_on", _("会议应在季度结束以后。"))
    row.held_on, row.place, row.chair = held_on, _short(place, "place"), _short(chair, "chair")
    row.minutes_due_on = add_workdays(held_on, terms().minutes_workdays, row.area.path)
    seal.write(row, attendees=words_of(attendees, "attendees"))
    return kept(row, by, "hold")


def _short(text: str, path: str) -> str:
    said = clean(text or "")
    if not 2 <= len(said) <= 60:
        raise invalid(path, _("请填写，2 到 60 字。"))
    return said


@transaction.atomic
def issue(pk: UUID, *, by: User, minutes: str, version: int | None = None) -> Dispatch:
    """Issue the minutes and hand the decisions down (印发纪要、下达任务): each becomes a tracked item."""
    row = locked(pk, by, version)
    if row.stage != Stage.HELD:
        raise RuleBroken(
            _("登记会议以后、下达任务以前才能印发纪要。"), code="wrong_stage", current={"stage": row.stage}
        )
    decisions = list(row.decisions.filter(is_void=False).select_related("county", "station"))
    if not decisions:
        raise RuleBroken(_("请先登记议定事项。"), code="nothing_decided")
    seal.write(row, minutes=words_of(minutes, "minutes", most=2000))
    seal.read(decisions, "detail")
    for decision in decisions:
        raise_item(decision.pk, by=by, fields=_item(decision))
    row.issued_on, row.issued_by = clock.today(), by
    return kept(row, by, "issue")


def _item(decision: Decision) -> ItemFields:
    return ItemFields(
        title=decision.title, station=decision.station.code if decision.station else "",
        county="" if decision.station else decision.county.code, kind=decision.kind,
        detail=decision.opened["detail"] or "", due_on=max(decision.due_on, clock.today()), source_kind=DECISION,
        source_id=decision.pk,
    )  # fmt: skip


@transaction.atomic
def close(pk: UUID, *, by: User, version: int | None = None) -> Dispatch:
    """Close the dispatch (办结), once all that it decided is settled."""
    row = locked(pk, by, version)
    if row.stage != Stage.ISSUED:
        raise RuleBroken(_("任务下达以后才能办结。"), code="wrong_stage", current={"stage": row.stage})
    if left := open_decisions(row):
        raise RuleBroken(_("还有 %d 件议定事项没有办结。") % left, code="open_decisions", current={"open": left})
    row.closed_on = clock.today()
    return kept(row, by, "close")


def export(row: Dispatch, *, by: Actor) -> None:
    """Write down that papers of it were taken away (导出)."""
    journal.record("dispatches.export", by, row)


def locked(pk: UUID, by: User, version: int | None = None) -> Dispatch:
    """The dispatch, held until the end of the transaction, by who holds it; 404 out of reach."""
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("report", "area", "county")
    row = rows.get_allowed(by, Permission.DISPATCH_VIEW, pk=pk)
    if not may_hold(by, row):
        raise not_your_turn()
    refuse_stale(row, version)
    return row


def kept(row: Dispatch, by: User, act: str) -> Dispatch:
    """Save it as its next version, and say so in the journal."""
    row.version += 1
    row.save()
    journal.record(f"dispatches.{act}", by, row)
    return row
