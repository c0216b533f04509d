"""What a dispatch decides (议定事项): written down after the meeting, withdrawn with a reason before it is issued."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.dispatches.models import Decision, Dispatch
from yimi.dispatches.queries.dispatches import owners
from yimi.network.queries import area_by_code, station_by_code
from yimi.tracking.models import Kind

from .dispatches import locked
from .writing import words_of

MOST = 20


@dataclass(frozen=True)
class DecisionFields:
    """Something to do: `owner` is `area:469030` or `station:469030104`."""

    owner: str
    title: str
    due_on: date
    kind: str = Kind.CHASED
    detail: str = ""


@transaction.atomic
def put_decision(pk: UUID, *, by: User, dispatch: UUID, fields: DecisionFields) -> Decision:
    """Write down what was decided (登记议定事项). Sending the same twice writes it once."""
    row = locked(dispatch, by)
    digest = seal.digest(vars(fields))
    there = Decision.objects.unscoped("同号的议定事项").filter(pk=pk).first()
    if there is not None:
        return _same(there, row, digest)
    if row.stage != Dispatch.Stage.HELD:
        raise RuleBroken(_("登记会议以后、下达任务以前才能登记议定事项。"), code="wrong_stage")
    if row.decisions.filter(is_void=False).count() >= MOST:
        raise RuleBroken(_("一次调度最多议定 %d 件事。") % MOST, code="too_many")
    _check(fields, {key for key, _name in owners(by, row)})
    made = _made(pk, row, by, fields, digest)
    seal.write(made, detail=clean(fields.detail))
    made.save(force_insert=True)
    journal.record("dispatches.decide", by, made, refs=[row])
    return made


def _same(there: Decision, row: Dispatch, digest: str) -> Decision:
    if there.dispatch_id != row.pk:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if there.digest != digest:
        raise Stale(_("同一编号已有内容不同的事项。"), code="differs")
    return there


def _check(fields: DecisionFields, known: set[str]) -> None:
    faults: dict[str, list] = {}
    if fields.owner not in known:
        faults["owner"] = [_("请选择责任单位。")]
    if not 2 <= len(clean(fields.title or "")) <= 100:
        faults["title"] = [_("请写明事项，2 到 100 字，不写个人信息。")]
    if fields.due_on < clock.today():
        faults["due_on"] = [_("期限不能早于今天。")]
    if fields.kind not in Kind.values:
        faults["kind"] = [_("请选择等次。")]
    if len(fields.detail) > 500:
        faults["detail"] = [_("最多 500 字。")]
    if faults:
        raise Invalid(faults)


def _made(pk: UUID, row: Dispatch, by: User, fields: DecisionFields, digest: str) -> Decision:
    sort, _colon, code = fields.owner.partition(":")
    station = station_by_code(code) if sort == "station" else None
    county = station.county if station else area_by_code(code)
    return Decision(
        id=pk, dispatch=row, county=county, station=station, title=clean(fields.title), kind=fields.kind,
        due_on=fields.due_on, made_by=by, digest=digest,
    )  # fmt: skip


@transaction.atomic
def withdraw(pk: UUID, *, by: User, reason: str) -> Decision:
    """Take a decision back before it is issued (撤回), with the reason."""
    decision = Decision.objects.get_allowed(by, Permission.DISPATCH_VIEW, pk=pk)
    row = locked(decision.dispatch_id, by)
    decision.refresh_from_db()
    if decision.is_void or row.stage != Dispatch.Stage.HELD:
        raise RuleBroken(_("下达任务以前才能撤回议定事项。"), code="wrong_stage")
    decision.is_void = True
    seal.write(decision, why_void=words_of(reason, "reason", most=500))
    decision.save()
    journal.record("dispatches.withdraw", by, decision, refs=[row])
    return decision
