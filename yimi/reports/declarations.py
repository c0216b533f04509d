"""What reports declare upward: their entry of the main bar, the jobs that open and move them, the journal's words."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.jobs import Job, days_over, jobs
from yimi.core.permissions import Permission
from yimi.inbox.items import Remindable, remindables
from yimi.inbox.kinds import MessageKind, message_kinds
from yimi.requests.standing import Standing, standing
from yimi.ui.panels import Lead, NavItem, Panel, leads, nav, panels

from . import actions, reminding
from .models import CADENCE_NAMES
from .noticing import days_to_tell, tell_day
from .opening import open_key, owed_keys, settle
from .panels import lead, mine, strip

leads.add(Lead("reports", Permission.REPORT_VIEW, lead, order=20))
panels.add(Panel("reports.strip", "first", Permission.REPORT_VIEW, strip, order=5))
panels.add(Panel("reports.mine", "home", Permission.REPORT_VIEW, mine, order=20))
message_kinds.add(MessageKind("report", _("报告"), icon="file-text", order=10))
remindables.add(Remindable(reminding.KIND, _("报告"), reminding.items, url="/app/reports/", order=5))
nav.add(NavItem("reports", _("报告"), "reports:list", Permission.REPORT_VIEW, order=45))


def _owed(since: date, today: date) -> list[str]:
    return list(owed_keys(since, clock.now()))


def _settle(day: str) -> None:
    settle(date.fromisoformat(day))


def _move() -> None:
    """What comes to its hour by itself: confirmed untouched, locked once accepted."""
    actions.confirm_untouched(by=SYSTEM)
    actions.lock_accepted(by=SYSTEM)


for order, code, rhythm in (
    (1, "daily", _("每日")),
    (2, "weekly", _("每周")),
    (3, "monthly", _("每月")),
    (4, "quarterly", _("每季")),
    (5, "half_year", _("每半年")),
    (6, "annual", _("每年")),
):
    basis = _("六项机制，数字由系统算出")
    standing.add(Standing(code, CADENCE_NAMES[code], rhythm, basis, url_name="reports:list", order=order))

jobs.add(Job("reports.open", open_key, owed=_owed))
jobs.add(Job("reports.settle", _settle, owed=days_over))
jobs.add(Job("reports.tell", tell_day, owed=days_to_tell))
jobs.add(Job("reports.move", _move, every=60))

for act, says in (
    ("reports.fill", _("填写报告")),
    ("reports.submit", _("提交报告")),
    ("reports.confirm", _("确认报告")),
    ("reports.return", _("退回报告")),
    ("reports.excuse", _("免报报告")),
    ("reports.lock", _("报告定稿")),
    ("reports.amend", _("更正报告")),
    ("reports.export", _("导出报告")),
    ("reports.table", _("导出报送情况")),
):
    journal_sentences.add(Sentence(act, says))
