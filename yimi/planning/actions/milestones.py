"""Steps of the way (时间表、路线图): setting, finishing, taking back."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.planning.fields import MilestoneFields
from yimi.planning.models import Milestone, Need
from yimi.planning.places import reaches, spot_named
from yimi.planning.putting import LONGEST, Put, id_taken, reason_of, refuse_stale, twice

from .locking import milestone_to_write
from .proofs import Files, keep_files

MOST_NEEDS = 10


def put_milestone(pk: UUID, *, by: User, fields: MilestoneFields) -> Put[Milestone]:
    """Set a step (编制节点) of a place, or change it with its version until it is done."""
    return twice(lambda: _put(pk, by, fields.settled()))


@transaction.atomic
def _put(pk: UUID, by: User, fields: MilestoneFields) -> Put[Milestone]:
    spot = spot_named(fields.area, fields.station)
    digest = seal.digest({**vars(fields), "version": None, "needs": list(fields.needs)})
    there = Milestone.objects.unscoped("同号节点").filter(pk=pk).first()
    if there is None:
        if not reaches(by, Permission.ROADMAP_WRITE, spot):
            raise Http404
        row = Milestone(id=pk, made_by=by, version=0, **{k: v for k, v in spot.fields.items() if k != "place"})
        _fill(row, fields, digest)
        row.save(force_insert=True)
        _need(row, fields.needs, by)
        return Put(_kept(row, by, "planning.put_milestone"), created=True)
    if not Milestone.objects.allowed(by, Permission.ROADMAP_WRITE).filter(pk=pk).exists():
        raise id_taken()
    row = milestone_to_write(pk, by)
    if refuse_stale(row, fields.version, digest):
        return Put(row, created=False)
    if row.done_on:
        raise RuleBroken(_("已完成的节点不能修改，请先撤回完成。"), code="done")
    if (row.area_id, row.station_id) != (spot.area, spot.station):
        raise invalid("area", _("节点所属单位不能更换，请另编一个。"))
    _fill(row, fields, digest)
    _need(row, fields.needs, by)
    return Put(_kept(row, by, "planning.put_milestone"), created=False)


@transaction.atomic
def finish_milestone(
    pk: UUID, *, by: User, on: date, proof: str, why_early: str = "", files: Files = (), version: int | None = None
) -> Milestone:
    """The step is done (完成), with what proves it. Before a step it waits for is done, only with the reason why."""
    row = milestone_to_write(pk, by, version)
    if row.done_on:
        raise RuleBroken(_("这个节点已经完成。"), code="done")
    if not row.begins_on.replace(month=1, day=1) <= on <= clock.today():
        raise invalid("on", _("完成日期应在当年，不晚于今天。"))
    said = clean(proof or "")
    if not 2 <= len(said) <= LONGEST:
        raise invalid("proof", _("请写明完成佐证，例如文号、纪要、公示网址，2 到 %(n)s 字。") % {"n": LONGEST})
    waiting = [need.before.title for need in _needs_of(row) if need.before.done_on is None or need.before.done_on > on]
    if waiting and not clean(why_early or ""):
        names = "”“".join(waiting)
        raise invalid("why_early", _("前置节点“%s”还没有完成，请先完成，或写明先行完成的原因。") % names)
    row.done_on = on
    keep_files(row, by, files)
    seal.write(row, proof=said, why_early=reason_of(why_early, "why_early") if waiting else None)
    return _kept(row, by, "planning.finish_milestone")


@transaction.atomic
def reopen_milestone(pk: UUID, *, by: User, version: int | None = None) -> Milestone:
    """It is not done after all (撤回完成)."""
    row = milestone_to_write(pk, by, version)
    if row.done_on is None:
        raise RuleBroken(_("这个节点还没有完成。"), code="not_done")
    row.done_on = row.why_early = None
    return _kept(row, by, "planning.reopen_milestone")


@transaction.atomic
def void_milestone(pk: UUID, *, by: User, reason: str, version: int | None = None) -> Milestone:
    """The step was a mistake, or is given up (作废), with the reason; nothing waits for it any more."""
    row = milestone_to_write(pk, by, version)
    row.is_void = True
    seal.write(row, why_void=reason_of(reason))
    return _kept(row, by, "planning.void_milestone")


def _fill(row: Milestone, fields: MilestoneFields, digest: str) -> None:
    row.title, row.office, row.digest = fields.title, fields.office, digest
    row.begins_on, row.due_on, row.year = fields.begins_on, fields.due_on, fields.due_on.year
    seal.write(row, person=fields.person or None)


def _need(row: Milestone, needs: Iterable[str], by: User) -> None:
    wanted = {UUID(each) for each in needs}
    rows = Milestone.objects.allowed(by, Permission.PLANNING_VIEW).filter(pk__in=wanted, is_void=False)
    found = {each.pk for each in rows}
    if wanted - found or len(wanted) > MOST_NEEDS:
        raise invalid("needs", _("前置节点不对：没有这个节点，或超过 %(n)s 个。") % {"n": MOST_NEEDS})
    if row.pk in _all_before(wanted):
        raise invalid("needs", _("节点互相等待，成了一个圈，请去掉其中一个前置节点。"))
    row.needs.all().delete()
    Need.objects.bulk_create(Need(milestone=row, before_id=each) for each in sorted(wanted))


def _all_before(wanted: set[UUID]) -> set[UUID]:
    """These steps and every step that one of them waits for."""
    edges: dict[UUID, list[UUID]] = {}
    for later, before in Need.objects.values_list("milestone_id", "before_id"):
        edges.setdefault(later, []).append(before)
    seen, todo = set(), list(wanted)
    while todo:
        if (each := todo.pop()) not in seen:
            seen.add(each)
            todo += edges.get(each, [])
    return seen


def _needs_of(row: Milestone) -> list[Need]:
    return list(row.needs.filter(before__is_void=False).select_related("before").order_by("before__due_on"))


def _kept(row: Milestone, by: User, act: str) -> Milestone:
    row.version += 1
    row.save()
    journal.record(act, by, row, station=row.station_id, digest=row.digest)
    return row
