"""Taking a step of a programme (办理环节)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark
from yimi.programmes.checks import MOST_TEXT
from yimi.programmes.holding import Held, held_of
from yimi.programmes.models import Group, Programme
from yimi.programmes.steps import Step, steps_of


@transaction.atomic
def take_step(
    model: type[Programme], pk: UUID, *, by: Actor, step: str, on: date | None = None, text: str = "", phase: str = ""
) -> Any:
    """Take a step (审核、通知、结束、评估、归档、取消), or say which phase a running group is in (`phase`)."""
    rows = model.objects.select_related("station").select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.CONTACT_VIEW, pk=pk)
    known = steps_of(row).get(step)
    if known is None:
        return _in_phase(row, phase, by) if step == "phase" and isinstance(row, Group) else _unknown(step)
    model.objects.get_allowed(by, known.permission, pk=pk)
    held = held_of([pk])[pk]
    _refuse(row, known, held)
    on, text = _day(row, known, held, on), _text(known, text)
    before = getattr(row, "ended_on", None)
    _go(row, known, on, text, by)
    if isinstance(row, Group):
        mark([(row.station_id, day) for day in {before, row.ended_on} if day])
    journal.record("programmes.take_step", by, row, station=row.station_id, digest=f"{known.key}")
    return row


def _unknown(step: str) -> None:
    raise invalid("step", _("没有“%s”这一环节。") % step)


def _refuse(row: Any, step: Step, held: Held) -> None:
    if row.state not in step.since:
        now = row.get_state_display()
        raise RuleBroken(_("现在是“%(now)s”，不能“%(step)s”。") % {"now": now, "step": step.label}, code="wrong_state")
    if step.needs_held and not held.sessions:
        raise RuleBroken(_("还没有举办过，先记一次服务记录。"), code="nothing_held")
    if step.needs_none and held.sessions:
        raise RuleBroken(_("已经举办过 %d 场，不能取消，请结束并总结。") % held.sessions, code="already_held")


def _day(row: Any, step: Step, held: Held, on: date | None) -> date:
    on = on or clock.today()
    if step.day and on > clock.today():
        raise Invalid({"on": [_("日期不能晚于今天。")]})
    first = max(filter(None, [row.planned_on, held.last if step.key == "end" else None]))
    if step.day and step.day != "cancelled_on" and on < first:
        raise Invalid({"on": [_("日期不能早于 %s。") % first.isoformat()]})
    return on


def _text(step: Step, text: str) -> str:
    text = clean(text)
    if step.must_say and len(text) < 2:
        raise Invalid({"text": [_("请填写%s。") % step.text_label]})
    if len(text) > MOST_TEXT:
        raise Invalid({"text": [_("最多 %d 字。") % MOST_TEXT]})
    return text


def _go(row: Any, step: Step, on: date, text: str, by: Actor) -> None:
    row.state = step.to
    row.version += 1
    if step.day:
        setattr(row, step.day, on)
    if step.text:
        seal.write(row, **{step.text: text or None})
    if step.key in ("approve", "send_back"):
        row.approved_by, row.approved_on = (by, on) if step.key == "approve" else (None, None)
    if step.key == "start":
        row.phase = Group.Phase.FORMING
    if step.key == "resume":
        row.ended_on = None
    row.save()


def _in_phase(group: Group, phase: str, by: Actor) -> Group:
    """A running group has come into another phase (形成期、转折期、成熟期)."""
    Group.objects.get_allowed(by, Permission.CONTACT_WRITE, pk=group.pk)
    if group.state != Group.State.RUNNING:
        raise RuleBroken(_("进行中的小组才分发展阶段。"), code="wrong_state")
    if phase not in Group.Phase:
        raise invalid("phase", _("没有“%s”这一阶段。") % phase)
    group.phase = phase
    group.version += 1
    group.save(update_fields=["phase", "version"])
    journal.record("programmes.take_step", by, group, station=group.station_id, digest=f"phase {phase}")
    return group
