"""The way of a circular (半年通报): drafted, reviewed, signed by another, issued, signed for, answered, archived."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.text import clean
from yimi.dispatches.models import Circular, Receipt
from yimi.dispatches.queries.circulars import (
    circular_for,
    may_draft,
    may_sign,
    own_receipt,
    refuse_names,
    reports_to_begin,
)
from yimi.network.queries import ranked_areas
from yimi.reports import actions as reports
from yimi.reports.documents import words_of as words_of_report
from yimi.reports.models import Report

from .writing import not_your_turn, refuse_stale, words_of

State = Circular.State


@transaction.atomic
def begin_circular(pk: UUID, *, by: User, report: UUID) -> Circular:
    """Begin the circular of a half-year on the report of the province (起草). Sending twice begins it once."""
    there = Circular.objects.unscoped("同号的通报").filter(pk=pk).first()
    if there is not None:
        return _same(there, report, by)
    said = reports_to_begin(by).select_for_update(of=("self",)).filter(pk=report).first()
    if said is None:
        raise invalid("report", _("请选择还没有通报的半年报告。"))
    row = Circular(id=pk, report=said, last=said.last, drafted_by=by)
    row.save(force_insert=True)
    journal.record("circulars.begin", by, row, refs=[said])
    return row


def _same(there: Circular, report: UUID, by: User) -> Circular:
    if there.report_id != report or not may_draft(by, there):
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return there


@transaction.atomic
def send(pk: UUID, *, by: User, version: int | None = None) -> Circular:
    """Send the draft to be checked (送核): it says something, and names no station and no person as falling short."""
    row = _locked(pk, by, version, State.DRAFTING)
    if not may_draft(by, row):
        raise not_your_turn()
    refuse_names(row.report)
    row.state = State.REVIEW
    return _kept(row, by, "send")


@transaction.atomic
def send_back(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Circular:
    """Send it back to be written again (退回修改), with the reason; before it is issued."""
    row = _locked(pk, by, version, State.REVIEW, State.SIGNED)
    if not may_sign(by, row):
        raise not_your_turn()
    seal.write(row, why_back=words_of(reason, "reason", most=500))
    row.state, row.signed_by, row.signed_at, row.signed_digest = State.DRAFTING, None, None, ""
    return _kept(row, by, "return")


@transaction.atomic
def sign(pk: UUID, *, by: User, version: int | None = None) -> Circular:
    """Sign it (签发), by another than who drafted it; what it says from now on is as it was signed."""
    row = _locked(pk, by, version, State.REVIEW)
    if row.drafted_by_id == by.id:
        raise RuleBroken(_("拟稿人不能签发自己的稿子，请由另一人签发。"), code="same_person")
    if not may_sign(by, row):
        raise not_your_turn()
    refuse_names(row.report)
    row.state, row.signed_by, row.signed_at = State.SIGNED, by, clock.now()
    row.signed_digest = seal.digest(words_of_report(row.report))
    return _kept(row, by, "sign")


@transaction.atomic
def issue_circular(
    pk: UUID, *, by: User, number: str, receive_by: date, reply_by: date | None = None, version: int | None = None
) -> Circular:
    """Issue it under its number (印发): the report is locked, and every 市县 is asked to sign for it."""
    row = _locked(pk, by, version, State.SIGNED)
    if not may_draft(by, row):
        raise not_your_turn()
    if seal.digest(words_of_report(row.report)) != row.signed_digest:
        raise RuleBroken(_("签发以后文字又改过，请退回重新签发。"), code="changed_since_signed")
    refuse_names(row.report)
    row.number = _number(number, row)
    row.receive_by, row.reply_by = _not_before_today(receive_by, "receive_by"), reply_by
    if reply_by and reply_by < receive_by:
        raise invalid("reply_by", _("回复期限不能早于签收期限。"))
    _lock_report(row.report, by)
    row.state, row.issued_on = State.ISSUED, clock.today()
    _kept(row, by, "issue")
    Receipt.objects.bulk_create([Receipt(circular=row, county=county) for county in ranked_areas()])
    return row


def _number(text: str, row: Circular) -> str:
    said = clean(text or "")
    if not 4 <= len(said) <= 40:
        raise invalid("number", _("请填写发文字号，4 到 40 字。"))
    if Circular.objects.unscoped("发文字号不重复").filter(number=said).exclude(pk=row.pk).exists():
        raise invalid("number", _("这个发文字号已经用过。"))
    return said


def _not_before_today(day: date, path: str) -> date:
    if day < clock.today():
        raise invalid(path, _("期限不能早于今天。"))
    return day


def _lock_report(report: Report, by: User) -> None:
    if report.state in Report.EDITABLE:
        report = reports.submit(report.pk, by=by)
    if report.state == Report.State.ACCEPTED:
        reports.lock(report.pk, by=by)


@transaction.atomic
def receive(pk: UUID, *, by: User) -> Receipt:
    """Sign for it in the name of her 市县 (签收). Signing again changes nothing."""
    receipt = _own(pk, by)
    if receipt.received_at is None:
        receipt.received_at, receipt.received_by = clock.now(), by
        receipt.save()
        journal.record("circulars.receive", by, receipt.circular, refs=[receipt])
    return receipt


@transaction.atomic
def reply(pk: UUID, *, by: User, text: str) -> Receipt:
    """Answer it (回复), where an answer is asked; what is answered can be said again until it is archived."""
    receipt = _own(pk, by)
    if receipt.circular.reply_by is None:
        raise RuleBroken(_("这份通报不要求回复。"), code="no_reply_asked")
    if receipt.circular.state == State.ARCHIVED:
        raise RuleBroken(_("通报已归档。"), code="archived")
    seal.write(receipt, reply=words_of(text, "text"))
    if receipt.received_at is None:
        receipt.received_at, receipt.received_by = clock.now(), by
    receipt.replied_at, receipt.replied_by = clock.now(), by
    receipt.save()
    journal.record("circulars.reply", by, receipt.circular, refs=[receipt])
    return receipt


def _own(pk: UUID, by: User) -> Receipt:
    row = circular_for(by, pk)
    own = own_receipt(by, row)
    if own is None:
        raise not_your_turn()
    return Receipt.objects.unscoped("本市县的签收").select_for_update(of=("self",)).select_related("circular").get(
        pk=own.pk
    )  # fmt: skip


@transaction.atomic
def archive(pk: UUID, *, by: User, version: int | None = None) -> Circular:
    """Put it away (归档), once every 市县 has signed for it and answered what was asked."""
    row = _locked(pk, by, version, State.ISSUED)
    if not may_draft(by, row):
        raise not_your_turn()
    still = {"replied_at": None} if row.reply_by else {"received_at": None}
    if left := row.receipts.filter(**still).count():
        raise RuleBroken(_("还有 %d 个市县没有签收或回复。") % left, code="not_all_answered", current={"open": left})
    row.state, row.archived_on = State.ARCHIVED, clock.today()
    return _kept(row, by, "archive")


def export_circular(row: Circular, *, by: Actor) -> None:
    """Write down that it was taken away as a file (导出)."""
    journal.record("circulars.export", by, row)


def _locked(pk: UUID, by: User, version: int | None, *states: str) -> Circular:
    """The circular within reach, held until the end of the transaction, in one of these states."""
    circular_for(by, pk)
    rows = Circular.objects.unscoped("已能看到的通报").select_for_update(of=("self",))
    row = rows.select_related("report__area").get(pk=pk)
    refuse_stale(row, version)
    if row.state not in states:
        now = row.get_state_display()
        raise RuleBroken(_("通报现在是“%s”，不能这样办理。") % now, code="wrong_state", current={"state": row.state})
    return row


def _kept(row: Circular, by: User, act: str) -> Circular:
    row.version += 1
    row.save()
    journal.record(f"circulars.{act}", by, row)
    return row
