"""Results made public (结果公布): proposed by one, open to objections for some workdays, published by another."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.workdays import add_workdays
from yimi.dispatches.models import Announcement, Assessment, Object, Objection, Result
from yimi.dispatches.queries import assessments as queries
from yimi.dispatches.terms import terms
from yimi.planning import places

from .assessments import ResultFields, fill_result
from .writing import not_your_turn, words_of

Publish, Hold = Permission.ASSESS_PUBLISH, Permission.DISPATCH_HOLD


@transaction.atomic
def propose(year: int, kind: str, *, by: User) -> Announcement:
    """Propose the results of an object (提出结果): from today objections may be raised. Again changes nothing."""
    plan = _plan(year, kind, by)
    told = plan.announcements.filter(object=kind).first()
    if told is not None:
        return told
    if not plan.results.filter(object=kind).exists():
        raise RuleBroken(_("还没有登记结果。"), code="no_results")
    today = clock.today()
    until = add_workdays(today, terms().objection_workdays, places.top().place.path)
    told = Announcement(
        id=new_id(), assessment=plan, object=kind, proposed_by=by, proposed_on=today, objections_until=until
    )  # fmt: skip
    told.save(force_insert=True)
    journal.record("assessment.propose", by, told, refs=[plan])
    return told


@transaction.atomic
def publish(year: int, kind: str, *, by: User) -> Announcement:
    """Publish them (公布): by another person, after the days of objection, once every objection is decided."""
    plan = _plan(year, kind, by)
    told = plan.announcements.select_for_update().filter(object=kind).first()
    if told is None:
        raise RuleBroken(_("请先提出结果。"), code="not_proposed")
    if told.published_on:
        return told
    if told.proposed_by_id == by.id:
        raise RuleBroken(_("提出人不能自己公布，请由另一人公布。"), code="same_person")
    if clock.today() <= told.objections_until:
        raise RuleBroken(_("异议期还没有结束。"), code="objections_open", current={"until": told.objections_until})
    if left := queries.undecided(plan, kind):
        raise RuleBroken(_("还有 %d 件异议没有复核。") % left, code="objections_undecided")
    told.published_by, told.published_on = by, clock.today()
    told.save()
    journal.record("assessment.publish", by, told, refs=[plan])
    return told


def _plan(year: int, kind: str, by: User) -> Assessment:
    """The plan of a year, held until the end; results of one object are announced in one go."""
    if kind not in Object.values:
        raise Http404
    if not queries.reaches_top(by, Publish):
        raise not_your_turn()
    row = Assessment.objects.unscoped("本年度的方案").select_for_update().filter(year=queries.year_of(year)).first()
    if row is None:
        raise RuleBroken(_("请先编制考核方案。"), code="no_plan")
    return row


@transaction.atomic
def raise_objection(pk: UUID, *, by: User, result: UUID, reason: str) -> Objection:
    """Ask for a review of the own result (异议（复核）申请), within its days. Sending twice asks once."""
    row = queries.result_for(by, result)
    if not queries.may_object(by, row):
        raise not_your_turn()
    there = Objection.objects.unscoped("同号的异议").filter(pk=pk).first()
    if there is not None and there.result_id == row.pk:
        return there
    if there is not None:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    if not queries.is_open(queries.announcement_of(by, row.assessment, row.object), clock.today()):
        raise RuleBroken(_("现在不在异议期内。"), code="no_objections_now")
    if row.objections.filter(decided_on=None).exists():
        raise RuleBroken(_("已有一件异议在复核。"), code="objected_already")
    made = Objection(id=pk, result=row, raised_on=clock.today(), raised_by=by)
    seal.write(made, reason=words_of(reason, "reason"))
    made.save(force_insert=True)
    journal.record("assessment.object", by, made, station=row.station_id, refs=[row])
    return made


@transaction.atomic
def decide_objection(pk: UUID, *, by: User, is_upheld: bool, decision: str, grade: str = "") -> Objection:
    """Decide on an objection (复核) by the province, in words; where it is upheld the result may be corrected."""
    rows = Objection.objects.select_for_update(of=("self",)).select_related("result")
    row = rows.get_allowed(by, Permission.DISPATCH_VIEW, pk=pk)
    if not queries.reaches_top(by, Hold):
        raise not_your_turn()
    if row.decided_on:
        raise RuleBroken(_("这件异议已经复核。"), code="decided_already")
    if row.raised_by_id == by.id:
        raise RuleBroken(_("申请人不能复核自己的异议。"), code="same_person")
    row.is_upheld, row.decided_on, row.decided_by = is_upheld, _day(row.raised_on), by
    seal.write(row, decision=words_of(decision, "decision"))
    row.save()
    if is_upheld and grade:
        _regrade(row.result, grade)
    journal.record("assessment.decide", by, row, station=row.result.station_id, refs=[row.result])
    return row


def _regrade(result: Result, grade: str) -> None:
    """Another grade; score and words stay."""
    seal.read(result, "words")
    words = result.opened["words"] or ""
    fill_result(result, ResultFields(grade=grade, score=result.score, words=words))
    result.version += 1
    result.save()


def _day(raised_on: date) -> date:
    return max(raised_on, clock.today())
