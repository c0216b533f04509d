"""What lists declare upward: their pages, what waits on a person's page, the daily look at tiers, the words of acts."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.jobs import Job, days_over, jobs
from yimi.core.permissions import Permission
from yimi.figures.sections import Section, sections
from yimi.ui.panels import Lead, NavItem, Panel, leads, nav, panels

from . import duties, following, moving, safety  # noqa: F401 (to-dos, what follows a file, what moves with it, safety)
from .actions import retier
from .panels import lead, next_visit, today

nav.add(NavItem("visiting", _("走访名单"), "visiting:home", Permission.FIGURES_VIEW, order=25))
leads.add(Lead("visiting", Permission.LIST_VIEW, lead, order=30))
panels.add(Panel("visiting.today", "home", Permission.LIST_VIEW, today, order=15))
panels.add(Panel("visit_next", "person.side", Permission.LIST_VIEW, next_visit, order=5))


def retier_daily(_day: str) -> None:
    """Categories begin and end, and rules come into force, on days on which nobody touches a file."""
    retier()


jobs.add(Job("visiting.retier", retier_daily, owed=days_over))
sections.add(
    Section(
        "due",
        _("走访频次"),
        (
            "DUE_RATE",
            "ELDER_MONTH_RATE",
            "MS_RATE",
        ),
        order=45,
    )
)

for act, says in (
    ("visiting.open_round", _("开始编制名单")),
    ("visiting.add_people", _("名单增补")),
    ("visiting.drop_people", _("撤回名单增补")),
    ("visiting.remove_member", _("提出调出名单")),
    ("visiting.keep_member", _("撤回调出名单")),
    ("visiting.submit_round", _("提交名单")),
    ("visiting.sign_round", _("乡镇（街道）审核名单")),
    ("visiting.strike_people", _("划去拟增补的人，或恢复")),
    ("visiting.approve_round", _("审定名单")),
    ("visiting.return_round", _("退回名单")),
    ("visiting.leave_list", _("随档案离开名单")),
    ("visiting.return_to_list", _("随档案回到名单")),
    ("visiting.retier", _("调整走访级别")),
    ("visiting.pause_visits", _("暂停走访")),
    ("visiting.resume_visits", _("恢复走访")),
    ("visiting.put_rule", _("拟订走访频次规则")),
    ("visiting.publish_rule", _("发布走访频次规则")),
    ("visiting.discard_rule", _("弃用走访频次规则草稿")),
    ("visiting.export_list", _("下载名单核定表")),
):
    journal_sentences.add(Sentence(act, says))
