"""Following an item (跟办): another day, one level higher, into the next plan, or taken back."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.workdays import add_workdays
from yimi.tracking.models import Kind, Level, Step, TrackedItem
from yimi.tracking.sources import BY_HAND
from yimi.tracking.terms import terms

from .writing import add_step, in_state, locked, move, words_of

State, What = TrackedItem.State, Step.What


@transaction.atomic
def extend(pk: UUID, *, by: Actor, due_on: date, words: str, version: int | None = None) -> TrackedItem:
    """Give it another due day, with the reason (调整期限)."""
    item = locked(pk, by, Permission.TRACKING_RECHECK, version)
    in_state(item, *TrackedItem.UNSETTLED)
    if due_on < clock.today():
        raise invalid("due_on", _("期限不能早于今天。"))
    add_step(item, What.EXTENDED, by, words_of(words, "words", _("请写明调整原因，2 到 500 字。")))
    item.due_on = due_on
    return move(item, State(item.state), by, "extend")


@transaction.atomic
def escalate(pk: UUID, *, by: Actor, words: str, version: int | None = None) -> TrackedItem:
    """Follow it one level higher, and more firmly (升级), with the reason."""
    item = locked(pk, by, Permission.TRACKING_RECHECK, version)
    in_state(item, *TrackedItem.UNSETTLED)
    return _raised(item, by, words_of(words, "words", _("请写明升级原因，2 到 500 字。")))


def _raised(item: TrackedItem, by: Actor, words: str) -> TrackedItem:
    level, kind = _next(Level, item.level), _next(Kind, item.kind)
    if (level, kind) == (item.level, item.kind):
        raise RuleBroken(_("已是省级督办事项，不能再升级。"), code="at_the_top")
    item.level, item.kind = level, kind
    add_step(item, What.ESCALATED, by, words)
    return move(item, State(item.state), by, "escalate")


def _next(choices, value: str) -> str:
    steps = list(choices)
    return steps[min(steps.index(choices(value)) + 1, len(steps) - 1)].value


@transaction.atomic
def escalate_overdue(*, by: Actor, today: date) -> int:
    """Escalate what is late by more workdays than its level allows (逾期自动升级); gives how many."""
    done = 0
    rows = TrackedItem.objects.unscoped("逾期自动升级").select_for_update(of=("self",)).select_related(
        "station", "county"
    )  # fmt: skip
    for item in rows.filter(state=State.OPEN, due_on__lt=today).exclude(level=Level.PROVINCE):
        path, days = item.station.area_path if item.station else item.county.path, terms().escalate_after[item.level]
        if add_workdays(item.due_on, days, path) < today:
            _raised(item, by, _("超过期限 %(days)d 个工作日未办结，自动升级。") % {"days": days})
            done += 1
    return done


@transaction.atomic
def plan(pk: UUID, *, by: Actor, year: int, words: str, version: int | None = None) -> TrackedItem:
    """Take what was learnt into the plan of a year (列入计划): finding → proof → next plan."""
    item = locked(pk, by, Permission.TRACKING_RECHECK, version)
    in_state(item, State.CLOSED)
    this = clock.today().year
    if year not in (this, this + 1):
        raise invalid("year", _("请选择今年或下一年。"))
    add_step(item, What.PLANNED, by, words_of(words, "words", _("请写明列入计划的内容，2 到 500 字。")))
    item.plan_year = year
    return move(item, State.CLOSED, by, "plan")


@transaction.atomic
def void(pk: UUID, *, by: Actor, words: str, version: int | None = None) -> TrackedItem:
    """Take back an item that was raised in error (撤销), with the reason."""
    item = locked(pk, by, Permission.TRACKING_RECHECK, version)
    in_state(item, *TrackedItem.UNSETTLED)
    if item.source_kind != BY_HAND:
        raise RuleBroken(_("这件事项来自别处的检查，要在那里处理，不能撤销。"), code="has_a_source")
    add_step(item, What.VOIDED, by, words_of(words, "words", _("请写明撤销原因，2 到 500 字。")))
    return move(item, State.VOID, by, "void")
