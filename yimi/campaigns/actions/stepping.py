"""Taking a step of a campaign (办理环节)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.campaigns.checks import MOST_TEXT
from yimi.campaigns.models import Campaign
from yimi.campaigns.queries import is_delivered
from yimi.campaigns.steps import STEPS
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.programmes.steps import Step


@transaction.atomic
def take_step(pk: UUID, *, by: Actor, step: str, on: date | None = None, text: str = "") -> Campaign:
    """Take a step (开始、小结、归档、继续、取消). A campaign is cancelled only while nothing was delivered."""
    rows = Campaign.objects.select_related("station").select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    known = STEPS.get(step)
    if known is None:
        raise invalid("step", _("没有“%s”这一环节。") % step)
    _refuse(row, known)
    on, text = _day(row, known, on), _text(known, text)
    row.state = known.to
    row.version += 1
    if known.day:
        setattr(row, known.day, on)
    if known.text:
        seal.write(row, **{known.text: text or None})
    row.save()
    journal.record("campaigns.take_step", by, row, station=row.station_id, digest=known.key)
    return row


def _refuse(row: Campaign, step: Step) -> None:
    if row.state not in step.since:
        said = {"now": row.get_state_display(), "step": step.label}
        raise RuleBroken(_("现在是“%(now)s”，不能“%(step)s”。") % said, code="wrong_state")
    if step.needs_none and is_delivered(row.pk):
        raise RuleBroken(_("已经发放过物资，不能取消，请完成小结。"), code="already_delivered")


def _day(row: Campaign, step: Step, on: date | None) -> date:
    on = on or clock.today()
    if step.day and on > clock.today():
        raise invalid("on", _("日期不能晚于今天。"))
    if step.day == "archived_on" and row.summed_on and on < row.summed_on:
        raise invalid("on", _("日期不能早于 %s。") % row.summed_on.isoformat())
    if step.day == "summed_on" and on < row.first_on:
        raise invalid("on", _("日期不能早于 %s。") % row.first_on.isoformat())
    return on


def _text(step: Step, text: str) -> str:
    text = clean(text or "")
    if step.must_say and len(text) < 2:
        raise invalid("text", _("请填写%s。") % step.text_label)
    if len(text) > MOST_TEXT:
        raise invalid("text", _("最多 %d 字。") % MOST_TEXT)
    return text
