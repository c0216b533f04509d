"""What planning declares upward: its entry of the main bar, its panel of a station, and the words of its acts."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ledgers.chronicle import Chronicler, chroniclers
from yimi.ledgers.materials import Material, materials
from yimi.ui.panels import NavItem, Panel, nav, panels

from .chronicle import approved, finished
from .materials import plans, targets
from .panels import plan_of_station

nav.add(NavItem("planning", _("计划目标"), "planning:list", Permission.PLANNING_VIEW, order=28))
panels.add(Panel("planning_plan", "station", Permission.PLANNING_VIEW, plan_of_station, order=40))
for key, label, tell in (("plans", _("年度计划"), approved), ("milestones", _("工作节点"), finished)):
    chroniclers.add(Chronicler(key=key, label=label, permission=Permission.PLANNING_VIEW, tell=tell, order=40))
materials.add(Material(key="plans", label=_("年度服务计划"), permission=Permission.PLANNING_VIEW, files=plans))
materials.add(Material(key="targets", label=_("年度目标和进度"), permission=Permission.PLANNING_VIEW, files=targets))

for act, says in (
    ("planning.put_plan", _("编制年度计划")),
    ("planning.submit_plan", _("提交年度计划")),
    ("planning.agree_plan", _("乡镇（街道）同意年度计划")),
    ("planning.approve_plan", _("审定年度计划")),
    ("planning.return_plan", _("退回年度计划")),
    ("planning.amend_plan", _("调整年度计划")),
    ("planning.put_target", _("拟订目标")),
    ("planning.split_target", _("分解目标")),
    ("planning.adjust_target", _("手工调整分解")),
    ("planning.change_target", _("调整目标值")),
    ("planning.publish_target", _("下达目标分解")),
    ("planning.export_targets", _("导出指标完成情况表")),
    ("planning.put_milestone", _("编制工作节点")),
    ("planning.finish_milestone", _("完成工作节点")),
    ("planning.reopen_milestone", _("撤回节点完成")),
    ("planning.void_milestone", _("作废工作节点")),
    ("planning.put_duty", _("编制责任事项")),
    ("planning.tell_duty", _("报责任事项进展")),
    ("planning.finish_duty", _("完成责任事项")),
    ("planning.void_duty", _("作废责任事项")),
    ("planning.export_duties", _("导出责任清单")),
    ("planning.export_milestones", _("导出时间表")),
    ("planning.add_file", _("添加佐证材料")),
    ("planning.remove_file", _("移除佐证材料")),
    ("planning.read_file", _("查看佐证材料")),
):
    journal_sentences.add(Sentence(act, says))
