"""What emergency actions declare upward: pages, the banner, the township's table, the words of the journal."""

from django.utils.translation import gettext_lazy as _

from yimi.core.commands import Template, templates
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.exchange.kinds import Intake, intakes
from yimi.ui.panels import NavItem, Panel, account_menu, panels

from . import intake, moving  # noqa: F401 (what moves with a person)
from .actions.sending import KIND
from .panels import now

account_menu.add(NavItem("emergencies", _("应急关爱"), "emergencies:list", Permission.EMERGENCY_VIEW, order=28))
panels.add(Panel("emergencies", "first", Permission.EMERGENCY_VIEW, now, order=1))
panels.add(Panel("emergencies.work", "people", Permission.EMERGENCY_WORK, now, order=1))  # where workers arrive
intakes.add(
    Intake(
        key=KIND, label=_("镇村应急名单"), permission=Permission.EMERGENCY_LIST, results=intake.RESULTS,
        start=intake.start, check=intake.check, write=intake.write, finish=intake.finish,
        template=intake.write_template, is_offered=False, done_url="emergencies:list", order=40,
    )
)  # fmt: skip
templates.add(Template(KIND, intake.write_template))

for act, says in (
    ("emergencies.open", _("启动应急关爱行动")),
    ("emergencies.change", _("修改应急关爱行动")),
    ("emergencies.level", _("调整应急响应等级")),
    ("emergencies.phase", _("进入应急行动阶段")),
    ("emergencies.ended", _("结束应急关爱行动")),
    ("emergencies.make_list", _("生成应急关爱名单")),
    ("emergencies.import", _("导入镇村应急名单")),
    ("emergencies.add_line", _("添加应急名单户")),
    ("emergencies.change_line", _("修改应急名单户")),
    ("emergencies.show_phone", _("查看应急名单户的电话")),
    ("emergencies.outcome", _("登记应急联络结果")),
    ("emergencies.withdraw", _("撤回应急联络结果")),
    ("emergencies.after_visit", _("登记灾后探访")),
    ("emergencies.report_safe", _("报平安")),
    ("emergencies.print_roster", _("打印应急关爱名册")),
    ("emergencies.recall_roster", _("收回应急关爱名册")),
    ("emergencies.take_table", _("导出三防名单")),
):
    journal_sentences.add(Sentence(act, says))
